import { Happening, type Model } from './model.ts';
import type { Played } from './played.ts';
import type { Clauses } from './reference/clauses.ts';

/** The rule is another one from now on. */
export class Amend extends Happening {
  readonly clauses: Clauses;

  constructor(afterMs: number, clauses: Clauses) {
    super(afterMs);
    this.clauses = clauses;
  }

  protected async happen(model: Model, product: Played): Promise<void> {
    const { story, jobs } = model;
    const { zone, mustChange } = jobs[0].clauses;
    const unchangedDays = story.isSignalled ? this.clauses.unchangedDays : null;
    // What a file on this machine holds is read where the rule asks for it.
    const clauses = { ...this.clauses, zone, unchangedDays, ...(story.isLocal && { mustChange }) };
    for (const job of jobs) job.clauses = clauses;
    await product.amend(clauses);
  }
}
