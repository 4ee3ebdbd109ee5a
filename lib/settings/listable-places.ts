import type { Place } from '../core/evidence/place.ts';
import { parsePlace } from '../rules-doc/sections/place-text.ts';

/** The places that may be listed, by what `listablePrefixes` says; none where that is empty. Throws a SyntaxError for any other text. */
export function listablePlaces(text: string): readonly Place[] {
  if (text === '') return [];
  const buckets = Object.entries(JSON.parse(text) as Readonly<Record<string, readonly string[]>>);
  return buckets.flatMap(([bucket, prefixes]) =>
    prefixes.flatMap((prefix) => parsePlace(`s3://${bucket}/${prefix}`, null).place ?? []),
  );
}
