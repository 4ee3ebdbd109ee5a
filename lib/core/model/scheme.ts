import type { SourceDescription } from '../../sources/description.ts';
import { SOURCES } from '../../sources/registry.ts';

/** A kind of place. */
export type Scheme = (typeof SOURCES)[number]['scheme'];

/** What is known of a kind of place. */
export function sourceOf(scheme: Scheme): SourceDescription {
  const found = SOURCES.find((source) => source.scheme === scheme);
  if (!found) throw new TypeError(`no source is called ${scheme}`);
  return found;
}
