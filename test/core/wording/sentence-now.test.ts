import { describe, expect, test } from 'vitest';
import type { Reason } from '../../../lib/core/model/reason.ts';
import type { RenderedTest } from '../../../lib/core/wording/rendered-verdict.ts';
import { sentenceOf } from '../../../lib/core/wording/sentence.ts';
import { errorOf, measuredNow, sentenceNow } from '../../../lib/core/wording/sentence-now.ts';

const HOUR_S = 3600;
const TS = Date.parse('2026-11-20T02:05:00Z');
const STALE = {
  kind: 'stale',
  ageS: 33 * HOUR_S,
  allowS: 26 * HOUR_S,
  hardAfterS: 32.5 * HOUR_S,
  runningSince: null,
  goneTs: null,
} as const;

function stored(reason: Reason, measured: number | null = null): RenderedTest {
  const words = sentenceOf({ reason, at: 'rules.yaml:21' });
  const shown = { result: 'hard', reason: words, measured, threshold: null, at: 'rules.yaml:21' } as const;
  return { ...shown, kind: reason.kind, data: reason };
}

/** As versions before the data was kept stored it. */
const { data: _, ...OLD } = stored(STALE, 33 * HOUR_S);

describe('what was found is worded when it is read', () => {
  const cases: readonly {
    name: string;
    test: RenderedTest;
    ageS: number | null;
    words: string;
    measured: number | null;
  }[] = [
    {
      name: 'an age is that of the moment',
      test: stored(STALE, 33 * HOUR_S),
      ageS: 38 * HOUR_S,
      words: 'the newest good backup is 38 hours old; up to 26 hours allowed (rules.yaml:21)',
      measured: 38 * HOUR_S,
    },
    {
      name: 'with what else the sentence says',
      test: stored({ ...STALE, goneTs: TS, runningSince: TS + 60_000 }, 33 * HOUR_S),
      ageS: 54 * HOUR_S,
      words:
        'the newest backup, of 2026-11-20 02:05 UTC, is gone; the newest good backup is 2 days 6 hours old; up to 26 hours allowed; a run is under way since 2026-11-20 02:06 UTC (rules.yaml:21)',
      measured: 54 * HOUR_S,
    },
    {
      name: 'an age beside its limit gets as many digits as set them apart',
      test: stored(STALE, 33 * HOUR_S),
      ageS: 26 * HOUR_S + 60,
      words: 'the newest good backup is 26 hours 1 minute old; up to 26 hours allowed (rules.yaml:21)',
      measured: 26 * HOUR_S + 60,
    },
    {
      name: 'where there is no good copy by now, the age stays as it was found',
      test: stored(STALE, 33 * HOUR_S),
      ageS: null,
      words: 'the newest good backup is 33 hours old; up to 26 hours allowed (rules.yaml:21)',
      measured: 33 * HOUR_S,
    },
    {
      name: 'what is of no age stays',
      test: stored({ kind: 'empty', location: '/b/1.dump' }, 0),
      ageS: 38 * HOUR_S,
      words: '/b/1.dump is empty',
      measured: 0,
    },
    {
      name: 'of a row of an earlier version there is the sentence only, and it is shown as it is',
      test: OLD,
      ageS: 38 * HOUR_S,
      words: 'the newest good backup is 33 hours old; up to 26 hours allowed (rules.yaml:21)',
      measured: 33 * HOUR_S,
    },
  ];
  test.each(cases)('$name', ({ test: found, ageS, words, measured }) => {
    expect(sentenceNow(found, ageS)).toBe(words);
    expect(measuredNow(found, ageS)).toBe(measured);
  });
});

describe('the error that several jobs may share', () => {
  const error = 'AccessDenied: no (really) access';
  const failed = { kind: 'failed', ts: TS, location: '/b/x' } as const;
  const cases: readonly { name: string; test: RenderedTest; want: string | null }[] = [
    {
      name: 'of a place that may not be read',
      test: stored({ kind: 'unreadable', operation: 'list', location: 's3://a/', error }),
      want: error,
    },
    {
      name: 'of one that did not answer',
      test: stored({ kind: 'unread-again', count: 3, since: TS, error }),
      want: error,
    },
    { name: 'of a run that failed', test: stored({ ...failed, error }), want: error },
    { name: 'of one that failed without a word', test: stored({ ...failed, error: null }), want: null },
    { name: 'of an age there is none', test: stored(STALE), want: null },
    { name: 'of what an earlier version stored it is not known', test: OLD, want: null },
  ];
  test.each(cases)('$name', ({ test: found, want }) => {
    expect(errorOf(found)).toBe(want);
  });
});
