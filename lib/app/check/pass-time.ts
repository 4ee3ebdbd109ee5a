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
  const { givenUp } = time;
  let stop = (): void => {};
  const end = new Promise<never>((_, reject) => {
    stop = () => reject(new TimeIsUp());
    if (givenUp.aborted) stop();
    else givenUp.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work, end]);
  } finally {
    givenUp.removeEventListener('abort', stop);
    // Whoever loses the race must not end the process.
    work.catch(() => {});
  }
}
