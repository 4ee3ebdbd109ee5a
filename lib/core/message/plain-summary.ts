import type { Quieted } from '../decision/quieted.ts';
import type { State } from '../decision/state.ts';
import { formatMinute, HOUR_MS, type Instant, SECOND_MS } from '../instant.ts';
import { formatDuration } from '../quantity.ts';

/** Each list names so many; the rest is counted. */
const MOST_NAMED = 100;

/** How things stand, as a summary tells it. Everything comes from what is stored; nothing is judged. */
export interface SummaryFacts {
  readonly now: Instant;
  /** Jobs watched, with their nodes. */
  readonly jobs: number;
  /** Not green and not quieted, the worst first. */
  readonly broken: readonly BrokenJob[];
  readonly recovered: readonly { readonly name: string; readonly at: Instant }[];
  readonly quieted: readonly QuietedJob[];
  /** Jobs that nobody owns, so that the admin is told. */
  readonly unowned: readonly string[];
  /** Jobs of which nothing is known: never checked, or not readable. */
  readonly unknown: readonly { readonly name: string; readonly why: string }[];
  readonly passes: PassFacts;
  /** Why the document in force is not the one that was uploaded last; null when it is. */
  readonly rulesTrouble: string | null;
}

export interface BrokenJob {
  readonly name: string;
  readonly state: State;
  readonly since: Instant | null;
  /** Of the newest good backup; null when there is none. */
  readonly lastGoodAt: Instant | null;
  /** What failed, in words. */
  readonly reasons: readonly string[];
}

export interface QuietedJob {
  readonly name: string;
  readonly how: Quieted;
  readonly by: string;
  readonly until: Instant | null;
  /** What the state would be; `green` when nothing is wrong. */
  readonly wouldBe: State;
}

export interface PassFacts {
  /** When the last pass began; null when there was none. */
  readonly lastAt: Instant | null;
  /** Jobs that were due in it, and those that could not be judged. */
  readonly due: number;
  readonly unknown: number;
  /** Passes since yesterday, and those that judged every job that was due. */
  readonly passes: number;
  readonly complete: number;
  /** The next pass should have begun by now. */
  readonly isOverdue: boolean;
}

export interface Summary {
  readonly subject: string;
  readonly text: string;
}

/** The daily summary as plain text, the same for the same facts: one calm line on a day with nothing wrong. */
export function plainSummary(facts: SummaryFacts): Summary {
  const { broken, recovered, quieted, unowned, unknown, passes, now } = facts;
  const trouble = passTrouble(passes);
  const isCalm = broken.length === 0 && unknown.length === 0 && trouble === null && facts.rulesTrouble === null;
  const notes = [
    section('Recovered since yesterday', recovered, ({ name, at }) => `${name}, ${formatMinute(at)}`),
    section('Quieted', quieted, quietedLine),
    section('Told to you, since nobody owns them', unowned, (name) => name),
  ];
  const lines = isCalm
    ? [
        `All ${count(facts.jobs, 'backup')} that are watched are as they should be. ${passText(passes)}`,
        ...notes.flat(),
      ]
    : [
        headline(facts),
        ...(facts.rulesTrouble === null ? [] : ['', facts.rulesTrouble]),
        ...section('Broken', broken, (job) => brokenLine(job, now)),
        ...section('Not known', unknown, ({ name, why }) => `${name}: ${why}`),
        ...notes.flat(),
        '',
        trouble ?? passText(passes),
      ];
  return { subject: `Backup sentinel: ${subject(facts, trouble)}`, text: `${lines.map(oneLine).join('\n')}\n` };
}

function subject({ broken, unknown, rulesTrouble }: SummaryFacts, trouble: string | null): string {
  const parts = [
    ...(broken.length > 0 ? [`${broken.length} broken`] : []),
    ...(unknown.length > 0 ? [`${unknown.length} not known`] : []),
    ...(trouble === null ? [] : ['passes incomplete']),
    ...(rulesTrouble === null ? [] : ['rules not accepted']),
  ];
  return parts.length === 0 ? 'all is well' : parts.join(', ');
}

function headline({ jobs, broken, unknown }: SummaryFacts): string {
  const parts = [`${broken.length} broken`, ...(unknown.length > 0 ? [`${unknown.length} not known`] : [])];
  return `Of ${count(jobs, 'backup')} that ${jobs === 1 ? 'is' : 'are'} watched: ${parts.join(', ')}.`;
}

function brokenLine({ name, state, since, lastGoodAt, reasons }: BrokenJob, now: Instant): string {
  const atRisk =
    lastGoodAt === null
      ? 'no good copy'
      : `at risk: the work of ${formatDuration(Math.max(0, Math.floor((now - lastGoodAt) / SECOND_MS)))}`;
  const began = since === null ? '' : ` since ${formatMinute(since)}`;
  return `${state}: ${name}${began}; ${[atRisk, ...reasons].join('; ')}`;
}

function quietedLine({ name, how, by, until, wouldBe }: QuietedJob): string {
  const end = until === null ? '' : ` until ${formatMinute(until)}`;
  return `${name}: ${how} by ${by}${end}; ${wouldBe === 'green' ? 'nothing is wrong with it' : `it would be ${wouldBe}`}`;
}

/** Null when the passes went as they should. */
function passTrouble(passes: PassFacts): string | null {
  if (passes.lastAt === null) return 'No check has been made yet.';
  if (passes.isOverdue)
    return `No check has been made since ${formatMinute(passes.lastAt)}: the sentinel may not be running.`;
  const missing = passes.passes - passes.complete;
  if (missing === 0 && passes.unknown === 0) return null;
  return `${missing} of ${count(passes.passes, 'pass', 'passes')} since yesterday did not judge every job. ${passText(passes)}`;
}

function passText({ lastAt, due, unknown }: PassFacts): string {
  if (lastAt === null) return 'No check has been made yet.';
  const judged = unknown === 0 ? `all ${due}` : `${due - unknown} of ${due}`;
  return `The last check, at ${formatMinute(lastAt)}, judged ${judged} that were due.`;
}

function section<Item>(title: string, items: readonly Item[], line: (item: Item) => string): string[] {
  if (items.length === 0) return [];
  const more = items.length - MOST_NAMED;
  return ['', `${title}:`, ...items.slice(0, MOST_NAMED).map((item) => `  ${oneLine(line(item))}`)].concat(
    more > 0 ? [`  ... and ${more} more`] : [],
  );
}

function count(number: number, noun: string, nouns = `${noun}s`): string {
  return `${number} ${number === 1 ? noun : nouns}`;
}

/** A name from the document cannot begin a line of its own. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');
}

/** How far back "since yesterday" reaches. */
export const SUMMARY_SPAN_MS = 24 * HOUR_MS;
