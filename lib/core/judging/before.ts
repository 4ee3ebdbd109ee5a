/** How many good runs before the baseline say what is usual, and how few are too few. */
const MAX_USUAL = 5;
const MIN_USUAL = 3;

/**
 * The good runs before the one that is judged, as it goes from the oldest to the newest: the last one is the baseline
 * (docs/design/decision.md#baseline). Sizes in bytes; null where a run's size is unknown.
 */
export class Before {
  readonly #sizes: (number | null)[];

  /** `oldestFirst`: the sizes of the good runs that are remembered from before. */
  constructor(oldestFirst: readonly (number | null)[] = []) {
    this.#sizes = [...oldestFirst];
  }

  /** The size of the baseline; null where there is none or its size is unknown. */
  get newestBytes(): number | null {
    return this.#sizes.at(-1) ?? null;
  }

  /** The sizes of the five good runs before the baseline, where they are known. */
  get usual(): readonly number[] {
    return this.#sizes.slice(-1 - MAX_USUAL, -1).filter((bytes) => bytes !== null);
  }

  add(bytes: number | null): void {
    this.#sizes.push(bytes);
  }
}

/** The median size of the good runs before the baseline; of four, the mean of the middle two; null of fewer than three. */
export function usualBytes({ usual }: Before): number | null {
  if (usual.length < MIN_USUAL) return null;
  const sorted = [...usual].sort((a, b) => a - b);
  const [low = 0, high = 0] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return (low + high) / 2;
}
