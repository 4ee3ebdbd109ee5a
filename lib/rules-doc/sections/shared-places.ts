import { addTo } from '../../core/add-to.ts';
import { placeText } from '../../core/evidence/place.ts';
import type { Job } from '../../core/model/job.ts';
import { quoted } from '../yaml/problem-log.ts';
import type { ReadingContext } from '../yaml/reading-context.ts';

/** Warns of jobs that watch the same place, once for each place. */
export function warnOfSharedPlaces(
  jobs: readonly Job[],
  offsets: ReadonlyMap<string, number>,
  context: ReadingContext,
): void {
  const firstAt = new Map<string, Job>();
  const alsoAt = new Map<string, Job[]>();
  for (const job of jobs) {
    if (job.place === null) continue;
    const text = placeText(job.place);
    const first = firstAt.get(text);
    if (first === undefined) firstAt.set(text, job);
    else if (first.parentId !== job.parentId) addTo(alsoAt, text, job);
  }
  for (const [place, [second, ...more]] of alsoAt) {
    const first = firstAt.get(place);
    if (first === undefined || second === undefined) continue;
    const rest = more.length === 0 ? '' : ` and ${more.length} more`;
    const message = `${first.id}, ${second.id}${rest} watch the same place ${quoted(place)}; give each its own, or one a narrower pattern`;
    context.log.warning('SAME_PLACE', offsets.get(second.parentId) ?? null, `jobs.${second.parentId}`, message);
  }
}
