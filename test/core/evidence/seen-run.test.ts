import { describe, expect, it } from 'vitest';
import {
  findSeen,
  isGood,
  type RunFinding,
  rememberAccepted,
  rememberJudged,
  type SeenRun,
} from '../../../lib/core/evidence/seen-run.ts';

const seen = (ts: number, finding: RunFinding = 'good', sizeBytes: number | null = 100): SeenRun => {
  return { ts, sizeBytes, finding };
};
/** Of the instants from `to` down to `from`, newest first. */
const span = (to: number, from: number, finding: RunFinding = 'good') =>
  Array.from({ length: to - from + 1 }, (_, index) => seen(to - index, finding));
const times = (runs: readonly SeenRun[]) => runs.map(({ ts }) => ts);

it.each([
  ['good', true],
  ['accepted', true],
  ['too-small', false],
  ['damaged', false],
  ['hollow', false],
  ['contradicted', false],
] as const)('a %s run is good: %s', (finding, want) => {
  expect(isGood(seen(0, finding))).toBe(want);
});

it('a run is known again by time and size', () => {
  const memory = [seen(2, 'good', 5), seen(1, 'good', null)];
  expect(findSeen(memory, 2, 5)).toBe(memory[0]);
  expect(findSeen(memory, 1, null)).toBe(memory[1]);
  expect(findSeen(memory, 2, 6)).toBeUndefined();
  expect(findSeen(memory, 3, 5)).toBeUndefined();
});

describe('what is remembered', () => {
  it('is the very same when nothing is new', () => {
    const memory = span(30, 1);
    expect(rememberJudged(memory, span(30, 11))).toBe(memory);
    expect(rememberJudged(memory, [])).toBe(memory);
  });

  it('is newest first; of one instant, the larger first, and an unknown size last', () => {
    const judged = [seen(2, 'good', 7), seen(2, 'good', 9), seen(1)];
    expect(rememberJudged([seen(2, 'good', null)], judged)).toEqual([
      seen(2, 'good', 9),
      seen(2, 'good', 7),
      seen(2, 'good', null),
      seen(1),
    ]);
  });

  it('takes the new finding of what was judged and keeps that of what was not', () => {
    expect(rememberJudged([seen(2), seen(1, 'damaged')], [seen(2, 'too-small')])).toEqual([
      seen(2, 'too-small'),
      seen(1, 'damaged'),
    ]);
  });

  it('is the newest 30, and the newest six good ones before them', () => {
    const memory = rememberJudged(span(40, 1), [seen(50, 'too-small')]);
    expect(times(memory)).toEqual([50, ...times(span(40, 12)), ...times(span(11, 6))]);
  });

  it('forgets what was not good before the newest 30', () => {
    const memory = rememberJudged([...span(40, 12), ...span(11, 1, 'damaged')], [seen(50)]);
    expect(times(memory)).toEqual([50, ...times(span(40, 12))]);
  });

  it('keeps the good runs just before the oldest judged one, where newer ones are gone', () => {
    const memory = rememberJudged([...span(140, 101), ...span(20, 1)], [seen(50)]);
    expect(times(memory)).toEqual([...times(span(140, 111)), ...times(span(110, 105)), ...times(span(20, 15))]);
  });

  it('is the same when it is asked again', () => {
    const judged = [seen(50, 'too-small'), seen(30)];
    const once = rememberJudged([...span(140, 101), ...span(20, 1)], judged);
    expect(rememberJudged(once, judged)).toEqual(once);
  });

  it('is the very same beyond 30 too, when none is too old for it', () => {
    const memory = rememberJudged(span(40, 1), [seen(50, 'too-small')]);
    expect(memory).toHaveLength(36);
    expect(rememberJudged(memory, [seen(50, 'too-small')])).toBe(memory);
    expect(rememberJudged(span(40, 1), span(40, 30))).toEqual(span(40, 5));
  });

  it('is nothing where nothing was judged and nothing remembered', () => {
    expect(rememberJudged([], [])).toEqual([]);
    expect(rememberJudged(span(40, 1), [])).toEqual(span(40, 5));
  });

  describe('of contents', () => {
    const withContents = (text: string) => span(9, 1).map((run) => ({ ...run, content: `${text} ${run.ts}` }));
    const contents = (runs: readonly SeenRun[]) => runs.map(({ content }) => content?.slice(0, 1));

    it('is what the newest seven hold', () => {
      const memory = rememberJudged([], withContents('a'));
      expect(contents(memory)).toEqual([...'aaaaaaa', undefined, undefined]);
      expect(memory.at(-1)).toEqual(seen(1));
    });

    it('is what they hold now', () => {
      const memory = rememberJudged([], withContents('a'));
      expect(rememberJudged(memory, withContents('a'))).toBe(memory);
      const rest = memory.slice(1).map((run, index) => ({ ...run, content: `a ${8 - index}` }));
      expect(contents(rememberJudged(memory, [{ ...seen(9), content: 'b' }, ...rest]))).toEqual([
        ...'baaaaaa',
        undefined,
        undefined,
      ]);
      const seventh = withContents('a').map((run) => (run.ts === 3 ? { ...run, content: 'c' } : run));
      expect(contents(rememberJudged(memory, seventh))).toEqual([...'aaaaaac', undefined, undefined]);
      const eighth = withContents('a').map((run) => (run.ts === 2 ? { ...run, content: 'd' } : run));
      expect(rememberJudged(memory, eighth)).toBe(memory);
    });
  });
});

describe('an accepted run', () => {
  it('is the newest, and what was newer and gone is forgotten', () => {
    expect(rememberAccepted([seen(3), seen(2, 'too-small'), seen(1)], seen(2))).toEqual([seen(2, 'accepted'), seen(1)]);
  });

  it('is remembered also where it was not', () => {
    expect(rememberAccepted([seen(1)], seen(2))).toEqual([seen(2, 'accepted'), seen(1)]);
  });

  it('that was good is accepted from now on', () => {
    expect(rememberAccepted([seen(2)], seen(2))).toEqual([seen(2, 'accepted')]);
  });

  it.each(['damaged', 'hollow', 'contradicted'] as const)('that was found %s stays so', (finding) => {
    expect(rememberAccepted([seen(2, finding)], seen(2))).toEqual([seen(2, finding)]);
  });
});
