import type { State } from '../model/state.ts';
import { CAUSE_WORDS, type Cause } from './cause.ts';
import { endingWords } from './ending-words.ts';
import { inLocalTime, localTime, type Reading } from './local-time.ts';
import type { FailedTest, Notice, OtherRecipient, OwnerSoFar, QuietedBy } from './notice.ts';
import { oneLine } from './outside-text.ts';
import { person } from './person.ts';
import { briefRiskWords, riskWords } from './risk-words.ts';
import { STATE_WORDS } from './state-words.ts';

const MAX_NAME = 100;
const MAX_REASON = 500;
const MAX_RULE = 300;
const MAX_NOTE = 500;
const MAX_PLACE = 300;
const MAX_OTHERS = 6;

/** A notice in words for one reader: every line is clean, short and single, and still to be escaped. */
export interface NoticeWords {
  /** A symbol and a word, so that colour is never all there is. */
  readonly symbol: string;
  readonly title: string;
  /** The one thing that matters, in numbers. */
  readonly what: string;
  readonly also: readonly string[];
  readonly risk: string | null;
  /** The same, shorter, for a line among many. */
  readonly briefRisk: string | null;
  readonly since: string;
  readonly others: string | null;
  readonly standsInFor: string | null;
  /** The one next step; null where there is nothing to do. */
  readonly next: string | null;
  /** For an escalation: who owns it, since when they have known, what they did. */
  readonly owner: string | null;
  readonly rule: string | null;
  readonly note: string | null;
  readonly place: string | null;
}

const STATE_SYMBOLS: Readonly<Record<State, string>> = { green: '✅', warn: '🟡', alert: '🔴', escalate: '🚨' };

/** Puts a notice into words. */
export function wordsOf(notice: Notice, reading: Reading): NoticeWords {
  const name = oneLine(notice.jobName, MAX_NAME) || oneLine(notice.jobId, MAX_NAME);
  const { rule, note, evidence } = notice;
  const isOver = notice.kind === 'over';
  const next = nextStep(notice);
  return {
    symbol: symbolOf(notice),
    title: notice.isDrill ? `DRILL · this is a drill: ${name}` : `${headingOf(notice)}: ${name}${provenWords(notice)}`,
    what: [resumedOf(notice), whatOf(notice, reading), flappingOf(notice), delayOf(notice)]
      .filter((part) => part !== null)
      .join(' '),
    also: notice.alsoFailed.map((test) => testWords(test, reading)),
    risk: isOver || notice.isDrill ? null : riskWords(notice.atRisk, reading),
    briefRisk: isOver || notice.isDrill ? null : briefRiskWords(notice.atRisk, reading),
    since: sinceOf(notice, reading),
    others: notice.kind === 'failing' ? othersWords(notice.others, reading) : null,
    standsInFor: standsInForOf(notice),
    next: next === null ? null : `Next: ${next}`,
    owner: notice.owner === null ? null : ownerWords(notice.owner, reading),
    rule: rule === null || isOver || notice.isDrill ? null : ruleWords(rule),
    note: note === null || isOver ? null : `Note: ${oneLine(note, MAX_NOTE)}`,
    place: evidence === null ? null : oneLine(evidence, MAX_PLACE),
  };
}

/** The one step to suggest (docs/design/routing.md#every-message); null where there is nothing to do. */
export function nextStep({ kind, failed, isDrill }: Notice): string | null {
  return kind === 'failing' && failed !== null && !isDrill ? CAUSE_WORDS[failed.cause].next : null;
}

function symbolOf({ kind, state, quieted, ending }: Notice): string {
  switch (kind) {
    case 'failing':
      return STATE_SYMBOLS[state];
    case 'quieted':
      return quieted === null ? '⚪' : quieted.how === 'muted' ? '🔕' : '💤';
    case 'over':
      return STATE_SYMBOLS[ending?.again?.state ?? 'green'];
    case 'retired':
      return '⚪';
  }
}

function headingOf({ kind, state, quieted, isRefuted, ending }: Notice): string {
  switch (kind) {
    case 'failing':
      return isRefuted ? `Still failing (${STATE_WORDS[state].toLowerCase()})` : STATE_WORDS[state];
    case 'quieted':
      return quieted === null ? 'Resumed' : quieted.how === 'muted' ? 'Muted' : 'Snoozed';
    case 'over':
      if (ending?.again) return 'Recovered, and broken again';
      return ending?.by.kind === 'new-rule' ? 'No longer broken by the new rule' : 'Recovered';
    case 'retired':
      return 'No longer watched';
  }
}

/** What fails of a restore stands behind the name: `Orders database: restore not proven`. */
function provenWords({ kind, failed }: Notice): string {
  if (kind !== 'failing' || failed?.test !== 'proven') return '';
  return failed.cause === 'slow' ? ' too slow' : ' not proven';
}

function whatOf(notice: Notice, reading: Reading): string {
  const { kind, failed, ending, quieted, isRefuted } = notice;
  if (notice.isDrill) return drillWords(notice, reading);
  const failing = failed === null ? 'What failed is not known.' : testWords(failed, reading);
  switch (kind) {
    case 'failing':
      return isRefuted ? `You marked it fixed, and the check does not agree. ${failing}` : failing;
    case 'quieted':
      return `${quieted === null ? 'No longer quieted; the next check reports its state.' : quietedWords(quieted, reading)} Last found: ${failing}`;
    case 'over':
      return ending === null ? 'All tests pass again.' : endingWords(ending, reading);
    case 'retired':
      return notice.retiredBy === undefined
        ? `It was removed from the rules doc while it was failing, so there will be no further notifications about it. Last found: ${failing}`
        : `${oneLine(notice.retiredBy, MAX_NAME)} retired it, since it is gone on purpose; a new backup of it brings it back. Last found: ${failing}`;
  }
}

