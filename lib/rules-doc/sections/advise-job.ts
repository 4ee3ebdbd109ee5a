import { DAY_S, MINUTE_S } from '../../core/instant.ts';
import type { Rule } from '../../core/model/rule.ts';
import { formatBytes, formatDuration } from '../../core/quantity.ts';
import { type ClauseSet, offsetOfClause, type PlacedClause } from '../clauses/clause-set.ts';
import type { SeenJob } from '../seen-job.ts';
import type { ProblemCode } from '../yaml/problem-code.ts';
import { quoted } from '../yaml/problem-log.ts';
import type { ReadingContext } from '../yaml/reading-context.ts';

/** More periods than this are no window any more. */
const MAX_PERIODS = 5;
/** Looking more often than this share of the period changes nothing. */
const MAX_LOOKS = 100;
const MIN_CHECK_S = 10 * MINUTE_S;

/** A job as it was read, for what is most likely not meant. */
export interface AdvisedJob {
  readonly path: string;
  readonly keyOffset: number;
  readonly clauses: ClauseSet;
  readonly rule: Rule;
  readonly checkEveryS: number;
  /** The place as it was written, with its offset; null for a job that only pings. */
  readonly backup: { readonly text: string; readonly offset: number } | null;
  /** Null where nothing is known. */
  readonly seen: SeenJob | null;
}

/** Warns of what can be meant and most likely is not (docs/rules.md, *Warnings*); it keeps no document from being taken. */
export function adviseJob(job: AdvisedJob, context: ReadingContext): void {
  const warn = (code: ProblemCode, clause: PlacedClause<unknown> | null, message: string) => {
    const offset = clause === null ? job.keyOffset : offsetOfClause(context.text, clause.place);
    context.log.warning(code, offset, clause?.place.path ?? job.path, message);
  };
  adviseWindow(job, warn);
  adviseCheck(job, warn);
  advisePercentages(job, warn);
  const { early, late, at_least, alert_below, must_change, proven, restore_within } = job.clauses;
  if (must_change !== undefined && job.backup === null) {
    warn('NO_EFFECT', must_change, 'must change compares backups, and this job has none; add backup:, or take it out');
  }
  if (restore_within !== undefined && proven === undefined) {
    warn(
      'NO_EFFECT',
      restore_within,
      'restore within is judged by the proofs of a restore, and this rule asks for none; add proven every 30 days, with the time that is meant',
    );
  }
  const { schedule } = job.rule;
  if (early !== undefined && schedule.kind !== 'calendar') {
    warn(
      'NO_EFFECT',
      early,
      'early counts from a time of day, and this rule has none; take it out, or write at 02:00 with the time that is meant',
    );
  }
  if (late?.value.kind === 'share' && schedule.kind === 'calendar' && late.place.path.startsWith(job.path)) {
    warn(
      'NO_EFFECT',
      late,
      `${late.value.percent}% extra is a share of every, and there is none beside times of day, which allow 1 hour; write allow 1 hour, with the time that is meant`,
    );
  }
  if (at_least === undefined && alert_below === undefined && job.backup !== null) {
    warn(
      'NO_FLOOR',
      null,
      'no size is too small for this job until it shrinks; add to its rule, for example, at least 1 MB, a little less than the smallest good backup',
    );
  }
  const { floor } = job.rule;
  const newestBytes = job.seen?.newestBytes ?? null;
  if (floor !== null && newestBytes !== null && newestBytes < floor.bytes) {
    const [seen, floorText] = [formatBytes(newestBytes), formatBytes(floor.bytes)];
    warn(
      'FLOOR_ABOVE_NEWEST',
      at_least ?? alert_below ?? null,
      `at least ${floorText} is more than the newest backup seen, ${seen}, so that it fails as it is; write a little less than the smallest good backup`,
    );
  }
  if (job.seen?.pingsUnjudged) {
    warn(
      'PINGS_NOT_JUDGED',
      null,
      'this job sends pings, and they are not judged: a failure that it reports is missed; add heartbeat: true, or take the pings out of its script',
    );
  }
  if (job.backup !== null) advisePlace(job.backup, job.path, context);
}

type Warn = (code: ProblemCode, clause: PlacedClause<unknown> | null, message: string) => void;

function periodOf({ schedule }: Rule): number | null {
  if (schedule.kind === 'interval') return schedule.everyS;
  return schedule.kind === 'months' ? schedule.months * 31 * DAY_S : null;
}

