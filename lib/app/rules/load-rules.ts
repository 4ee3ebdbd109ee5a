import { formatMinute, type Instant, MINUTE_MS, parseInstant } from '../../core/instant.ts';
import {
  type LastGood,
  LastGoodDamaged,
  RulesMissing,
  type RulesSource,
  RulesUnavailable,
} from '../../ports/rules-source.ts';
import type { Problem, RulesDocument } from '../../rules-doc/document.ts';
import { GRAMMAR } from '../../rules-doc/grammar-version.ts';
import type { ReadingOptions, ReadRules } from '../../rules-doc/read-rules-document.ts';
import type { UnderstoodJob } from '../../rules-doc/sections/read-jobs.ts';
import { LARGEST_DOCUMENT_BYTES } from '../../rules-doc/yaml/largest-document.ts';
import { readingKept } from './kept-reading.ts';
import { readAsAccepted, upgradeProblems } from './upgraded-rules.ts';

/** The rules in force for a check, and what is wrong with the document as it stands. */
export interface LoadedRules {
  /** As shown to people. */
  readonly source: string;
  /** Name that problems and places carry: `rules.yaml`. */
  readonly fileName: string;
  /** Where relative places start from; null for a document in S3. */
  readonly folder: string | null;
  /** Of the document in force; null when none is usable. */
  readonly version: string | null;
  /** Who wrote the document in force, where its place says so and it is the current one. */
  readonly by?: string | null;
  readonly used: 'current' | 'last-good' | null;
  readonly document: RulesDocument | null;
  /** Of the document as it stands now, errors and warnings. */
  readonly problems: readonly Problem[];
  /** Why the document could not be read at all; null when it could. */
  readonly unavailable: string | null;
  /** True where there is no document at the place, and none was ever accepted: the sentinel was just set up. */
  readonly isAwaited?: true;
  /** True while a document that drops jobs waits to be left unchanged for a while. */
  readonly isSettling?: true;
  /** Why the last good copy cannot be read; null when it can, or there is none. */
  readonly lastGoodError: string | null;
  /** True when it will never be readable: then a new one may take its place. */
  readonly isLastGoodDamaged: boolean;
  /** What was accepted before; null when nothing was. */
  readonly lastGood: LastGood | null;
  /** How many jobs, nodes counted, a document may have; null: as many as it likes. */
  readonly maxJobs: number | null;
  /** The document's text, when it is the current one that is used. */
  readonly text: string | null;
  /** What its rules were understood as, where they were read just now. */
  readonly understood: readonly UnderstoodJob[] | null;
  /** How many jobs it says to leave out on purpose, where it was read just now. */
  readonly removes?: number;
}

/**
 * Reads the rules doc whole or not at all: when it is bad or not there, the last good one is used
 * (docs/rules.md). A document that was accepted by the reader that `readings` names is taken as it was
 * read then. Throws nothing that the source throws.
 */
export async function loadRules(
  source: RulesSource,
  now: Instant,
  readings: RulesReadings = new RulesReadings(),
): Promise<LoadedRules> {
  const fileName = source.name.split('/').at(-1) ?? source.name;
  const kept = await readLastGood(source);
  const { lastGood } = kept;
  const maxJobs = source.maxJobs === undefined ? (lastGood?.maxJobs ?? null) : source.maxJobs;
  const base = { source: source.name, fileName, folder: source.folder, ...kept, maxJobs };
  let unavailable: string | null = null;
  let isMissing = false;
  let settling: string | null = null;
  let problems: readonly Problem[] = [];
  try {
    const { bytes, version, writtenAt = null, by = null } = await source.read(LARGEST_DOCUMENT_BYTES);
    const isNew = version !== lastGood?.version;
    const whole = await readings.read(`${version} ${isNew ? lastGood?.version : ''}`, async () => {
      const asKept = lastGood && !isNew ? readingKept(lastGood, source.name, readings.reader) : null;
      return (
        asKept ??
        readText(bytes, {
          name: fileName,
          folder: source.folder,
          now,
          source: source.name,
          previous: isNew ? lastGood : null,
        })
      );
    });
    const read = withinLimit(whole, maxJobs);
    const upgraded = lastGood && !isNew ? await readUpgraded(lastGood, read, source, readings, now) : null;
    if (upgraded !== null)
      return { ...base, ...upgraded, version, used: 'last-good', unavailable, text: null, understood: null };
    problems = read.problems;
    if (isNew && lastGood !== null && isBeingWritten(writtenAt, now)) {
      // On demand: a document in S3 is never half written.
      const { settlingText } = await import('./settling-text.ts');
      settling = settlingText(read, lastGood, fileName);
    }
    if (read.document && settling === null) {
      const text = new TextDecoder().decode(bytes);
      return {
        ...base,
        version,
        by,
        used: 'current',
        document: read.document,
        problems,
        unavailable,
        text,
        understood: read.understood ?? null,
        ...(read.removes !== undefined && { removes: read.removes }),
      };
    }
  } catch (error) {
    if (!(error instanceof RulesUnavailable)) throw error;
    unavailable = error.message;
    isMissing = error instanceof RulesMissing;
  }
  const document = (lastGood && (await readKept(lastGood, source, readings, now)).document) ?? null;
  return {
    ...base,
    version: document ? (lastGood?.version ?? null) : null,
    used: document ? 'last-good' : null,
    document,
    problems,
    unavailable: settling ?? unavailable,
    ...(settling !== null && { isSettling: true }),
    ...(isMissing && lastGood === null && base.lastGoodError === null && { isAwaited: true }),
    text: null,
    understood: null,
  };
}

