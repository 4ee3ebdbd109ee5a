import { hasBytes } from '../byte-fields.ts';
import { BitReader } from './bit-reader.ts';
import { undoBzip2Block } from './bzip2-block.ts';
import { type Decompressed, DecompressFailure } from './decompress.ts';
import { asSource, Flow } from './flow.ts';

const SIGNATURE = [0x42, 0x5a, 0x68];
const BLOCK_MAGIC = [0x314159, 0x265359];
const END_MAGIC = [0x177245, 0x385090];
const BLOCK_UNIT_BYTES = 100_000;
/** A block of 900,000 symbols, each in a code of the longest length. */
const MAX_COMPRESSED_BYTES = 2_300_000;

/** Undoes bzip2, a block at a time; the checksums of blocks are computed. Throws DecompressFailure, and what `content` throws. */
export async function* undoBzip2(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, Decompressed, void> {
  const input = new Flow(asSource(content));
  let at = 0;
  for (;;) {
    const head = await input.upTo(at, 4);
    if (!hasBytes(head, 0, SIGNATURE)) {
      if (at === 0) throw new DecompressFailure('broken', 'it does not begin as bzip2 does');
      return { consumedBytes: at };
    }
    const maxBytes = ((head[3] ?? 0) - 0x30) * BLOCK_UNIT_BYTES;
    at += 4;
    let skipBits = 0;
    for (;;) {
      const bits = new BitReader(await input.upTo(at, MAX_COMPRESSED_BYTES), 0);
      bits.bits(skipBits);
      const magic = [bits.bits(24), bits.bits(24)];
      const checksum = bits.bits(16) * 0x10000 + bits.bits(16);
      if (bits.isPastEnd) throw new DecompressFailure('cut', 'it ends inside a block');
      if (magic[0] === END_MAGIC[0] && magic[1] === END_MAGIC[1]) {
        at += bits.position;
        break;
      }
      if (magic[0] !== BLOCK_MAGIC[0] || magic[1] !== BLOCK_MAGIC[1])
        throw new DecompressFailure('broken', 'a block is damaged');
      const made = undoBzip2Block(bits, maxBytes);
      if (checksumOf(made) !== checksum) throw new DecompressFailure('broken', 'the checksum of a block is wrong');
      at += bits.bitsLeft > 0 ? bits.position - 1 : bits.position;
      skipBits = (8 - bits.bitsLeft) % 8;
      yield made;
    }
  }
}

let table: Uint32Array | null = null;

/** The CRC-32 of bzip2: the highest bit first. */
function checksumOf(bytes: Uint8Array): number {
  table ??= Uint32Array.from({ length: 256 }, (_, byte) => {
    let crc = byte << 24;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x80000000 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
    return crc >>> 0;
  });
  let crc = 0xffffffff;
  for (const byte of bytes) crc = ((crc << 8) ^ (table[((crc >>> 24) ^ byte) & 0xff] as number)) >>> 0;
  return ~crc >>> 0;
}
