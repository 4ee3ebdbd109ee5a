import { type ArtifactReader, type ReadLimits, Walk } from './artifact-reader.ts';
import { hasBytes, uint32 } from './byte-fields.ts';
import { byteAt, type Checked, Damage } from './finding.ts';
import { isSkippableFrame } from './zstd.ts';

export const LZ4_MAGIC = [0x04, 0x22, 0x4d, 0x18];
export const LZ4_LEGACY_MAGIC = [0x02, 0x21, 0x4c, 0x18];

/** Bit of a block's size that says that it is not compressed. */
const UNCOMPRESSED = 0x80000000;
/** The largest block in bytes, by the number in the frame's header. */
const LARGEST_BLOCK_BYTES: Readonly<Record<number, number>> = { 4: 1 << 16, 5: 1 << 18, 6: 1 << 20, 7: 1 << 22 };

/** Goes from block to block through every frame (lz4_Frame_format.md, 1.6). Content is not looked at. */
export async function checkLz4(reader: ArtifactReader, limits: ReadLimits): Promise<Checked> {
  const walk = new Walk(reader, limits);
  let at = 0;
  while (at < reader.sizeBytes) {
    const magic = await walk.bytes(at, 4, 'the beginning of a frame');
    if (hasBytes(magic, 0, LZ4_MAGIC)) at = await endOfFrame(walk, at);
    else if (isSkippableFrame(magic)) at += 8 + uint32(await walk.bytes(at, 8, 'a skippable frame'), 4);
    else if (hasBytes(magic, 0, LZ4_LEGACY_MAGIC)) return checkLegacy();
    else throw new Damage('broken', `at ${byteAt(at)} a frame should begin, and none does`);
  }
  if (at > reader.sizeBytes) throw reader.cutInside('the data', at);
  return { kind: 'whole', words: 'every block follows the one before, up to the end mark' };
}

/** The old form has neither an end mark nor a size. */
function checkLegacy(): Checked {
  return { kind: 'tail-not-checkable', words: 'the old form of lz4 does not say where it ends' };
}

async function endOfFrame(walk: Walk, start: number): Promise<number> {
  const [flags = 0, blockSize = 0] = await walk.bytes(start + 4, 2, 'the header of a frame');
  const largestBytes = LARGEST_BLOCK_BYTES[blockSize >> 4];
  if (flags >> 6 !== 1 || largestBytes === undefined) {
    throw new Damage('broken', `the frame's header at ${byteAt(start)} is damaged`);
  }
  const blockChecksumBytes = flags & 0x10 ? 4 : 0;
  const contentSizeBytes = flags & 0x08 ? 8 : 0;
  const contentChecksumBytes = flags & 0x04 ? 4 : 0;
  const dictionaryIdBytes = flags & 0x01 ? 4 : 0;
  let at = start + 4 + 2 + contentSizeBytes + dictionaryIdBytes + 1;
  for (;;) {
    const field = uint32(await walk.bytes(at, 4, 'the size of a block'), 0);
    at += 4;
    if (field === 0) break;
    const sizeBytes = field >= UNCOMPRESSED ? field - UNCOMPRESSED : field;
    if (sizeBytes > largestBytes)
      throw new Damage('broken', `at ${byteAt(at - 4)} a block should begin, and none does`);
    at += sizeBytes + blockChecksumBytes;
  }
  if (contentChecksumBytes > 0) await walk.bytes(at, contentChecksumBytes, 'the checksum of a frame');
  return at + contentChecksumBytes;
}
