import type { PgDumpData } from './pg-dump-contents.ts';

export const TABLE_BLOCK = 1;
export const BLOBS_BLOCK = 3;

/**
 * True when from some piece of data in the last bytes of an archive the pieces lead to the end of the `last` data, and
 * that is the end of the file. Zeros at the end would not do: rows or large objects that repeat themselves are zeros
 * for long, also when they are compressed. Goes through the bytes once, from the last one back.
 */
export function endsWithData(tail: Uint8Array, last: PgDumpData, intBytes: number): boolean {
  const end = tail.length;
  const fieldBytes = 1 + intBytes;
  const blockType = last.isBlobs ? BLOBS_BLOCK : TABLE_BLOCK;
  // 1 where pieces, or large objects with their pieces, that begin at this byte lead to the end.
  const pieces = new Uint8Array(end + 1);
  const objects = new Uint8Array(end + 1);
  for (let at = end - 1; at >= 0; at -= 1) {
    const field = numberAt(tail, at, fieldBytes);
    const next = at + fieldBytes;
    if (field === 0) {
      const isEnd = next === end ? 1 : 0;
      objects[at] = isEnd;
      pieces[at] = last.isBlobs ? (objects[next] ?? 0) : isEnd;
    } else if (field !== null) {
      objects[at] = pieces[next] ?? 0;
      pieces[at] = pieces[next + field] ?? 0;
      if (pieces[at] === 1) return true;
    }
    // Data without any piece is known by the head of its block.
    if (tail[at] === blockType && numberAt(tail, at + 1, fieldBytes) === last.id) {
      if ((last.isBlobs ? objects : pieces)[next + 1] === 1) return true;
    }
  }
  return false;
}

/** Null where there is none: a sign, or bytes beyond the end. */
function numberAt(bytes: Uint8Array, at: number, fieldBytes: number): number | null {
  if (at + fieldBytes > bytes.length || bytes[at] !== 0) return null;
  let value = 0;
  for (let i = fieldBytes - 1; i > 0; i -= 1) value = value * 256 + (bytes[at + i] ?? 0);
  return value;
}
