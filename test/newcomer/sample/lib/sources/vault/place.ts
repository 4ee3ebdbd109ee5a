import type { PlaceParts } from '../description.ts';

/** `vault://name/key`; null for anything else. */
export function placeOf(text: string): PlaceParts | null {
  const [, bucket, template] = /^vault:\/\/([a-z]+)\/(.*)$/.exec(text) ?? [];
  return bucket === undefined || template === undefined ? null : { container: `vault://${bucket}/`, bucket, template };
}
