import { describe, expect, test } from 'vitest';
import { placesOf, WatchedPlaces } from '../../../lib/core/foresight/watched-places.ts';
import { IS_NIGHTLY } from '../../nightly.ts';
import { documentOf, madeWorld, matcherOf, raisedOver, suggestionFor, wrongOf } from './judged-place.ts';
import { MADE_PLACES } from './made-places.ts';
import type { MadePlace } from './made-series.ts';
import { CONTAINER, type MadeWorld, NOW } from './made-world.ts';

const HEALTHY_DAYS = 30;
/** Of the places whose next days are played one in so many, unless it is night: each costs some seconds. */
const PLAYED = IS_NIGHTLY ? 1 : 12;
/** Where more lies, the days are not played: each check lists it all. */
const MAX_PLAYED_KEYS = IS_NIGHTLY ? 20_000 : 3_000;
const GOAL = 0.9;

const made = MADE_PLACES.map((place, number) => {
  const { world, later } = madeWorld(place);
  return { place, world, later, number, suggestion: suggestionFor(world) };
});

test('there are sixty places at least, and nine in ten of their series are found with the right place and schedule', () => {
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

describe.each(made.filter(({ place }) => place.series.length > 0))(
  '$place.name',
  ({ place, world, later, number, suggestion }) => {
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
        const raised = await raisedOver(HEALTHY_DAYS, place, { world, later }, document);
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
  },
);

test.each(made.filter(({ place }) => place.series.length === 0))('$place.name: no job, and all is listed', (made) => {
  const { world, suggestion } = made;
  expect(suggestion.jobs).toEqual([]);
  expect(suggestion.leftovers.reduce((sum, { count }) => sum + count, 0)).toBe(world.listed.length);
});

/** What a repository keeps beside what is watched is in no job, and not listed: it is the repository's. */
function repositoryFiles(place: MadePlace, world: MadeWorld): number {
  return /restic|borg|Kopia/.test(place.name)
    ? world.listed.filter(({ key }) => !/snapshots\/|\/index\.\d|\/q/.test(key)).length
    : 0;
}
