import { expect, test } from 'vitest';
import { replayDifferences } from '../../../lib/core/foresight/replay-difference.ts';
import type { State } from '../../../lib/core/model/state.ts';
import type { Transition } from '../../../lib/core/model/transition.ts';

function change(jobId: string, at: number, to: State): Transition {
  const none = { seq: 1, breakSeq: 1, fixedRefuted: false, by: null, until: null, verdict: null } as const;
  return { ...none, eventId: `${jobId}#${at}`, jobId, at, from: 'green', to, reason: 'worsened' };
}

test('what only one of two documents would have done is named by job and in the order of time', () => {
  const same = change('a', 1, 'warn');
  const differences = replayDifferences(
    [same, change('b', 5, 'alert'), change('a', 9, 'escalate')],
    [change('a', 7, 'alert'), same, change('b', 5, 'warn')],
  );
  expect(
    differences.map(({ jobId, changes }) => [jobId, ...changes.map(({ kind, transition: { to } }) => `${kind} ${to}`)]),
  ).toEqual([
    ['a', 'removed alert', 'added escalate'],
    ['b', 'added alert', 'removed warn'],
  ]);
});

test('the same transitions, numbered otherwise, are no difference', () => {
  const one = change('a', 1, 'warn');
  expect(replayDifferences([one], [{ ...one, seq: 7, eventId: 'a#7-x' }])).toEqual([]);
});
