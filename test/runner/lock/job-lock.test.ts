import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { JobLock, LockHeld } from '../../../lib/runner/lock/job-lock.ts';
import type { LockHolder } from '../../../lib/runner/lock/lock-holder.ts';
import { identityOf, readBootId } from '../../../lib/runner/lock/process-identity.ts';

const NOW = Date.parse('2026-11-21T02:00:00Z');

let folder: string;
const file = () => join(folder, 'locks', `orders-db.${hostname().replace(/[^A-Za-z0-9.-]/g, '_')}.lock`);
const take = (runId = 'a') => JobLock.take(folder, 'orders-db', runId, NOW);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sentinel-lock-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function leave(holder: Partial<LockHolder> | string): Promise<void> {
  await mkdir(join(folder, 'locks'), { recursive: true });
  const whole: LockHolder = {
    ...identityOf(process.pid),
    runId: 'before',
    bootId: readBootId(),
    since: '2026-11-20T02:00:00Z',
    command: null,
    ...(typeof holder === 'string' ? {} : holder),
  };
  await writeFile(file(), typeof holder === 'string' ? holder : JSON.stringify(whole));
}

/** The number of a process that is no more. */
function deadPid(): number {
  return Number(execFileSync('/bin/sh', ['-c', 'echo $$']).toString());
}

describe('the lock of a job', () => {
  test('is held by one run at a time, and free again when that is over', async () => {
    const lock = await take();
    expect(lock.takenFrom).toBeNull();
    await expect(take('b')).rejects.toThrow(
      `another run of this job (process ${process.pid}) has been running since 2026-11-21T02:00:00Z; wait for it, or stop it: kill ${process.pid}`,
    );
    await lock.release();
    await (await take('c')).release();
    expect(await readdir(join(folder, 'locks'))).toEqual([]);
  });

  const dead: readonly (readonly [string, () => Partial<LockHolder>])[] = [
    ['that is dead', () => ({ pid: deadPid(), startTicks: '1' })],
    ['whose number another process has got', () => ({ startTicks: '1' })],
    ['of before the machine was started', () => ({ bootId: '00000000-0000-0000-0000-000000000000' })],
    ['that is dead, and its command too', () => ({ startTicks: '1', command: { pid: deadPid(), startTicks: '1' } })],
  ];
  test.each(dead)('is taken over from a run %s', async (_name, holder) => {
    await leave(holder());
    const lock = await take();
    expect(lock.takenFrom).toMatchObject({ runId: 'before', since: '2026-11-20T02:00:00Z' });
    expect(JSON.parse(await readFile(file(), 'utf8'))).toMatchObject({ runId: 'a', pid: process.pid });
    expect(await readdir(join(folder, 'locks'))).toHaveLength(1);
    await lock.release();
  });

  test('of a dead run goes to exactly one of many that want it', async () => {
    for (let round = 0; round < 20; round += 1) {
      await leave({ startTicks: '1', runId: `dead ${round}` });
      const all = await Promise.allSettled(Array.from({ length: 8 }, (_, index) => take(`${round}-${index}`)));
      const taken = all.filter((one) => one.status === 'fulfilled');
      expect(taken).toHaveLength(1);
      const refused = all.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
      expect(refused).toEqual(Array.from({ length: 7 }, () => expect.any(LockHeld)));
      await taken[0]?.value.release();
      expect(await readdir(join(folder, 'locks'))).toEqual([]);
    }
  });

  test('is taken over although another died while it took it over', async () => {
    await leave({ startTicks: '1' });
    const content = await readFile(file(), 'utf8');
    // As the dead one left it: the right to take the lock over, and the lock as it was.
    const { nameOfContent } = await import('../../../lib/runner/lock/lock-holder.ts');
    await writeFile(`${file()}.from-${nameOfContent(content)}`, content.replace('before', 'died too'));
    const lock = await take();
    expect(lock.takenFrom?.runId).toBe('before');
    expect(await readdir(join(folder, 'locks'))).toHaveLength(1);
    await lock.release();
  });

  test('that the runner did not write is left alone, and a person is asked', async () => {
    await leave('not ours');
    await expect(take()).rejects.toThrow(/is not a lock file of backup sentinel; check it, then remove it/);
    expect(await readFile(file(), 'utf8')).toBe('not ours');
  });

  test('of one host says nothing of another', async () => {
    await mkdir(join(folder, 'locks'));
    await writeFile(join(folder, 'locks', 'orders-db.another-host.lock'), JSON.stringify({ pid: process.pid }));
    await (await take()).release();
  });
});
