import { afterEach, beforeEach, vi } from 'vitest';

/** What functions write to their log in each test of a suite, line by line; it does not reach the test's own output. */
export function useWritten(): { readonly lines: string[] } {
  const holder: { lines: string[] } = { lines: [] };
  beforeEach(() => {
    holder.lines = [];
    for (const stream of ['stdout', 'stderr'] as const) {
      vi.spyOn(process[stream], 'write').mockImplementation((text) => holder.lines.push(String(text)) > 0);
    }
  });
  afterEach(() => vi.restoreAllMocks());
  return holder;
}

/** Of the lines, those that count something that could not be taken. */
export function countedIn(lines: readonly string[]): readonly Record<string, unknown>[] {
  return lines.filter((line) => line.includes('"Undeliverable"')).map((line) => JSON.parse(line));
}
