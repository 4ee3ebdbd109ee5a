/** The marker that a next request begins at; undefined where there is none. */
export function decodedMarker(marker: string | undefined, encoding: string | undefined): string | undefined {
  return marker === undefined || marker === '' ? undefined : decodedKey(marker, encoding);
}

/** S3 encodes keys as in a form, a space as `+`. A server that ignores the wish says so by leaving it out. */
export function decodedKey(key: string, encoding: string | undefined): string {
  // Most keys hold nothing that is encoded, and decoding is slow.
  if (encoding !== 'url' || !/[%+]/.test(key)) return key;
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    return key;
  }
}
