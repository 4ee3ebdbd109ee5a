import type { ArtifactReader } from './artifact-reader.ts';
import { hasBytes } from './byte-fields.ts';
import { type Checked, Damage } from './finding.ts';

/** Half of pi in decimal digits begins a block, half of its square root a stream's end. */
const BLOCK_MAGIC = [0x31, 0x41, 0x59, 0x26, 0x53, 0x59];
const END_MAGIC = 0x177245385090n;
const MAGIC_BITS = 48n;
const CHECKSUM_BITS = 32n;
const TAIL_BYTES = 11;

export function isBzip2(head: Uint8Array): boolean {
  return hasBytes(head, 0, [0x42, 0x5a, 0x68]) && (head[3] ?? 0) >= 0x31 && (head[3] ?? 0) <= 0x39;
}

/**
 * A stream's end mark and checksum stand in its last 80 bits, before at most 7 bits of filling: they begin at any bit.
 * What is cut exactly between two streams of a parallel writer cannot be told from a whole file.
 */
export async function checkBzip2(reader: ArtifactReader): Promise<Checked> {
  const head = await reader.bytes(0, 14, 'its header');
  const isEmpty = hasBytes(head, 4, [0x17, 0x72, 0x45, 0x38, 0x50, 0x90]);
  if (!isEmpty && !hasBytes(head, 4, BLOCK_MAGIC)) throw new Damage('broken', 'no block begins after its header');
  const tail = await reader.tail(TAIL_BYTES);
  const bits = tail.reduce((all, byte) => (all << 8n) | BigInt(byte), 0n);
  for (let filling = 0n; filling < 8n; filling += 1n) {
    const magic = (bits >> (filling + CHECKSUM_BITS)) & ((1n << MAGIC_BITS) - 1n);
    if (magic === END_MAGIC) return { kind: 'whole', words: 'it begins and ends as bzip2 does' };
  }
  throw new Damage('cut-short', 'it is cut short: it does not end with the end mark of bzip2');
}
