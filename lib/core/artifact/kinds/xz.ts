import type { KindOfArtifact, Look } from '../artifact-kind.ts';
import type { ArtifactReader } from '../artifact-reader.ts';
import { hasBytes, uint32, zerosAtEnd } from '../byte-fields.ts';
import { crc32 } from '../crc32.ts';
import { byteAt, type Checked, Damage, hollow } from '../finding.ts';
import { concludeInside } from '../inside/look-inside.ts';

const XZ_MAGIC = [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00];

const HEADER_BYTES = 12;
const FOOTER_BYTES = 12;
const PADDING_LOOKED_AT_BYTES = 1024;
/** Streams that follow one another are gone through from the last; of more than these the earlier ones are not. */
const MAX_STREAMS = 64;

/** What is between two places of the file, and the bytes that it decompresses to. */
interface Stream {
  readonly from: number;
  readonly contentBytes: number;
}

/** From the footer to the index to the header, by the lengths that stand there (The .xz File Format, 1.2). */
async function check(look: Look): Promise<Checked> {
  const { reader } = look;
  let end = reader.sizeBytes;
  let contentBytes = 0;
  for (let streams = 0; end > 0 && streams < MAX_STREAMS; streams += 1) {
    const stream = await streamThatEnds(reader, await withoutPadding(reader, end));
    end = stream.from;
    contentBytes += stream.contentBytes;
  }
  if (contentBytes === 0 && end === 0) return hollow('xz of no bytes');
  return concludeInside(look, 'xz', 'its index gives the length that it has');
}

/** Between streams and after the last there may be zero bytes, four at a time. */
async function withoutPadding(reader: ArtifactReader, end: number): Promise<number> {
  const from = Math.max(0, end - PADDING_LOOKED_AT_BYTES);
  const zeros = zerosAtEnd(await reader.upTo(from, end - from));
  return end - (zeros - (zeros % 4));
}

async function streamThatEnds(reader: ArtifactReader, end: number): Promise<Stream> {
  if (end < HEADER_BYTES + FOOTER_BYTES) throw noEndMark(end);
  const footer = await reader.upTo(end - FOOTER_BYTES, FOOTER_BYTES);
  if (!hasBytes(footer, 10, [0x59, 0x5a])) throw noEndMark(end);
  if (crc32(footer.subarray(4, 10)) !== uint32(footer, 0)) throw broken('footer', end - FOOTER_BYTES);
  const indexBytes = (uint32(footer, 4) + 1) * 4;
  const indexFrom = end - FOOTER_BYTES - indexBytes;
  if (indexFrom < HEADER_BYTES) throw broken('footer', end - FOOTER_BYTES);
  const index = await reader.upTo(indexFrom, indexBytes);
  const blocks = blocksOf(index);
  if (blocks === null) throw broken('index', indexFrom);
  const start = indexFrom - blocks.bytes - HEADER_BYTES;
  if (start < 0) {
    throw new Damage(`${(-start).toLocaleString('en-US')} bytes of it are missing: its index says so`);
  }
  const header = await reader.upTo(start, HEADER_BYTES);
  const isHeader = hasBytes(header, 0, XZ_MAGIC) && crc32(header.subarray(6, 8)) === uint32(header, 8);
  if (!isHeader || !hasBytes(header, 6, [...footer.subarray(8, 10)])) throw broken('header', start);
  return { from: start, contentBytes: blocks.contentBytes };
}

/** The bytes of all blocks that an index lists, as they lie in the file and decompressed; null when it is none. */
function blocksOf(index: Uint8Array): { readonly bytes: number; readonly contentBytes: number } | null {
  const checksumAt = index.length - 4;
  if (index[0] !== 0 || crc32(index.subarray(0, checksumAt)) !== uint32(index, checksumAt)) return null;
  let at = 1;
  const number = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = index[at] ?? 0;
      at += 1;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  };
  let bytes = 0;
  let contentBytes = 0;
  let left = number();
  for (; left > 0 && at < checksumAt; left -= 1) {
    bytes += Math.ceil(number() / 4) * 4;
    contentBytes += number();
  }
  // After the blocks only zeros up to a multiple of four bytes.
  const padding = index.subarray(at, checksumAt);
  return left > 0 || padding.length > 3 || padding.some((byte) => byte !== 0) ? null : { bytes, contentBytes };
}

function noEndMark(end: number): Damage {
  return new Damage(`it is cut short: at its end, ${byteAt(end)}, there is no end mark of xz`);
}

function broken(part: string, at: number): Damage {
  return new Damage(`the ${part} at ${byteAt(at)} is damaged`);
}

export const XZ = {
  name: 'xz',
  suffixes: ['xz', 'txz'],
  recognise: (head) => (hasBytes(head, 0, XZ_MAGIC) ? 48 : 0),
  check,
  isUndoneByTar: true,
  docs: {
    checkedBy: 'footer, index, header, by length and checksum, every stream (last 64); decompressed as zstd is',
    sees: 'a cut, a missing middle, damaged ends, a wrong index; xz of nothing; the end of a dump or tar in it',
    cannotSee: 'damage inside blocks; the inside of what is checked by SHA-256',
  },
} as const satisfies KindOfArtifact;
