/** Little-endian numbers in a header. Each throws RangeError beyond the end: the caller has read that many bytes. */
export function uint16(bytes: Uint8Array, at: number): number {
  return viewOf(bytes).getUint16(at, true);
}

export function uint32(bytes: Uint8Array, at: number): number {
  return viewOf(bytes).getUint32(at, true);
}

/** The same with the highest byte first. */
export function uint16be(bytes: Uint8Array, at: number): number {
  return viewOf(bytes).getUint16(at);
}

/** Inexact beyond 2^53, where it is longer than any file. */
export function uint64(bytes: Uint8Array, at: number): number {
  return Number(viewOf(bytes).getBigUint64(at, true));
}

/** True when `expected` stands at `at`. */
export function hasBytes(bytes: Uint8Array, at: number, expected: readonly number[]): boolean {
  return expected.every((byte, i) => bytes[at + i] === byte);
}

/** True when `expected`, plain ASCII, stands at `at`. */
export function hasText(bytes: Uint8Array, at: number, expected: string): boolean {
  for (let i = 0; i < expected.length; i += 1) if (bytes[at + i] !== expected.charCodeAt(i)) return false;
  return true;
}

/** One character for each byte, so that positions in the text are positions in the file. */
export function textOf(bytes: Uint8Array): string {
  return new TextDecoder('latin1').decode(bytes);
}

/** How many zero bytes it ends with. */
export function zerosAtEnd(bytes: Uint8Array): number {
  let at = bytes.length;
  while (at > 0 && bytes[at - 1] === 0) at -= 1;
  return bytes.length - at;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
