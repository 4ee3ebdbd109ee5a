import { HOUR_MS, type Instant, SECOND_MS } from '../instant.ts';
import { inLocalTime, localTime, type Reading } from '../message/local-time.ts';
import { oneLine } from '../message/outside-text.ts';
import type { State } from '../model/state.ts';
import { formatAge, formatBytes, formatDuration } from '../quantity.ts';
import type {
  BrokenJob,
  EndedBreak,
  LoosenedRule,
  PassFacts,
  QuietedJob,
  SummaryFacts,
  SummaryReader,
} from './facts.ts';
import type { Trend } from './trends.ts';

/** A line is read, not searched. */
const MAX_LINE = 400;
const MAX_NAME = 120;
const MAX_YAML = 8_000;

/** A summary in words: the same for the same facts. */
export interface ComposedSummary {
  readonly subject: string;
  /** How things stand, in one line; all that is said on a day with nothing wrong. */
  readonly headline: string;
  /** True when nothing is wrong: the headline is all that matters. */
  readonly isCalm: boolean;
  readonly sections: readonly SummarySection[];
  /** Whether the sentinel itself did its work; null where the headline says it. */
  readonly passes: string | null;
  readonly timezone: string;
}

export interface SummarySection {
  readonly title: string;
  readonly lines: readonly string[];
  /** To be copied as it is. */
  readonly verbatim: string | null;
  /** How bad what it reports is. */
  readonly tone: 'bad' | 'doubtful' | 'plain';
}

/** The summary of facts that concern one reader (see `factsFor`). Pure; never throws. */
export function composeSummary(facts: SummaryFacts, reader: SummaryReader): ComposedSummary {
  const { now, passes, proposals, rulesError } = facts;
  const reading: Reading = { timezone: reader.timezone, at: now };
  const problem = passProblem(passes, reading);
  const hidden = facts.quieted.filter(({ wouldBe }) => wouldBe !== null);
  const isCalm =
    facts.broken.length + facts.unknown.length + hidden.length === 0 && problem === null && rulesError === null;
  const sections = [
    section('The rules doc', 'bad', rulesError === null ? [] : [rulesError]),
    section(
      'Broken now',
      'bad',
      facts.broken.map((job) => brokenLine(job, reading)),
    ),
    section(
      'Not known',
      'bad',
      facts.unknown.map(({ job, message }) => `${nameOf(job)}: ${message}`),
    ),
    section(
      'Snoozed or muted',
      hidden.length > 0 ? 'doubtful' : 'plain',
      facts.quieted.map((job) => quietedLine(job, reading)),
    ),
    section(
      `Recovered since ${sinceWords(reader, now)}`,
      'plain',
      facts.recovered.map((ended) => endedLine(ended, reading)),
    ),
    section(
      'Changing slowly',
      'doubtful',
      facts.trends.map(({ job, trend }) => `${nameOf(job)}: ${trendWords(trend)}`),
    ),
    section(`Easier to please since ${sinceWords(reader, now)}`, 'doubtful', facts.loosened.map(loosenedLine)),
    section('Without an owner, so they are reported to you', 'plain', facts.unowned.map(nameOf)),
    ...(proposals === null ? [] : [proposalSection(proposals)]),
  ].filter(({ lines }) => lines.length > 0);
  const headline = isCalm
    ? `${allWell(facts.jobs.length)} ${passText(passes, reading, ` ${reader.timezone}`)}`
    : headlineOf(facts, hidden.length, reading);
  return {
    subject: `Backup sentinel: ${subjectOf(facts, hidden.length, problem)}`,
    headline,
    isCalm,
    sections,
    passes: isCalm ? null : (problem ?? passText(passes, reading, '')),
    timezone: reader.timezone,
  };
}

function section(title: string, tone: SummarySection['tone'], lines: readonly string[]): SummarySection {
  return { title, tone, verbatim: null, lines: lines.map((line) => oneLine(line, MAX_LINE)) };
}

function proposalSection({ count: number, yaml }: { count: number; yaml: string }): SummarySection {
  const isOne = number === 1;
  const line = `${count(number, 'job')} ${isOne ? 'pings' : 'ping'} and ${isOne ? 'is' : 'are'} not judged by that; to watch ${isOne ? 'it' : 'them'}, change the rules doc so:`;
  const lines = yaml.split('\n').map((text) => oneLineKeepingIndent(text));
  return { ...section('Proposed', 'plain', [line]), verbatim: lines.join('\n').slice(0, MAX_YAML) };
}

function oneLineKeepingIndent(text: string): string {
  const indent = /^ */.exec(text)?.[0] ?? '';
  return indent + oneLine(text.slice(indent.length), MAX_LINE);
}

function allWell(jobs: number): string {
  if (jobs === 0) return 'No backup is watched yet.';
  if (jobs === 1) return 'The one backup that is watched is fine.';
  return `All ${jobs} backups that are watched are fine.`;
}

