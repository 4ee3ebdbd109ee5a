import { type Clauses, DAY, HOUR, lateness, MINUTE } from './clauses.ts';
import { beginOf, expectedTimes, isAcrossSpring, monthsAfter, newestExpected } from './times.ts';

export type Inside = 'whole' | 'hollow' | 'damaged';

/** One execution of a job; `ts`: when it ended, or for an unfinished one when it began. */
export interface ReferenceRun {
  readonly ts: number;
  readonly startedAt: number;
  readonly outcome: 'finished' | 'failed' | 'unfinished';
  readonly size: number | null;
  readonly files: number | null;
  readonly content: string | null;
  readonly key: string;
  /** Set where a signal that says done gives another size. */
  readonly isContradicted: boolean;
  /** A signal says that it has ended, with warnings. */
  readonly isWarned: boolean;
  /** What is found if it is looked into; null where nothing is. */
  readonly inside: Inside | null;
  /** The newest proof of it says that it cannot be restored. */
  readonly isRefuted?: boolean;
}

/** What a look shows. */
export interface ReferenceLook {
  readonly runs: readonly ReferenceRun[];
  /** Something is dated more than 15 minutes ahead. */
  readonly isAhead: boolean;
  /** The newest signal says done, and the place does not show it. */
  readonly isContradicted: boolean;
  /** The newest report cannot be read. */
  readonly isUnread: boolean;
  /** The newest success of a job whose quiet runs count; null without. */
  readonly doneAt: number | null;
}

/** A finished run that was seen at some time, and what was found of it when it was judged last. */
export interface KnownRun {
  readonly ts: number;
  readonly size: number | null;
  readonly isGood: boolean;
  readonly isAccepted: boolean;
  /** A signal contradicted it once: it stays so. */
  readonly isContradicted: boolean;
  readonly content: string | null;
  /** What it was found to be when it was looked into, as the newest one. */
  readonly inside: Inside | null;
}

export type Grade = 'pass' | 'soft' | 'hard';

export interface ReferenceVerdict {
  readonly finished: Grade;
  readonly recent: Grade;
  readonly size: Grade;
  /** When the newest good run that is there ended; null without one. */
  readonly lastGood: number | null;
  /** Nothing fails but a growth, or a return to what was usual. */
  readonly isForDaytime: boolean;
  /** All finished runs that were ever seen, oldest first. */
  readonly known: readonly KnownRun[];
}

const ALMOST_NOTHING = 64;
const MAX_JUDGED = 20;

export function worst(...grades: readonly Grade[]): Grade {
  return grades.includes('hard') ? 'hard' : grades.includes('soft') ? 'soft' : 'pass';
}

const isSame = (a: { ts: number; size: number | null }, b: { ts: number; size: number | null }) =>
  a.ts === b.ts && a.size === b.size;

const byTime = (a: { ts: number; key: string }, b: { ts: number; key: string }) =>
  a.ts - b.ts || Buffer.compare(Buffer.from(a.key), Buffer.from(b.key));

/** The three tests of docs/design/decision.md#tests, from all that was ever seen. `firstLook`: when this place was looked at first. */
export function judge(
  clauses: Clauses,
  look: ReferenceLook,
  known: readonly KnownRun[],
  now: number,
  firstLook: number,
  isPingedOnly: boolean,
): ReferenceVerdict {
  const there = look.runs.filter(({ outcome }) => outcome === 'finished').toSorted(byTime);
  const judged = there.slice(-MAX_JUDGED);
  const oldest = judged[0]?.ts ?? Number.POSITIVE_INFINITY;
  const isThere = (run: KnownRun) => there.some((each) => isSame(each, run));
  // One that a mirror overwrote may have had the very time of what is there.
  const isBefore = (run: KnownRun) => run.ts < oldest || (run.ts === oldest && !isThere(run));
  const goods: { ts: number; size: number | null }[] = known.filter((run) => run.isGood && isBefore(run));
  let size: Sized = { grade: 'pass', isForDaytime: false };
  const found: KnownRun[] = [];
  const latest = judged.at(-1);
  for (const run of judged) {
    const before = known.find((each) => isSame(each, run));
    const isAccepted = before?.isAccepted ?? false;
    size = judgeSize(clauses, run, goods, isAccepted);
    const isContradicted = run.isContradicted || (before?.isContradicted ?? false);
    const inside = (run === latest ? run.inside : null) ?? before?.inside ?? null;
    const isBad = isBadInside(clauses, inside);
    const isGood = size.grade !== 'hard' && !isContradicted && !isBad && run.isRefuted !== true;
    if (isGood) goods.push(run);
    found.push({
      ts: run.ts,
      size: run.size,
      isGood,
      isAccepted,
      isContradicted,
      content: run.content ?? before?.content ?? null,
      // What the rule called fine stays so.
      inside: inside === 'hollow' && !isBad ? null : inside,
    });
  }
  const others = known.filter((each) => !found.some((other) => isSame(each, other)));
  const all = [...others, ...found].sort((a, b) => a.ts - b.ts || (a.size ?? -1) - (b.size ?? -1));
  const lastGood = all.findLast((run) => run.isGood && isThere(run))?.ts ?? null;
  const again = sameAgain(clauses, latest, all);
  const sizeGrade = worst(size.grade, again);
  const running = runningOf(look, clauses, now);
  const isBad = isBadInside(clauses, latest?.inside ?? null);
  const finished = judgeFinished(look, clauses, { running, isBad, isWarned: latest?.isWarned ?? false });
  const recent = judgeRecent({ clauses, look, now, firstLook, isPingedOnly, lastGood, latest, all, running });
  return {
    ...{ finished, recent, size: sizeGrade, lastGood, known: all },
    isForDaytime: finished === 'pass' && recent === 'pass' && again === 'pass' && size.isForDaytime,
  };
}