/** When the last good document was accepted, as a message has it. */
export function acceptedMinute({ acceptedAt }: Pick<LastGood, 'acceptedAt'>): string {
  const at = parseInstant(acceptedAt);
  return at === null ? acceptedAt : formatMinute(at);
}

/** A document with more jobs than can be judged in one run, where no queue takes slices of a pass. */
function withinLimit(read: ReadRules, maxJobs: number | null): ReadRules {
  const jobs = read.document?.jobs.length ?? 0;
  if (maxJobs === null || jobs <= maxJobs) return read;
  const message = `the document has ${jobs} jobs, nodes counted, and more than ${maxJobs} need a queue; set largeDocument: true in sentinel.config.yaml and deploy, or split the document`;
  const problem: Problem = { severity: 'error', code: 'TOO_MANY_JOBS', line: 0, column: 0, path: 'jobs', message };
  return { ...read, document: null, problems: [...read.problems, problem] };
}

/** For so long a local document has to be left unchanged before it may drop jobs (docs/design/rules-doc.md#jobs-that-leave). */
const SETTLE_MS = 2 * MINUTE_MS;

/** A clock that was set back does not hold a document up. */
function isBeingWritten(writtenAt: Instant | null, now: Instant): boolean {
  return writtenAt !== null && Math.abs(now - writtenAt) < SETTLE_MS;
}

/** The last good copy, as it was read when it was accepted. */
function readKept(lastGood: LastGood, source: RulesSource, readings: RulesReadings, now: Instant): Promise<ReadRules> {
  const name = source.name.split('/').at(-1) ?? source.name;
  return readings.read(
    `kept ${lastGood.version}`,
    async () =>
      readingKept(lastGood, source.name, readings.reader) ??
      readAsAccepted(lastGood, { name, folder: source.folder, now }),
  );
}

/**
 * A document that an earlier grammar accepted and that today's refuses or reads otherwise: as it was accepted, with
 * what to change in it (docs/rules.md). Null where it means what it meant.
 */
async function readUpgraded(
  lastGood: LastGood,
  today: ReadRules,
  source: RulesSource,
  readings: RulesReadings,
  now: Instant,
): Promise<Pick<LoadedRules, 'document' | 'problems'> | null> {
  if (lastGood.grammar === GRAMMAR) return null;
  const accepted = await readKept(lastGood, source, readings, now);
  const problems = await upgradeProblems(accepted, today);
  return accepted.document !== null && problems.length > 0 ? { document: accepted.document, problems } : null;
}

/** The reader is larger than all else of a check, so it is loaded when there is something to read. */
async function readText(text: Uint8Array | string, options: ReadingOptions): Promise<ReadRules> {
  const { readRulesDocument } = await import('../../rules-doc/read-rules-document.ts');
  return readRulesDocument(text, options);
}

type LastGoodRead = Pick<LoadedRules, 'lastGood' | 'lastGoodError' | 'isLastGoodDamaged'>;

/** A last good copy that cannot be read must not stop a check whose current document is good. */
async function readLastGood(source: RulesSource): Promise<LastGoodRead> {
  try {
    return { lastGood: await source.readLastGood(), lastGoodError: null, isLastGoodDamaged: false };
  } catch (error) {
    if (!(error instanceof RulesUnavailable)) throw error;
    const isLastGoodDamaged = error instanceof LastGoodDamaged;
    return { lastGood: null, lastGoodError: error.message, isLastGoodDamaged };
  }
}

/**
 * What the newest documents were read as, for a process that loads them again and again: a document that has not
 * changed is not parsed again.
 */
export class RulesReadings {
  /** The name of this program's reader, whose readings are kept with what it accepts; null when none are. */
  readonly reader: string | null;
  readonly #known = new Map<string, ReadRules>();

  constructor(reader: string | null = null) {
    this.reader = reader;
  }

  /** The reading of that name, made by `make` when it is not one of the two newest. */
  async read(name: string, make: () => Promise<ReadRules>): Promise<ReadRules> {
    const reading = this.#known.get(name) ?? (await make());
    this.#known.delete(name);
    this.#known.set(name, reading);
    const [oldest] = this.#known.keys();
    if (this.#known.size > 2 && oldest !== undefined) this.#known.delete(oldest);
    return reading;
  }
}