function adviseWindow({ clauses, rule }: AdvisedJob, warn: Warn): void {
  const period = periodOf(rule);
  if (period === null) return;
  const { allow, alert_after } = clauses;
  const allowS =
    rule.schedule.kind === 'interval' ? rule.schedule.allowS : (rule.schedule as { maxAgeS?: number }).maxAgeS;
  const text = (name: string, seconds: number) =>
    `${name} ${formatDuration(seconds)} is more than ${MAX_PERIODS} times every ${formatDuration(period)}, so that ${Math.floor(seconds / period)} backups can fail unseen; write a shorter time, or a longer every`;
  if (allow !== undefined && allowS && allowS > MAX_PERIODS * period) warn('WIDE_WINDOW', allow, text('allow', allowS));
  else if (alert_after !== undefined && alert_after.value > MAX_PERIODS * period) {
    warn('WIDE_WINDOW', alert_after, text('alert after', alert_after.value));
  }
}

function adviseCheck({ clauses, rule, checkEveryS }: AdvisedJob, warn: Warn): void {
  const { check } = clauses;
  if (check === undefined) return;
  const { schedule } = rule;
  const period = periodOf(rule) ?? DAY_S;
  const spare =
    schedule.kind === 'months'
      ? schedule.lateS
      : schedule.hardAfterS - (schedule.kind === 'interval' ? schedule.everyS : 0);
  if (checkEveryS > Math.max(spare, period)) {
    warn(
      'ODD_CHECK',
      check,
      `check every ${formatDuration(checkEveryS)} is rarer than ${formatDuration(Math.max(spare, period))}, so that a missing backup is seen late; write check every ${formatDuration(Math.max(spare, period))} or less`,
    );
  } else if (checkEveryS < MIN_CHECK_S && checkEveryS < period / MAX_LOOKS) {
    warn(
      'ODD_CHECK',
      check,
      `check every ${formatDuration(checkEveryS)} looks ${Math.round(period / checkEveryS)} times for one backup; write check hourly, or leave it out`,
    );
  }
}

function advisePercentages({ clauses }: AdvisedJob, warn: Warn): void {
  for (const name of ['shrink', 'warn_shrink', 'grow', 'margin'] as const) {
    const clause = clauses[name];
    if (clause === undefined || clause.value <= 0 || clause.value >= 1) continue;
    const meant = Math.round(clause.value * 10_000) / 100;
    warn(
      'SMALL_PERCENT',
      clause,
      `${clause.value}% is less than one part in a hundred; write ${meant}% if half or the like was meant`,
    );
  }
}

const ODD_PARTS: readonly (readonly [RegExp, string])[] = [
  [/%[YmdHMS]/, 'dates are written {yyyy}, {MM}, {dd} and {HH}'],
  [/(?<!\{)YYYY|yyyyMM(?!\})/, 'dates are written {yyyy}, {MM}, {dd} and {HH}'],
  [/\$\{?[A-Za-z_]/, 'variables are not replaced; write the folder itself'],
  [/^~|\/~\//, 'the sign for the home folder is not replaced; write the folder itself'],
];

function advisePlace(
  backup: { readonly text: string; readonly offset: number },
  path: string,
  context: ReadingContext,
): void {
  const message = unlikelyPart(backup.text);
  if (message !== null) context.log.warning('ODD_PLACE', backup.offset, `${path}.backup`, message);
}

/** What of a place is most likely meant otherwise; null where nothing is. */
function unlikelyPart(text: string): string | null {
  const odd = ODD_PARTS.find(([part]) => part.test(text));
  if (odd !== undefined) return `${quoted(odd[0].exec(text)?.[0] ?? text)} stands for itself in a place; ${odd[1]}`;
  const last = text.split('/').at(-1) ?? '';
  if (/^s3:\/\/[^/]+\/.+/.test(text) && last !== '' && !/[.*{]/.test(last)) {
    return `${quoted(text)} is one object of that name; write ${text}/ if the folder is meant`;
  }
  if (!/\.[^*{}]*\*$/.test(last)) return null;
  const ending = `${last.replace(/\.?[^.]*\*$/, '')}.dump`;
  return `${quoted(last)} takes files beside the backup too, such as its log or its checksum; write the ending, such as ${ending}`;
}
