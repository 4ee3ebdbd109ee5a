/** What `load` gives, kept for a while, so that not every request reads it. A failure is not kept. */
export function keptFor<T>(load: () => Promise<T>, keptMs: number, elapsedMs: () => number): () => Promise<T> {
  let kept: { readonly loaded: Promise<T>; readonly sinceMs: number } | null = null;
  return () => {
    const nowMs = elapsedMs();
    if (kept !== null && nowMs - kept.sinceMs < keptMs) return kept.loaded;
    const loaded = load();
    kept = { loaded, sinceMs: nowMs };
    loaded.catch(() => {
      kept = null;
    });
    return loaded;
  };
}
