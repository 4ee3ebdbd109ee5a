import type { Instant } from '../core/instant.ts';
import type { Job } from '../core/model/job.ts';
import type { Problem, RulesDocument } from './document.ts';
import type { KeptRules } from './grammar-version.ts';
import { checkDroppedJobs, checkJobCount, type PreviousDocument } from './sections/check-job-count.ts';
import { checkPerson } from './sections/check-person.ts';
import { HOLIDAY_CODES } from './sections/holiday-codes.ts';
import { checkIds } from './sections/read-ids.ts';
import { JobReader, type UnderstoodJob } from './sections/read-jobs.ts';
import { readPeople } from './sections/read-people.ts';
import { readMap } from './sections/read-section.ts';
import { readCalendars, readGroups, readSettings, readTop } from './sections/read-settings.ts';
import { checkHolidayNames } from './sections/read-skips.ts';
import { warnOfSharedPlaces } from './sections/shared-places.ts';
import type { SeenJob } from './seen-job.ts';
import { RULE_SENTENCES } from './sentence/rule-grammar.ts';
import type { SentenceReader } from './sentence/sentence.ts';
import { decodeText } from './yaml/decode-text.ts';
import { ProblemLog } from './yaml/problem-log.ts';
import { readTree } from './yaml/read-tree.ts';
import type { ReadingContext } from './yaml/reading-context.ts';
import { SourceText } from './yaml/source-text.ts';
import { child, type TreeMap } from './yaml/tree.ts';

export interface ReadingOptions {
  /** File name of the document, as problems and rules show it: `rules.yaml`. */
  readonly name: string;
  /** Absolute folder that relative places start from; null when the document is not on a disk. */
  readonly folder: string | null;
  /** The last good document; null or left out when there is none, or this is it. */
  readonly previous?: PreviousDocument | null;
  /** Where this document is read from; default its name. */
  readonly source?: string;
  /** Whether a cron expression has a next time depends on it. */
  readonly now: Instant;
  /** The grammar of rules; by default every clause that there is. */
  readonly sentences?: SentenceReader;
  /** What an earlier grammar accepted of this text: it is then read as it was understood at that time. */
  readonly kept?: KeptRules;
  /** True to say as well what is most likely not meant, and what each rule was understood as. */
  readonly isAdvised?: boolean;
  /** What was seen of each job, by its id; for advice. */
  readonly seen?: ReadonlyMap<string, SeenJob>;
}

export interface ReadRules {
  /** Null exactly when a problem is an error. */
  readonly document: RulesDocument | null;
  /** All there are, by line. */
  readonly problems: readonly Problem[];
  /** What each rule was understood as, also beside problems of others; left out where the document was not read. */
  readonly understood?: readonly UnderstoodJob[];
  /** How many jobs it says to leave out on purpose; left out where the document was not read. */
  readonly removes?: number;
}

function readDocument(
  top: TreeMap,
  options: ReadingOptions,
  context: ReadingContext,
): { document: RulesDocument; understood: readonly UnderstoodJob[]; removes: number } {
  const { log } = context;
  // 1. What jobs inherit from, and who can be named.
  const { removes } = readTop(top, context);
  const settings = readSettings(child(top, 'settings'), context);
  const calendars = readCalendars(child(top, 'calendars'), context);
  const { people, ids: personIds } = readPeople(child(top, 'people'), calendars, settings.timezone, context);
  const groupsNode = child(top, 'groups');
  const groups = readGroups(groupsNode, context);
  const groupIds = new Set(groupsNode?.kind === 'map' ? groupsNode.entries.keys() : []);
  checkPerson(settings.map, 'admin', settings.admin, 'settings', personIds, context);
  checkPerson(settings.map, 'owner', settings.owner, 'settings', personIds, context);
  checkPerson(settings.map, 'escalate_to', settings.escalateTo, 'settings', personIds, context);
  checkHolidayNames(settings.map, 'skips', settings.skips ?? [], 'settings', calendars, log);
  for (const [id, group] of groups) {
    checkHolidayNames(group.map, 'skips', group.skips ?? [], `groups.${id}`, calendars, log);
    checkPerson(group.map, 'owner', group.owner, `groups.${id}`, personIds, context);
    checkPerson(group.map, 'escalate_to', group.escalateTo, `groups.${id}`, personIds, context);
  }
  // 2. The jobs.
  const jobsEntry = top.entries.get('jobs');
  const jobsMap = readMap(
    jobsEntry?.value,
    'jobs',
    log,
    'ids with keys, such as orders-db: { backup: ..., rule: ... }',
  );
  if (jobsEntry === undefined || jobsMap?.entries.size === 0) {
    log.error(
      'MISSING_KEY',
      jobsEntry?.keyOffset ?? null,
      'jobs',
      'the document has no jobs, so that nothing is watched; add at least one under jobs:',
    );
  }
  const reader = new JobReader({ settings, groups, groupIds, people, personIds, calendars }, context);
  const entries = checkIds(jobsMap, 'jobs', 'job', log);
  const jobs: Job[] = [];
  for (const entry of entries) for (const job of reader.read(entry)) jobs.push(job);
  // 3. The jobs together.
  const offset = jobsEntry?.keyOffset ?? 0;
  checkJobCount(entries.length, jobs, offset, context);
  if (options.previous) {
    const keys = new Set(jobsMap?.entries.keys() ?? []);
    checkDroppedJobs(keys, options.previous, removes, options.source ?? options.name, offset, context);
  }
  warnOfSharedPlaces(jobs, new Map(entries.map((entry) => [entry.key, entry.keyOffset])), context);
  const holidayCodes = new Set([
    ...[...people.values()].flatMap((person) => person.holidays),
    ...jobs.flatMap((job) => job.skips ?? []),
  ]);
  const document: RulesDocument = {
    timezone: settings.timezone,
    admin: settings.admin,
    owner: settings.owner,
    escalateTo: settings.escalateTo,
    summaryMinute: settings.summaryMinute,
    people,
    calendars,
    jobs,
    holidayCodes: [...holidayCodes].filter((code) => HOLIDAY_CODES.has(code) && !calendars.has(code)).sort(),
    ignored: settings.ignored,
  };
  return { document, understood: reader.understood, removes };
}

/**
 * Reads a rules doc whole. Pure, and never throws, whatever the bytes are: everything that is wrong comes back as a
 * problem, all at once. `document` is null exactly when one of them is an error.
 */
export function readRulesDocument(bytes: Uint8Array | string, options: ReadingOptions): ReadRules {
  const { text, problem } = decodeText(bytes);
  const source = new SourceText(text);
  const log = new ProblemLog(source);
  if (problem !== null) {
    log.error(problem.code, problem.offset, '', problem.message);
    return { document: null, problems: log.sorted() };
  }
  const top = readTree(text, log);
  if (top === null) return { document: null, problems: log.sorted() };
  const { name, folder, now, sentences = RULE_SENTENCES, isAdvised = false, kept = null, seen = null } = options;
  const context: ReadingContext = { source, text, log, name, folder, now, kept, sentences, isAdvised, seen };
  const { document, understood, removes } = readDocument(top, options, context);
  return {
    document: log.hasErrors ? null : Object.freeze(document),
    problems: log.sorted(),
    understood,
    removes,
  };
}
