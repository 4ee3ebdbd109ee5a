import { describe, expect, it } from 'vitest';
import { BatchedSink } from '../../../lib/app/check/batched-sink.ts';
import type { JobAbout } from '../../../lib/core/event/job-about.ts';
import type { Transition } from '../../../lib/core/model/transition.ts';

const transition = (eventId: string) => ({ eventId, jobId: `job-${eventId}` }) as Transition;

/** A sink that notes what it is given together, and takes what `takes` says. */
function sink(takes: (eventId: string) => boolean) {
  const batches: string[][] = [];
  const publish = async (transitions: readonly Transition[]) => {
    const ids = transitions.map(({ eventId }) => eventId);
    batches.push(ids);
    return new Set(ids.filter(takes));
  };
  return { batches, sink: new BatchedSink({ publish }) };
}

describe('the batched sink', () => {
  it('hands on together what is ready at about the same time, ten at most', async () => {
    const { batches, sink: batched } = sink(() => true);
    const ids = Array.from({ length: 23 }, (_, index) => `e${index}`);
    const taken = await Promise.all(ids.map((id) => batched.publish([transition(id)])));
    expect(taken.every((set, index) => set.has(ids[index] ?? ''))).toBe(true);
    expect(batches.map(({ length }) => length)).toEqual([10, 10, 3]);
  });

  it('one that is not taken is not for the others of its batch', async () => {
    const { sink: batched } = sink((id) => id !== 'b');
    const taken = await Promise.all(['a', 'b', 'c'].map((id) => batched.publish([transition(id)])));
    expect(taken.map((set, index) => set.has(['a', 'b', 'c'][index] ?? ''))).toEqual([true, false, true]);
  });

  it('a sink that takes nothing twice in a row is left alone', async () => {
    const { batches, sink: batched } = sink(() => false);
    for (const id of ['a', 'b', 'c', 'd']) expect((await batched.publish([transition(id)])).size).toBe(0);
    expect(batches).toEqual([['a'], ['b']]);
  });

  it('hands on with each transition what its own giver knows of the job', async () => {
    const given: (string | undefined)[] = [];
    const batched = new BatchedSink({
      publish: async (transitions, aboutOf) => {
        given.push(...transitions.map(({ jobId }) => aboutOf?.(jobId)?.name));
        return new Set();
      },
    });
    const knows = (name: string) => () => ({ name }) as JobAbout;
    await Promise.all([
      batched.publish([transition('a')], knows('the job of a')),
      batched.publish([transition('b')]),
      batched.publish([transition('c')], knows('the job of c')),
    ]);
    expect(given).toEqual(['the job of a', undefined, 'the job of c']);
  });

  it('one that fails for a reason of its own fails for whoever waits', async () => {
    const batched = new BatchedSink({ publish: async () => Promise.reject(new Error('a bug')) });
    await expect(batched.publish([transition('a')])).rejects.toThrow('a bug');
  });
});
