import { shapeOf } from '../../core/evidence/companions.ts';
import type { Place } from '../../core/evidence/place.ts';
import type { Instant } from '../../core/instant.ts';
import type { Job } from '../../core/model/job.ts';
import type { EvidenceSource } from '../../ports/evidence-source.ts';
import type { Problem } from '../../rules-doc/document.ts';
import { scopeOf } from '../evidence/plan-listings.ts';

/** Keys of one place that are looked at. */
const MAX_KEYS = 200_000;
/** Fewer shapes of names than this are a backup and what lies beside it. */
const MIN_SHAPES = 3;

/**
 * What the names that lie in the places say of the document: several series in a plain place, and names that `{each}` can
 * read in two ways (docs/design/evidence.md#members). Throws EvidenceUnreadable.
 */
export async function lookAtPlace(
  job: Job,
  sourceOf: (scheme: Place['scheme']) => Promise<EvidenceSource>,
  now: Instant,
): Promise<readonly Problem[]> {
  const { place } = job;
  if (place === null || job.node !== null || job.isMirror) return [];
  const { matcher, ...scope } = await namesAt(job, place, sourceOf, now);
  const { shapes, ambiguous } = scope;
  const problem = (code: Problem['code'], message: string): Problem => ({
    ...{ severity: 'warning', code, line: Number(/:(\d+)$/.exec(job.at)?.[1] ?? 0), column: 1 },
    ...{ path: `jobs.${job.parentId}.backup`, message },
  });
  if (ambiguous !== null) return [problem('AMBIGUOUS_EACH', ambiguous)];
  if (matcher.hasEach || matcher.hasRun || shapes.size < MIN_SHAPES) return [];
  const names = [...shapes.values()].slice(0, 3).join(', ');
  return [
    problem(
      'SEVERAL_SERIES',
      `${shapes.size} different names in one place (${names} ...): use {each} where they differ, such as {each}_{yyyy}-{MM}-{dd}.sql.gz, so that each is judged by itself`,
    ),
  ];
}

async function namesAt(
  job: Job,
  place: Place,
  sourceOf: (scheme: Place['scheme']) => Promise<EvidenceSource>,
  now: Instant,
) {
  const scope = scopeOf(job, place, now);
  const { matcher } = scope;
  const shapes = new Map<string, string>();
  let ambiguous: string | null = null;
  let keys = 0;
  const source = await sourceOf(place.scheme);
  for await (const page of source.list(place, matcher.prefix)) {
    for (const object of page) {
      if (scope.marked(object) !== null || scope.match(object) === null) continue;
      const name = object.key.slice(matcher.prefix.length);
      shapes.set(shapeOf(name), shapes.get(shapeOf(name)) ?? name);
      if (!matcher.hasEach || ambiguous !== null) continue;
      const short = matcher.match(object.key)?.each?.join('/');
      const long = matcher.match(object.key, 'longest')?.each?.join('/');
      if (short !== long)
        ambiguous = `${name} can be read as ${short} or as ${long}; write date parts behind {each}, or a job for each name`;
    }
    keys += page.length;
    if (keys >= MAX_KEYS) break;
  }
  return { matcher, shapes, ambiguous };
}