interface Running {
  readonly since: number;
  readonly isOver: boolean;
}

/** The run that started last, where it is unfinished. */
function runningOf({ runs }: ReferenceLook, { finishWithinMin }: Clauses, now: number): Running | null {
  const last = runs.toSorted((a, b) => a.startedAt - b.startedAt || byTime(a, b)).at(-1);
  if (last?.outcome !== 'unfinished') return null;
  return { since: last.startedAt, isOver: now > last.startedAt + (finishWithinMin ?? 360) * MINUTE };
}

function judgeFinished(
  { runs, isContradicted, isUnread, doneAt }: ReferenceLook,
  { unchangedDays }: Clauses,
  {
    running,
    isBad,
    isWarned,
  }: { readonly running: Running | null; readonly isBad: boolean; readonly isWarned: boolean },
): Grade {
  const newest = (outcome: string) => Math.max(...runs.filter((run) => run.outcome === outcome).map(({ ts }) => ts));
  // Where nothing new is fine, a success that made nothing ends a failure as well.
  const success = Math.max(newest('finished'), (unchangedDays !== null && doneAt) || Number.NEGATIVE_INFINITY);
  if (newest('failed') >= success && newest('failed') > 0) return 'hard';
  if (running !== null) return running.isOver ? 'hard' : 'pass';
  if (isContradicted || isBad) return 'hard';
  return isUnread || isWarned ? 'soft' : 'pass';
}

export function isBadInside({ isEmptyFine }: Clauses, inside: Inside | null): boolean {
  return inside === 'damaged' || (inside === 'hollow' && !isEmptyFine);
}

interface Recent {
  readonly clauses: Clauses;
  readonly look: ReferenceLook;
  readonly now: number;
  readonly firstLook: number;
  readonly isPingedOnly: boolean;
  readonly lastGood: number | null;
  readonly latest: ReferenceRun | undefined;
  readonly all: readonly KnownRun[];
  readonly running: Running | null;
}

function judgeRecent(given: Recent): Grade {
  const { look, latest, all } = given;
  const newestSeen = Math.max(...all.map(({ ts }) => ts));
  const isNewestGone = all.length > 0 && newestSeen > (latest?.ts ?? Number.NEGATIVE_INFINITY);
  return worst(ageOf(given), isNewestGone || look.isAhead ? 'soft' : 'pass');
}

function ageOf({ clauses, look, now, firstLook, isPingedOnly, lastGood, all, running }: Recent): Grade {
  if (lastGood === null) {
    const hasEnded = all.length > 0 || look.runs.some(({ outcome }) => outcome === 'failed');
    const isAwaited = isPingedOnly && !hasEnded && now <= wholeAllowance(clauses, firstLook);
    if (clauses.starts !== null && now <= startAllowance(clauses, clauses.starts)) return 'pass';
    return isAwaited ? 'pass' : 'hard';
  }
  const own = agedFrom(clauses, lastGood, now, running);
  if (own === 'pass' || clauses.unchangedDays === null || look.doneAt === null || look.doneAt <= lastGood) return own;
  if (look.isContradicted) return own;
  const quiet = agedFrom(clauses, look.doneAt, now, running);
  const isTooOld = now - lastGood > clauses.unchangedDays * DAY;
  return quiet === 'pass' && isTooOld ? 'soft' : quiet;
}

