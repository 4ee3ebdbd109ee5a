import { DAY_MS, HOUR_MS, type Instant, SECOND_MS } from '../instant.ts';
import type { EndSignal } from '../model/end-signal.ts';
import type { Job } from '../model/job.ts';
import type { JobRow } from '../model/job-row.ts';
import type { Rule } from '../model/rule.ts';
import { memberFolders } from './member-folders.ts';
import type { Place } from './place.ts';
import { PlaceMatcher } from './place-matcher.ts';
import { parseTemplate } from './place-template.ts';
import { rememberedOf } from './remembered-place.ts';

/** `from-newest`: what can only prove freshness; `whole`: everything that can matter. */
export type ListingMode = 'from-newest' | 'whole';

/** Once a day: a look at about the time of the day before is the whole one. */
const WHOLE_EVERY_MS = DAY_MS - HOUR_MS;
const WHOLE_WHILE_RAISED_MS = 6 * HOUR_MS;

/**
 * How to look at a job's place this time (docs/design/evidence.md#listing). `overdue` matters to a mirror alone: the
 * latest run does not reach the newest expected time of a calendar rule; an interval rule is asked itself.
 */
export function chooseListing(
  job: Pick<Job, 'place' | 'finished' | 'rule'> & Partial<Job>,
  row: JobRow,
  now: Instant,
  overdue: boolean,
): ListingMode {
  if (job.place === null) return 'whole';
  const memory = rememberedOf(row, job.place);
  const isRaised = row.state !== 'green' || row.wouldBe !== null;
  if (memory.latest === null) return 'whole';

  if (job.isMirror) {
    const isLate = overdue || isOlderThanPeriod(job.rule, memory.latest.ts, now);
    return isRaised || isLate ? 'whole' : 'from-newest';
  }
  const matcher = new PlaceMatcher(job.place.template);
  // What its members have in common must be a date, or a look at the newest dates takes as long as a whole one.
  const whole = job.member?.whole.place ?? (job.each === undefined ? null : job.place);
  const isAlone = job.member !== undefined && whole !== null && memberFolders(whole) !== null;
  if (whole !== null && !isAlone && !startsWithDate(whole)) return 'whole';
  if (matcher.hasDate) return isRaised ? 'whole' : 'from-newest';

  const { listing } = memory;
  if (listing === null) return 'whole';
  if (!listing.ordered && !listing.orderedInFolder) return 'whole';
  if (!isSignalNearBackup(job.finished, matcher)) return 'whole';
  if (isWholeLookDue(listing.lastFullAt, now)) return 'whole';
  // What is remembered may be late where the place is not: the newest keys say, and nothing is raised by them.
  return isRaised && now - listing.lastFullAt >= WHOLE_WHILE_RAISED_MS ? 'whole' : 'from-newest';
}

/** Whether it is a day since everything was listed; a time ahead is of another clock. */
export function isWholeLookDue(lastAt: Instant, now: Instant): boolean {
  return lastAt > now || now - lastAt >= WHOLE_EVERY_MS;
}

/** True when a backup's end signal, if it has one of its own, sorts behind the backup itself. */
export function isSignalNearBackup(finished: EndSignal, matcher: PlaceMatcher): boolean {
  if (finished.kind === 'landed') return true;
  return finished.kind === 'marker' && (matcher.hasRun || finished.name.startsWith('.'));
}

function isOlderThanPeriod(rule: Rule, latest: Instant, now: Instant): boolean {
  return rule.schedule.kind === 'interval' && now - latest > rule.schedule.everyS * SECOND_MS;
}

function startsWithDate({ template }: Place): boolean {
  return parseTemplate(template).find(({ kind }) => kind !== 'literal')?.kind === 'date';
}
