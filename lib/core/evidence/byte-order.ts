/**
 * Compares two strings as their UTF-8 bytes would be compared, which is how S3 sorts keys. JavaScript's own `<`
 * compares UTF-16 units and puts characters beyond U+FFFF before U+E000..U+FFFF.
 * Source: S3 user guide, listing object keys.
 */
export function compareBytes(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i += 1) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return isSurrogate(x) === isSurrogate(y) ? x - y : isSurrogate(x) ? 1 : -1;
  }
  return a.length - b.length;
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}
