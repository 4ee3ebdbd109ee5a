import type { Place } from '../../core/evidence/place.ts';
import type { EvidenceSource } from '../../ports/evidence-source.ts';

const MAX_NAMES = 10_000;

/** Names of the files that lie in a folder (`/` at its end) themselves; null where there are more than 10,000. */
export async function namesInFolder(
  source: EvidenceSource,
  place: Place,
  folder: string,
): Promise<ReadonlySet<string> | null> {
  const names = new Set<string>();
  for await (const page of source.list(place, folder)) {
    for (const { key } of page) {
      const name = key.slice(folder.length);
      if (!name.includes('/')) names.add(name);
    }
    if (names.size > MAX_NAMES) return null;
  }
  return names;
}
