import { hasBytes, uint32 } from './byte-fields.ts';

/** Frames that carry no data begin with one of 16 numbers; parallel writers put them first. zstd and lz4 share them. */
export function isSkippableFrame(head: Uint8Array): boolean {
  return ((head[0] ?? 0) & 0xf0) === 0x50 && hasBytes(head, 1, [0x2a, 0x4d, 0x18]);
}

/** What begins after the skippable frames that a head begins with; null where the head ends before. */
export function afterSkippable(head: Uint8Array): Uint8Array | null {
  let at = 0;
  while (isSkippableFrame(head.subarray(at)) && at + 8 <= head.length) at += 8 + uint32(head, at + 4);
  return at + 4 <= head.length ? head.subarray(at) : null;
}