function subjectOf({ broken, unknown, rulesError }: SummaryFacts, hidden: number, problem: string | null): string {
  const parts = [
    ...(broken.length > 0 ? [`${broken.length} broken`] : []),
    ...(unknown.length > 0 ? [`${unknown.length} not known`] : []),
    ...(hidden > 0 ? [`${hidden} failing quietly`] : []),
    ...(problem === null ? [] : ['passes incomplete']),
    ...(rulesError === null ? [] : ['rules not accepted']),
  ];
  return parts.length === 0 ? 'all is well' : parts.join(', ');
}

function headlineOf({ jobs, broken, unknown, passes }: SummaryFacts, hidden: number, reading: Reading): string {
  const parts = [
    `${broken.length === 0 ? 'none is' : broken.length} broken`,
    ...(unknown.length > 0 ? [`${unknown.length} not known`] : []),
    ...(hidden > 0 ? [`${hidden}${broken.length > 0 ? ' more' : ''} failing, but snoozed or muted`] : []),
  ];
  // Of what has come since, no one can say anything.
  const asOf = passes.isOverdue && passes.lastAt !== null ? `, as of ${localTime(passes.lastAt, reading)}` : '';
  return `Of ${count(jobs.length, 'backup')} that ${jobs.length === 1 ? 'is' : 'are'} watched${asOf}: ${parts.join(', ')}.`;
}

function brokenLine(broken: BrokenJob, reading: Reading): string {
  const { job, state, reasons, foundAt } = broken;
  const lasted = lastedWords(broken, reading);
  const atRisk = atRiskWords(broken);
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

function atRiskWords({ atRiskSeconds, isUnseen }: BrokenJob): string {
  if (isUnseen) return 'what is at risk cannot be seen';
  return atRiskSeconds === null ? 'there is no good copy' : `lose it now and you lose ${formatAge(atRiskSeconds)}`;
}

function quietedLine({ job, how, by, since, until, wouldBe }: QuietedJob, reading: Reading): string {
  const end = until === null ? '' : ` until ${localTime(until, reading)}`;
  const begun = since === null ? '' : ` for ${lengthOf(since, reading.at)}`;
  const otherwise =
    wouldBe === null
      ? 'nothing is wrong with it'
      : `it would be ${wordOf(wouldBe.state)}, for ${lengthOf(wouldBe.since, reading.at)} now`;
  return `${nameOf(job)}: ${how} by ${oneLine(by, MAX_NAME)}${begun}${end}; ${otherwise}`;
}

function endedLine({ job, worst, began, ended, wasNotified }: EndedBreak, reading: Reading): string {
  const notified = wasNotified ? '' : '; over before a notification was due';
  return `${nameOf(job)}: ${wordOf(worst)} for ${lengthOf(began, ended)}, until ${localTime(ended, reading)}${notified}`;
}

function loosenedLine({ parentId, what, from, to }: LoosenedRule): string {
  return `${oneLine(parentId, MAX_NAME)}: ${what} ${from} is now ${to}`;
}

function trendWords(trend: Trend): string {
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

/** Null when the passes went as they should. */
function passProblem(passes: PassFacts, reading: Reading): string | null {
  if (passes.lastAt === null) return 'No check has been made yet.';
  if (passes.isOverdue) {
    return `No check has been made since ${localTime(passes.lastAt, reading)}: the sentinel may not be running.`;
  }
  if (passes.missed > 0) {
    return `${count(passes.missed, 'pass', 'passes')} that yesterday should have had did not come. ${passText(passes, reading, '')}`;
  }
  const partly = passes.passes - passes.complete;
  if (partly <= 0 && passes.unknown === 0) return null;
  const which = `${partly} of ${count(passes.passes, 'pass', 'passes')}`;
  return `${which} since yesterday did not judge every job. ${passText(passes, reading, '')}`;
}

function passText({ lastAt, due, unknown }: PassFacts, reading: Reading, zone: string): string {
  if (lastAt === null) return 'No check has been made yet.';
  return `The last check, ${localTime(lastAt, reading)}${zone}, ${judgedText(due, unknown)}.`;
}

function judgedText(due: number, unknown: number): string {
  if (due === 0) return 'found nothing due';
  if (due === 1 && unknown === 0) return 'judged the one that was due';
  return `judged ${unknown === 0 ? `all ${due}` : `${due - unknown} of ${due}`} that were due`;
}

/** How far back a reader's news reach. */
function sinceWords({ since, timezone }: SummaryReader, now: Instant): string {
  const hours = (now - since) / (3600 * SECOND_MS);
  return hours <= 26 ? 'yesterday' : localTime(since, { timezone, at: now });
}

function nameOf({ name }: { readonly name: string }): string {
  return oneLine(name, MAX_NAME);
}

function wordOf(state: State): string {
  return state === 'escalate' ? 'escalated' : state;
}

function lengthOf(from: Instant, to: Instant): string {
  return formatAge(Math.max(0, to - from) / SECOND_MS);
}

function count(number: number, noun: string, nouns = `${noun}s`): string {
  return `${number} ${number === 1 ? noun : nouns}`;
}
