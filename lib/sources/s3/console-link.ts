/**
 * The console's page for `s3://bucket/key`: the object, or the folder for a key that ends in a slash or has a pattern
 * in it. Null for anything that is not in S3.
 */
export function consoleLink(location: string, console: string): string | null {
  const [, bucket, key = ''] = /^s3:\/\/([a-z0-9.-]{1,63})\/?(.*)$/su.exec(location) ?? [];
  if (bucket === undefined || /\p{Cs}/u.test(key)) return null;
  const folder = key.split(/[*{]/)[0]?.replace(/[^/]*$/, '') ?? '';
  const isObject = folder !== key && !/[*{]/.test(key);
  if (isObject) return `${console}/s3/object/${bucket}?prefix=${encodeURIComponent(key)}`;
  return `${console}/s3/buckets/${bucket}?prefix=${encodeURIComponent(folder)}`;
}