/** Until when a job that starts on a day may be without a backup. */
function startAllowance(clauses: Clauses, day: string): number {
  const { when, allowMin, lateMin, zone } = clauses;
  const begin = beginOf(day, zone);
  if (when.kind === 'months') return begin + (allowMin ?? lateMin ?? 3 * 24 * 60) * MINUTE;
  return wholeAllowance(clauses, when.kind === 'every' ? begin : begin - 1);
}

/** Until when a job that only pings may be silent after its first check. */
function wholeAllowance(clauses: Clauses, firstLook: number): number {
  const { when, zone } = clauses;
  if (when.kind === 'every') return firstLook + intervalOf(clauses, when.everyMin).allow;
  if (when.kind === 'months') return monthsLines(clauses, firstLook, when.months, zone).allow;
  const [next] = nextExpected(clauses, firstLook);
  return (next ?? firstLook) + lateness(clauses).allow;
}

function nextExpected(clauses: Clauses, after: number): number[] {
  for (const days of [3, 40, 400]) {
    const found = expectedTimes(clauses, after + 1, after + days * DAY);
    if (found.length > 0) return found.slice(0, 1);
  }
  return [];
}

function intervalOf({ allowMin, lateMin, alertAfterMin, margin }: Clauses, everyMin: number) {
  const allow = (allowMin ?? everyMin + (lateMin ?? everyMin / 10)) * MINUTE;
  return { allow, hard: alertAfterMin === null ? allow * (1 + (margin ?? 25) / 100) : alertAfterMin * MINUTE };
}

function monthsLines({ allowMin, lateMin, alertAfterMin, margin }: Clauses, ts: number, months: number, zone: string) {
  const due = monthsAfter(ts, months, zone);
  const allow = allowMin === null ? due + (lateMin === null ? 3 * DAY : lateMin * MINUTE) : ts + allowMin * MINUTE;
  const share = ((margin ?? 25) / 100) * (due - ts);
  return { allow, hard: alertAfterMin === null ? allow + share : ts + alertAfterMin * MINUTE };
}

/** A run should have landed since one that ended then, even if what it is allowed is not over. */
export function isOverdue(clauses: Clauses, ts: number, now: number): boolean {
  const { when, zone, earlyMin } = clauses;
  if (when.kind === 'every') return now > ts + when.everyMin * MINUTE;
  if (when.kind === 'months') return now > monthsAfter(ts, when.months, zone);
  const [expected] = newestExpected(clauses, now - 1, 1);
  return expected !== undefined && ts < expected - (earlyMin ?? 30) * MINUTE;
}

/** By the age of the newest good run. */
function agedFrom(clauses: Clauses, ts: number, now: number, running: Running | null): Grade {
  const { when, zone } = clauses;
  if (when.kind === 'every' || when.kind === 'months') {
    const lines =
      when.kind === 'every'
        ? { allow: ts + intervalOf(clauses, when.everyMin).allow, hard: ts + intervalOf(clauses, when.everyMin).hard }
        : monthsLines(clauses, ts, when.months, zone);
    const grade = now <= lines.allow ? 'pass' : now <= lines.hard ? 'soft' : 'hard';
    const isGoingOn = running !== null && !running.isOver && running.since <= lines.allow;
    return grade === 'hard' && isGoingOn ? 'soft' : grade;
  }
  const { allow, hard } = lateness(clauses);
  // The newest expected time whose allowance is over; exactly at its end it is not.
  const [expected, before, beforeThat] = newestExpected(clauses, now - allow - 1, 3);
  if (expected === undefined) return 'pass';
  const from = countsFrom(clauses, expected, before);
  if (ts >= from) return 'pass';
  if (running !== null && !running.isOver && running.since >= from && running.since <= expected + allow) return 'pass';
  const isTwice = before !== undefined && ts < countsFrom(clauses, before, beforeThat);
  return isTwice || now > expected + hard ? 'hard' : 'soft';
}

/** From when on a run counts for an expected time. */
function countsFrom(clauses: Clauses, expected: number, before: number | undefined): number {
  const { when, earlyMin, zone } = clauses;
  const gap = before === undefined ? Number.POSITIVE_INFINITY : expected - before;
  if (when.kind === 'by') return before ?? Number.NEGATIVE_INFINITY;
  const early = Math.min((earlyMin ?? 30) * MINUTE, gap / 2);
  // A time that daylight saving skips is moved forward; cron starts such a job right after the jump.
  const jump = jumpBefore(clauses, expected, zone);
  return jump === null ? expected - early : Math.min(expected - early, jump - 2 * MINUTE);
}

