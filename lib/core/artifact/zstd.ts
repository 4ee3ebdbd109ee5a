import { type ArtifactReader, type ReadLimits, Walk } from './artifact-reader.ts';
import { hasBytes, uint32 } from './byte-fields.ts';
import { byteAt, type Checked, Damage } from './finding.ts';

export const ZSTD_MAGIC = [0x28, 0xb5, 0x2f, 0xfd];

const LARGEST_BLOCK_BYTES = 128 * 1024;
const RLE = 1;
const RESERVED = 3;
/** Bytes of the dictionary id, by the lowest two bits of the frame's descriptor. */
const DICTIONARY_ID_BYTES = [0, 1, 2, 4];
/** Bytes of the content size, by the highest two bits; where these are 0, it is 1 in a single segment. */
const CONTENT_SIZE_BYTES = [0, 2, 4, 8];

/** Goes from block header to block header through every frame (RFC 8878). Content is not looked at. */
export async function checkZstd(reader: ArtifactReader, limits: ReadLimits): Promise<Checked> {
  const walk = new Walk(reader, limits);
  let at = 0;
  while (at < reader.sizeBytes) {
    const magic = await walk.bytes(at, 4, 'the beginning of a frame');
    if (isSkippableFrame(magic)) at += 8 + uint32(await walk.bytes(at, 8, 'a skippable frame'), 4);
    else if (hasBytes(magic, 0, ZSTD_MAGIC)) at = await endOfFrame(walk, at);
    else throw new Damage('broken', `at ${byteAt(at)} a frame should begin, and none does`);
  }
  if (at > reader.sizeBytes) throw reader.cutInside('the data', at);
  return { kind: 'whole', words: 'every block follows the one before, up to the end' };
}

/** Frames that carry no data begin with one of 16 numbers; parallel writers put them first. lz4 shares them. */
export function isSkippableFrame(head: Uint8Array): boolean {
  return ((head[0] ?? 0) & 0xf0) === 0x50 && hasBytes(head, 1, [0x2a, 0x4d, 0x18]);
}

async function endOfFrame(walk: Walk, start: number): Promise<number> {
  const [descriptor = 0] = await walk.bytes(start + 4, 1, 'the header of a frame');
  if (descriptor & 0x08) throw new Damage('broken', `the frame's header at ${byteAt(start)} is damaged`);
  const isSingleSegment = (descriptor & 0x20) !== 0;
  const sizeFlag = descriptor >> 6;
  const contentSizeBytes = sizeFlag === 0 && isSingleSegment ? 1 : (CONTENT_SIZE_BYTES[sizeFlag] ?? 0);
  const windowBytes = isSingleSegment ? 0 : 1;
  let at = start + 5 + windowBytes + (DICTIONARY_ID_BYTES[descriptor & 3] ?? 0) + contentSizeBytes;
  for (let isLast = false; !isLast; ) {
    const [low = 0, middle = 0, high = 0] = await walk.bytes(at, 3, 'the header of a block');
    const header = low | (middle << 8) | (high << 16);
    const type = (header >> 1) & 3;
    const sizeBytes = header >> 3;
    if (type === RESERVED || sizeBytes > LARGEST_BLOCK_BYTES) {
      throw new Damage('broken', `at ${byteAt(at)} a block should begin, and none does`);
    }
    isLast = (header & 1) === 1;
    at += 3 + (type === RLE ? 1 : sizeBytes);
  }
  const hasChecksum = (descriptor & 0x04) !== 0;
  if (hasChecksum) await walk.bytes(at, 4, 'the checksum of a frame');
  return hasChecksum ? at + 4 : at;
}
