import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readHolder, storeFolder } from '../../lib/adapters/embedded/folder.ts';
import { openEmbeddedStore } from '../../lib/adapters/embedded/store.ts';
import { type JobRow, newRow } from '../../lib/core/model/job-row.ts';
import { IS_NIGHTLY } from '../nightly.ts';
import { buildChild, StoreProcess, until } from './embedded-store-process.ts';

const ROUNDS = IS_NIGHTLY ? 100 : 8;
const ALIVE = 4;

let folder: string;
let started: StoreProcess[];

const start = (...words: string[]): StoreProcess => {
  const child = new StoreProcess(words);
  started.push(child);
  return child;
};

beforeAll(buildChild);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sentinel-faults-'));
  started = [];
});

afterEach(async () => {
  for (const child of started) child.kill();
  await Promise.all(started.map((child) => child.ended));
  await rm(folder, { recursive: true });
});

/** Every version that a process was told is stored is stored; at most one more, whose answer was lost. */
async function expectNothingLost(writers: readonly [string, StoreProcess][]): Promise<void> {
  const store = await openEmbeddedStore(folder);
  const { rows, unusable } = await store.state.readAll();
  await store.close();
  expect(unusable).toEqual([]);
  for (const [jobId, { versions, errors }] of writers) {
    expect(errors).toEqual([]);
    const told = versions.at(-1) ?? 0;
    const stored = rows.get(jobId) ?? newRow(jobId);
    expect(stored.seq).toBe(stored.version);
    expect([told, told + 1]).toContain(stored.version);
    expect(versions).toEqual([...versions].sort((a, b) => a - b));
  }
}

describe('several processes share the embedded store', () => {
  it(
    `a holder that is killed ${ROUNDS} times loses nothing of what anybody was told is stored`,
    async () => {
      const writers: [string, StoreProcess][] = [];
      const add = (): void => {
        const jobId = `job-${writers.length}`;
        writers.push([jobId, start('write', folder, jobId)]);
      };
      for (let count = 0; count < ALIVE; count += 1) add();
      const killed = new Set<StoreProcess>();
      const living = (): StoreProcess[] => writers.map(([, child]) => child).filter((child) => !killed.has(child));
      for (let round = 0; round < ROUNDS; round += 1) {
        await until(
          'two living processes write',
          () => living().filter(({ versions }) => versions.length > 3).length > 1,
        );
        let victim: StoreProcess | undefined;
        await until('one of them holds the store', async () => {
          const holder = await readHolder(storeFolder(folder));
          victim = living().find(({ child }) => child.pid === holder?.pid);
          return victim !== undefined;
        });
        if (!victim) break;
        victim.kill();
        killed.add(victim);
        const before = new Map(living().map((child) => [child, child.versions.length]));
        add();
        await until('another one goes on writing', () =>
          living().some((child) => child.versions.length > (before.get(child) ?? Number.POSITIVE_INFINITY)),
        );
      }
      await until('all living processes have opened the store', () => living().every(({ lines }) => lines.length > 0));
      for (const child of living()) child.runToEnd();
      await Promise.all(living().map((child) => child.ended));
      expect(living().map(({ lines }) => lines.at(-1))).toEqual(living().map(() => 'closed'));
      expect(killed.size).toBe(ROUNDS);
      await expectNothingLost(writers);
      // Four seconds on two idle processors; starting a dozen processes takes longer on busy ones.
    },
    ROUNDS * 8000,
  );

  it('processes that open it at the same instant all get in, and take over from those that leave', async () => {
    const at = String(Date.now() + 1500);
    const children = Array.from({ length: 5 }, (_, index) => start('meet', folder, `job-${index}`, at));
    await Promise.all(children.map((child) => child.ended));
    expect(children.map(({ errors }) => errors)).toEqual(children.map(() => []));
    expect(children.flatMap(({ lines }) => lines).filter((line) => / true$/.test(line))).toHaveLength(5);
    expect(children.flatMap(({ lines }) => lines)).toContain('met holder true');
    const store = await openEmbeddedStore(folder);
    expect((await store.state.readAll()).rows.size).toBe(5);
    await store.close();
  });

  it('the socket of a killed process is replaced', async () => {
    const child = start('write', folder, 'a');
    await until('it writes', () => child.versions.length > 3);
    child.kill();
    await child.ended;
    const stale = await readHolder(storeFolder(folder));
    expect([stale?.pid, existsSync(stale?.socket ?? '')]).toEqual([child.child.pid, true]);
    const store = await openEmbeddedStore(folder);
    const guest = await openEmbeddedStore(folder);
    expect([store.role(), guest.role()]).toEqual(['holder', 'guest']);
    await guest.close();
    await store.close();
    expect(existsSync(stale?.socket ?? '')).toBe(false);
  });

  it('a process that leaves in order hands the store to one that is in the middle of its work', async () => {
    const holder = await openEmbeddedStore(folder);
    const child = start('write', folder, 'a');
    await until('the guest writes', () => child.versions.length > 10);
    expect(child.lines[0]).toBe('open guest');
    await holder.close();
    const soFar = child.versions.length;
    await until('the guest goes on by itself', () => child.versions.length > soFar + 10);
    const back = await openEmbeddedStore(folder);
    expect(back.role()).toBe('guest');
    await back.close();
    child.runToEnd();
    await child.ended;
    expect(child.lines.filter((line) => line.endsWith('lost-answer'))).toEqual([]);
    await expectNothingLost([['a', child]]);
  });

  it('guests that are killed in the middle of a request do not disturb the holder', async () => {
    const holder = await openEmbeddedStore(folder);
    const socket = (await readHolder(storeFolder(folder)))?.socket ?? '';
    const child = start('write', folder, 'a');
    await until('the guest writes', () => child.versions.length > 10);
    for (let count = 0; count < 20; count += 1) {
      const connection = connect(socket);
      connection.on('error', () => {});
      connection.write('POST / HTTP/1.1\r\nhost: x\r\nx-operation: PutItem\r\ncontent-length: 100\r\n\r\n{"Table');
      await new Promise((resolve) => setTimeout(resolve, 2));
      connection.destroy();
    }
    child.kill();
    await child.ended;
    let row: JobRow = newRow('b');
    expect(await holder.state.write(row, row, null)).toBe(true);
    row = (await holder.state.read(['b'])).rows.get('b') ?? row;
    expect([row.version, holder.role()]).toEqual([1, 'holder']);
    await holder.close();
    await expectNothingLost([['a', child]]);
  });
});
