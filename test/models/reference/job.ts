import { type Clauses, DAY, HOUR, MINUTE } from './clauses.ts';
import {
  type Grade,
  isBadInside,
  judge,
  type KnownRun,
  type ReferenceLook,
  type ReferenceRun,
  type ReferenceVerdict,
  worst,
} from './judge.ts';
import { Runway } from './runway.ts';
import { dateAt, monthsAfter, newestExpected } from './times.ts';

export type ReferenceState = 'green' | 'warn' | 'alert' | 'escalate';

export interface ReferenceChange {
  readonly from: ReferenceState;
  readonly to: ReferenceState;
  readonly reason: string;
}

/** What a check could see: a look, or that the place refused or did not answer. */
export type Seen = ReferenceLook | 'refused' | 'unknown';

interface Circumstances {
  readonly held: boolean;
  readonly isUnknown: boolean;
  readonly isRunningOut: boolean;
}

const NO_BREAK = {
  inBreak: false,
  hasFailedBefore: false,
  notifiedAt: null as number | null,
  hardAt: null as number | null,
  fixedPending: false,
  refutedCount: 0,
  refutedAt: null as number | null,
  snoozedUntil: null as number | null,
  snoozes: 0,
  muted: false,
  wouldBe: null as 'warn' | 'alert' | null,
  resumed: false,
};

/** One job by docs/design/decision.md: what is remembered is everything that was ever seen of it. */
export class ReferenceJob {
  clauses: Clauses;
  state: ReferenceState = 'green';
  lastVerdict: ReferenceVerdict | null = null;
  readonly changes: ReferenceChange[] = [];
  break = { ...NO_BREAK };
  heldSince: number | null = null;
  readonly isPingedOnly: boolean;
  known: readonly KnownRun[] = [];
  firstLook: number | null = null;
  /** How many checks in a row had no answer. */
  unread = 0;
  /** The rules doc names another place than at the last check. */
  hasMoved = false;
  runway = new Runway();
  #latest: ReferenceRun | null = null;
  #lastGood: number | null = null;
  /** The success that holds the age of the last good copy. */
  #heldTo: number | null = null;

  constructor(clauses: Clauses, isPingedOnly: boolean) {
    this.clauses = clauses;
    this.isPingedOnly = isPingedOnly;
  }

  /** Equal for two that will go on alike. */
  get mark(): string {
    return JSON.stringify([this.state, this.break, this.heldSince, this.changes, this.runway, this.hasMoved]);
  }

  /** When the newest good copy ended, as far as is known. */
  get lastGood(): number | null {
    return this.#lastGood;
  }

  copy(): ReferenceJob {
    const copy = new ReferenceJob(this.clauses, this.isPingedOnly);
    Object.assign(copy, { state: this.state, lastVerdict: this.lastVerdict, break: { ...this.break } });
    copy.changes.push(...this.changes);
    copy.heldSince = this.heldSince;
    copy.known = this.known;
    copy.firstLook = this.firstLook;
    copy.unread = this.unread;
    copy.hasMoved = this.hasMoved;
    copy.runway = this.runway.copy();
    copy.#latest = this.#latest;
    copy.#lastGood = this.#lastGood;
    copy.#heldTo = this.#heldTo;
    return copy;
  }

