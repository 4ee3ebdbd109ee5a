import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CollectingScope } from '../../../lib/core/evidence/collecting.ts';
import {
  type CountMoment,
  isCountDue,
  MirrorCollector,
  type MirrorCount,
  mirrorBackup,
} from '../../../lib/core/evidence/mirror-count.ts';
import type { Place } from '../../../lib/core/evidence/place.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../lib/core/instant.ts';
import type { EndSignal } from '../../../lib/core/model/end-signal.ts';

const NOW = Date.parse('2026-11-28T10:00:00Z');
const PLACE: Place = { scheme: 's3', container: 's3://b/', bucket: 'b', template: 'photos/' };
const scopeOf = (finished: EndSignal = { kind: 'landed' }) => new CollectingScope(PLACE, finished, 'UTC', NOW, null);

const COUNT: MirrorCount = {
  startedAt: NOW - 5 * HOUR_MS,
  signalAt: null,
  sizeBytes: 5,
  fileCount: 1,
  newestAt: NOW - 6 * HOUR_MS,
  content: null,
};
const LANDED: CountMoment = {
  hasSignal: false,
  signalAt: null,
  isNeeded: false,
  isRaised: false,
  zone: 'UTC',
  now: NOW,
};
const SIGNAL: CountMoment = { ...LANDED, hasSignal: true, signalAt: NOW - HOUR_MS };
const file = (key: string, sizeBytes = 5, lastModified = NOW - DAY_MS) => ({ key, sizeBytes, lastModified });

describe('a mirror is counted', () => {
  const yesterday = { signalAt: NOW - 25 * HOUR_MS };
  test.each<[string, Partial<MirrorCount> | null, Partial<CountMoment>, CountMoment, boolean]>([
    ['when it never was', null, {}, LANDED, true],
    ['a day after the count before', { startedAt: NOW - DAY_MS }, {}, LANDED, true],
    ['no sooner, while nothing would be raised', { startedAt: NOW - DAY_MS + 1 }, {}, LANDED, false],
    ['when the clock went back', { startedAt: NOW + 1 }, {}, LANDED, true],
    ['before something is raised', {}, { isNeeded: true }, LANDED, true],
    ['but not twice within an hour', { startedAt: NOW - HOUR_MS + 1 }, { isNeeded: true }, LANDED, false],
    [
      'every 6 hours while it is raised',
      { startedAt: NOW - 6 * HOUR_MS },
      { isNeeded: true, isRaised: true },
      LANDED,
      true,
    ],
    ['and no oftener', {}, { isNeeded: true, isRaised: true }, LANDED, false],
    ["for the day's first signal", yesterday, {}, SIGNAL, true],
    ['for its first signal of all', {}, {}, SIGNAL, true],
    ['not for a second one of that day', { signalAt: NOW - 8 * HOUR_MS }, {}, SIGNAL, false],
    ['not for the signal it was counted for', { signalAt: NOW - HOUR_MS }, { isNeeded: true }, SIGNAL, false],
    ['for each signal while it is raised', { signalAt: NOW - 8 * HOUR_MS }, { isRaised: true }, SIGNAL, true],
    ['not again for that signal', { signalAt: NOW - HOUR_MS }, { isRaised: true }, SIGNAL, false],
    ['not while there is no signal', {}, { signalAt: null, isNeeded: true }, SIGNAL, false],
    ['a day after, signal or not', { startedAt: NOW - DAY_MS, signalAt: NOW - 30 * HOUR_MS }, {}, SIGNAL, true],
  ])('%s', (_, complete, moment, base, want) => {
    const counts = { place: 's3://b/photos/', complete: complete && { ...COUNT, ...complete }, partial: null };
    expect(isCountDue(counts, { ...base, ...moment })).toBe(want);
  });

  test('at once, when it was cut short', () => {
    expect(isCountDue({ place: '', complete: COUNT, partial: { ...COUNT, after: 'a' } }, LANDED)).toBe(true);
  });
});

describe('what a mirror adds up to', () => {
  const collect = (files: ReturnType<typeof file>[], scope = scopeOf()) => {
    const collector = new MirrorCollector(scope, { signalAt: null, newestAt: null });
    collector.add(files);
    return collector.complete();
  };

  test('are all its files, hidden ones and checksums too', () => {
    const files = ['photos/a.jpg', 'photos/.thumb', 'photos/a.jpg.sha256', 'photos/x/y.tmp'].map((key) => file(key));
    expect(collect(files)).toMatchObject({ fileCount: 4, sizeBytes: 20, newestAt: NOW - DAY_MS });
  });

  test.each([
    ['a folder marker', file('photos/x/', 0)],
    ['a report of the runner', file('photos/.sentinel/report.json')],
    ['its end marker', file('photos/DONE')],
    ['what lies elsewhere', file('photos-old/a.jpg')],
  ])('but not %s', (_, other) => {
    expect(collect([other], scopeOf({ kind: 'marker', name: 'DONE' })).fileCount).toBe(0);
  });

  test('a marker elsewhere is a file, and a file from the future has no time', () => {
    const scope = scopeOf({ kind: 'marker', name: 'DONE' });
    expect(collect([file('photos/x/DONE', 5, NOW + DAY_MS)], scope)).toMatchObject({ fileCount: 1, newestAt: null });
  });

  test('is the same wherever the listing was cut short', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(9), { minLength: 1, maxLength: 20 }), fc.nat(), (sizes, cut) => {
        const files = sizes.map((size, n) => file(`photos/${String(n).padStart(3, '0')}`, size, NOW - n * MINUTE_MS));
        const first = new MirrorCollector(scopeOf(), { signalAt: 7, newestAt: null });
        first.add(files.slice(0, cut % (files.length + 1)));
        const partial = first.partial();
        const second = new MirrorCollector(scopeOf(), partial ?? { signalAt: 7, newestAt: null });
        second.add(files.filter(({ key }) => partial === null || key > partial.after));
        const whole = new MirrorCollector(scopeOf(), { signalAt: 7, newestAt: null });
        whole.add(files);
        expect(second.complete()).toEqual(whole.complete());
      }),
      { numRuns: 200 },
    );
  });
});

describe('the run that a mirror is', () => {
  test.each<[string, EndSignal, number | null, Partial<MirrorCount>, object]>([
    [
      'of its newest file, without signals',
      { kind: 'landed' },
      null,
      {},
      { ts: NOW - 6 * HOUR_MS, ended: true, sizeBytes: 5 },
    ],
    [
      'of its newest signal',
      { kind: 'heartbeat' },
      NOW - HOUR_MS,
      {},
      { ts: NOW - HOUR_MS, ended: true, sizeBytes: 5 },
    ],
    [
      'not done without its signal',
      { kind: 'heartbeat' },
      null,
      {},
      { ts: NOW - 6 * HOUR_MS, ended: false, sizeBytes: 5 },
    ],
    ['none, where nothing was ever there', { kind: 'landed' }, null, { newestAt: null }, {}],
    [
      'an empty one, where all is gone',
      { kind: 'landed' },
      null,
      { sizeBytes: 0 },
      { ts: NOW - 6 * HOUR_MS, ended: true, sizeBytes: 0 },
    ],
  ])('is %s', (_, finished, signalAt, count, want) => {
    const backup = mirrorBackup(scopeOf(finished), { ...COUNT, ...count }, signalAt);
    const { ts, ended, sizeBytes } = backup ?? {};
    expect({ ts, ended, sizeBytes }).toEqual(want);
  });
});
