import { DAY_MS, formatInstant, type Instant, parseInstant } from '../../core/instant.ts';
import { withProofJobs } from '../../core/proof/proof-job.ts';
import type { HolidayCalendar } from '../../ports/holiday-calendar.ts';
import type { KeptLoosening, LastGood, RetiringJob } from '../../ports/rules-source.ts';
import type { RulesDocument } from '../../rules-doc/document.ts';
import { GRAMMAR } from '../../rules-doc/grammar-version.ts';
import type { RulesChange } from '../../rules-doc/rules-change.ts';
import type { UnderstoodJob } from '../../rules-doc/sections/read-jobs.ts';
import { keptReading } from './kept-reading.ts';
import type { LoadedRules } from './load-rules.ts';
import { readAsAccepted } from './upgraded-rules.ts';

/** So long every pass looks whether a job that left is retired: longer than any outage that no one notices. */
const RETIRING_MS = 30 * DAY_MS;

/** As far back as a weekly summary reaches over an absence. */
const LOOSENED_MS = 28 * DAY_MS;
const MAX_LOOSENED = 500;

/**
 * True when no one has accepted this document yet, its holidays are about to run out, its limit is another one, or what is
 * kept of it was read by another reader than `reader`, the one that keeps readings; null where none are kept.
 */
export function needsAcceptance(loaded: LoadedRules, now: Instant, reader: string | null = null): boolean {
  if (loaded.used !== 'current') return false;
  // What cannot be read just now may know of jobs that this document drops.
  if (loaded.lastGoodError !== null && !loaded.isLastGoodDamaged) return false;
  const known = loaded.lastGood;
  if (known === null || known.version !== loaded.version) return true;
  if (known.grammar !== GRAMMAR || known.maxJobs !== loaded.maxJobs) return true;
  if (reader !== null && known.reading?.reader !== reader) return true;
  return holidayYears(now).some((year) => !known.holidayYears.includes(year));
}

/**
 * What to keep of a document that was found good: its text, its job ids, what it changed, the jobs that left, the
 * holidays it names as dates, so that no check needs holiday data, and, where `reader` names the reader, what it was
 * read as.
 */
export async function acceptedDocument(
  loaded: LoadedRules,
  calendar: HolidayCalendar,
  now: Instant,
  reader: string | null = null,
): Promise<LastGood> {
  const { document, version, text, lastGood } = loaded;
  if (document === null || version === null || text === null) throw new Error('only a current document is accepted');
  const years = holidayYears(now);
  const holidays: Record<string, readonly string[]> = {};
  for (const code of document.holidayCodes) holidays[code] = await calendar.datesOf(code, years);
  const isSame = lastGood?.version === version;
  const acceptedAt = isSame ? lastGood.acceptedAt : formatInstant(now);
  const change = isSame ? lastGood.change : await changeOf(loaded, document, now);
  return {
    schema: 1,
    source: loaded.source,
    version,
    acceptedAt,
    text,
    jobKeys: [...new Set(document.jobs.map((job) => job.parentId))],
    jobIds: document.jobs.map((job) => job.id),
    proofIds: proofIdsIn(document),
    holidayYears: years,
    holidays,
    retiring: retiringJobs(document, lastGood, now),
    change,
    loosened: isSame ? lastGood.loosened : loosenedWith(lastGood?.loosened ?? [], change, now),
    announcedAt: isSame ? lastGood.announcedAt : null,
    removes: loaded.removes ?? (isSame ? lastGood.removes : 0),
    grammar: GRAMMAR,
    maxJobs: loaded.maxJobs,
    rules: loaded.understood === null ? (isSame ? lastGood.rules : null) : mappingForms(loaded.understood),
    reading: await keptReading(document, loaded.problems, version, reader),
  };
}

/** The rules as `lint --json` prints them, by job key. */
function mappingForms(understood: readonly UnderstoodJob[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(understood.map(({ jobId, rule }) => [jobId, rule]));
}

/** Jobs that the last good document had and this one has not, and those that left not long before. */
function retiringJobs(document: RulesDocument, lastGood: LastGood | null, now: Instant): RetiringJob[] {
  if (lastGood === null) return [];
  const present = new Set(withProofJobs(document.jobs).map((job) => job.id));
  const earlier = lastGood.retiring.filter(({ since }) => now - (parseInstant(since) ?? 0) < RETIRING_MS);
  const known = new Set([...present, ...earlier.map(({ jobId }) => jobId)]);
  const leaving = [...lastGood.jobIds, ...lastGood.proofIds].filter((jobId) => !known.has(jobId));
  return [
    ...earlier.filter(({ jobId }) => !present.has(jobId)),
    ...leaving.map((jobId) => ({ jobId, since: formatInstant(now) })),
  ];
}

function proofIdsIn({ jobs }: RulesDocument): readonly string[] {
  return withProofJobs(jobs).flatMap(({ id, proofOf }) => (proofOf === undefined ? [] : id));
}

/** What was loosened and not put back: of a clause that was changed again, where it came from and where it is now. */
function loosenedWith(earlier: readonly KeptLoosening[], change: RulesChange, now: Instant): KeptLoosening[] {
  const kept = new Map(
    earlier
      .filter(({ at, job }) => now - (parseInstant(at) ?? 0) < LOOSENED_MS && !change.removed.includes(job))
      .map((entry) => [`${entry.job} ${entry.what}`, entry]),
  );
  for (const { job, changes } of change.changed) {
    for (const { what, from, to, direction } of changes) {
      const key = `${job} ${what}`;
      const before = kept.get(key);
      kept.delete(key);
      const entry = { at: formatInstant(now), job, what, from: before?.from ?? from, to };
      if (direction === 'loosened' ? entry.from !== to : before !== undefined && before.from !== to) {
        kept.set(key, direction === 'loosened' ? entry : { ...entry, at: before?.at ?? entry.at });
      }
    }
  }
  return [...kept.values()].slice(-MAX_LOOSENED);
}

async function changeOf(loaded: LoadedRules, document: RulesDocument, now: Instant): Promise<RulesChange> {
  const { lastGood, fileName, folder } = loaded;
  // On demand: a caller that only checks whether a document was accepted needs no reader.
  const { compareDocuments, compareKeys } = await import('../../rules-doc/rules-change.ts');
  if (lastGood === null) return compareDocuments(null, document);
  const before = (await readAsAccepted(lastGood, { name: fileName, folder, now })).document;
  return before === null ? compareKeys(lastGood.jobKeys, document) : compareDocuments(before, document);
}

/** This year and next (docs/rules.md). */
function holidayYears(now: Instant): number[] {
  const year = new Date(now).getUTCFullYear();
  return [year, year + 1];
}
