import type { Heartbeat } from '../../lib/core/evidence/heartbeat.ts';
import type { RulesDocument } from '../../lib/rules-doc/document.ts';
import { noteHeld } from './check-command.ts';
import { Product } from './product.ts';
import type { Clauses } from './reference/clauses.ts';
import { ReferenceJob, type Seen } from './reference/job.ts';
import { type Grade, isOverdue, judge, worst } from './reference/judge.ts';
import { ReferenceMirror } from './reference/mirror.ts';
import { joined, type ReferenceSignal } from './reference/signals.ts';
import { heartbeatsOf } from './story.ts';

export const MIRRORS = {
  plain: '',
  marked: ', finished: marker _SUCCESS',
  pinged: ', heartbeat: true, finished: heartbeat',
} as const;

export type MirrorStep = { readonly after: number } & (
  | {
      readonly kind: 'sync';
      /** So much of it is there afterwards. */
      readonly share: number;
      readonly says: ReferenceSignal['says'] | 'nothing';
      /** What is copied keeps the time that it had. */
      readonly keepsTimes: boolean;
    }
  | { readonly kind: 'check' }
  | { readonly kind: 'act'; readonly verb: 'fixed' | 'mute' | 'resume' | 'accept' }
  | { readonly kind: 'access'; readonly access: 'denied' | 'silent' | 'open' }
);

const BEGIN = Date.parse('2026-10-18T00:00:00Z');
const MOST = 20;
const OLD = BEGIN - 1_000_000;

/** A job whose place is one copy, played by the product and by the reference. */
export class MirroredJob {
  readonly #kind: keyof typeof MIRRORS;
  readonly #clauses: Clauses;
  readonly #product: Product;
  readonly #mirror = new ReferenceMirror();
  readonly #signals: ReferenceSignal[] = [];
  readonly #passes: number[] = [];
  #job: ReferenceJob;
  #files: { readonly size: number; readonly at: number }[] = [];
  #now = BEGIN;
  isDenied = false;
  isSilent = false;
  readonly uploadAt = null;

  constructor(document: RulesDocument, clauses: Clauses, kind: keyof typeof MIRRORS) {
    this.#kind = kind;
    this.#clauses = clauses;
    this.#job = new ReferenceJob(clauses, false);
    this.#product = new Product(document, this);
  }

  get product() {
    const { state, wouldBe, lastGood } = this.#product.row;
    return { state, wouldBe: wouldBe?.state ?? null, lastGood: lastGood?.ts ?? null };
  }

  get reference() {
    const { state, break: running, lastGood } = this.#job;
    return { state, wouldBe: running.wouldBe, lastGood };
  }

  objects() {
    const files = this.#files.map(({ size, at }, index) => ({
      ...{ key: `orders/${String(index).padStart(3, '0')}`, sizeBytes: size, lastModified: at },
      contentMark: `${index} of ${at}`,
    }));
    const markedAt = this.#kind === 'marked' ? this.#doneAt : null;
    if (markedAt === null) return files;
    return [...files, { key: 'orders/_SUCCESS', sizeBytes: 0, lastModified: markedAt, contentMark: 'marker' }];
  }

  heartbeats(): Heartbeat[] {
    return this.#kind === 'pinged' ? this.#signals.flatMap(heartbeatsOf).sort((a, b) => b.at - a.at) : [];
  }

  get #doneAt(): number | null {
    const done = this.#signals.filter(({ says }) => says === 'done' || says === 'unchanged' || says === 'warned');
    return done.length === 0 ? null : Math.max(...done.map(({ endedAt }) => endedAt));
  }

  async play(step: MirrorStep): Promise<void> {
    this.#now += step.after;
    const now = this.#now;
    switch (step.kind) {
      case 'sync': {
        const count = Math.round(MOST * step.share);
        const kept = this.#files.slice(0, count);
        const at = step.keepsTimes ? OLD : now;
        const added = Array.from({ length: count - kept.length }, () => ({ size: 50_000, at }));
        this.#files = [...kept, ...added];
        // A marker is only ever written.
        const says = this.#kind === 'marked' && step.says !== 'nothing' ? 'done' : step.says;
        if (this.#kind === 'plain' || says === 'nothing') return;
        this.#signals.push({ says, startedAt: null, endedAt: now, size: null });
        return;
      }
      case 'access':
        this.isDenied = step.access === 'denied';
        this.isSilent = step.access === 'silent';
        return;
      case 'act': {
        const action = step.verb === 'accept' ? { verb: step.verb, run: null } : { verb: step.verb };
        if (await this.#product.act(now, action)) this.#job[step.verb]();
        return;
      }
      case 'check':
        return this.#check();
    }
  }

  async #check(): Promise<void> {
    const now = this.#now;
    await this.#product.check(now);
    const held = noteHeld(this.#passes, now);
    this.#job.check(now, this.#look(), held);
  }

  #look(): Seen {
    const [now, signalAt] = [this.#now, this.#doneAt];
    const { state, break: running } = this.#job;
    const moment = {
      ...{ now, signalAt, zone: this.#clauses.zone, isSignalled: this.#kind !== 'plain' },
      isRaised: state !== 'green' || running.wouldBe !== null,
    };
    const isDue = this.#mirror.isDue(moment, () => this.#isOverdue() || this.#raised() !== 'pass');
    // A marker lies in the place itself, and is looked for each time; so are unfinished uploads where it would be missed, of
    // which a refusal says that none are known.
    const isListed = isDue || this.#kind === 'marked';
    if (isListed && this.isDenied) return 'refused';
    if (this.isSilent && (isListed || this.#judged().recent !== 'pass')) return 'unknown';
    if (isDue) this.#mirror.count(now, signalAt, this.#files);
    return this.#shown();
  }

  #shown() {
    const run = this.#mirror.run(this.#doneAt, this.#kind !== 'plain');
    const nothing = { isAhead: false, isContradicted: false, isUnread: false, doneAt: null };
    const look = { ...nothing, runs: run === null ? [] : [run] };
    if (this.#kind !== 'pinged') return look;
    const joining = { now: this.#now, isEnd: false, isUnchangedFine: false, hasEnded: () => true };
    return joined(look, this.#signals, joining);
  }

  /** A run should have landed since the one that is known. */
  #isOverdue(): boolean {
    const ts = this.#mirror.run(this.#doneAt, false)?.ts;
    return ts === undefined || isOverdue(this.#clauses, ts, this.#now);
  }

  /** What would be said by the count that there is. */
  #raised(): Grade {
    const { finished, recent, size } = this.#judged();
    return worst(finished, recent, size);
  }

  #judged() {
    const { known, firstLook } = this.#job;
    return judge(this.#clauses, this.#shown(), known, this.#now, firstLook ?? this.#now, false);
  }
}
