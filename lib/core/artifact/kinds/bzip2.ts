import type { KindOfArtifact, Look } from '../artifact-kind.ts';
import { hasBytes, textOf, zerosAtEnd } from '../byte-fields.ts';
import { type Checked, Damage, hollow } from '../finding.ts';
import { concludeInside } from '../inside/look-inside.ts';
import { IGNORED_TRAILING_BYTES } from '../trailing.ts';

/** Half of pi in decimal digits begins a block, half of its square root a stream's end. */
const BLOCK_MAGIC = [0x31, 0x41, 0x59, 0x26, 0x53, 0x59];
const END_MAGIC = [0x17, 0x72, 0x45, 0x38, 0x50, 0x90];
const END_MAGIC_BITS = 0x177245385090n;
const MAGIC_BITS = 48n;
const CHECKSUM_BITS = 32n;
const END_BYTES = 11;
const EMPTY_BYTES = 14;
/** What is filled up with zeros is looked at so far back. */
const TAIL_BYTES = 64 * 1024;

/**
 * A stream's end mark and checksum stand in its last 80 bits, before at most 7 bits of filling: they begin at any bit.
 * What is cut exactly between two streams of a parallel writer cannot be seen from a whole file.
 */
async function check(look: Look): Promise<Checked> {
  const { reader } = look;
  const head = await reader.bytes(0, EMPTY_BYTES, 'its header');
  const isEmpty = hasBytes(head, 4, END_MAGIC);
  if (!isEmpty && !hasBytes(head, 4, BLOCK_MAGIC)) throw new Damage('no block begins after its header');
  const tail = await reader.tail(TAIL_BYTES);
  const filled = tail.subarray(0, tail.length - zerosAtEnd(tail));
  // The last bytes of the checksum may be zeros too.
  const last = tail.subarray(0, Math.min(tail.length, filled.length + END_BYTES));
  const followedBy = bytesAfterEnd(last);
  if (followedBy === null) throw new Damage('it is cut short: it does not end with the end mark of bzip2');
  if (/^B(Z|Zh.*)?$/s.test(textOf(followedBy))) throw reader.cutInside('the header of a stream', reader.sizeBytes);
  if (isEmpty && reader.sizeBytes - zerosAtEnd(tail) <= EMPTY_BYTES + IGNORED_TRAILING_BYTES) {
    return hollow('bzip2 of no bytes');
  }
  return concludeInside(look, 'bzip2', 'it begins and ends as bzip2 does');
}

/** What follows the last end mark, without zeros; null where none is among the last bytes, or too much follows. */
function bytesAfterEnd(last: Uint8Array): Uint8Array | null {
  const first = Math.max(0, last.length - END_BYTES - IGNORED_TRAILING_BYTES - END_BYTES);
  for (let end = last.length; end >= first + END_BYTES; end -= 1) {
    if (!endsStream(last.subarray(end - END_BYTES, end))) continue;
    const rest = last.subarray(end);
    const stray = rest.subarray(0, rest.length - zerosAtEnd(rest));
    return stray.length <= IGNORED_TRAILING_BYTES ? stray : null;
  }
  return null;
}

function endsStream(tail: Uint8Array): boolean {
  const bits = tail.reduce((all, byte) => (all << 8n) | BigInt(byte), 0n);
  for (let filling = 0n; filling < 8n; filling += 1n) {
    if (((bits >> (filling + CHECKSUM_BITS)) & ((1n << MAGIC_BITS) - 1n)) === END_MAGIC_BITS) return true;
  }
  return false;
}

export const BZIP2 = {
  name: 'bzip2',
  suffixes: ['bz2', 'tbz', 'tbz2'],
  recognise: (head) => {
    const level = head[3] ?? 0;
    if (!hasBytes(head, 0, [0x42, 0x5a, 0x68]) || level < 0x31 || level > 0x39) return 0;
    return hasBytes(head, 4, BLOCK_MAGIC) || hasBytes(head, 4, END_MAGIC) ? 76 : 28;
  },
  check,
  isUndoneByTar: true,
  docs: {
    checkedBy: 'header; end mark in the last 80 bits; decompressed as zstd is',
    sees: 'any cut; bzip2 of nothing; where it is decompressed, damage and the end of a dump or tar in it',
    cannotSee: 'where it is not, damage in the middle and its inside; a cut between streams (pbzip2)',
  },
} as const satisfies KindOfArtifact;
