import type { ArtifactReader } from './artifact-reader.ts';
import { textOf } from './byte-fields.ts';
import { type Checked, Damage } from './finding.ts';

export const AGE_MAGIC = 'age-encryption.org/v1\n';

const MAX_HEADER_BYTES = 64 * 1024;
const NONCE_BYTES = 16;
const TAG_BYTES = 16;
const CHUNK_BYTES = 64 * 1024 + TAG_BYTES;

/**
 * age encrypts piece by piece, and that a piece is the last one only the key can tell (age specification, "Payload").
 * Without it, cuts show that leave a length that no file can have; otherwise the end is not checkable.
 */
export async function checkAge(reader: ArtifactReader): Promise<Checked> {
  const head = textOf(await reader.upTo(0, MAX_HEADER_BYTES));
  const lastLine = /\n--- [A-Za-z0-9+/]{43}\n/.exec(head);
  if (lastLine === null) {
    if (reader.sizeBytes <= MAX_HEADER_BYTES) throw new Damage('cut-short', 'its header has no end');
    throw new Damage('broken', 'its header is damaged: it has no end');
  }
  const headerBytes = lastLine.index + lastLine[0].length;
  const payloadBytes = reader.sizeBytes - headerBytes - NONCE_BYTES;
  const lastChunkBytes = payloadBytes % CHUNK_BYTES;
  // Only an empty file has a piece without content.
  const isTagAlone = lastChunkBytes === TAG_BYTES && payloadBytes > CHUNK_BYTES;
  if (payloadBytes < TAG_BYTES || (lastChunkBytes > 0 && lastChunkBytes < TAG_BYTES) || isTagAlone) {
    throw reader.cutInside('the encrypted data', headerBytes);
  }
  return { kind: 'tail-not-checkable', words: 'its header is whole; only the key can tell whether its end is there' };
}
