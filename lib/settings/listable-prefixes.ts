import type { ListableOf } from '../core/planning/plan-sweeps.ts';
import type { WatchedBucket } from './watched-bucket.ts';

/** A function's whole environment may have 4 KB. Source: AWS Lambda developer guide, quotas. */
const MAX_CHARACTERS = 2_000;

/**
 * What the checker may list, for its environment: prefixes by bucket. Empty where that is too long to be passed on; then
 * a common listing that is refused is how the checker finds out.
 */
export function listablePrefixes(watched: readonly WatchedBucket[]): string {
  const text = JSON.stringify(Object.fromEntries(watched.map(({ bucket, prefixes }) => [bucket, prefixes])));
  return text.length > MAX_CHARACTERS ? '' : text;
}

/** What `listablePrefixes` says. Throws a SyntaxError for any other text. */
export function listableFrom(text: string): ListableOf {
  if (text === '') return () => null;
  const prefixes = new Map(Object.entries(JSON.parse(text) as Readonly<Record<string, readonly string[]>>));
  return (container) => prefixes.get(container.slice('s3://'.length, -1)) ?? [];
}
