import { expect } from 'vitest';
import { goOnWith, Happening, type Model } from './model.ts';
import type { Played } from './played.ts';
import type { ReferenceJob } from './reference/job.ts';

/** What a person does to the job. */
export class Act extends Happening {
  readonly verb: 'fixed' | 'mute' | 'resume' | 'accept' | 'snooze';
  readonly forMs: number;

  constructor(afterMs: number, verb: Act['verb'], forMs: number) {
    super(afterMs);
    this.verb = verb;
    this.forMs = forMs;
  }

  protected async happen(model: Model, product: Played): Promise<void> {
    const { verb, forMs } = this;
    const action =
      verb === 'snooze' ? { verb, forMs } : verb === 'accept' ? { verb, run: null } : ({ verb } as { verb: 'fixed' });
    const isDone = await product.act(model.now, action);
    const acted = model.jobs.map((before) => {
      const job = before.copy();
      return { job, isDone: this.#does(job, model.now) };
    });
    expect(
      acted.map((each) => each.isDone),
      `${verb} is done`,
    ).toContain(isDone);
    const possible = acted.filter((each) => each.isDone === isDone).map(({ job }) => job);
    goOnWith(model, possible, await product.standing(), `after ${verb}`);
  }

  /** True where it is done. */
  #does(job: ReferenceJob, now: number): boolean {
    switch (this.verb) {
      case 'snooze':
        return job.snooze(now, this.forMs);
      case 'accept':
        return job.accept();
      case 'fixed':
        return job.fixed();
      case 'mute':
        return job.mute();
      case 'resume':
        return job.resume();
    }
  }
}
