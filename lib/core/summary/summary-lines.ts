import { HOUR_MS, type Instant, SECOND_MS } from '../instant.ts';
import { inLocalTime, localTime, type Reading } from '../message/local-time.ts';
import { oneLine } from '../message/outside-text.ts';
import { deletedWords, restorableWords } from '../message/risk-words.ts';
import type { State } from '../model/state.ts';
import { formatAge, formatBytes, formatDuration } from '../quantity.ts';
import type { BrokenJob, EndedBreak, LoosenedRule, QuietedJob } from './facts.ts';
import type { Trend } from './trends.ts';

const MAX_NAME = 120;

/** A job that is broken now: since when, what is at risk, and why. */
export function brokenLine(broken: BrokenJob, reading: Reading): string {
  const { job, state, reasons, foundAt } = broken;
  const lasted = lastedWords(broken, reading);
  const atRisk = atRiskWords(broken, reading);
  const isOld = foundAt !== null && reading.at - foundAt >= HOUR_MS;
  const found = isOld ? `as found ${localTime(foundAt, reading)}: ` : '';
  const message = reasons.map((reason) => inLocalTime(reason, reading)).join('; ');
  return `${nameOf(job)}: ${wordOf(state)}${lasted}; ${atRisk}${message === '' ? '' : `; ${found}${message}`}`;
}

/** A job that was escalated an hour ago has been broken for longer: both are said. */
function lastedWords({ since, stateSince }: BrokenJob, reading: Reading): string {
  if (since === null) return '';
  const begun = `${lengthOf(since, reading.at)}, since ${localTime(since, reading)}`;
  return stateSince === null || stateSince <= since
    ? ` for ${begun}`
    : ` for ${lengthOf(stateSince, reading.at)}, broken for ${begun}`;
}

function atRiskWords(broken: BrokenJob, reading: Reading): string {
  const restorable = restorableWords({ restorable: broken.restorable ?? null }, reading);
  if (broken.isOfProofs) return restorable ?? 'never proven restorable';
  return [lossWords(broken), deletedWords(broken, reading), restorable].filter((words) => words !== null).join(', ');
}

function lossWords({ atRiskSeconds, isUnseen }: BrokenJob): string {
  if (isUnseen) return 'what is at risk cannot be seen';
  return atRiskSeconds === null ? 'there is no good copy' : `lose it now and you lose ${formatAge(atRiskSeconds)}`;
}

/** A job that is snoozed or muted, by whom, and what it would be. */
export function quietedLine({ job, how, by, since, until, wouldBe }: QuietedJob, reading: Reading): string {
  const end = until === null ? '' : ` until ${localTime(until, reading)}`;
  const begun = since === null ? '' : ` for ${lengthOf(since, reading.at)}`;
  const otherwise =
    wouldBe === null
      ? 'nothing is wrong with it'
      : `its state would be ${wordOf(wouldBe.state)}, for ${lengthOf(wouldBe.since, reading.at)} now`;
  return `${nameOf(job)}: ${how} by ${oneLine(by, MAX_NAME)}${begun}${end}; ${otherwise}`;
}

/** A break that is over. */
export function endedLine({ job, worst, began, ended, wasNotified }: EndedBreak, reading: Reading): string {
  const notified = wasNotified ? '' : '; over before a notification was due';
  return `${nameOf(job)}: ${wordOf(worst)} for ${lengthOf(began, ended)}, until ${localTime(ended, reading)}${notified}`;
}

/** A rule that passes more than before. */
export function loosenedLine({ parentId, what, from, to }: LoosenedRule): string {
  return `${oneLine(parentId, MAX_NAME)}: ${what} ${from} is now ${to}`;
}

/** What changes slowly, in figures. */
export function trendWords(trend: Trend): string {
  switch (trend.kind) {
    case 'repeating':
      return `the newest ${trend.count} backups have the same bytes; write must change into its rule if the source lives`;
    case 'shrinking':
    case 'growing': {
      const { fromBytes, toBytes } = trend;
      const way = trend.kind === 'shrinking' ? 'smaller' : 'larger';
      return `${way} and ${way} over 30 days, from ${formatBytes(fromBytes, toBytes)} to ${formatBytes(toBytes, fromBytes)}`;
    }
    case 'later': {
      const { fromS, toS, allowS } = trend;
      return `later and later over 30 days: ${formatAge(fromS)} between backups, now ${formatAge(toS, allowS)}, and ${formatDuration(allowS)} allowed`;
    }
  }
}

/** A job's name as a line may hold it. */
export function nameOf({ name }: { readonly name: string }): string {
  return oneLine(name, MAX_NAME);
}

function wordOf(state: State): string {
  return state === 'escalate' ? 'escalated' : state;
}

function lengthOf(from: Instant, to: Instant): string {
  return to - from < SECOND_MS ? 'less than a second' : formatAge((to - from) / SECOND_MS);
}
