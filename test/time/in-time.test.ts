import { describe, expect, it } from 'vitest';
import { inTime } from '../../lib/time/in-time.ts';
import { heldAfter } from '../collected.ts';

const NEVER = new Promise<never>(() => {});

describe('waiting with a limit', () => {
  it('gives what the work gives', async () => {
    expect(await inTime(Promise.resolve(7), {})).toEqual({ kind: 'done', value: 7 });
  });

  it('throws what the work throws', async () => {
    await expect(inTime(Promise.reject(new Error('no route')), { leftMs: 60_000 })).rejects.toThrow('no route');
  });

  it('is late when the time is up', async () => {
    expect(await inTime(NEVER, { leftMs: 1 })).toEqual({ kind: 'late' });
  });

  it('is stopped when the signal fires, also where it fired before', async () => {
    const stop = new AbortController();
    const waiting = inTime(NEVER, { signal: stop.signal, leftMs: 60_000 });
    stop.abort();
    expect(await waiting).toEqual({ kind: 'stopped' });
    expect(await inTime(NEVER, { signal: stop.signal })).toEqual({ kind: 'stopped' });
  });

  it('holds no outcome, however long its signal lives', async () => {
    const { signal } = new AbortController();
    const held = await heldAfter(200, async () => {
      const value = { rows: new Array(100).fill('row') };
      await inTime(Promise.resolve(value), { signal, leftMs: 60_000 });
      return value;
    });
    expect(held).toBeLessThanOrEqual(1);
  });
});
