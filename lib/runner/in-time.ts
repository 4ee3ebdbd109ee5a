import { MAX_TIMER_MS } from './attempt/run-command.ts';

export type InTime<T> =
  | { readonly kind: 'done'; readonly value: T }
  /** Its time was up. */
  | { readonly kind: 'late' }
  | { readonly kind: 'stopped' };

/**
 * Waits for work until its time is up or a signal fires; then the work goes on by itself, unheard. `leftMs`: null for
 * no limit. Throws what the work throws.
 */
export async function inTime<T>(work: Promise<T>, signal: AbortSignal, leftMs: number | null): Promise<InTime<T>> {
  // Whoever loses the race must not end the process.
  work.catch(() => {});
  let timer: NodeJS.Timeout | undefined;
  let onStop = () => {};
  const others = new Promise<InTime<T>>((resolve) => {
    onStop = () => resolve({ kind: 'stopped' });
    signal.addEventListener('abort', onStop, { once: true });
    if (signal.aborted) onStop();
    if (leftMs !== null) timer = setTimeout(() => resolve({ kind: 'late' }), Math.min(leftMs, MAX_TIMER_MS));
  });
  try {
    return await Promise.race([others, work.then((value): InTime<T> => ({ kind: 'done', value }))]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onStop);
  }
}
