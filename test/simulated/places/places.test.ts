import { describe, expect, test } from 'vitest';
import { newDocument } from '../../../lib/app/foresight/suggested-document.ts';
import { PlaceMatcher } from '../../../lib/core/evidence/place-matcher.ts';
import { suggest } from '../../../lib/core/foresight/suggest.ts';
import type { SuggestedJob, Suggestion } from '../../../lib/core/foresight/suggestion.ts';
import { placesOf, WatchedPlaces } from '../../../lib/core/foresight/watched-places.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../lib/core/instant.ts';
import { readRulesDocument } from '../../../lib/rules-doc/read-rules-document.ts';
import { IS_NIGHTLY } from '../../nightly.ts';
import { MADE_PLACES } from './made-places.ts';
import type { MadePlace, MadeSeries } from './made-series.ts';
import { CONTAINER, type MadeEvent, MadeWorld, midnightOf, NOW } from './made-world.ts';

const HEALTHY_DAYS = 30;
/** Checks come at five past, each third hour. */
const BETWEEN_HOURS = 3;
/** Of the places whose next days are played one in so many, unless it is night: each costs some seconds. */
const PLAYED = IS_NIGHTLY ? 1 : 12;
/** Where more lies, the days are not played: each check lists it all. */
const MAX_PLAYED_KEYS = IS_NIGHTLY ? 20_000 : 3_000;
const GOAL = 0.9;

/** What happens in a place on a day, removals last. */
function eventsOf(place: MadePlace, n: number, world: MadeWorld): readonly MadeEvent[] {
  const landed = place.series.flatMap((series) => series.day(n));
  const gone = place.series.flatMap(({ keptDays, isOwn }) =>
    keptDays === null
      ? []
      : [...world.objects.values()].filter(
          ({ key, lastModified }) => isOwn(key) && lastModified < midnightOf(n) - keptDays * DAY_MS,
        ),
  );
  return [...landed, ...gone.map(({ key }) => ({ at: midnightOf(n) + 5 * HOUR_MS, key, sizeBytes: null }))].sort(
    (a, b) => a.at - b.at,
  );
}

/** The world as it is when it is looked at, and what of the day is still to come. */
function madeWorld(place: MadePlace): { world: MadeWorld; later: readonly MadeEvent[] } {
  const world = new MadeWorld();
  for (const key of place.junk ?? []) world.happen({ at: midnightOf(-place.days), key, sizeBytes: 500 });
  for (let n = -place.days; n < 0; n += 1) for (const event of eventsOf(place, n, world)) world.happen(event);
  const today = eventsOf(place, 0, world);
  for (const event of today) if (event.at <= NOW) world.happen(event);
  return { world, later: today.filter(({ at }) => at > NOW) };
}

function suggestionFor(world: MadeWorld, isWatched: (key: string) => boolean = () => false): Suggestion {
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

function documentOf({ jobs }: Suggestion) {
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
function wrongOf(series: MadeSeries, { jobs }: Suggestion, keys: readonly string[]): string | null {
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
      !/\.(?:log|notes|sha256)$/.test(key),
  );
  if (others.length > 0) return `${best.job.backup} also takes ${others[0]}`;
  const schedule = scheduleOf(best.job);
  return series.schedule === null || schedule === series.schedule ? null : `${schedule} for ${series.schedule}`;
}

function matcherOf({ backup }: SuggestedJob): PlaceMatcher {
  return new PlaceMatcher(backup.slice(CONTAINER.length));
}

const made = MADE_PLACES.map((place, number) => {
  const { world, later } = madeWorld(place);
  return { place, world, later, number, suggestion: suggestionFor(world) };
});

test('there are sixty places, and nine in ten of their series are found with the right place and schedule', () => {
  expect(made.length).toBeGreaterThanOrEqual(60);
  const judged = made.flatMap(({ place, world, suggestion }) => {
    const keys = world.listed.map(({ key }) => key);
    return place.series.map((series, index) => ({
      at: `${place.name} ${index}`,
      wrong: wrongOf(series, suggestion, keys),
    }));
  });
  const wrong = judged.filter((one) => one.wrong !== null);
  expect(
    wrong.map(({ at, wrong: why }) => `${at}: ${why}`),
    `${judged.length} series`,
  ).toEqual([]);
  expect(wrong.length).toBeLessThanOrEqual((1 - GOAL) * judged.length);
});

describe.each(made)('$place.name', ({ place, world, later, number, suggestion }) => {
  const { document, problems, text } = documentOf(suggestion);
  const wrongs = place.series.flatMap(({ wrong }) => wrong ?? []);

  test('the document lints clean', () => {
    expect(
      problems.map(({ path, message }) => `${path} ${message}`),
      text,
    ).toEqual([]);
  });

  test('nothing is proposed beside the document', () => {
    const watched = new WatchedPlaces(placesOf(document?.jobs ?? []));
    const rest = suggestionFor(world, (key) => watched.taking(CONTAINER, key).length > 0);
    expect(
      rest.jobs.map(({ backup, comment }) => `${backup}: ${comment}`),
      text,
    ).toEqual([]);
  });

  test('what is wrong is said, and nothing else', () => {
    expect(suggestion.findings.map(({ kind }) => kind)).toEqual(wrongs);
  });

  test('every file is in a job, or listed', () => {
    const matchers = suggestion.jobs.map(matcherOf);
    const taken = world.listed.filter(({ key }) => matchers.some((matcher) => matcher.match(key) !== null));
    const listed = suggestion.leftovers.reduce((sum, { count }) => sum + count, 0);
    expect(taken.length + listed).toBeGreaterThanOrEqual(world.listed.length - repositoryFiles(place, world));
  });

  const isPlayed = number % PLAYED === 0 && world.listed.length <= MAX_PLAYED_KEYS;
  if (wrongs.length === 0 && isPlayed) {
    test('nothing is raised in the next 30 days', { timeout: 60_000 }, async () => {
      if (document === null) throw new Error(text);
      const raised: string[] = [...(await world.check(document, NOW)).map((line) => `at once: ${line}`)];
      let waiting = [...later];
      for (let hour = BETWEEN_HOURS; hour <= HEALTHY_DAYS * 24; hour += BETWEEN_HOURS) {
        const until = NOW + hour * HOUR_MS + 5 * MINUTE_MS;
        if ((hour + 12) % 24 === 0) waiting.push(...eventsOf(place, (hour + 12) / 24, world));
        for (const event of waiting) if (event.at <= until) world.happen(event);
        waiting = waiting.filter(({ at }) => at > until);
        raised.push(...(await world.check(document, until)).map((line) => `after ${hour} h: ${line}`));
      }
      expect(raised, text).toEqual([]);
    });
  }

  if (wrongs.length > 0) {
    test('a check at once raises what is wrong', async () => {
      if (document === null) throw new Error(text);
      expect((await world.check(document, NOW)).length, text).toBeGreaterThanOrEqual(
        wrongs.filter((wrong) => wrong !== 'equal').length,
      );
    });
  }
});

/** What a repository keeps beside what is watched is in no job, and not listed: it is the repository's. */
function repositoryFiles(place: MadePlace, world: MadeWorld): number {
  return /restic|borg/.test(place.name)
    ? world.listed.filter(({ key }) => !/snapshots\/|\/index\.\d/.test(key)).length
    : 0;
}