  /**
   * Where copies are seen to be deleted by their age, an escalation by *next day* does not wait for its chance when the
   * last good one is about to go. The page leaves open from what that is learnt exactly: this says where it may be so.
   */
  mayRunOut(now: number): boolean {
    const { escalate } = this.clauses;
    return this.runway.mayEndBy(this.#lastGood, now + 48 * HOUR) && (escalate === null || escalate === 'next day');
  }

  /** What may become of it in a check. */
  after(now: number, seen: Seen, held: boolean): ReferenceJob[] {
    return [false, true].flatMap((isRunningOut) => {
      const job = this.copy();
      job.check(now, seen, held, isRunningOut);
      return isRunningOut && !job.mayRunOut(now) ? [] : [job];
    });
  }

  /** `held`: the pass before is so long ago that the clock may have jumped. */
  check(now: number, seen: Seen, held: boolean, isRunningOut = false): void {
    this.firstLook ??= now;
    // What was seen elsewhere is kept until it is judged by this place.
    if (this.hasMoved && (seen !== 'unknown' || this.unread >= 2)) this.#forget();
    const verdict = this.#verdictOf(now, seen);
    this.lastVerdict = verdict;
    if (verdict === null) return;
    this.#settle(now, verdict, { held, isUnknown: seen === 'unknown', isRunningOut });
  }

  /** A check of what has one test alone, such as the proofs of a job. */
  judged(now: number, grade: Grade, held: boolean): void {
    const others = { recent: 'pass', size: 'pass', lastGood: null, isForDaytime: false, known: [] } as const;
    this.#settle(now, { finished: grade, ...others }, { held, isUnknown: false, isRunningOut: false });
  }

  #verdictOf(now: number, seen: Seen): ReferenceVerdict | null {
    const { isPingedOnly } = this;
    const firstLook = this.firstLook ?? now;
    if (typeof seen === 'object') {
      this.unread = 0;
      const verdict = judge(this.clauses, seen, this.known, now, firstLook, isPingedOnly);
      this.known = verdict.known;
      this.#lastGood = verdict.lastGood;
      this.#heldTo = this.#quietOf(now, seen, verdict.lastGood);
      const there = seen.runs.filter(({ outcome }) => outcome === 'finished');
      this.runway.see(
        there.map(({ ts }) => ts),
        now,
      );
      this.#latest = there.toSorted((a, b) => a.ts - b.ts).at(-1) ?? null;
      return verdict;
    }
    this.unread = seen === 'refused' ? 0 : this.unread + 1;
    const known = { known: this.known, lastGood: this.#lastGood, isForDaytime: false };
    if (seen === 'refused') return { finished: 'pass', recent: 'hard', size: 'pass', ...known };
    if (this.unread < 3) return null;
    // Never "no backup": judged by the last good copy that was seen, and at least a soft miss.
    const ts = this.#heldTo ?? this.#lastGood;
    if (ts === null) return { finished: 'pass', recent: 'soft', size: 'pass', ...known };
    const copy = { ts, startedAt: ts, outcome: 'finished' as const, size: null, files: null, content: null, key: '' };
    const run = { ...copy, isContradicted: false, isWarned: false, inside: null };
    const look = { runs: [run], isAhead: false, isContradicted: false, isUnread: false, doneAt: null };
    const { recent } = judge(this.clauses, look, [], now, firstLook, isPingedOnly);
    return { finished: 'pass', recent: worst(recent, 'soft'), size: 'pass', ...known };
  }

  /** Another place: the memory begins again. */
  #forget(): void {
    Object.assign(this, { hasMoved: false, known: [], runway: new Runway() });
    this.#latest = null;
    this.#lastGood = null;
    this.#heldTo = null;
  }

