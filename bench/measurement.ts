/** One line of the table. */
export interface Measurement {
  readonly row: string;
  readonly measured: string;
  readonly goal: string;
  /** Null where the line stands beside another one and has no goal of its own. */
  readonly met: boolean | null;
}

/** The middle of the values; of an even number of them, the upper one of the two. */
export function median(values: readonly number[]): number {
  const middle = values.toSorted((a, b) => a - b)[values.length >> 1];
  if (middle === undefined) throw new Error('there is nothing to take the median of');
  return middle;
}

/** `1.21 to 1.34`: between which the middle half of the values lies. */
export function spread(values: readonly number[], shown = (value: number) => value.toFixed(2)): string {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => shown(sorted[Math.floor(sorted.length * share)] ?? Number.NaN);
  return `${at(0.25)} to ${at(0.75)}`;
}

/** `1,234,567`: whole, with separators. */
export function whole(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

/** A measuring program's result, handed to the one that makes the table. */
export function report(measurements: readonly Measurement[]): void {
  process.stdout.write(`${JSON.stringify(measurements)}\n`);
}
