import type { ListedObject } from '../evidence/listed-object.ts';
import { placeText } from '../evidence/place.ts';
import { PlaceMatcher } from '../evidence/place-matcher.ts';
import type { Instant } from '../instant.ts';
import type { Job } from '../model/job.ts';
import type { JobRow } from '../model/job-row.ts';

/** A backup as an object that was in its place. */
export interface RememberedObject {
  readonly container: string;
  readonly object: ListedObject;
}

/**
 * Backups that a row remembers, as objects in the job's place: most have been deleted since, and a listing shows the others
 * again. Their names are not remembered, so that they get ones that the place takes; none where a name means more than that
 * (a date, a folder of a run), or where the job is judged by what is inside (docs/design/replay.md).
 */
export function rememberedObjects(job: Job, row: Pick<JobRow, 'runs' | 'place'>): readonly RememberedObject[] {
  const { place, rule } = job;
  if (place === null || place.template.includes('{') || job.finished.kind !== 'landed' || rule.verify !== null)
    return [];
  if (row.place !== placeText(place)) return [];
  const matcher = new PlaceMatcher(place.template);
  return row.runs.flatMap(({ ts, sizeBytes }) => {
    const key = nameIn(place.template, ts);
    return sizeBytes === null || !matcher.match(key)
      ? []
      : [{ container: place.container, object: { key, sizeBytes, lastModified: ts } }];
  });
}

function nameIn(template: string, ts: Instant): string {
  const name = `remembered-${ts}`;
  return template.endsWith('/') ? template + name : template.replace(/\*+/g, name);
}