/** When the clocks jumped forward, where the jump moved this expected time; else null. */
function jumpBefore(clauses: Clauses, expected: number, zone: string): number | null {
  if (!isAcrossSpring(expected - 2 * HOUR, expected, zone)) return null;
  let jump = expected - 2 * HOUR;
  while (isAcrossSpring(jump, expected, zone) && jump < expected) jump += MINUTE;
  // Moved: a day before, or after, its wall clock shows another time.
  const moved = !isOnWallClock(clauses, expected, zone);
  return moved ? jump : null;
}

function isOnWallClock({ when }: Clauses, instant: number, zone: string): boolean {
  const text = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(instant);
  if (when.kind === 'at') return when.times.includes(text);
  if (when.kind === 'by') return when.time === text;
  return true;
}

interface Sized {
  readonly grade: Grade;
  readonly isForDaytime: boolean;
}

function judgeSize(
  clauses: Clauses,
  { size, files }: ReferenceRun,
  goods: readonly { readonly size: number | null }[],
  isAccepted: boolean,
): Sized {
  const { atLeast, alertBelow, atMost, atLeastFiles, margin } = clauses;
  const as = (grade: Grade, isForDaytime = false): Sized => ({ grade, isForDaytime });
  const isFew = atLeastFiles !== null && files !== null && files < atLeastFiles;
  if (size === null) return as(isFew && !isAccepted ? 'hard' : 'pass');
  if (size === 0) return as('hard');
  if (isAccepted) return as('pass');
  if (size < ALMOST_NOTHING && !clauses.isEmptyFine && (atLeast === null || atLeast > size)) return as('hard');
  const grades: Grade[] = [isFew ? 'hard' : 'pass'];
  const mild: Grade[] = [];
  if (atLeast !== null) {
    const hardBelow = alertBelow ?? (atLeast * (100 - (margin ?? 25))) / 100;
    grades.push(size < hardBelow ? 'hard' : size < atLeast ? 'soft' : 'pass');
  }
  if (atMost !== null) grades.push(size > atMost ? 'soft' : 'pass');
  const before = goods.at(-1)?.size ?? null;
  if (before !== null) {
    const shrink = clauses.shrink ?? 50;
    const isBelow = (percent: number, of: number) => size * 100 < of * (100 - percent);
    if (isBelow(shrink, before)) {
      if (isBackToUsual(size, before, goods, shrink)) mild.push('soft');
      else grades.push('hard');
    } else if (isBelow(clauses.warnShrink ?? shrink / 2, before)) grades.push('soft');
    if (clauses.grow !== null && size * 100 > before * (100 + clauses.grow)) mild.push('soft');
  }
  return as(worst(...grades, ...mild), worst(...grades) === 'pass' && mild.includes('soft'));
}

/** The run before was out of the ordinary, by the median of the five good ones before it, and this one is not. */
function isBackToUsual(
  size: number,
  before: number,
  goods: readonly { readonly size: number | null }[],
  shrink: number,
): boolean {
  const usual = goods.slice(-6, -1).flatMap((run) => run.size ?? []);
  if (usual.length < 3) return false;
  const sorted = usual.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? (sorted[half] ?? 0) : ((sorted[half - 1] ?? 0) + (sorted[half] ?? 0)) / 2;
  return before * (100 - shrink) >= median * 100 && size * 100 >= median * (100 - shrink);
}

/** `must change`: how many of the newest runs hold the same bytes. */
function sameAgain({ mustChange }: Clauses, latest: ReferenceRun | undefined, all: readonly KnownRun[]): Grade {
  if (!mustChange || latest === undefined) return 'pass';
  // Of the newest seven that were seen the content is remembered.
  const seven = all.slice(-7);
  const upTo = seven.slice(0, seven.findIndex((run) => isSame(run, latest)) + 1).reverse();
  const [newest] = upTo;
  if (newest === undefined || newest.content === null || newest.isAccepted) return 'pass';
  const other = upTo.findIndex(({ content, size }) => content !== newest.content || size !== latest.size);
  const count = other === -1 ? upTo.length : other;
  return count >= 3 ? 'hard' : count === 2 ? 'soft' : 'pass';
}
