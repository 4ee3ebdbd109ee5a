import type { ArtifactReader } from './artifact-reader.ts';

/** gzip and bzip2 pass over what follows their end; so few stray bytes (a newline, a marker) are no other content. */
export const IGNORED_TRAILING_BYTES = 32;

const LOOKED_AT_BYTES = 1 << 20;

/** What follows the end of compressed data, without the zeros that it is filled up with; up to 1 MiB. */
export async function trailingBytes(reader: ArtifactReader, end: number): Promise<Uint8Array> {
  const rest = await reader.upTo(end, LOOKED_AT_BYTES);
  const first = rest.findIndex((byte) => byte !== 0);
  if (first < 0) return new Uint8Array(0);
  let last = rest.length;
  while (rest[last - 1] === 0) last -= 1;
  return rest.subarray(first, last);
}
