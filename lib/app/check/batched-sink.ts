import type { AboutOf, JobAbout } from '../../core/event/job-about.ts';
import type { Transition } from '../../core/model/transition.ts';
import type { EventSink } from '../../ports/event-sink.ts';

/** The bus takes this many events in one request. */
const MAX_TOGETHER = 10;
/** How long the first event of a batch waits for others. */
const WAIT_MS = 25;
/** After this many batches in a row of which nothing was taken, the bus is left alone for the rest of the pass. */
const FRUITLESS_BATCHES = 2;

interface Waiting {
  readonly transitions: readonly Transition[];
  readonly aboutOf: AboutOf | undefined;
  readonly resolve: (taken: ReadonlySet<string>) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Hands on in batches what many jobs have ready at about the same time. A caller that waits for an answer before it hands on
 * the next keeps its order. Once the sink takes nothing, a pass stops asking: its time belongs to the jobs, and what
 * is held waits in the outboxes.
 */
export class BatchedSink implements EventSink {
  readonly #sink: EventSink;
  #waiting: Waiting[] = [];
  #timer: NodeJS.Timeout | null = null;
  #fruitless = 0;

  constructor(sink: EventSink) {
    this.#sink = sink;
  }

  publish(transitions: readonly Transition[], aboutOf?: AboutOf): Promise<ReadonlySet<string>> {
    if (transitions.length === 0) return Promise.resolve(new Set());
    return new Promise((resolve, reject) => {
      this.#waiting.push({ transitions, aboutOf, resolve, reject });
      const ready = this.#waiting.reduce((sum, waiting) => sum + waiting.transitions.length, 0);
      if (ready >= MAX_TOGETHER) this.#send();
      else this.#timer ??= setTimeout(() => this.#send(), WAIT_MS);
    });
  }

  #send(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const batch = this.#waiting;
    this.#waiting = [];
    void this.#publish(batch);
  }

  async #publish(batch: readonly Waiting[]): Promise<void> {
    if (this.#fruitless >= FRUITLESS_BATCHES) {
      for (const { resolve } of batch) resolve(new Set());
      return;
    }
    try {
      const all = batch.flatMap(({ transitions }) => transitions);
      const taken = await this.#sink.publish(all, (jobId) => aboutIn(batch, jobId));
      this.#fruitless = taken.size === 0 ? this.#fruitless + 1 : 0;
      for (const { resolve } of batch) resolve(taken);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
}

/** What the caller that handed on that job's transition knows of it. */
function aboutIn(batch: readonly Waiting[], jobId: string): JobAbout | null {
  const from = batch.find(({ transitions }) => transitions.some((transition) => transition.jobId === jobId));
  return from?.aboutOf?.(jobId) ?? null;
}
