import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Heartbeat } from '../../lib/core/evidence/heartbeat.ts';
import { DAY_MS } from '../../lib/core/instant.ts';
import type { HeartbeatLog } from '../../lib/ports/state-store.ts';
import { NOW } from './sample-row.ts';

export interface HeartbeatLogSetting {
  readonly heartbeats: HeartbeatLog;
  /** Stores an item as it is: a proposal, or what another version of the program would write. */
  putItem(item: Readonly<Record<string, unknown>>): Promise<void>;
  getItem(jobId: string, runId: string): Promise<Readonly<Record<string, unknown>> | null>;
  close(): Promise<void>;
}

/** What every HeartbeatLog keeps. `open` gives an empty one whose clock stands at `now()`. */
export function heartbeatLogContract(name: string, open: (now: () => number) => Promise<HeartbeatLogSetting>): void {
  describe(`${name} keeps the contract of a heartbeat log`, () => {
    let setting: HeartbeatLogSetting;
    let heartbeats: HeartbeatLog;
    let now: number;

    beforeEach(async () => {
      now = NOW;
      setting = await open(() => now);
      heartbeats = setting.heartbeats;
    });

    afterEach(async () => {
      await setting.close();
    });

    const heartbeat = (at: number, change: Partial<Heartbeat> = {}): Heartbeat => ({
      jobId: 'a',
      at,
      signal: 'success',
      rid: null,
      exitStatus: null,
      sizeBytes: null,
      files: null,
      location: null,
      status: null,
      body: null,
      ...change,
    });

    it('a heartbeat comes back as it was recorded', async () => {
      const full = heartbeat(NOW, {
        signal: 'fail',
        rid: '7f9c',
        exitStatus: 255,
        sizeBytes: 2 ** 53 - 1,
        files: 0,
        location: 's3://b/k',
        status: 'failed',
        body: 'disk full\n😀',
      });
      await heartbeats.record(full);
      expect(await heartbeats.newest('a', 1)).toEqual([full]);
      expect(await heartbeats.newest('b', 1)).toEqual([]);
    });

    it('they come newest first, to the millisecond, as many as were asked for', async () => {
      const instants = [NOW, NOW + 877, NOW - 123, NOW + 1, NOW - 1000];
      for (const at of instants) await heartbeats.record(heartbeat(at));
      const sorted = [...instants].sort((a, b) => b - a);
      expect((await heartbeats.newest('a', 10)).map(({ at }) => at)).toEqual(sorted);
      expect((await heartbeats.newest('a', 2)).map(({ at }) => at)).toEqual(sorted.slice(0, 2));
      expect(await heartbeats.newest('a', 0)).toEqual([]);
    });

    it('two of the same instant are both kept', async () => {
      await Promise.all([heartbeats.record(heartbeat(NOW)), heartbeats.record(heartbeat(NOW))]);
      expect(await heartbeats.newest('a', 10)).toHaveLength(2);
    });

    it('of the same instant, the one that was recorded last is the newest', async () => {
      const bodies = Array.from({ length: 40 }, (_, index) => `${index}`);
      for (const body of bodies) await heartbeats.record(heartbeat(NOW, { body }));
      expect((await heartbeats.newest('a', 100)).map(({ body }) => body)).toEqual(bodies.toReversed());
    });

    it('log lines are kept by themselves, and do not hide signals', async () => {
      await heartbeats.record(heartbeat(NOW, { signal: 'start' }));
      for (let line = 1; line <= 5; line += 1) {
        await heartbeats.record(heartbeat(NOW + line, { signal: 'log', body: `${line}` }));
      }
      expect(await heartbeats.newest('a', 2)).toEqual([heartbeat(NOW, { signal: 'start' })]);
      expect((await heartbeats.newest('a', 2, 'log')).map(({ body }) => body)).toEqual(['5', '4']);
    });

    it('reports of proofs are kept by themselves, and do not hide signals', async () => {
      await heartbeats.record(heartbeat(NOW));
      for (const body of ['1', '2']) await heartbeats.record(heartbeat(NOW + 1, { signal: 'proof', body }));
      expect(await heartbeats.newest('a', 5)).toEqual([heartbeat(NOW)]);
      expect((await heartbeats.newest('a', 5, 'proof')).map(({ body }) => body)).toEqual(['2', '1']);
    });

    it('what cannot be read, and what a newer version wrote, does not hide the others', async () => {
      await heartbeats.record(heartbeat(NOW));
      await setting.putItem({ job_id: 'a', run_id: '2026-11-22T00:00:00.000Z#1', schema: 2, at: 'later' });
      await setting.putItem({ job_id: 'a', run_id: '2026-11-22T00:00:00.000Z#2', schema: 1, at: 'garbage' });
      expect(await heartbeats.newest('a', 1)).toEqual([heartbeat(NOW)]);
    });

    it('after 400 days they no longer count, and pruning removes them; proposals have their own time', async () => {
      await heartbeats.record(heartbeat(NOW - 401 * DAY_MS));
      await heartbeats.record(heartbeat(NOW));
      const proposal = { job_id: '#proposal', run_id: 'p', schema: 1, expires_at: Math.ceil(NOW / 1000) + 5 };
      await setting.putItem(proposal);
      expect(await heartbeats.newest('a', 10)).toEqual([heartbeat(NOW)]);
      expect(await heartbeats.prune(NOW)).toBe(1);
      now = 0;
      expect(await heartbeats.newest('a', 10)).toEqual([heartbeat(NOW)]);
      expect(await setting.getItem('#proposal', 'p')).toEqual(proposal);
    });
  });
}
