import type fc from 'fast-check';
import { expect } from 'vitest';
import type { Product } from './product.ts';
import { DAY, HOUR, MINUTE } from './reference/clauses.ts';
import type { ReferenceJob } from './reference/job.ts';
import { judge } from './reference/judge.ts';
import type { Story } from './story.ts';

/** What both sides share: the clock, and what really happened. */
export interface Model {
  now: number;
  /** When the passes before were made, the newest last. */
  readonly passes: number[];
  readonly story: Story;
  job: ReferenceJob;
  ordinary: number;
}

export type ModelCommand = fc.AsyncCommand<Model, Product>;

/** One thing that happens a while after the one before. */
abstract class Happening implements ModelCommand {
  readonly afterMs: number;

  constructor(afterMs: number) {
    this.afterMs = afterMs;
  }

  /** Of a place by dates a month is looked at: nothing lands there unseen for longer. */
  check({ story }: Readonly<Model>): boolean {
    return story.shape !== 'dated' || this.afterMs <= 9 * DAY;
  }

  async run(model: Model, product: Product): Promise<void> {
    model.now += this.afterMs;
    await this.happen(model, product);
  }

  protected abstract happen(model: Model, product: Product): Promise<void>;

  toString(): string {
    const { afterMs, ...rest } = this as Happening & Record<string, unknown>;
    return `+${Math.floor(afterMs / HOUR)}h${(afterMs % HOUR) / MINUTE}m ${this.constructor.name}${JSON.stringify(rest)}`;
  }
}

export class Land extends Happening {
  readonly factor: number;
  readonly files: number;
  readonly repeats: boolean;
  readonly lastedMs: number;
  readonly ahead: number;

  constructor(afterMs: number, factor: number, files: number, repeats: boolean, lastedMs: number, ahead: number) {
    super(afterMs);
    this.factor = factor;
    this.files = files;
    this.repeats = repeats;
    this.lastedMs = lastedMs;
    this.ahead = ahead;
  }

  protected async happen({ story, now, ordinary }: Model): Promise<void> {
    const last = story.runs.at(-1);
    const endedAt = now + this.ahead;
    if (last !== undefined && (last.endedAt ?? last.startedAt) >= endedAt) return;
    const size = this.repeats && last !== undefined ? last.size : Math.round(ordinary * this.factor);
    const content = this.repeats && last !== undefined ? last.content : `content ${now}`;
    const startedAt = story.shape === 'pings' ? Math.max(endedAt - this.lastedMs, last?.endedAt ?? 0) : endedAt;
    story.land({ startedAt, endedAt, hasFailed: false, size, files: this.files, content });
  }
}

export class Begin extends Happening {
  override check({ story }: Readonly<Model>): boolean {
    return story.canRun;
  }

  protected async happen({ story, now, ordinary }: Model): Promise<void> {
    const last = story.runs.at(-1);
    if (last !== undefined && (last.endedAt ?? last.startedAt) >= now) return;
    story.land({
      startedAt: now,
      endedAt: null,
      hasFailed: false,
      size: ordinary,
      files: 3,
      content: `content ${now}`,
    });
  }
}

export class End extends Happening {
  override check({ story }: Readonly<Model>): boolean {
    return story.canRun;
  }

  protected async happen({ story, now }: Model): Promise<void> {
    const last = story.runs.at(-1);
    if (last?.endedAt === null && last.startedAt < now) story.end(now);
  }
}

export class Fail extends Happening {
  override check({ story }: Readonly<Model>): boolean {
    return story.shape === 'pings';
  }

  protected async happen({ story, now }: Model): Promise<void> {
    const last = story.runs.at(-1);
    if (last !== undefined && (last.endedAt ?? last.startedAt) >= now) return;
    story.land({ startedAt: now - 1, endedAt: now, hasFailed: true, size: 0, files: 0, content: '' });
  }
}

export class Upload extends Happening {
  override check({ story }: Readonly<Model>): boolean {
    return story.shape === 'folder';
  }

  protected async happen({ story, now }: Model): Promise<void> {
    story.uploadAt = now;
  }
}

export class Litter extends Happening {
  readonly kind: number;

  constructor(afterMs: number, kind: number) {
    super(afterMs);
    this.kind = kind;
  }

  protected async happen({ story, now }: Model): Promise<void> {
    story.litterAt(now, this.kind);
  }
}

export class Remove extends Happening {
  readonly which: 'oldest' | 'newest' | 'all' | 'all but the newest';

  constructor(afterMs: number, which: Remove['which']) {
    super(afterMs);
    this.which = which;
  }

  override check({ story }: Readonly<Model>): boolean {
    return story.shape !== 'pings';
  }

  protected async happen({ story }: Model): Promise<void> {
    const { runs } = story;
    const kept = { oldest: runs.slice(1), newest: runs.slice(0, -1), all: [], 'all but the newest': runs.slice(-1) };
    story.runs = kept[this.which];
  }
}

