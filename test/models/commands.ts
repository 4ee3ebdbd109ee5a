import { Happening, type Model } from './model.ts';
import type { Played } from './played.ts';
import type { Inside } from './reference/judge.ts';
import type { ReferenceSignal } from './reference/signals.ts';
import { dateAt } from './reference/times.ts';

export class Land extends Happening {
  readonly factor: number;
  readonly files: number;
  readonly repeats: boolean;
  readonly lastedMs: number;
  readonly ahead: number;
  /** What a job that pings besides says of it. */
  readonly says: 'nothing' | 'plain' | 'size' | 'other size' | 'warned';
  readonly inside: Inside;

  constructor(
    afterMs: number,
    {
      factor,
      files,
      repeats,
      lastedMs,
      ahead,
      says,
      inside,
    }: Pick<Land, 'factor' | 'files' | 'repeats' | 'lastedMs' | 'ahead' | 'says' | 'inside'>,
  ) {
    super(afterMs);
    this.says = says;
    this.inside = inside;
    this.factor = factor;
    this.files = files;
    this.repeats = repeats;
    this.lastedMs = lastedMs;
    this.ahead = ahead;
  }

  protected async happen({ story, now, ordinary }: Model): Promise<void> {
    const last = story.runs.at(-1);
    const endedAt = now + this.ahead;
    // Names of a day ahead are listed with the whole place only.
    const isOfTomorrow = !dateAt(endedAt, story.zone).equals(dateAt(now, story.zone));
    if (story.shape === 'dated' && isOfTomorrow) return;
    if (last !== undefined && (last.endedAt ?? last.startedAt) >= endedAt) return;
    const size = this.repeats && last !== undefined ? last.size : Math.round(ordinary * this.factor);
    const content = this.repeats && last !== undefined ? last.content : `content ${now}`;
    const startedAt = story.shape === 'pings' ? Math.max(endedAt - this.lastedMs, last?.endedAt ?? 0) : endedAt;
    const inside = this.repeats && last !== undefined ? last.inside : this.inside;
    story.land({ startedAt, endedAt, hasFailed: false, size, files: this.files, content, inside });
    const { says } = this;
    if (!story.isSignalled || says === 'nothing' || this.ahead > 0) return;
    const claimed = { plain: null, warned: null, size, 'other size': Math.round(size * 1.5) + 1 }[says];
    story.signals.push({
      says: says === 'warned' ? says : 'done',
      startedAt: endedAt - this.lastedMs,
      endedAt,
      size: claimed,
    });
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

/** A ping or report of a job with a place, whatever lies there. */
export class Ping extends Happening {
  readonly says: ReferenceSignal['says'];
  readonly size: number | null;
  readonly lastedMs: number | null;

  constructor(afterMs: number, says: Ping['says'], size: number | null, lastedMs: number | null) {
    super(afterMs);
    this.says = says;
    this.size = size;
    this.lastedMs = lastedMs;
  }

  override check({ story }: Readonly<Model>): boolean {
    return story.isSignalled;
  }

  protected async happen({ story, now }: Model): Promise<void> {
    const { says, lastedMs } = this;
    // A ping says how it went by its address.
    if (says === 'unreadable' && story.shape !== 'reported') return;
    const startedAt = says === 'running' ? now : lastedMs && now - lastedMs;
    story.signals.push({
      says,
      startedAt,
      endedAt: now,
      size: says === 'done' || says === 'warned' ? this.size : null,
    });
  }
}

export class Upload extends Happening {
  override check({ story }: Readonly<Model>): boolean {
    return story.shape === 'folder' && !story.isLocal;
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
    return story.shape !== 'pings' && !(story.isLocal && this.access === 'silent');
  }

  protected async happen({ story }: Model): Promise<void> {
    story.isDenied = this.access === 'denied';
    story.isSilent = this.access === 'silent';
  }
}

/** The rules doc, and what makes the backups, have another place from now on. */
export class Move extends Happening {
  readonly takesAlong: boolean;

  constructor(afterMs: number, takesAlong: boolean) {
    super(afterMs);
    this.takesAlong = takesAlong;
  }

  override check({ story }: Readonly<Model>): boolean {
    return story.shape !== 'pings';
  }

  protected async happen({ story, jobs }: Model, product: Played): Promise<void> {
    story.move(this.takesAlong);
    for (const job of jobs) job.hasMoved = !job.hasMoved;
    await product.amend(jobs[0].clauses);
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
