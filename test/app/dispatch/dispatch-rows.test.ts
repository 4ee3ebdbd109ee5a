import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DispatchPorts } from '../../../lib/app/dispatch/dispatch-options.ts';
import { RowDispatch } from '../../../lib/app/dispatch/dispatch-rows.ts';
import type { Dispatched } from '../../../lib/app/dispatch/dispatched.ts';
import { HOUR_MS, type Instant, MINUTE_MS } from '../../../lib/core/instant.ts';
import { later } from '../../../lib/ports/receipt.ts';
import { StateStoreUnavailable } from '../../../lib/ports/state-store.ts';
import { DispatchSetting, jobLine } from './dispatch-setting.ts';

const SAM = 'sam: { slack: U0SAM, via: [slack] }';
const SLEEPER = 'lee: { email: lee@acme.example, quiet: "22:00-07:00" }';
const DANA = 'dana: { email: dana@acme.example }';
const JOBS = [
  jobLine('day-0'),
  jobLine('day-1'),
  jobLine('night-0', ', owner: lee'),
  jobLine('night-1', ', owner: lee'),
];

/** Requests that a round makes which tells one person and puts another off. */
const POINTS = 21;

const NIGHT = Date.parse('2026-11-18T23:30:00Z');
const MORNING = Date.parse('2026-11-19T07:00:00Z');

let setting: DispatchSetting;
let box: RowDispatch;
beforeEach(async () => {
  setting = await DispatchSetting.open([SAM, SLEEPER, DANA], JOBS);
  setting.now = NIGHT;
  restart();
});
afterEach(() => setting.close());

/** A process that starts anew. */
function restart(ports: Omit<DispatchPorts, 'deferrals'> = setting.ports): void {
  box = new RowDispatch(ports);
}

function round(at: Instant = setting.now): Promise<Dispatched> {
  setting.now = at;
  const { now, document } = setting;
  return box.round({ now, document, holidays: {}, rendering: {} });
}

const toldOf = (jobId: string) => setting.shown.filter(({ text }) => text.includes(jobId)).length;

describe('dispatch on one box', () => {
  it('tells what the rows have not been dealt with, once', async () => {
    await setting.break('day-0');
    await round();
    await round(NIGHT + MINUTE_MS);
    expect(setting.shown).toMatchObject([{ to: 'U0SAM', subject: expect.stringContaining('day-0'), at: NIGHT }]);
    expect(await setting.handled('day-0')).toBe(1);
  });

  it('tells what waits when its time has come, and not a round before', async () => {
    await setting.break('night-0');
    const { deferred } = await round();
    expect(deferred).toMatchObject([{ personId: 'lee', jobId: 'night-0', until: MORNING }]);
    await round(MORNING - 1);
    expect(setting.shown).toEqual([]);
    await round(MORNING);
    await round(MORNING + MINUTE_MS);
    expect(setting.shown).toMatchObject([{ to: 'lee@acme.example', at: MORNING }]);
  });

  it('tells in the next minute what is beyond a person’s turn', async () => {
    await setting.break('day-0');
    await round();
    setting.now += 1;
    await setting.break('day-1');
    expect((await round()).again).toHaveLength(1);
    expect([toldOf('day-1'), await setting.handled('day-1')]).toEqual([0, null]);
    await round(NIGHT + MINUTE_MS);
    expect([toldOf('day-0'), toldOf('day-1'), await setting.handled('day-1')]).toEqual([1, 1, 1]);
  });
});

describe('a process that starts anew', () => {
  it('finds what waits for the end of quiet hours', async () => {
    await setting.break('night-0');
    await round();
    expect(await setting.handled('night-0')).toBe(1);
    restart();
    await round(NIGHT + HOUR_MS);
    await round(MORNING);
    expect(setting.shown).toMatchObject([{ to: 'lee@acme.example', at: MORNING }]);
  });

  it('finds what waits though it starts only after its time', async () => {
    await setting.break('night-0');
    await round();
    restart();
    await round(MORNING + 3 * HOUR_MS);
    expect(setting.shown).toMatchObject([{ to: 'lee@acme.example', at: MORNING + 3 * HOUR_MS }]);
  });

  it('finds what a channel put off', async () => {
    setting.answer = () => later('503');
    await setting.break('day-0');
    await round();
    setting.answer = () => null;
    restart();
    await round(NIGHT + 20 * MINUTE_MS);
    expect(toldOf('day-0')).toBe(1);
  });

  it('finds that a break is over, which waits', async () => {
    setting.now = NIGHT - 6 * HOUR_MS;
    await setting.break('night-0');
    await round();
    setting.now = NIGHT;
    await setting.change('night-0', (history, now) => history.to('green', now));
    await round();
    restart();
    await round(NIGHT + MINUTE_MS);
    await round(MORNING);
    expect(setting.shown.map(({ subject, at }) => [/recovered|good|over|passed/i.test(subject), at])).toEqual([
      [false, NIGHT - 6 * HOUR_MS],
      [true, MORNING],
    ]);
  });

  it('finds that a break is over, which waits, though the job broke again meanwhile', async () => {
    setting.now = NIGHT - 6 * HOUR_MS;
    await setting.break('night-0');
    await round();
    setting.now = NIGHT;
    await setting.change('night-0', (history, now) => history.to('green', now));
    await round();
    setting.now = NIGHT + HOUR_MS;
    await setting.break('night-0');
    await round();
    restart();
    await round(NIGHT + 2 * HOUR_MS);
    await round(MORNING);
    await round(MORNING + MINUTE_MS);
    const notified = await setting.stores.deliveries.read('night-0');
    expect(notified.map(({ seq, outcome }) => `${seq} ${outcome}`).sort()).toEqual([
      '1 accepted',
      '2 accepted',
      '3 accepted',
    ]);
  });

  it('tells nothing again of what has been told, and nothing of what is healthy', async () => {
    await setting.break('day-0', 'day-1');
    await round();
    const { length } = setting.shown;
    for (const hours of [1, 2, 3]) {
      restart();
      await round(NIGHT + hours * HOUR_MS);
      await round(NIGHT + hours * HOUR_MS + MINUTE_MS);
    }
    expect(setting.shown).toHaveLength(length);
  });
});

