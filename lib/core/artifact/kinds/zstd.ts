import type { KindOfArtifact, Look } from '../artifact-kind.ts';
import { cutInside } from '../artifact-reader.ts';
import { hasBytes, uint32 } from '../byte-fields.ts';
import { byteAt, type Checked, Damage, hollow } from '../finding.ts';
import { concludeInside } from '../inside/look-inside.ts';
import { afterSkippable, isSkippableFrame } from '../skippable-frame.ts';
import { Walk } from '../walk.ts';

const ZSTD_MAGIC = [0x28, 0xb5, 0x2f, 0xfd];

const MAX_BLOCK_BYTES = 128 * 1024;
const RLE = 1;
const RESERVED = 3;
/** Bytes of the dictionary id, by the lowest two bits of the frame's descriptor. */
const DICTIONARY_ID_BYTES = [0, 1, 2, 4];
/** Bytes of the content size, by the highest two bits; where these are 0, it is 1 in a single segment. */
const CONTENT_SIZE_BYTES = [0, 2, 4, 8];

/** Bits of a block's header that have one right value: a size of 21 bits is 17 at most, and one type of four is none. */
const BITS_PER_BLOCK = 4;

/** Goes from block header to block header through every frame (RFC 8878). */
async function check(look: Look): Promise<Checked> {
  const { reader, limits } = look;
  const walk = new Walk(reader, limits);
  const seen = { blocks: 0, hasContent: false };
  let at = 0;
  while (at < reader.sizeBytes) {
    const magic = await walk.bytes(at, 4, 'the beginning of a frame');
    if (isSkippableFrame(magic)) at += 8 + uint32(await walk.bytes(at, 8, 'a skippable frame'), 4);
    else if (hasBytes(magic, 0, ZSTD_MAGIC)) at = await endOfFrame(walk, at, seen);
    else throw new Damage(`at ${byteAt(at)} a frame should begin, and none does`, seen.blocks * BITS_PER_BLOCK);
    if (at > reader.sizeBytes) throw reader.cutInside('the data', at, seen.blocks * BITS_PER_BLOCK);
  }
  if (!seen.hasContent) return hollow('zstd of no bytes');
  return concludeInside(look, 'zstd', 'every block follows the one before, up to the end');
}

async function endOfFrame(walk: Walk, start: number, seen: { blocks: number; hasContent: boolean }): Promise<number> {
  const [descriptor = 0] = await walk.bytes(start + 4, 1, 'the header of a frame');
  if (descriptor & 0x08) throw new Damage(`the frame's header at ${byteAt(start)} is damaged`);
  const isSingleSegment = (descriptor & 0x20) !== 0;
  const sizeFlag = descriptor >> 6;
  const contentSizeBytes = sizeFlag === 0 && isSingleSegment ? 1 : (CONTENT_SIZE_BYTES[sizeFlag] ?? 0);
  const windowBytes = isSingleSegment ? 0 : 1;
  let at = start + 5 + windowBytes + (DICTIONARY_ID_BYTES[descriptor & 3] ?? 0) + contentSizeBytes;
  for (let isLast = false; !isLast; ) {
    const header = await walk.upTo(at, 3);
    if (header.length < 3) throw cutAt(walk, at, 'the header of a block', seen.blocks);
    const [low = 0, middle = 0, high = 0] = header;
    const field = low | (middle << 8) | (high << 16);
    const type = (field >> 1) & 3;
    const sizeBytes = field >> 3;
    if (type === RESERVED || sizeBytes > MAX_BLOCK_BYTES) {
      throw new Damage(`at ${byteAt(at)} a block should begin, and none does`, seen.blocks * BITS_PER_BLOCK);
    }
    isLast = (field & 1) === 1;
    at += 3 + (type === RLE ? 1 : sizeBytes);
    seen.blocks += 1;
    if (sizeBytes > 0) seen.hasContent = true;
  }
  if ((descriptor & 0x04) === 0) return at;
  if ((await walk.upTo(at, 4)).length < 4) throw cutAt(walk, at, 'the checksum of a frame', seen.blocks);
  return at + 4;
}

function cutAt(walk: Walk, at: number, what: string, blocks: number): Damage {
  return cutInside(walk.lengthBytes, what, at, blocks * BITS_PER_BLOCK);
}

export const ZSTD = {
  name: 'zstd',
  suffixes: ['zst', 'zstd', 'tzst'],
  recognise: (head) => {
    if (hasBytes(head, 0, ZSTD_MAGIC)) return 32;
    if (!isSkippableFrame(head)) return 0;
    const next = afterSkippable(head);
    // The second mark is as good where the length before it leads beyond the file.
    return (next !== null && hasBytes(next, 0, ZSTD_MAGIC)) || hasBytes(head, 8, ZSTD_MAGIC) ? 60 : 28;
  },
  check,
  isUndoneByTar: true,
  docs: {
    checkedBy:
      'block header to block header; decompressed as well up to 64 MiB, 8 MiB in S3, and where it is read whole',
    sees: 'any cut, broken structure; zstd of nothing; the end of a dump or tar in it where it is decompressed',
    cannotSee: 'damage inside blocks; a cut exactly between two frames (pzstd); more than 64 MiB in S3',
  },
} as const satisfies KindOfArtifact;
