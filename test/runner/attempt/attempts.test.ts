import { describe, expect, test, vi } from 'vitest';
import { type AttemptPorts, attempt } from '../../../lib/runner/attempt/attempts.ts';
import type { CommandEnd } from '../../../lib/runner/attempt/run-command.ts';
import { makeSettings } from '../../../lib/runner/settings/make-settings.ts';
import type { OptionValue } from '../../../lib/runner/settings/read-option.ts';
import type { OptionName } from '../../../lib/runner/settings/run-option.ts';
import { Stop } from '../../../lib/runner/stop.ts';

type Options = Partial<Record<OptionName, OptionValue>>;

/** A command that ends in these ways, one after the other, each after a second by the clock. */
function setting(options: Options, ends: readonly (Partial<CommandEnd> & { readonly says?: string })[]) {
  const given = Object.entries({ verify: '/b/', ...options }).map(
    ([name, value]) => [name, { value, folder: '/', where: name }] as const,
  );
  const stop = new Stop();
  let clock = 0;
  const limits: (number | null)[] = [];
  const said: string[] = [];
  const ports: AttemptPorts = {
    now: () => clock,
    stop,
    say: (line) => said.push(line),
    running: async () => {},
    async run({ seen, timeoutMs, env }) {
      const { says, ...end } = ends[limits.length] ?? { exitCode: 0 };
      limits.push(timeoutMs);
      if (says !== undefined) seen('stderr', Buffer.from(says));
      seen('stdout', Buffer.from(`try ${env.SENTINEL_TRY}\n`));
      clock += 1000;
      const none = { exitCode: null, signal: null, timedOut: false, stopped: false, notStarted: null };
      return { ...none, leftBehind: false, durationMs: 1000, ...end };
    },
  };
  const settings = makeSettings('orders-db', ['true'], new Map(given), {});
  return { stop, limits, said, run: () => attempt(settings, {}, settings.deadlineMs, ports) };
}

const FAILED = { exitCode: 1 };

describe('the tries of a command', () => {
  test('end with the first that goes well, whose output is kept', async () => {
    const { run, said } = setting({ retries: 5, 'retry-delay': 1 }, [FAILED, { signal: 'SIGKILL' }, { exitCode: 0 }]);
    const { ending, tries, outputTail, message } = await run();
    expect({ ending, outputTail, message }).toEqual({
      ending: 'succeeded',
      outputTail: 'try 3\n',
      message: 'the command exited with status 0 after 1 second on try 3',
    });
    expect(tries.map(({ exitCode, signal }) => exitCode ?? signal)).toEqual([1, 'SIGKILL', 0]);
    expect(said).toEqual([
      'try 1 of 6 exited with status 1 after 1 second; trying again',
      'try 2 of 6 was killed by SIGKILL after 1 second; trying again',
    ]);
  });

  test('wait twice as long each time, up to twice that by chance, and no longer than the maximum', async () => {
    vi.useFakeTimers();
    try {
      const waits: number[] = [];
      const { run } = setting({ retries: 4, 'retry-delay': 1000, 'retry-max-delay': 5000 }, [
        FAILED,
        FAILED,
        FAILED,
        FAILED,
        FAILED,
      ]);
      const timers = vi.spyOn(globalThis, 'setTimeout');
      const ended = run();
      await vi.runAllTimersAsync();
      expect((await ended).ending).toBe('failed');
      for (const [, ms = 0] of timers.mock.calls) waits.push(ms);
      const [first = 0, second = 0, third = 0, fourth = 0] = waits;
      expect(waits).toHaveLength(4);
      expect(first).toBeGreaterThanOrEqual(1000);
      expect(first).toBeLessThanOrEqual(2000);
      expect(second).toBeGreaterThanOrEqual(2000);
      expect(second).toBeLessThanOrEqual(4000);
      expect(third).toBeGreaterThanOrEqual(4000);
      expect(third).toBeLessThanOrEqual(5000);
      expect(fourth).toBe(5000);
    } finally {
      vi.restoreAllMocks();
      vi.useRealTimers();
    }
  });

  test('have what is left until the deadline, and no other is begun after it', async () => {
    const { run, limits } = setting({ retries: 9, 'retry-delay': 1, timeout: 1500, deadline: 2500 }, [
      FAILED,
      FAILED,
      FAILED,
    ]);
    const { ending, message, tries } = await run();
    expect(limits[0]).toBe(1500);
    expect(limits.at(-1)).toBeLessThanOrEqual(1500);
    expect(limits.at(-1)).toBeGreaterThan(0);
    expect(tries).toHaveLength(3);
    expect(ending).toBe('failed');
    expect(message).toMatch(/on try 3; the deadline passed before another try$/);
  });

  test('are over when the runner is stopped while it waits for the next', async () => {
    const { run, stop, said } = setting({ retries: 9, 'retry-delay': 60_000 }, [FAILED]);
    const ended = run();
    await vi.waitFor(() => expect(said).toHaveLength(1));
    stop.request('SIGTERM');
    expect(await ended).toMatchObject({
      ending: 'stopped',
      message: 'the command exited with status 1 after 1 second; SIGTERM stopped the runner',
    });
  });

  test.each([
    ['by its status', { 'already-done-exit': [3] }, { exitCode: 3 }, 'says-already-there'],
    [
      'on standard error',
      { 'already-done-match': ['already exists'] },
      { exitCode: 1, says: 'x already exists\n' },
      'says-already-there',
    ],
    [
      'on standard error, and succeeds',
      { 'already-done-match': ['already exists'] },
      { exitCode: 0, says: 'x already exists\n' },
      'succeeded',
    ],
    [
      'on standard error, and dies',
      { 'already-done-match': ['already exists'] },
      { signal: 'SIGKILL', says: 'already exists\n' } as const,
      'failed',
    ],
    [
      'by its status, but only when its time was up',
      { 'already-done-exit': [3] },
      { exitCode: 3, timedOut: true },
      'timed-out',
    ],
  ] as const)('end when the command says %s that it is there already', async (_name, options, end, ending) => {
    const { run } = setting(options, [end]);
    expect(await run()).toMatchObject({ ending, tries: { length: 1 } });
  });

  test('of a command that cannot be started are one', async () => {
    const { run } = setting({ retries: 3, 'retry-delay': 1 }, [{ notStarted: 'EACCES' }]);
    expect(await run()).toMatchObject({
      ending: 'failed',
      tries: [{ exitCode: 126 }],
      message: expect.stringContaining('it could not be started (EACCES)'),
    });
  });
});
