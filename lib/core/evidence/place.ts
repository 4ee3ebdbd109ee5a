import type { Scheme } from '../model/scheme.ts';
/** Where a job's backups land, read from `backup:` (docs/design/evidence.md#places). */
export interface Place {
  readonly scheme: Scheme;
  /** `s3://bucket/`, or the empty string for local files: container + key is a full location. */
  readonly container: string;
  /** The bucket's name; the empty string for local files. */
  readonly bucket: string;
  /**
   * What keys look like, `{node}` already filled in: literals, `*`, `**`, `{run}`, the date parts.
   * For local files an absolute path. One that ends in a slash takes everything below it.
   */
  readonly template: string;
}

/** The identity a row remembers its place by. */
export function placeText(place: Place): string {
  return place.container + place.template;
}
