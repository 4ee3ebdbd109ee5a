import { inTime } from '../../time/in-time.ts';

/** The time a pass has, where it has an end: a function's deadline. */
export interface PassTime {
  /** Fires when nothing more may be begun. */
  readonly noMore: AbortSignal;
  /** Fires when what is still under way has to be given up, so that the pass can say how it went. */
  readonly givenUp: AbortSignal;
}

/** Thrown by `untilGivenUp`. */
export class TimeIsUp extends Error {
  constructor() {
    super('the time for this pass is over');
    this.name = 'TimeIsUp';
  }
}

/** The outcome of `work`; throws TimeIsUp when it takes longer than there is time. */
export async function untilGivenUp<T>(work: Promise<T>, time: PassTime | null): Promise<T> {
  if (time === null) return work;
  const outcome = await inTime(work, { signal: time.givenUp });
  if (outcome.kind !== 'done') throw new TimeIsUp();
  return outcome.value;
}
