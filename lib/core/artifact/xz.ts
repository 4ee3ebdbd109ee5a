import type { ArtifactReader } from './artifact-reader.ts';
import { hasBytes, uint32, zerosAtEnd } from './byte-fields.ts';
import { crc32 } from './crc32.ts';
import { byteAt, type Checked, Damage } from './finding.ts';

export const XZ_MAGIC = [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00];

const HEADER_BYTES = 12;
const FOOTER_BYTES = 12;
const PADDING_LOOKED_AT_BYTES = 1024;
/** Streams that follow one another are gone through from the last; so many are enough. */
const MAX_STREAMS = 64;

/** From the footer to the index to the header, by the lengths that stand there (The .xz File Format, 1.2). */
export async function checkXz(reader: ArtifactReader): Promise<Checked> {
  let end = reader.sizeBytes;
  for (let streams = 0; end > 0 && streams < MAX_STREAMS; streams += 1) {
    end = await startOfStream(reader, await withoutPadding(reader, end));
  }
  return { kind: 'whole', words: 'its index gives the length that it has' };
}

/** Between streams and after the last there may be zero bytes, four at a time. */
async function withoutPadding(reader: ArtifactReader, end: number): Promise<number> {
  const from = Math.max(0, end - PADDING_LOOKED_AT_BYTES);
  const zeros = zerosAtEnd(await reader.upTo(from, end - from));
  return end - (zeros - (zeros % 4));
}

async function startOfStream(reader: ArtifactReader, end: number): Promise<number> {
  if (end < HEADER_BYTES + FOOTER_BYTES) throw noEndMark(end);
  const footer = await reader.upTo(end - FOOTER_BYTES, FOOTER_BYTES);
  if (!hasBytes(footer, 10, [0x59, 0x5a])) throw noEndMark(end);
  if (crc32(footer.subarray(4, 10)) !== uint32(footer, 0)) throw broken('footer', end - FOOTER_BYTES);
  const indexBytes = (uint32(footer, 4) + 1) * 4;
  const indexFrom = end - FOOTER_BYTES - indexBytes;
  if (indexFrom < HEADER_BYTES) throw broken('footer', end - FOOTER_BYTES);
  const index = await reader.upTo(indexFrom, indexBytes);
  const blocksBytes = blocksOf(index);
  if (blocksBytes === null) throw broken('index', indexFrom);
  const start = indexFrom - blocksBytes - HEADER_BYTES;
  if (start < 0) {
    throw new Damage('cut-short', `${(-start).toLocaleString('en-US')} bytes of it are missing: its index says so`);
  }
  const header = await reader.upTo(start, HEADER_BYTES);
  const isHeader = hasBytes(header, 0, XZ_MAGIC) && crc32(header.subarray(6, 8)) === uint32(header, 8);
  if (!isHeader || !hasBytes(header, 6, [...footer.subarray(8, 10)])) throw broken('header', start);
  return start;
}

/** The bytes of all blocks that an index lists; null when it is none. */
function blocksOf(index: Uint8Array): number | null {
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
  let total = 0;
  for (let left = number(); left > 0 && at < checksumAt; left -= 1) {
    total += Math.ceil(number() / 4) * 4;
    number();
  }
  return total;
}

function noEndMark(end: number): Damage {
  return new Damage('cut-short', `it is cut short: at its end, ${byteAt(end)}, there is no end mark of xz`);
}

function broken(part: string, at: number): Damage {
  return new Damage('broken', `the ${part} at ${byteAt(at)} is damaged`);
}
