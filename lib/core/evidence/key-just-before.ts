const LARGEST = '\u{10FFFF}';
/** UTF-8 has no code points from the first surrogate to the last. */
const FIRST_SURROGATE = 0xd800;
const LAST_SURROGATE = 0xdfff;
/** S3 takes keys of at most 1,024 bytes, and a StartAfter no longer than a key. */
const MAX_KEY_BYTES = 1024;

/**
 * A key that sorts before `key` with nothing in use in between, to begin a listing at `key` itself: StartAfter is
 * exclusive, and an overwritten key must be seen again. The last code point is lowered by one and the largest code
 * point follows, so that no long range of siblings is let in. The empty string when nothing comes before.
 */
export function keyJustBefore(key: string): string {
  const points = Array.from(key);
  const last = points.pop()?.codePointAt(0);
  if (last === undefined) return '';
  const stem = points.join('');
  if (last === 0) return stem;
  const lowered = last - 1 === LAST_SURROGATE ? FIRST_SURROGATE - 1 : last - 1;
  const floor = stem + String.fromCodePoint(lowered);
  return byteLength(floor + LARGEST) <= MAX_KEY_BYTES ? floor + LARGEST : floor;
}

function byteLength(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return bytes;
}
