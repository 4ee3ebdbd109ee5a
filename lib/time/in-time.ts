/** 24 days: Node.js fires a timer that is set further ahead at once. */
export const MAX_TIMER_MS = 2 ** 31 - 1;

export type InTime<T> =
  | { readonly kind: 'done'; readonly value: T }
  /** Its time was up. */
  | { readonly kind: 'late' }
  | { readonly kind: 'stopped' };

export interface TimeLimits {
  /** Ends the waiting when it fires. */
  readonly signal?: AbortSignal | null;
  /** Milliseconds from now; null for no limit. */
  readonly leftMs?: number | null;
}

/**
 * Waits for work until its time is up or a signal fires; then the work goes on by itself, and its outcome is dropped.
 * Everything that waits with a limit waits here: nothing is attached to a promise that outlives the call, which would
 * keep each outcome in memory for as long. Throws what the work throws.
 */
export async function inTime<T>(work: Promise<T>, { signal = null, leftMs = null }: TimeLimits): Promise<InTime<T>> {
  // A failure after the end of the waiting must not end the process.
  work.catch(() => {});
  let timer: NodeJS.Timeout | undefined;
  let onStop = () => {};
  const limit = new Promise<InTime<T>>((resolve) => {
    onStop = () => resolve({ kind: 'stopped' });
    signal?.addEventListener('abort', onStop, { once: true });
    if (signal?.aborted) onStop();
    if (leftMs !== null) timer = setTimeout(() => resolve({ kind: 'late' }), Math.min(leftMs, MAX_TIMER_MS));
  });
  try {
    return await Promise.race([limit, work.then((value): InTime<T> => ({ kind: 'done', value }))]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onStop);
  }
}