  #quietOf(now: number, { doneAt, isContradicted }: ReferenceLook, ts: number | null): number | null {
    const { unchangedDays } = this.clauses;
    if (unchangedDays === null || ts === null || doneAt === null || doneAt <= ts || isContradicted) return null;
    return now - ts <= unchangedDays * DAY ? doneAt : null;
  }

  #settle(now: number, verdict: ReferenceVerdict, { held, isUnknown, isRunningOut }: Circumstances): void {
    const { break: running } = this;
    // Not knowing never lowers a state: an alert stays one, with its clock.
    const isAlert = isUnknown && (this.state === 'alert' || running.wouldBe === 'alert');
    const grade = isAlert ? 'hard' : worst(verdict.finished, verdict.recent, verdict.size);
    if (running.muted || (running.snoozedUntil !== null && now < running.snoozedUntil)) {
      running.wouldBe = grade === 'pass' ? null : grade === 'soft' ? 'warn' : 'alert';
      if (grade === 'pass' && running.inBreak) this.#passQuieted();
      // A pass confirms who said that it was fixed, also of a job that was not broken.
      else if (grade === 'pass' && !isUnknown) running.fixedPending = false;
      return;
    }
    // A check that could not look refutes nothing.
    const isRefuted = running.fixedPending && grade !== 'pass' && !isUnknown;
    if (!isUnknown) running.fixedPending = false;
    if (running.snoozedUntil !== null) {
      running.snoozedUntil = null;
      this.#restart();
    }
    running.wouldBe = null;
    if (grade === 'pass') {
      if (this.state !== 'green') this.#change('green', 'passed');
      this.break = { ...NO_BREAK };
      this.heldSince = null;
      return;
    }
    const reason = running.resumed ? 'resumed' : 'worsened';
    running.resumed = false;
    running.inBreak = true;
    running.notifiedAt ??= now;
    if (grade === 'hard') running.hardAt ??= now;
    if (isRefuted) {
      running.refutedCount += 1;
      running.refutedAt = now;
    }
    const isStuck = !isRefuted && this.#isStuck(now, grade, verdict, isRunningOut);
    const hasFailedBefore = running.hasFailedBefore;
    running.hasFailedBefore = true;
    if (this.state === 'escalate') {
      if (isRefuted) this.#say('escalate', 'still-failing');
      return;
    }
    const isDue = hasFailedBefore && isStuck;
    // An escalation that is due waits where the clock may have jumped, until a pass ten minutes later agrees.
    if (!isDue) this.heldSince = null;
    else if (held) this.heldSince ??= now;
    const isWaiting = this.heldSince !== null && now < this.heldSince + 10 * MINUTE;
    const to = isDue && !isWaiting ? 'escalate' : grade === 'soft' ? 'warn' : 'alert';
    if (to !== this.state) {
      const change =
        this.state === 'green' ? reason : to === 'escalate' ? 'stuck' : to === 'alert' ? 'worsened' : 'improved';
      this.#change(to, change);
    } else if (isRefuted) this.#say(to, 'still-failing');
  }

  /** A break that passes ends; a snooze ends with it, and a mute stays. */
  #passQuieted(): void {
    const { muted } = this.break;
    if (!muted) this.#say('green', 'passed');
    this.break = { ...NO_BREAK, muted };
  }

  /** The owner's fair chance is over. */
  #isStuck(now: number, grade: Grade, { isForDaytime }: ReferenceVerdict, isRunningOut: boolean): boolean {
    const { escalate, zone } = this.clauses;
    const { notifiedAt, hardAt, refutedAt, refutedCount } = this.break;
    if (escalate === 'never' || isForDaytime) return false;
    if (refutedAt !== null && refutedCount <= 2 && now <= refutedAt + HOUR) return false;
    if (isRunningOut) return true;
    const since = grade === 'hard' ? hardAt : notifiedAt;
    if (since === null) return false;
    if (escalate !== 'next day' && escalate !== null) return now >= since + escalate.afterMin * MINUTE;
    const isNextDay = dateAt(now, zone).since(dateAt(since, zone)).days > 0 && now >= since + 6 * HOUR;
    return isNextDay && (grade === 'hard' || this.#hasPeriodPassed(since, now));
  }

  /** A whole period has passed since a miss that is soft. */
  #hasPeriodPassed(since: number, now: number): boolean {
    const { when, zone } = this.clauses;
    if (when.kind === 'every') return now >= since + when.everyMin * MINUTE;
    if (when.kind === 'months') return now >= monthsAfter(since, when.months, zone);
    return (newestExpected(this.clauses, now, 1)[0] ?? since) > since;
  }

  /** A snooze or mute has ended: a new chance begins. */
  #restart(): void {
    Object.assign(this.break, { resumed: true, notifiedAt: null, hardAt: null, hasFailedBefore: false });
  }

  #change(to: ReferenceState, reason: string): void {
    this.#say(to, reason);
    this.state = to;
  }

  #say(to: ReferenceState, reason: string): void {
    this.changes.push({ from: this.state, to, reason });
  }

  fixed(): true {
    this.break.fixedPending = true;
    return true;
  }

  /** True where it is done. */
  snooze(now: number, forMs: number): boolean {
    if (forMs > 7 * DAY || (this.break.inBreak && this.break.snoozes >= 3)) return false;
    this.#quiet('snoozed');
    this.break.snoozes += 1;
    this.break.snoozedUntil = now + forMs;
    return true;
  }

  mute(): true {
    this.#quiet('muted');
    this.break.muted = true;
    return true;
  }

  #quiet(reason: string): void {
    if (this.state === 'green') return;
    this.break.wouldBe = this.state === 'warn' ? 'warn' : 'alert';
    this.#change('green', reason);
  }

  resume(): true {
    if (!this.break.muted && this.break.snoozedUntil === null) return true;
    Object.assign(this.break, { muted: false, snoozedUntil: null, wouldBe: null });
    this.#restart();
    return true;
  }

  /** True where there is something to accept. */
  accept(): boolean {
    const latest = this.#latest;
    if (latest === null || latest.size === null || latest.size === 0) return false;
    const others = this.known.filter((run) => run.ts < latest.ts);
    const before = this.known.find((run) => run.ts === latest.ts && run.size === latest.size);
    const isContradicted = before?.isContradicted ?? latest.isContradicted;
    const inside = before?.inside ?? latest.inside;
    const isGood = !isContradicted && !isBadInside(this.clauses, inside);
    const { ts, size, content } = latest;
    this.known = [...others, { ts, size, content, inside, isGood, isAccepted: true, isContradicted }];
    if (isGood) this.#lastGood = latest.ts;
    return true;
  }
}
