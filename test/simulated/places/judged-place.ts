import { newDocument } from '../../../lib/app/foresight/suggested-document.ts';
import { PlaceMatcher } from '../../../lib/core/evidence/place-matcher.ts';
import { suggest } from '../../../lib/core/foresight/suggest.ts';
import type { SuggestedJob, Suggestion } from '../../../lib/core/foresight/suggestion.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../lib/core/instant.ts';
import type { RulesDocument } from '../../../lib/rules-doc/document.ts';
import { readRulesDocument } from '../../../lib/rules-doc/read-rules-document.ts';
import type { MadePlace, MadeSeries } from './made-series.ts';
import { CONTAINER, type MadeEvent, MadeWorld, midnightOf, NOW } from './made-world.ts';

/** Checks come at five past, each third hour. */
const BETWEEN_HOURS = 3;

/** What happens in a place on a day, removals last. */
function eventsOf(place: MadePlace, n: number, world: MadeWorld): readonly MadeEvent[] {
  const landed = place.series.flatMap((series) => series.day(n));
  const gone = place.series.flatMap(({ keptDays, isOwn, isBeside = () => false }) =>
    keptDays === null
      ? []
      : [...world.objects.values()].filter(
          ({ key, lastModified }) => (isOwn(key) || isBeside(key)) && lastModified < midnightOf(n) - keptDays * DAY_MS,
        ),
  );
  return [...landed, ...gone.map(({ key }) => ({ at: midnightOf(n) + 5 * HOUR_MS, key, sizeBytes: null }))].sort(
    (a, b) => a.at - b.at,
  );
}

/** The world as it is when it is looked at, and what of the day is still to come. */
export function madeWorld(place: MadePlace): { world: MadeWorld; later: readonly MadeEvent[] } {
  const world = new MadeWorld();
  for (const key of place.junk ?? [])
    world.happen({ at: midnightOf(-place.days), key, sizeBytes: key.endsWith('/') ? 0 : 500 });
  for (let n = -place.days; n < 0; n += 1) for (const event of eventsOf(place, n, world)) world.happen(event);
  const today = eventsOf(place, 0, world);
  for (const event of today) if (event.at <= NOW) world.happen(event);
  return { world, later: today.filter(({ at }) => at > NOW) };
}

export function suggestionFor(world: MadeWorld, isWatched: (key: string) => boolean = () => false): Suggestion {
  return suggest({
    container: CONTAINER,
    folder: '',
    objects: world.listed,
    taken: new Set(),
    zone: 'UTC',
    now: NOW,
    showsWriting: false,
    isWatched,
  });
}

export function documentOf({ jobs }: Suggestion) {
  const text = newDocument(
    jobs.map((job) => ({ job, isWhole: false })),
    { timezone: 'UTC', adminEmail: null },
  );
  const { document, problems } = readRulesDocument(text, {
    name: 'rules.yaml',
    folder: null,
    now: NOW,
    isAdvised: true,
  });
  return { document, problems, text };
}

function scheduleOf({ times }: SuggestedJob): string {
  switch (times.kind) {
    case 'interval':
      return `every ${times.everyMs / HOUR_MS} h`;
    case 'months':
      return `every ${times.months} months`;
    case 'calendar':
      return times.groups
        .map(({ minutesOfDay, days }) => {
          const at = minutesOfDay.map((minute) => new Date(minute * MINUTE_MS).toISOString().slice(11, 16)).join(',');
          const on =
            days.kind === 'weekdays'
              ? days.weekdays.join(',')
              : days.kind === 'nth-weekdays'
                ? `nth ${days.nthWeekdays.map(({ nth, weekday }) => `${nth}.${weekday}`).join()}`
                : `days ${days.monthDays.join()}`;
          return `at ${at} on ${on}`;
        })
        .join(' and ');
  }
}

/** Whether a job takes all of a series and nothing else, and says when it runs; the first thing that is wrong, else null. */
export function wrongOf(series: MadeSeries, { jobs }: Suggestion, keys: readonly string[]): string | null {
  const own = keys.filter(series.isOwn);
  const taking = jobs.map((job) => {
    const matcher = matcherOf(job);
    return { job, matcher, taken: own.filter((key) => matcher.match(key) !== null).length };
  });
  const best = taking.sort((a, b) => b.taken - a.taken)[0];
  if (best === undefined || best.taken < own.length)
    return `no place for all ${own.length}, but ${best?.job.backup} for ${best?.taken}`;
  const others = keys.filter(
    (key) =>
      !series.isOwn(key) &&
      best.matcher.match(key) !== null &&
      !best.job.isMirror &&
      best.job.marker === null &&
      !(best.job.backup.includes('{run}') && series.isBeside?.(key)) &&
      !/\.(?:log|notes|sha256)$/.test(key),
  );
  if (others.length > 0) return `${best.job.backup} also takes ${others[0]}`;
  const schedule = scheduleOf(best.job);
  return series.schedule === null || schedule === series.schedule ? null : `${schedule} for ${series.schedule}`;
}

export function matcherOf({ backup }: SuggestedJob): PlaceMatcher {
  return new PlaceMatcher(backup.slice(CONTAINER.length));
}

/** What checks of a document raise over some days of a place: `after 30 h: orders alert stale`; at once among it. */
export async function raisedOver(
  days: number,
  place: MadePlace,
  { world, later }: ReturnType<typeof madeWorld>,
  document: RulesDocument,
): Promise<readonly string[]> {
  const raised: string[] = [...(await world.check(document, NOW)).map((line) => `at once: ${line}`)];
  let waiting = [...later];
  for (let hour = BETWEEN_HOURS; hour <= days * 24; hour += BETWEEN_HOURS) {
    const until = NOW + hour * HOUR_MS + 5 * MINUTE_MS;
    if ((hour + 12) % 24 === 0) waiting.push(...eventsOf(place, (hour + 12) / 24, world));
    for (const event of waiting) if (event.at <= until) world.happen(event);
    waiting = waiting.filter(({ at }) => at > until);
    raised.push(...(await world.check(document, until)).map((line) => `after ${hour} h: ${line}`));
  }
  return raised;
}
