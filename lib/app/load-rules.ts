import type { Instant } from '../core/instant.ts';
import { formatInstant } from '../core/instant.ts';
import type { HolidayCalendar } from '../ports/holiday-calendar.ts';
import { type LastGood, type RulesSource, RulesUnavailable } from '../ports/rules-source.ts';
import { LARGEST_DOCUMENT_BYTES } from '../rules-doc/decode-text.ts';
import type { Problem, RulesDocument } from '../rules-doc/document.ts';
import { readRulesDocument } from '../rules-doc/read-rules-document.ts';

/** The rules in force for a check, and what is wrong with the document as it stands. */
export interface LoadedRules {
  /** As shown to people. */
  readonly source: string;
  /** Name that problems and places carry: `rules.yaml`. */
  readonly fileName: string;
  /** Of the document in force; null when none is usable. */
  readonly version: string | null;
  readonly used: 'current' | 'last-good' | null;
  readonly document: RulesDocument | null;
  /** Of the document as it stands now, errors and warnings. */
  readonly problems: readonly Problem[];
  /** Why the document could not be read at all; null when it could. */
  readonly unavailable: string | null;
  /** Why the last good copy cannot be read; null when it can, or there is none. */
  readonly lastGoodTrouble: string | null;
  /** What was accepted before; null when nothing was. */
  readonly lastGood: LastGood | null;
  /** The document's text, when it is the current one that is used. */
  readonly text: string | null;
}

/**
 * Reads the rules doc whole or not at all: when it is bad or not there, the last good one is used
 * (rules page, *Bad documents*). Throws nothing that the source throws.
 */
export async function loadRules(source: RulesSource, now: Instant): Promise<LoadedRules> {
  const fileName = source.name.split('/').at(-1) ?? source.name;
  const base = { source: source.name, fileName, ...(await readLastGood(source)) };
  const { lastGood } = base;
  let unavailable: string | null = null;
  let problems: readonly Problem[] = [];
  try {
    const { bytes, version } = await source.read(LARGEST_DOCUMENT_BYTES);
    const isNew = version !== lastGood?.version;
    const read = readRulesDocument(bytes, {
      name: fileName,
      folder: source.folder,
      now,
      previousJobKeys: isNew ? (lastGood?.jobKeys ?? null) : null,
      ...(lastGood ? { previousSource: lastGood.source } : {}),
    });
    problems = read.problems;
    if (read.document) {
      const text = new TextDecoder().decode(bytes);
      return { ...base, version, used: 'current', document: read.document, problems, unavailable, text };
    }
  } catch (error) {
    if (!(error instanceof RulesUnavailable)) throw error;
    unavailable = error.message;
  }
  const kept = lastGood ? readKept(lastGood, fileName, source.folder, now) : null;
  return {
    ...base,
    version: kept ? (lastGood?.version ?? null) : null,
    used: kept ? 'last-good' : null,
    document: kept,
    problems,
    unavailable,
    text: null,
  };
}

/** A last good copy that cannot be read must not stop a check whose current document is good. */
async function readLastGood(source: RulesSource): Promise<Pick<LoadedRules, 'lastGood' | 'lastGoodTrouble'>> {
  try {
    return { lastGood: await source.readLastGood(), lastGoodTrouble: null };
  } catch (error) {
    if (error instanceof RulesUnavailable) return { lastGood: null, lastGoodTrouble: error.message };
    throw error;
  }
}

function readKept(lastGood: LastGood, name: string, folder: string | null, now: Instant): RulesDocument | null {
  return readRulesDocument(lastGood.text, { name, folder, now }).document;
}

/** True when this check is the first with this document, or its holidays are about to run out. */
export function needsAcceptance(loaded: LoadedRules, now: Instant): boolean {
  if (loaded.used !== 'current') return false;
  const known = loaded.lastGood;
  return (
    known === null || known.version !== loaded.version || holidayYears(now).some((y) => !known.holidayYears.includes(y))
  );
}

/** The job ids that the accepted document had and this one has not. */
export function retiredJobIds(loaded: LoadedRules): string[] {
  const present = new Set(loaded.document?.jobs.map((job) => job.id));
  return loaded.lastGood?.jobIds.filter((id) => !present.has(id)) ?? [];
}

/**
 * What to keep of a document that was found good: its text, its job ids, and the holidays it names as dates, so that
 * no check needs holiday data.
 */
export async function acceptedDocument(
  loaded: LoadedRules,
  calendar: HolidayCalendar,
  now: Instant,
): Promise<LastGood> {
  const { document, version, text } = loaded;
  if (document === null || version === null || text === null) throw new Error('only a current document is accepted');
  const years = holidayYears(now);
  const holidays: Record<string, readonly string[]> = {};
  for (const code of document.holidayCodes) holidays[code] = await calendar.datesOf(code, years);
  return {
    schema: 1,
    source: loaded.source,
    version,
    acceptedAt: formatInstant(now),
    text,
    jobKeys: [...new Set(document.jobs.map((job) => job.parentId))],
    jobIds: document.jobs.map((job) => job.id),
    holidayYears: years,
    holidays,
  };
}

/** This year and next (rules page, last paragraph). */
function holidayYears(now: Instant): number[] {
  const year = new Date(now).getUTCFullYear();
  return [year, year + 1];
}
