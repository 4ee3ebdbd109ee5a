import { digitsOf } from '../evidence/date-prefixes.ts';
import type { ListedObject } from '../evidence/listed-object.ts';
import { placeText } from '../evidence/place.ts';
import { PlaceMatcher } from '../evidence/place-matcher.ts';
import type { TemplateToken } from '../evidence/place-template.ts';
import type { DayView } from '../history/day.ts';
import { wallClockAt } from '../hours/zone.ts';
import { type Instant, SECOND_MS } from '../instant.ts';
import type { Job } from '../model/job.ts';
import type { JobRow } from '../model/job-row.ts';

/** A backup as an object that was in its place. */
export interface RememberedObject {
  readonly container: string;
  readonly object: ListedObject;
}

/**
 * Backups that a row and the days of a job remember, as objects in the job's place: most have been deleted since, and a
 * listing shows the others again. Their names are not remembered, so that they get ones that the place takes, with the date
 * on which they landed; none in a place with folders of runs or members, or where the job is judged by what is inside
 * (docs/design/replay.md). `row` is null for none.
 */
export function rememberedObjects(
  job: Job,
  row: Pick<JobRow, 'runs' | 'place'> | null,
  days: readonly Pick<DayView, 'runs' | 'place'>[] = [],
): readonly RememberedObject[] {
  const { place } = job;
  if (place === null || !isRememberable(job)) return [];
  const matcher = new PlaceMatcher(place.template);
  const text = placeText(place);
  const known = new Set<string>();
  return [row, ...days]
    .flatMap((from) => (from !== null && from.place === text ? (from.runs ?? []) : []))
    .flatMap(({ ts, sizeBytes }) => {
      const key = nameIn(matcher.tokens, ts, job.namesIn);
      const identity = `${ts} ${sizeBytes}`;
      if (sizeBytes === null || known.has(identity) || !matcher.match(key)) return [];
      known.add(identity);
      return [{ container: place.container, object: { key, sizeBytes, lastModified: ts } }];
    });
}

/** True where the times and sizes of backups say all that a job's evidence has. */
export function isRememberable({ place, finished, rule }: Job): boolean {
  return (
    place !== null && !/\{(?:run|each)\}/.test(place.template) && finished.kind === 'landed' && rule.verify === null
  );
}

function nameIn(tokens: readonly TemplateToken[], ts: Instant, zone: string): string {
  return tokens
    .map((token) => {
      switch (token.kind) {
        case 'literal':
          return token.text;
        case 'date':
          return token.unit === 'unix' ? `${Math.floor(ts / SECOND_MS)}` : digitsOf(token.unit, wallClockAt(zone, ts));
        case 'star':
        case 'globstar':
        case 'run':
        case 'each':
          return `remembered-${ts}`;
        case 'folders':
        case 'end-or-below':
          return '';
        default:
          return token satisfies never;
      }
    })
    .join('');
}
