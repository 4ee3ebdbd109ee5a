import type { KindOfArtifact, Look } from '../artifact-kind.ts';
import { cutInside } from '../artifact-reader.ts';
import { hasBytes, uint32 } from '../byte-fields.ts';
import { byteAt, type Checked, Damage, hollow, notCheckable } from '../finding.ts';
import { concludeInside } from '../inside/look-inside.ts';
import { afterSkippable, isSkippableFrame } from '../skippable-frame.ts';
import { Walk } from '../walk.ts';

const LZ4_MAGIC = [0x04, 0x22, 0x4d, 0x18];
const LZ4_LEGACY_MAGIC = [0x02, 0x21, 0x4c, 0x18];

/** Bit of a block's size that says that it is not compressed. */
const UNCOMPRESSED = 0x80000000;
/** The largest block in bytes, by the number in the frame's header. */
const MAX_BLOCK_BYTES: Readonly<Record<number, number>> = { 4: 1 << 16, 5: 1 << 18, 6: 1 << 20, 7: 1 << 22 };
/** Of 32 bits of a block's size at least 9 have one right value. */
const BITS_PER_BLOCK = 9;

/** Goes from block to block through every frame (lz4_Frame_format.md, 1.6). */
async function check(look: Look): Promise<Checked> {
  const { reader, limits } = look;
  const walk = new Walk(reader, limits);
  const seen = { blocks: 0 };
  let at = 0;
  while (at < reader.sizeBytes) {
    const magic = await walk.bytes(at, 4, 'the beginning of a frame');
    if (hasBytes(magic, 0, LZ4_MAGIC)) at = await endOfFrame(walk, at, seen);
    else if (isSkippableFrame(magic)) {
      at += 8 + uint32(await walk.bytes(at, 8, 'a skippable frame'), 4);
      // lz4 passes over it whether it is there or not: no data is in it.
      if (at > reader.sizeBytes) return notCheckable('its last frame, which carries no data, is longer than the file');
    } else if (hasBytes(magic, 0, LZ4_LEGACY_MAGIC)) {
      return notCheckable('the old form of lz4 does not say where it ends; its inside was not looked at');
    } else throw new Damage(`at ${byteAt(at)} a frame should begin, and none does`, seen.blocks * BITS_PER_BLOCK);
    if (at > reader.sizeBytes) throw cutInside(reader.sizeBytes, 'the data', at, seen.blocks * BITS_PER_BLOCK);
  }
  if (seen.blocks === 0) return hollow('lz4 of no bytes');
  return concludeInside(look, 'lz4', 'every block follows the one before, up to the end mark');
}

async function endOfFrame(walk: Walk, start: number, seen: { blocks: number }): Promise<number> {
  const [flags = 0, blockSize = 0] = await walk.bytes(start + 4, 2, 'the header of a frame');
  const maxBytes = MAX_BLOCK_BYTES[blockSize >> 4];
  if (flags >> 6 !== 1 || maxBytes === undefined) {
    throw new Damage(`the frame's header at ${byteAt(start)} is damaged`);
  }
  const blockChecksumBytes = flags & 0x10 ? 4 : 0;
  const contentSizeBytes = flags & 0x08 ? 8 : 0;
  const contentChecksumBytes = flags & 0x04 ? 4 : 0;
  const dictionaryIdBytes = flags & 0x01 ? 4 : 0;
  let at = start + 4 + 2 + contentSizeBytes + dictionaryIdBytes + 1;
  for (;;) {
    const field = await fieldAt(walk, at, 'the size of a block', seen.blocks);
    at += 4;
    if (field === 0) break;
    const sizeBytes = field >= UNCOMPRESSED ? field - UNCOMPRESSED : field;
    if (sizeBytes > maxBytes) {
      throw new Damage(`at ${byteAt(at - 4)} a block should begin, and none does`, seen.blocks * BITS_PER_BLOCK);
    }
    at += sizeBytes + blockChecksumBytes;
    seen.blocks += 1;
  }
  if (contentChecksumBytes > 0) await fieldAt(walk, at, 'the checksum of a frame', seen.blocks);
  return at + contentChecksumBytes;
}

async function fieldAt(walk: Walk, at: number, what: string, blocks: number): Promise<number> {
  const bytes = await walk.upTo(at, 4);
  if (bytes.length < 4) throw cutInside(walk.lengthBytes, what, at, blocks * BITS_PER_BLOCK);
  return uint32(bytes, 0);
}

export const LZ4 = {
  name: 'lz4',
  suffixes: ['lz4'],
  recognise: (head) => {
    if (hasBytes(head, 0, LZ4_MAGIC) || hasBytes(head, 0, LZ4_LEGACY_MAGIC)) return 32;
    if (!isSkippableFrame(head)) return 0;
    const next = afterSkippable(head);
    return next !== null && hasBytes(next, 0, LZ4_MAGIC) ? 64 : 28;
  },
  check,
  isUndoneByTar: true,
  docs: {
    checkedBy: 'block to block, to the end mark; decompressed as zstd is',
    sees: 'any cut, broken structure; lz4 of nothing; the end of a dump or tar in it where it is decompressed',
    cannotSee: 'damage inside blocks; a cut between frames; the old form has no end',
  },
} as const satisfies KindOfArtifact;
