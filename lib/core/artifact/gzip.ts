import type { ArtifactReader, ReadLimits } from './artifact-reader.ts';
import { byteAt, type Checked, Damage } from './finding.ts';

/** How undoing gzip's compression ended. `ended`: every member, each with the right checksum and length. */
export type GunzipEnd =
  | { readonly kind: 'ended'; readonly consumedBytes: number }
  | { readonly kind: 'cut' }
  | { readonly kind: 'broken'; readonly error: string };

/** Undoes gzip's compression, all members one after the other, and throws the result away. */
export type Gunzip = (content: AsyncIterable<Uint8Array>) => Promise<GunzipEnd>;

const CHUNK_BYTES = 1 << 20;

/**
 * gzip does not say where it ends (RFC 1952): only undoing it shows that its end is there. Members may follow one
 * another, and zero bytes the last; what is cut exactly between two members cannot be told from a whole file.
 */
export async function checkGzip(reader: ArtifactReader, limits: ReadLimits, gunzip: Gunzip): Promise<Checked> {
  if (reader.sizeBytes > limits.maxBytes) {
    return { kind: 'tail-not-checkable', words: 'gzip shows its end only when all of it is read, and it is too long' };
  }
  const end = await gunzip(chunksOf(reader));
  if (end.kind === 'cut') throw reader.cutInside('the compressed data', 0);
  if (end.kind === 'broken') throw new Damage('broken', `it cannot be decompressed: ${end.error}`);
  const rest = await reader.upTo(end.consumedBytes, CHUNK_BYTES);
  if (rest.some((byte) => byte !== 0)) {
    throw new Damage('broken', `what follows its end at ${byteAt(end.consumedBytes)} is no gzip`);
  }
  return { kind: 'whole', words: 'read whole and decompressed; checksum and length are right' };
}

async function* chunksOf(reader: ArtifactReader): AsyncIterable<Uint8Array> {
  for (let from = 0; from < reader.sizeBytes; from += CHUNK_BYTES) yield await reader.upTo(from, CHUNK_BYTES);
}
