import { describe, expect, it } from 'vitest';
import { Deadline } from '../../lambdas/deadline.ts';

/** A deadline so many ms away, and what its alarms were set for. */
function deadlineIn(leftMs: number) {
  const alarms = new Map<number, () => void>();
  const deadline = new Deadline({ getRemainingTimeInMillis: () => leftMs }, (call, afterMs) => {
    alarms.set(afterMs, call);
    return () => alarms.delete(afterMs);
  });
  return { deadline, alarms };
}

describe('the time of an invocation', () => {
  it('begins nothing more 5 seconds before its end, and gives up what goes on 3 seconds before', () => {
    const { deadline, alarms } = deadlineIn(60_000);
    expect([deadline.noMore.aborted, deadline.givenUp.aborted]).toEqual([false, false]);
    alarms.get(55_000)?.();
    expect([deadline.noMore.aborted, deadline.givenUp.aborted]).toEqual([true, false]);
    alarms.get(57_000)?.();
    expect([deadline.noMore.aborted, deadline.givenUp.aborted]).toEqual([true, true]);
  });

  it('sets no alarm for before it began', () => {
    expect([...deadlineIn(4_000).alarms.keys()]).toEqual([0, 1_000]);
  });

  it('takes its alarms away when the invocation is over', () => {
    const { deadline, alarms } = deadlineIn(60_000);
    deadline.end();
    expect(alarms.size).toBe(0);
  });
});
