import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FolderHints } from '../../../bin/wiring/folder-hints.ts';
import type { Job } from '../../../lib/core/model/job.ts';
import { read } from '../../rules-doc/read.ts';

/** Two minutes, in which a file is still being written, and a second. */
const QUIET_MS = 121_000;

describe('folders that are watched', () => {
  const clock = { ms: 0 };
  let folder: string;
  let hints: FolderHints;

  const jobsIn = (names: readonly string[]): readonly Job[] => {
    const lines = names.map((name) => `  ${name}: { backup: "${folder}/${name}/*.gz", rule: at 02:00 }`);
    const head = [
      'version: 1',
      'settings: { admin: sam, timezone: UTC }',
      'people: { sam: { email: sam@acme.example } }',
    ];
    return read([...head, 'jobs:', ...lines].join('\n')).document?.jobs ?? [];
  };
  /** Until the system has reported what was written: it does so on its own time. */
  const taken = async (): Promise<readonly string[]> => {
    const found: string[] = [];
    await vi.waitFor(() => {
      clock.ms += QUIET_MS;
      found.push(...hints.take());
      expect(found).not.toEqual([]);
    });
    return found;
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'hints-'));
    for (const name of ['orders', 'shop']) mkdirSync(join(folder, name));
    clock.ms = 1_000_000;
    hints = new FolderHints(() => clock.ms);
  });

  afterEach(() => {
    hints.close();
    rmSync(folder, { recursive: true });
  });

  it('name the job in whose folder something landed, once it is quiet', async () => {
    hints.follow(jobsIn(['orders', 'shop']));
    writeFileSync(join(folder, 'shop', '1.gz'), 'x');
    expect(await taken()).toEqual(['shop']);
    expect(hints.take()).toEqual([]);
  });

  it('are made out once for the same jobs, however often these are followed', () => {
    let looks = 0;
    const jobs = jobsIn(['orders']).map(
      (job) =>
        new Proxy(job, {
          get: (of, name) => {
            looks += 1;
            return Reflect.get(of, name);
          },
        }),
    );
    hints.follow(jobs);
    const first = looks;
    expect(first).toBeGreaterThan(0);
    hints.follow(jobs);
    expect(looks).toBe(first);
  });

  it('name no job while its folder still changes', async () => {
    hints.follow(jobsIn(['orders']));
    writeFileSync(join(folder, 'orders', '1.gz'), 'x');
    await vi.waitFor(() => {
      clock.ms += QUIET_MS;
      expect(hints.take()).toEqual(['orders']);
      writeFileSync(join(folder, 'orders', '1.gz'), 'xx');
    });
    clock.ms += QUIET_MS - 1;
    expect(hints.take()).toEqual([]);
    expect(await taken()).toEqual(['orders']);
  });

  it('are no longer watched once their job has gone, and a folder that is not there is no error', async () => {
    hints.follow(jobsIn(['orders', 'missing']));
    hints.follow(jobsIn(['shop']));
    writeFileSync(join(folder, 'orders', '1.gz'), 'x');
    writeFileSync(join(folder, 'shop', '1.gz'), 'x');
    expect(await taken()).toEqual(['shop']);
  });

  it('are none where there are too many', async () => {
    const names = Array.from({ length: 201 }, (_, index) => `job-${index}`);
    for (const name of names) mkdirSync(join(folder, name));
    hints.follow(jobsIn(names));
    writeFileSync(join(folder, 'job-0', '1.gz'), 'x');
    hints.follow(jobsIn(['shop']));
    writeFileSync(join(folder, 'shop', '1.gz'), 'x');
    expect(await taken()).toEqual(['shop']);
  });
});
