import type { BitReader } from './bit-reader.ts';
import { DecompressFailure } from './decompress.ts';

const GROUP_SYMBOLS = 50;
const MAX_CODE_BITS = 20;
const RUN_A = 0;
const RUN_B = 1;

/** One Huffman table: for each length of a code the first code, and where its symbols begin. */
interface CodeTable {
  readonly first: Int32Array;
  readonly count: Int32Array;
  readonly offset: Int32Array;
  readonly symbols: Uint16Array;
}

/**
 * Undoes one block of bzip2, from after its checksum: Huffman codes, move to front, Burrows-Wheeler, and the runs of
 * four. Throws DecompressFailure.
 */
export function undoBzip2Block(input: BitReader, maxBytes: number): Uint8Array {
  if (input.bits(1) === 1) throw new DecompressFailure('unsupported', 'an old form of block');
  const origin = input.bits(24);
  const used = usedBytes(input);
  const symbolCount = used.length + 2;
  const groups = input.bits(3);
  const selectors = readSelectors(input, groups);
  const tables = Array.from({ length: groups }, () => readTable(input, symbolCount));
  const { bytes, length } = readSymbols(input, tables, selectors, used, maxBytes);
  if (origin >= length) throw damagedBlock();
  return undoRuns(undoTransform(bytes, length, origin), length);
}

function damagedBlock(): DecompressFailure {
  return new DecompressFailure('broken', 'a block is damaged');
}

function usedBytes(input: BitReader): number[] {
  const ranges = input.bits(16);
  const used: number[] = [];
  for (let range = 0; range < 16; range += 1) {
    if ((ranges & (0x8000 >> range)) === 0) continue;
    const bits = input.bits(16);
    for (let i = 0; i < 16; i += 1) if (bits & (0x8000 >> i)) used.push(range * 16 + i);
  }
  return used;
}

/** Which table each 50 symbols use, moved to the front. */
function readSelectors(input: BitReader, groups: number): Uint8Array {
  const selectors = new Uint8Array(input.bits(15));
  if (groups < 2 || groups > 6 || selectors.length === 0) throw damagedBlock();
  const order = Array.from({ length: groups }, (_, i) => i);
  for (let i = 0; i < selectors.length; i += 1) {
    let place = 0;
    while (input.bits(1) === 1) place += 1;
    if (place >= groups) throw damagedBlock();
    const [chosen = 0] = order.splice(place, 1);
    order.unshift(chosen);
    selectors[i] = chosen;
  }
  return selectors;
}

function readTable(input: BitReader, symbolCount: number): CodeTable {
  const lengths = new Uint8Array(symbolCount);
  let length = input.bits(5);
  for (let symbol = 0; symbol < symbolCount; symbol += 1) {
    while (input.bits(1) === 1) length += input.bits(1) === 1 ? -1 : 1;
    if (length < 1 || length > MAX_CODE_BITS) throw damagedBlock();
    lengths[symbol] = length;
  }
  const count = new Int32Array(MAX_CODE_BITS + 2);
  for (const bits of lengths) count[bits] = (count[bits] as number) + 1;
  const first = new Int32Array(MAX_CODE_BITS + 2);
  const offset = new Int32Array(MAX_CODE_BITS + 2);
  for (let bits = 1; bits <= MAX_CODE_BITS; bits += 1) {
    first[bits + 1] = ((first[bits] as number) + (count[bits] as number)) << 1;
    offset[bits + 1] = (offset[bits] as number) + (count[bits] as number);
  }
  const symbols = new Uint16Array(symbolCount);
  const next = Int32Array.from(offset);
  lengths.forEach((bits, symbol) => {
    symbols[next[bits] as number] = symbol;
    next[bits] = (next[bits] as number) + 1;
  });
  return { first, count, offset, symbols };
}

function readSymbol(input: BitReader, { first, count, offset, symbols }: CodeTable): number {
  let code = 0;
  for (let bits = 1; bits <= MAX_CODE_BITS; bits += 1) {
    code = (code << 1) | input.bits(1);
    const place = code - (first[bits] as number);
    if (place < (count[bits] as number)) return symbols[(offset[bits] as number) + place] as number;
  }
  throw damagedBlock();
}

function readSymbols(
  input: BitReader,
  tables: readonly CodeTable[],
  selectors: Uint8Array,
  used: readonly number[],
  maxBytes: number,
): { bytes: Uint8Array; length: number } {
  const bytes = new Uint8Array(maxBytes);
  const order = [...used];
  const end = used.length + 1;
  let length = 0;
  let run = 0;
  let runUnit = 1;
  for (let read = 0; ; read += 1) {
    const table = tables[selectors[Math.floor(read / GROUP_SYMBOLS)] ?? -1];
    if (table === undefined || input.isPastEnd) throw damagedBlock();
    const symbol = readSymbol(input, table);
    if (symbol === RUN_A || symbol === RUN_B) {
      run += symbol === RUN_A ? runUnit : 2 * runUnit;
      runUnit *= 2;
      if (run > maxBytes) throw damagedBlock();
      continue;
    }
    if (length + run > maxBytes) throw damagedBlock();
    bytes.fill(order[0] ?? 0, length, length + run);
    length += run;
    run = 0;
    runUnit = 1;
    if (symbol === end) return { bytes, length };
    const [moved = 0] = order.splice(symbol - 1, 1);
    order.unshift(moved);
    if (length >= maxBytes) throw damagedBlock();
    bytes[length] = moved;
    length += 1;
  }
}

function undoTransform(bytes: Uint8Array, length: number, origin: number): Uint8Array {
  const starts = new Int32Array(257);
  for (let i = 0; i < length; i += 1)
    starts[(bytes[i] as number) + 1] = (starts[(bytes[i] as number) + 1] as number) + 1;
  for (let i = 1; i < 257; i += 1) starts[i] = (starts[i] as number) + (starts[i - 1] as number);
  const next = new Int32Array(length);
  for (let i = 0; i < length; i += 1) {
    const byte = bytes[i] as number;
    next[starts[byte] as number] = i;
    starts[byte] = (starts[byte] as number) + 1;
  }
  const plain = new Uint8Array(length);
  let at = next[origin] as number;
  for (let i = 0; i < length; i += 1) {
    plain[i] = bytes[at] as number;
    at = next[at] as number;
  }
  return plain;
}

/** After four equal bytes the next one counts how many more follow. */
function undoRuns(bytes: Uint8Array, length: number): Uint8Array {
  let size = 0;
  const pieces: Uint8Array[] = [];
  let made = new Uint8Array(1 << 16);
  let filled = 0;
  let equal = 0;
  const put = (byte: number): void => {
    if (filled === made.length) {
      pieces.push(made);
      made = new Uint8Array(1 << 16);
      filled = 0;
    }
    made[filled] = byte;
    filled += 1;
    size += 1;
  };
  for (let i = 0; i < length; i += 1) {
    const byte = bytes[i] as number;
    if (equal === 4) {
      for (let more = byte; more > 0; more -= 1) put(bytes[i - 1] as number);
      equal = 0;
      continue;
    }
    equal = i > 0 && equal > 0 && byte === bytes[i - 1] ? equal + 1 : 1;
    put(byte);
  }
  const all = new Uint8Array(size);
  let at = 0;
  for (const piece of [...pieces, made.subarray(0, filled)]) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