/** From then on its messages are held (docs/design/routing.md#one-message). */
function flappingOf({ flapping, kind }: Notice): string | null {
  if (flapping === null) return null;
  if (kind === 'over') return 'It was flapping, and has now been green for 24 hours.';
  return `It is flapping: ${flapping} failures in 24 hours. Until it has been green for 24 hours you are notified only of a failure that lasts 2 hours and of an escalation.`;
}

function delayOf({ delayedBy }: Notice): string | null {
  return delayedBy === null
    ? null
    : `This comes late, since it could not be delivered before (${oneLine(delayedBy, MAX_REASON)}).`;
}

function quietedWords({ how, by, until }: QuietedBy, reading: Reading): string {
  const end = until === null ? 'until it is resumed' : `until ${localTime(until, reading)}`;
  return `${how === 'muted' ? 'Muted' : 'Snoozed'} by ${person(by)} ${end}; it has not passed since.`;
}

/** Said first: why a job that was quiet is reported again. */
function resumedOf({ resumedFrom }: Notice): string | null {
  if (resumedFrom === null) return null;
  const what = resumedFrom.how === 'muted' ? 'mute' : 'snooze';
  return `The ${what} by ${person(resumedFrom.by)} has ended, and it still fails.`;
}

const DRILL_STANDING: Readonly<Record<State, string>> = {
  green: 'green',
  warn: 'at a warning, as before',
  alert: 'in alert, as before',
  escalate: 'escalated, as before',
};

/** How the job really stands: a drill says of nothing that it is lost. */
function drillWords({ atRisk: { lastGoodAt, isUnseen }, standing }: Notice, reading: Reading): string {
  const good = lastGoodAt === null || isUnseen ? '' : `, newest good copy ${localTime(lastGoodAt, reading)}`;
  return `Nothing changed: the job itself is ${standing === null ? 'as it was' : DRILL_STANDING[standing]}${good}.`;
}

function ruleWords({ words, at }: NonNullable<Notice['rule']>): string {
  const line = oneLine(at, MAX_PLACE);
  return words === null ? `Rule: ${line}` : `Rule (${line}): ${oneLine(words, MAX_RULE)}`;
}

function ownerWords({ personId, knownSince, did }: OwnerSoFar, reading: Reading): string {
  const known =
    knownSince === null ? 'and has not been notified' : `and has known since ${localTime(knownSince, reading)}`;
  const acted = did === null ? 'nothing was done yet' : `${DID[did.what]} ${localTime(did.at, reading)}`;
  return `${person(personId)} owns it ${known}; ${acted}.`;
}

const DID = { fixed: 'they marked it fixed', snoozed: 'they snoozed it', muted: 'they muted it' } as const;

/** The verb with which a sentence begins that the label of its cause says too. */
const OWN_VERBS: Partial<Record<Cause, string>> = { failed: 'failed', refuted: 'restored' };

/** A test's sentence; its line in the rules doc stands beside the rule. */
function testWords({ cause, result, reason, at }: FailedTest, reading: Reading): string {
  const line = ` (${at})`;
  const sentence = reason.endsWith(line) ? reason.slice(0, -line.length) : reason;
  // The label says what kind it is.
  const plain = sentence.replace(/^unreadable: /, 'cannot ').replace(/^contradiction: /, '');
  const text = oneLine(inLocalTime(plain, reading), MAX_REASON);
  const end = text.endsWith('?') ? '' : '.';
  // "Failed: failed Tue 02:00" says it twice, and "Restored wrongly: restored on Mon 04:00".
  const verb = OWN_VERBS[cause];
  if (verb !== undefined && text.startsWith(`${verb} `)) {
    return `${CAUSE_WORDS[cause][result]}${text.slice(verb.length)}${end}`;
  }
  return `${CAUSE_WORDS[cause][result]}: ${text}${end}`;
}

function sinceOf(notice: Notice, reading: Reading): string {
  const { kind, state, since, brokenSince, foundAt, ending } = notice;
  if (notice.isDrill) return `Sent ${localTime(reading.at, reading)}.`;
  if (kind === 'over' && ending?.again)
    return `Green ${localTime(ending.endedAt, reading)} to ${localTime(ending.again.since, reading)}.`;
  if (kind === 'over') return `Green since ${localTime(since, reading)}.`;
  // A soft miss is worded as one.
  const broken = `${state === 'warn' ? 'Since' : 'Broken since'} ${localTime(brokenSince, reading)}`;
  const changed =
    kind !== 'failing' || since === brokenSince
      ? ''
      : `; ${STATE_WORDS[state].toLowerCase()} since ${localTime(since, reading)}`;
  const found =
    foundAt === null || foundAt === since || foundAt === brokenSince ? '' : `; found ${localTime(foundAt, reading)}`;
  return `${broken}${changed}${found}.`;
}

function othersWords(others: readonly OtherRecipient[], reading: Reading): string {
  if (others.length === 0) return 'No one else has been notified.';
  const notified = others.slice(0, MAX_OTHERS).map(({ personId, when }) => {
    if (when.kind === 'now') return `${person(personId)} (now)`;
    const time = localTime(when.at, reading);
    return when.kind === 'notified' ? `${person(personId)} (${time})` : `${person(personId)} (will be, ${time})`;
  });
  const more = others.length - notified.length;
  return `Also notified: ${notified.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`;
}

function standsInForOf({ standsInFor }: Notice): string | null {
  if (standsInFor === null) return null;
  const { personId, unreached } = standsInFor;
  return unreached
    ? `You are notified because no channel of ${person(personId)} accepted it.`
    : `You are notified in place of ${person(personId)}, who cannot be reached now.`;
}