/** The place is denied, or does not answer, from now on; or is as it was. */
export class Access extends Happening {
  readonly access: 'denied' | 'silent' | 'open';

  constructor(afterMs: number, access: Access['access']) {
    super(afterMs);
    this.access = access;
  }

  override check({ story }: Readonly<Model>): boolean {
    return story.shape !== 'pings';
  }

  protected async happen({ story }: Model): Promise<void> {
    story.isDenied = this.access === 'denied';
    story.isSilent = this.access === 'silent';
  }
}

/** The ordinary size goes on from another one. */
export class Trend extends Happening {
  readonly factor: number;

  constructor(afterMs: number, factor: number) {
    super(afterMs);
    this.factor = factor;
  }

  protected async happen(model: Model): Promise<void> {
    model.ordinary = Math.max(100, Math.min(1e9, Math.round(model.ordinary * this.factor)));
  }
}

export class Check extends Happening {
  /** Of each of the checkers that check at once, the turns that its calls wait. */
  readonly checkers: readonly (readonly number[])[];

  constructor(afterMs: number, checkers: readonly (readonly number[])[]) {
    super(afterMs);
    this.checkers = checkers;
  }

  protected async happen(model: Model, product: Product): Promise<void> {
    const { now, story } = model;
    const verdicts = await Promise.all(this.checkers.map((lags) => product.check(now, lags)));
    const held = isHeld(model.passes, now);
    model.passes.push(now);
    const seen = story.isDenied ? 'refused' : story.isSilent ? 'unknown' : this.#look(model);
    const once = model.job;
    once.check(now, seen, held);
    if (this.checkers.length > 1) {
      // The second checker may decide upon what the first one wrote, as a later check would; it may have read the pass
      // before that of the first.
      for (const isHeld of [false, held]) {
        const twice = once.copy();
        twice.check(now, seen, isHeld);
        if (standing(product) === standingOf(twice)) model.job = twice;
      }
    }
    expect(standing(product), `the state at ${new Date(now).toISOString()}`).toEqual(standingOf(model.job));
    if (this.checkers.length > 1) return;
    const [verdict = null] = verdicts;
    const { lastVerdict } = model.job;
    const { finished, recent, size } = verdict?.tests ?? {};
    expect(
      verdict && {
        ...{ finished: finished?.result, recent: recent?.result, size: size?.result },
        lastGood: typeof seen === 'object' ? (verdict.lastGood?.ts ?? null) : null,
      },
      `the tests at ${new Date(now).toISOString()}: ${JSON.stringify(verdict?.tests)}`,
    ).toEqual(
      lastVerdict && {
        ...{ finished: lastVerdict.finished, recent: lastVerdict.recent, size: lastVerdict.size },
        lastGood: typeof seen === 'object' ? lastVerdict.lastGood : null,
      },
    );
  }

  #look({ now, story, job }: Model) {
    return story.look(
      now,
      (look) => judge(job.clauses, look, job.known, now, job.firstLook ?? now, job.isPingedOnly).recent !== 'pass',
    );
  }
}

function standing({ row }: Product): string {
  return `${row.state}, would be ${row.wouldBe?.state ?? 'green'}, change ${row.seq}, ${row.unreadable?.count ?? 0} unread`;
}

function standingOf({ state, break: { wouldBe }, changes, unread }: ReferenceJob): string {
  return `${state}, would be ${wouldBe ?? 'green'}, change ${changes.length}, ${unread} unread`;
}

/** Passes are made by any machine here: a gap of more than a day is doubted, of more than two where no day saw two. */
function isHeld(passes: readonly number[], now: number): boolean {
  const last = passes.at(-1);
  if (last === undefined) return false;
  const days = passes.map((at) => Math.floor(at / DAY));
  const newest = [...new Set(days)].slice(-3);
  const isDaily = newest.every((day) => days.filter((each) => each === day).length <= 1);
  return now - last > (isDaily ? 2 : 1) * DAY;
}

export class Act extends Happening {
  readonly verb: 'fixed' | 'mute' | 'resume' | 'accept' | 'snooze';
  readonly forMs: number;

  constructor(afterMs: number, verb: Act['verb'], forMs: number) {
    super(afterMs);
    this.verb = verb;
    this.forMs = forMs;
  }

  protected async happen({ now, job }: Model, product: Product): Promise<void> {
    const { verb, forMs } = this;
    const action =
      verb === 'snooze' ? { verb, forMs } : verb === 'accept' ? { verb, run: null } : ({ verb } as { verb: 'fixed' });
    const isDone = await product.act(now, action);
    const wanted = (): boolean => {
      if (verb === 'snooze') return job.snooze(now, forMs);
      if (verb === 'accept') return job.accept();
      if (verb === 'fixed') job.fixed();
      if (verb === 'mute') job.mute();
      if (verb === 'resume') job.resume();
      return isDone;
    };
    expect(isDone, `${verb} is done`).toBe(wanted());
    expect(standing(product), `after ${verb}`).toEqual(standingOf(job));
  }
}
