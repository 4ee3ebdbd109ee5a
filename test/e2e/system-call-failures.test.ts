import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Beginning, NotifyingCheck } from '../faults/notifying-check.ts';
import { Seeded } from '../faults/seeded.ts';
import {
  countCalls,
  describeInjection,
  filesWritten,
  type Injection,
  SYSTEM_CALLS,
  type SystemCall,
} from '../faults/strace.ts';
import { IS_NIGHTLY } from '../nightly.ts';

const BEGINNINGS: readonly Beginning[] = ['a new state folder', 'a store of an earlier check'];
const EFFECTS = ['ENOSPC', 'EIO', 'EMFILE', 'SIGKILL'] as const;
const LANES = 2;
/** By `npm run failures` and at night another one each day; `SENTINEL_SEED` plays one again. */
const SEED = Number(process.env.SENTINEL_SEED ?? (IS_NIGHTLY ? Math.floor(Date.now() / 86_400_000) : 21));

/** The injections to play: each call of a healthy run, at night; else one of each kind, and as many kills again. */
function choose(counts: ReadonlyMap<SystemCall, number>, chance: Seeded): Injection[] {
  const at = (call: SystemCall, nth: number, effect = chance.pick(EFFECTS)): Injection => {
    return { call, nth, effect, stays: effect !== 'SIGKILL' && chance.isLucky(0.5) };
  };
  const kinds = SYSTEM_CALLS.map((call) => ({ call, count: counts.get(call) ?? 0 }));
  if (IS_NIGHTLY) {
    return kinds.flatMap(({ call, count }) => Array.from({ length: count }, (_, index) => at(call, index + 1)));
  }
  const any = (count: number) => 1 + Math.floor(chance.next() * count);
  return kinds.flatMap(({ call, count }, index) => {
    const isKill = index % 2 === 0;
    return [at(call, any(count), isKill ? 'SIGKILL' : chance.pick(EFFECTS))];
  });
}

describe.each(BEGINNINGS)('a check that notifies, over %s', (beginning) => {
  let check: NotifyingCheck;
  beforeAll(async () => {
    check = await NotifyingCheck.open();
  });
  afterAll(() => check.close());

  test(
    'loses nothing, doubles nothing whose delivery was on record, and needs no repair, whichever call fails',
    async () => {
      const { traced, folder } = await check.healthy(beginning);
      expect(traced.status).toBe(2);
      const written = filesWritten(traced.calls, folder);
      const injections = choose(countCalls(traced.calls, folder), new Seeded(SEED));
      expect(injections.length).toBeGreaterThanOrEqual(SYSTEM_CALLS.length);
      const found: string[] = [];
      const played = { injected: 0, doubled: 0 };
      const waiting = injections[Symbol.iterator]();
      const lane = async (): Promise<void> => {
        for (const injection of waiting) {
          const { isInjected, problems, doubled } = await check.play(beginning, injection, written);
          if (isInjected) played.injected += 1;
          played.doubled += doubled.length;
          for (const problem of problems) found.push(`${describeInjection(injection)}: ${problem}`);
        }
      };
      await Promise.all(Array.from({ length: LANES }, lane));
      console.log(`seed ${SEED}: ${injections.length} runs over ${beginning}: ${JSON.stringify(played)}`);
      expect(found).toEqual([]);
      // Threads and reads differ a little from run to run, so that the last calls are not always made.
      expect(played.injected).toBeGreaterThan(injections.length * 0.9);
    },
    IS_NIGHTLY ? 3_600_000 : 120_000,
  );
});
