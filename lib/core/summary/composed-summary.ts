import type { SeenUnwatched } from '../foresight/unwatched-series.ts';
import { type Instant, SECOND_MS } from '../instant.ts';
import { localTime, type Reading } from '../message/local-time.ts';
import { oneLine } from '../message/outside-text.ts';
import { count } from './counted.ts';
import type { SummaryFacts, SummaryReader } from './facts.ts';
import { passProblem, passText } from './pass-words.ts';
import { brokenLine, endedLine, loosenedLine, nameOf, quietedLine, trendWords } from './summary-lines.ts';

/** A line is read, not searched. */
const MAX_LINE = 400;
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
  const { now, passes, proposals, unwatched, rulesError } = facts;
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
    section(
      `Found since ${sinceWords(reader, now)}, and watched from now on`,
      'plain',
      facts.jobs.filter(({ foundAt }) => foundAt !== undefined && foundAt >= reader.since).map(nameOf),
    ),
    section('Never proven', 'doubtful', reader.withTrends ? neverProven(facts) : []),
    section('Without an owner, so they are reported to you', 'plain', facts.unowned.map(nameOf)),
    ...(proposals === null ? [] : [proposalSection(proposals)]),
    ...(unwatched === null ? [] : [unwatchedSection(unwatched, reading)]),
    section('Hash of the record, to be kept outside the sentinel', 'plain', recordLines(facts)),
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

function recordLines({ recordHead }: SummaryFacts): string[] {
  return recordHead === null ? [] : [`${recordHead.day}: ${recordHead.hash}`];
}

function proposalSection({ count: number, yaml }: { count: number; yaml: string }): SummarySection {
  const isOne = number === 1;
  const line = `${count(number, 'job')} ${isOne ? 'pings' : 'ping'} and ${isOne ? 'is' : 'are'} not judged by that; to watch ${isOne ? 'it' : 'them'}, change the rules doc so:`;
  return { ...section('Proposed', 'plain', [line]), verbatim: verbatimYaml(yaml) };
}

/** Said once a week. */
function unwatchedSection({ at, series, cut }: SeenUnwatched, reading: Reading): SummarySection {
  const isOne = series.length === 1;
  const them = isOne ? 'it' : 'them';
  const lines = [
    `${count(series.length, 'series', 'series')} of backups ${isOne ? 'is' : 'are'} in no job, as seen ${localTime(at, reading)}; to watch ${them}, add this under jobs:, or name ${them} under ignore: in settings`,
    ...cut.map(
      (place) => `of ${place} only the first keys were looked at; sentinel coverage --all looks at all of them`,
    ),
  ];
  return {
    ...section('Not watched', 'doubtful', lines),
    verbatim: verbatimYaml(series.map(({ yaml }) => yaml).join('')),
  };
}

function verbatimYaml(yaml: string): string {
  const lines = yaml
    .trimEnd()
    .split('\n')
    .map((text) => oneLineKeepingIndent(text));
  return lines.join('\n').slice(0, MAX_YAML);
}

function oneLineKeepingIndent(text: string): string {
  const indent = /^ */.exec(text)?.[0] ?? '';
  return indent + oneLine(text.slice(indent.length), MAX_LINE);
}

/** Said once a week: a backup that was never restored is only hoped for. */
function neverProven({ jobs }: SummaryFacts): string[] {
  const never = jobs.filter(({ isProven }) => isProven === false);
  if (never.length === 0) return [];
  return [
    `${never.length} of ${count(jobs.length, 'job')} ${never.length === 1 ? 'is' : 'are'} never proven: no one asks whether a restore works. Add proven every 30 days to the rule, and run sentinel prove`,
  ];
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

/** How far back a reader's news reach. */
function sinceWords({ since, timezone }: SummaryReader, now: Instant): string {
  const hours = (now - since) / (3600 * SECOND_MS);
  return hours <= 26 ? 'yesterday' : localTime(since, { timezone, at: now });
}
