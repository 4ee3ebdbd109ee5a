import { DAY_S, HOUR_S, MINUTE_S, SECOND_MS } from '../instant.ts';
import type { SummaryFacts, SummaryJob } from './facts.ts';
import type { Counted, Span, Standing } from './standing.ts';
import { PLAIN_WORDS, STATE_WORDS, UNIT_WORDS } from './wording-words.ts';

/** A job behind its number. */
export interface NumberedJob {
  readonly standings: readonly Standing[];
  readonly spans: readonly Span[];
}

/** All that a model gets to know, and all that it may say. */
export interface WordingRequest {
  readonly watched: number;
  /** How many jobs there are of each kind; those of which there are none are left out. */
  readonly counts: Readonly<Partial<Record<Counted, number>>>;
  /** `[J1]` is the first. */
  readonly jobs: readonly NumberedJob[];
  /** The names that are put in for the numbers; never sent. */
  readonly names: readonly string[];
}

/** This many jobs are worth a word; the counts are of all. */
const MAX_JOBS = 12;

/** What a model may know of the facts: counts, states, durations and numbers for the jobs. No name, no error. */
export function wordingRequest(facts: SummaryFacts): WordingRequest {
  const { broken, unknown, recovered, quieted, trends, now } = facts;
  const jobs = new Map<string, NumberedJob & { readonly name: string }>();
  // One duration of a job, that of what is said of it first: with two, one could be said in the other's place.
  const add = (job: SummaryJob, standings: readonly Standing[], seconds: number | null) => {
    const known = jobs.get(job.jobId);
    if (known === undefined && jobs.size === MAX_JOBS) return;
    jobs.set(job.jobId, {
      name: job.name,
      standings: [...new Set([...(known?.standings ?? []), ...standings])],
      spans: known?.spans ?? (seconds === null ? [] : [spanOf(seconds)]),
    });
  };
  const ago = (since: number | null) => (since === null ? null : Math.max(0, now - since) / SECOND_MS);
  for (const { job, state, since, stateSince } of broken) add(job, [state], ago(since && (stateSince ?? since)));
  for (const { job } of unknown) add(job, ['unknown'], null);
  for (const { job, how, wouldBe } of quieted) {
    if (wouldBe !== null && wouldBe.state !== 'green') add(job, [how, wouldBe.state], ago(wouldBe.since));
  }
  for (const { job, trend } of trends) add(job, [trend.kind], null);
  for (const { job, began, ended } of recovered) add(job, ['recovered'], (ended - began) / SECOND_MS);
  const counts: Record<Counted, number> = {
    broken: broken.length,
    warn: broken.filter(({ state }) => state === 'warn').length,
    alert: broken.filter(({ state }) => state === 'alert').length,
    escalate: broken.filter(({ state }) => state === 'escalate').length,
    unknown: unknown.length,
    recovered: new Set(recovered.map(({ job }) => job.jobId)).size,
    snoozed: quieted.filter(({ how }) => how === 'snoozed').length,
    muted: quieted.filter(({ how }) => how === 'muted').length,
    shrinking: trends.filter(({ trend }) => trend.kind === 'shrinking').length,
    growing: trends.filter(({ trend }) => trend.kind === 'growing').length,
    later: trends.filter(({ trend }) => trend.kind === 'later').length,
    repeating: trends.filter(({ trend }) => trend.kind === 'repeating').length,
  };
  const numbered = [...jobs.values()];
  return {
    watched: facts.jobs.length,
    counts: Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0)),
    jobs: numbered.map(({ standings, spans }) => ({ standings, spans })),
    names: numbered.map(({ name }) => name),
  };
}

/** Rounded down to whole units, days from two days on. */
function spanOf(seconds: number): Span {
  if (seconds >= 2 * DAY_S) return { amount: Math.floor(seconds / DAY_S), unit: 'day' };
  if (seconds >= HOUR_S) return { amount: Math.floor(seconds / HOUR_S), unit: 'hour' };
  return { amount: Math.max(1, Math.floor(seconds / MINUTE_S)), unit: 'minute' };
}

/** How the model is asked. Its answer is checked as a stranger's, so nothing depends on its following the instructions. */
export const WORDING_INSTRUCTION = [
  'You write two or three short English sentences for the top of a daily report about backups.',
  'Say what matters most, in plain words, from the worst to the least.',
  'Write each job as its number in square brackets, such as [J1], and never give it a name.',
  'Use only numbers from the data, as digits, and keep each with what it counts: never add, compare or round them.',
  'Write durations as they stand in the data. Give no advice, no cause, no greeting, no list, no date, no percentage.',
  `Use only these words: ${[...new Set([...PLAIN_WORDS, ...Object.keys(STATE_WORDS), ...Object.keys(UNIT_WORDS)])].join(' ')}.`,
].join(' ');

/** The data as the model gets it. */
export function wordingData({ watched, counts, jobs }: WordingRequest): string {
  const data = {
    watched,
    ...counts,
    jobs: jobs.map(({ standings, spans }, index) => ({
      job: `[J${index + 1}]`,
      is: standings,
      ...(spans.length > 0 && { for: [...new Set(spans.map(spanText))] }),
    })),
  };
  return JSON.stringify(data);
}

function spanText({ amount, unit }: Span): string {
  return `${amount} ${unit}${amount === 1 ? '' : 's'}`;
}
