import { uint32 } from '../byte-fields.ts';
import { type Decompressed, DecompressFailure } from './decompress.ts';
import { asSource, Flow } from './flow.ts';

const FRAME = 0x184d2204;
const SKIPPABLE = 0x184d2a50;
const UNCOMPRESSED = 0x80000000;
/** How far back a block may copy from, into the blocks before it too. */
const WINDOW_BYTES = 64 * 1024;

/**
 * Undoes lz4 (lz4_Frame_format.md 1.6, lz4_Block_format.md), a block at a time. Checksums are not computed. Throws
 * DecompressFailure, and what `content` throws.
 */
export async function* undoLz4(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, Decompressed, void> {
  const input = new Flow(asSource(content));
  let at = 0;
  const field = async (): Promise<number> => {
    const bytes = await input.upTo(at, 4);
    if (bytes.length < 4) throw new DecompressFailure('cut', 'it ends inside a frame');
    at += 4;
    return uint32(bytes, 0);
  };
  while ((await input.upTo(at, 1)).length > 0) {
    const magic = await field();
    if ((magic & ~0xf) >>> 0 === SKIPPABLE) {
      at += await field();
      continue;
    }
    if (magic !== FRAME) throw new DecompressFailure('unsupported', 'a frame of another form follows');
    const [flags = 0, sizes = 0] = await input.upTo(at, 2);
    if (flags & 0x01) throw new DecompressFailure('unsupported', 'it needs a dictionary');
    at += 3 + (flags & 0x08 ? 8 : 0);
    const maxBytes = 1 << (8 + 2 * ((sizes >> 4) & 7));
    let window: Uint8Array = new Uint8Array(0);
    for (let size = await field(); size !== 0; size = await field()) {
      const length = size >= UNCOMPRESSED ? size - UNCOMPRESSED : size;
      const block = await input.upTo(at, length);
      if (block.length < length) throw new DecompressFailure('cut', 'it ends inside a block');
      at += length + (flags & 0x10 ? 4 : 0);
      const made = size >= UNCOMPRESSED ? Uint8Array.from(block) : undoBlock(block, window, maxBytes);
      window = lastBytes(window, made);
      yield made;
    }
    if (flags & 0x04) at += 4;
  }
  return { consumedBytes: at };
}

/** Sequences of literal bytes and of copies from what was made before. */
function undoBlock(block: Uint8Array, window: Uint8Array, maxBytes: number): Uint8Array {
  const made = new Uint8Array(window.length + maxBytes);
  made.set(window);
  let to = window.length;
  let at = 0;
  const lengthFrom = (nibble: number): number => {
    let length = nibble;
    for (let more = nibble === 15; more; at += 1) {
      length += block[at] ?? 0;
      more = block[at] === 255;
    }
    return length;
  };
  while (at < block.length) {
    const token = block[at] ?? 0;
    at += 1;
    const literals = lengthFrom(token >> 4);
    if (at + literals > block.length || to + literals > made.length)
      throw new DecompressFailure('broken', 'a block is damaged');
    made.set(block.subarray(at, at + literals), to);
    at += literals;
    to += literals;
    if (at >= block.length) break;
    const back = (block[at] ?? 0) | ((block[at + 1] ?? 0) << 8);
    at += 2;
    const length = lengthFrom(token & 15) + 4;
    if (back === 0 || back > to || to + length > made.length)
      throw new DecompressFailure('broken', 'a block is damaged');
    if (back >= length) made.copyWithin(to, to - back, to - back + length);
    else for (let i = 0; i < length; i += 1) made[to + i] = made[to + i - back] as number;
    to += length;
  }
  return made.subarray(window.length, to);
}

function lastBytes(window: Uint8Array, made: Uint8Array): Uint8Array {
  if (made.length >= WINDOW_BYTES) return made.subarray(made.length - WINDOW_BYTES);
  const kept = window.subarray(Math.max(0, window.length + made.length - WINDOW_BYTES));
  const joined = new Uint8Array(kept.length + made.length);
  joined.set(kept);
  joined.set(made, kept.length);
  return joined;
}
