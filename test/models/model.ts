import type fc from 'fast-check';
import { expect } from 'vitest';
import type { Played, Standing } from './played.ts';
import { DAY, HOUR, MINUTE } from './reference/clauses.ts';
import type { ReferenceJob } from './reference/job.ts';
import type { Story } from './story.ts';

/** What both sides share: the clock, and what really happened. */
export interface Model {
  now: number;
  /** When the passes before were made, the newest last. */
  readonly passes: number[];
  readonly story: Story;
  /** What may have become of the job: several where the pages leave it open which of two checkers was first. */
  jobs: readonly [ReferenceJob, ...ReferenceJob[]];
  ordinary: number;
}

export type ModelCommand = fc.AsyncCommand<Model, Played>;

/** One thing that happens a while after the one before. */
export abstract class Happening implements ModelCommand {
  readonly afterMs: number;

  constructor(afterMs: number) {
    this.afterMs = afterMs;
  }

  /** Of a place by dates a month is looked at: nothing lands there unseen for longer. */
  check({ story }: Readonly<Model>): boolean {
    return story.shape !== 'dated' || this.afterMs <= 9 * DAY;
  }

  async run(model: Model, product: Played): Promise<void> {
    model.now += this.afterMs;
    await this.happen(model, product);
  }

  protected abstract happen(model: Model, product: Played): Promise<void>;

  toString(): string {
    const { afterMs, ...rest } = this as Happening & Record<string, unknown>;
    return `+${Math.floor(afterMs / HOUR)}h${(afterMs % HOUR) / MINUTE}m ${this.constructor.name}${JSON.stringify(rest)}`;
  }
}

/** Goes on with those of the possible jobs that stand as the product does; there has to be one. */
export function goOnWith(model: Model, possible: readonly ReferenceJob[], stands: Standing, when: string): void {
  const shownOf = (job: ReferenceJob) => (stands.changes === undefined ? shownAt(model.now, job) : standingOf(job));
  expect(possible.map(shownOf), `of the reference, ${when}`).toContainEqual(expect.objectContaining(stands));
  const those = possible.filter((job) => isOf(shownOf(job), stands));
  const [first = model.jobs[0], ...more] = new Map(those.map((job) => [job.mark, job])).values();
  model.jobs = [first, ...more];
}

function isOf(standing: Standing, seen: Standing): boolean {
  return (Object.keys(seen) as (keyof Standing)[]).every((key) => standing[key] === seen[key]);
}

function standingOf({ state, break: { wouldBe }, changes, unread }: ReferenceJob): Standing {
  return { state, wouldBe, changes: changes.length, unread };
}

/** As it is shown to people: once its snooze is over, as what it would have been, though no check has looked since. */
function shownAt(now: number, job: ReferenceJob): Standing {
  const { wouldBe, muted, snoozedUntil } = job.break;
  const isQuieted = muted || (snoozedUntil !== null && now < snoozedUntil);
  return wouldBe === null || isQuieted ? standingOf(job) : { ...standingOf(job), state: wouldBe, wouldBe: null };
}
