const CONTEXT = 3;
/** Beyond this number of comparisons the changed part is shown as a whole. */
const MAX_COMPARISONS = 4_000_000;

/** What differs between two texts, line by line: `-` only in the first, `+` only in the second, and a little around. */
export function lineDiff(before: string, after: string): string[] {
  const old = linesOf(before);
  const now = linesOf(after);
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start += 1;
  let end = 0;
  while (end < old.length - start && end < now.length - start && old.at(-1 - end) === now.at(-1 - end)) end += 1;
  const middle = changedLines(old.slice(start, old.length - end), now.slice(start, now.length - end));
  const all = [
    ...old.slice(0, start).map((line) => `  ${line}`),
    ...middle,
    ...old.slice(old.length - end).map((line) => `  ${line}`),
  ];
  return withContext(all);
}

function linesOf(text: string): string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** By the longest common subsequence, so that a moved line is the only one shown. */
function changedLines(old: readonly string[], now: readonly string[]): string[] {
  if (old.length * now.length > MAX_COMPARISONS) {
    return [...old.map((line) => `- ${line}`), ...now.map((line) => `+ ${line}`)];
  }
  // lengths[i][j]: of the longest common subsequence of old from i on and now from j on.
  const lengths = Array.from({ length: old.length + 1 }, () => new Uint32Array(now.length + 1));
  const length = (i: number, j: number) => lengths[i]?.[j] ?? 0;
  for (let i = old.length - 1; i >= 0; i -= 1) {
    const row = lengths[i] as Uint32Array;
    for (let j = now.length - 1; j >= 0; j -= 1) {
      row[j] = old[i] === now[j] ? length(i + 1, j + 1) + 1 : Math.max(length(i + 1, j), length(i, j + 1));
    }
  }
  const lines: string[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      lines.push(`  ${old[i]}`);
      i += 1;
      j += 1;
    } else if (j >= now.length || (i < old.length && length(i + 1, j) >= length(i, j + 1))) {
      lines.push(`- ${old[i]}`);
      i += 1;
    } else {
      lines.push(`+ ${now[j]}`);
      j += 1;
    }
  }
  return lines;
}

/** Unchanged lines far from any change are left out, and a `...` stands for them. */
function withContext(lines: readonly string[]): string[] {
  const isNear = lines.map(() => false);
  lines.forEach((line, index) => {
    if (line.startsWith('  ')) return;
    isNear.fill(true, Math.max(0, index - CONTEXT), index + CONTEXT + 1);
  });
  if (!isNear.includes(true)) return [];
  return lines.flatMap((line, index) => (isNear[index] ? line : isNear[index - 1] || index === 0 ? '  ...' : []));
}
