import { checkArmor, kindOfArmor } from '../armor.ts';
import type { KindOfArtifact, Look } from '../artifact-kind.ts';
import { hasText, textOf } from '../byte-fields.ts';
import { type Checked, Damage, notCheckable } from '../finding.ts';

const AGE_MAGIC = 'age-encryption.org/v1\n';

const MAX_HEADER_BYTES = 64 * 1024;
const NONCE_BYTES = 16;
const TAG_BYTES = 16;
const CHUNK_BYTES = 64 * 1024 + TAG_BYTES;

/**
 * age encrypts piece by piece, and which piece is the last one only the key shows (age specification, "Payload").
 * Without it, cuts show that leave a length that no file can have; otherwise the end is not checkable.
 */
async function check({ reader }: Look): Promise<Checked> {
  if (kindOfArmor(reader.head) !== null) return checkArmor(reader);
  const head = textOf(await reader.upTo(0, MAX_HEADER_BYTES));
  const lastLine = /\n--- [A-Za-z0-9+/]{43}\n/.exec(head);
  if (lastLine === null) {
    if (reader.sizeBytes <= MAX_HEADER_BYTES) throw new Damage('its header has no end');
    throw new Damage('its header is damaged: it has no end');
  }
  const headerBytes = lastLine.index + lastLine[0].length;
  const payloadBytes = reader.sizeBytes - headerBytes - NONCE_BYTES;
  const lastChunkBytes = payloadBytes % CHUNK_BYTES;
  // Only an empty file has a piece without content.
  const isTagAlone = lastChunkBytes === TAG_BYTES && payloadBytes > CHUNK_BYTES;
  if (payloadBytes < TAG_BYTES || (lastChunkBytes > 0 && lastChunkBytes < TAG_BYTES) || isTagAlone) {
    throw reader.cutInside('the encrypted data', headerBytes);
  }
  return notCheckable('its header is whole; only the key can show whether its end is there');
}

export const AGE = {
  name: 'age',
  suffixes: ['age'],
  recognise: (head) => (hasText(head, 0, AGE_MAGIC) || kindOfArmor(head) === 'age' ? 128 : 0),
  check,
  docs: {
    checkedBy: 'the header whole; impossible lengths',
    sees: 'damage of the header, some cuts',
    cannotSee: 'its end, at any size, and its inside: only the key shows them. Armored (`-a`): any cut is seen',
  },
} as const satisfies KindOfArtifact;