describe('a store that is away for one request', () => {
  /** Ports whose request number `nth`, counted over the stores, finds nobody. */
  function failing(nth: number) {
    const calls: string[] = [];
    const flaky = <Port extends object>(port: Port): Port =>
      new Proxy(port, {
        get: (target, method) => {
          const value = Reflect.get(target, method);
          if (typeof value !== 'function') return value;
          return async (...given: unknown[]) => {
            calls.push(String(method));
            if (calls.length === nth) throw new StateStoreUnavailable('away, by the test');
            return value.apply(target, given);
          };
        },
      });
    const { store, audit, record, deliveries, failures, channels } = setting.ports;
    const ports = {
      store: flaky(store),
      audit: flaky(audit),
      record: flaky(record),
      deliveries: flaky(deliveries),
      failures: flaky(failures),
    };
    return { calls, ports: { ...ports, channels, adminTopic: null } };
  }

  async function roundOrFail(at: Instant): Promise<boolean> {
    return round(at).then(
      () => true,
      (error: unknown) => {
        if (error instanceof StateStoreUnavailable) return false;
        throw error;
      },
    );
  }

  it('is met at so many points', async () => {
    const { calls, ports } = failing(0);
    restart(ports);
    await setting.break('day-0', 'night-0');
    await round();
    expect(calls).toHaveLength(POINTS);
    expect(new Set(calls)).toEqual(
      new Set([
        ...['readAll', 'markOpen', 'read', 'transitions', 'takeTurn', 'claim', 'settle', 'noteHandled'],
        ...['deliveryIds', 'write', 'put', 'removeFromOutbox'],
      ]),
    );
  });

  const points = Array.from({ length: POINTS }, (_, index) => index + 1);
  it.each(points)(
    'has nothing forgotten, and nothing told twice but what could not be noted: request %i',
    async (nth) => {
      const { calls, ports } = failing(nth);
      restart(ports);
      await setting.break('day-0', 'night-0');
      const hasFailed = !(await roundOrFail(NIGHT));
      // A row of the record that could not be put waits in the outbox.
      const waits = ['put', 'removeFromOutbox'].includes(calls[nth - 1] ?? '');
      expect(hasFailed).toBe(calls.length >= nth && !waits);
      for (let at = NIGHT + 2 * MINUTE_MS; at < NIGHT + HOUR_MS; at += 5 * MINUTE_MS) await round(at);
      await round(MORNING);
      await round(MORNING + MINUTE_MS);
      expect(toldOf('night-0')).toBe(1);
      expect(toldOf('day-0')).toBe(calls[nth - 1] === 'settle' ? 2 : 1);
      expect([await setting.handled('day-0'), await setting.handled('night-0')]).toEqual([1, 1]);
    },
  );

  it.each(points)('in the morning has what waited told in the next round: request %i', async (nth) => {
    await setting.break('night-0', 'night-1');
    await round();
    const before = box;
    const { calls, ports } = failing(nth);
    restart(ports);
    // What one process knows another finds; each must tell by itself.
    await roundOrFail(MORNING);
    await round(MORNING + 2 * MINUTE_MS);
    await round(MORNING + 20 * MINUTE_MS);
    box = before;
    await round(MORNING + 40 * MINUTE_MS);
    for (const job of ['night-0', 'night-1']) {
      expect(toldOf(job)).toBeGreaterThanOrEqual(1);
      expect(toldOf(job)).toBeLessThanOrEqual(calls[nth - 1] === 'settle' ? 2 : 1);
    }
  });
});
