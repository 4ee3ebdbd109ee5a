import { setImmediate } from 'node:timers/promises';

/** Items that take a few milliseconds at most. */
const AT_ONCE = 1_000;

/**
 * As `map`, but after every `atOnce` items what else waits has its turn: the process that shows thousands of jobs also
 * takes pings.
 */
export async function inTurns<Item, Result>(
  items: readonly Item[],
  of: (item: Item) => Result,
  atOnce = AT_ONCE,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let from = 0; from < items.length; from += atOnce) {
    await setImmediate();
    for (const item of items.slice(from, from + atOnce)) results.push(of(item));
  }
  return results;
}
