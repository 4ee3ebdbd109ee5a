/** Milliseconds. */
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** On which days a time of day is expected; the sentence says it in these words. */
export type Days = 'every day' | 'weekdays' | 'mon' | 'sat, sun' | '1st of the month' | 'last day of the month';

/** What a rule says, clause by clause (docs/rules.md); null where it is left to its default. Minutes, bytes, percent. */
export interface Clauses {
  readonly zone: string;
  readonly when:
    | { readonly kind: 'every'; readonly everyMin: number }
    | { readonly kind: 'months'; readonly months: number }
    | { readonly kind: 'at'; readonly times: readonly string[]; readonly days: Days }
    | { readonly kind: 'by'; readonly time: string }
    | { readonly kind: 'cron'; readonly expression: string };
  readonly allowMin: number | null;
  readonly lateMin: number | null;
  readonly alertAfterMin: number | null;
  readonly earlyMin: number | null;
  readonly margin: number | null;
  readonly atLeast: number | null;
  readonly alertBelow: number | null;
  readonly atMost: number | null;
  readonly atLeastFiles: number | null;
  readonly shrink: number | null;
  readonly warnShrink: number | null;
  readonly grow: number | null;
  readonly finishWithinMin: number | null;
  readonly escalate: 'next day' | 'never' | { readonly afterMin: number } | null;
  readonly unchangedDays: number | null;
  readonly mustChange: boolean;
  /** A backup that is whole and holds nothing is fine. */
  readonly isEmptyFine: boolean;
  /** The key beside the rule: no backup is expected before this day. */
  readonly starts: string | null;
}

/** The sentence of a rule, in the wording of the table in docs/rules.md. */
export function sentenceOf(clauses: Clauses): string {
  const { when, escalate } = clauses;
  const said: string[] = [];
  const say = (value: number | null, words: (value: number) => string) => {
    if (value !== null) said.push(words(value));
  };
  if (when.kind === 'every') said.push(`every ${when.everyMin} minutes`);
  if (when.kind === 'months') said.push(when.months === 1 ? 'every month' : `every ${when.months} months`);
  if (when.kind === 'at') said.push(`at ${when.times.join(' and ')}${daysText(when.days)}`);
  if (when.kind === 'by') said.push(`by ${when.time}`);
  if (when.kind === 'cron') said.push(`cron "${when.expression}"`);
  say(clauses.allowMin, (min) => `allow ${min} minutes`);
  say(clauses.lateMin, (min) => `allow ${min} minutes late`);
  say(clauses.alertAfterMin, (min) => `alert after ${min} minutes`);
  say(clauses.earlyMin, (min) => `early ${min} minutes`);
  say(clauses.margin, (percent) => `margin ${percent}%`);
  say(clauses.atLeast, (bytes) => `at least ${bytes} B`);
  say(clauses.alertBelow, (bytes) => `alert below ${bytes} B`);
  say(clauses.atMost, (bytes) => `at most ${bytes} B`);
  say(clauses.atLeastFiles, (files) => `at least ${files} files`);
  say(clauses.shrink, (percent) => `flag if it shrinks more than ${percent}%`);
  say(clauses.warnShrink, (percent) => `warn if it shrinks more than ${percent}%`);
  say(clauses.grow, (percent) => `flag if it grows more than ${percent}%`);
  say(clauses.finishWithinMin, (min) => `finish within ${min} minutes`);
  say(clauses.unchangedDays, (days) => `unchanged is fine for ${days} days`);
  if (clauses.mustChange) said.push('must change');
  if (clauses.isEmptyFine) said.push('empty is fine');
  if (escalate === 'next day') said.push('escalate next day');
  if (escalate === 'never') said.push('never escalate');
  if (typeof escalate === 'object' && escalate !== null) said.push(`escalate after ${escalate.afterMin} minutes`);
  return said.join('; ');
}

function daysText(days: Days): string {
  if (days === 'every day') return '';
  return days.endsWith('month') ? ` on the ${days}` : ` on ${days}`;
}

/** How late a run of a calendar rule, or of a rule by months, may be; and from when that is a hard miss. */
export function lateness({ when, allowMin, lateMin, alertAfterMin, margin }: Clauses) {
  const byDefault = when.kind === 'by' ? 0 : HOUR;
  const allow = allowMin === null && lateMin === null ? byDefault : (allowMin ?? lateMin ?? 0) * MINUTE;
  const share = Math.max((allow * (margin ?? 25)) / 100, 30 * MINUTE);
  return { allow, hard: alertAfterMin === null ? allow + share : alertAfterMin * MINUTE };
}
