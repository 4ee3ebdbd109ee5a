const MAX_COMPARED = 64;

/** How many letters must be added, taken away, changed or swapped with their neighbour to make `a` into `b`. */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const changed = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let best = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, changed);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, (before[j - 2] ?? 0) + 1);
      row.push(best);
    }
    before = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

/**
 * The known name that was most likely meant; null when none is near. Case and `-` `_` do not count. `maxEdits` is
 * how many letters may differ: by default a third of them, at least one.
 */
export function nearest(name: string, known: Iterable<string>, maxEdits?: number): string | null {
  const plain = (text: string) => text.slice(0, MAX_COMPARED).toLowerCase().replaceAll('-', '_');
  const wanted = plain(name);
  let best: string | null = null;
  let bestDistance = (maxEdits ?? Math.max(1, Math.floor(wanted.length / 3))) + 1;
  for (const candidate of known) {
    if (Math.abs(candidate.length - wanted.length) >= bestDistance) continue;
    const distance = editDistance(wanted, plain(candidate));
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** What to do about an unknown name: `did you mean owner`, or `otherwise` when none is near. */
export function meant(name: string, known: Iterable<string>, otherwise: string): string {
  const near = nearest(name, known);
  return near === null ? otherwise : `did you mean ${near}`;
}
