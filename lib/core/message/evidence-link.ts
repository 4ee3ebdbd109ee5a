/** Where AWS shows its buckets; it asks for the region by itself. */
export const AWS_CONSOLE = 'https://console.aws.amazon.com';

/**
 * The console's page for `s3://bucket/key`: the object, or the folder for a key that ends in a slash or has a pattern
 * in it. Null for anything that is not in S3.
 */
export function evidenceLink(location: string, console: string): string | null {
  const [, bucket, key = ''] = /^s3:\/\/([a-z0-9.-]{1,63})\/?(.*)$/su.exec(location) ?? [];
  if (bucket === undefined || /\p{Cs}/u.test(key)) return null;
  const folder = key.split(/[*{]/)[0]?.replace(/[^/]*$/, '') ?? '';
  const isObject = folder !== key && !/[*{]/.test(key);
  if (isObject) return `${console}/s3/object/${bucket}?prefix=${encodeURIComponent(key)}`;
  return `${console}/s3/buckets/${bucket}?prefix=${encodeURIComponent(folder)}`;
}

/** A web address as it may stand in a message: whole, encoded, http or https; null for anything else. */
export function webLink(text: string): string | null {
  try {
    const { protocol, href } = new URL(text);
    return protocol === 'https:' || protocol === 'http:' ? href.replace(/[<>|"'`\s]/g, percentEncoded) : null;
  } catch {
    return null;
  }
}

/** `encodeURIComponent` leaves the apostrophe. */
function percentEncoded(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}
