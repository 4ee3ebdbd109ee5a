import { appendFile, mkdtemp, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { KeptFile } from '../../../lib/adapters/file/kept-file.ts';

let folder: string;
let path: string;
let made: number;
let file: KeptFile<string>;

/** How long ago everything was changed, as far as `file` knows. */
let laterMs: number;

/** Longer than a tick of the clock that file systems go by. */
const TICK_MS = 20;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sentinel-kept-file-'));
  path = join(folder, 'file');
  made = 0;
  laterMs = 60_000;
  const now = () => Date.now() + laterMs;
  file = new KeptFile(
    path,
    (bytes) => {
      made += 1;
      return bytes.toString('utf8');
    },
    now,
  );
  await writeFile(path, 'one');
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

const text = async (maxBytes = 100) => (await file.read(maxBytes)).made;

it('is made once of a file that was left alone', async () => {
  expect([await text(), await text(), await text()]).toEqual(['one', 'one', 'one']);
  expect(made).toBe(1);
});

it('is made each time of a file that was just written, which may be written once more within the same tick', async () => {
  laterMs = 900;
  await text();
  await text();
  expect(made).toBe(2);
});

it('is made again of one that was written to, also with its size and its time of writing as before', async () => {
  const { atime, mtime } = await stat(path);
  expect(await text()).toBe('one');
  await sleep(TICK_MS);
  await writeFile(path, 'two');
  await utimes(path, atime, mtime);
  expect(await text()).toBe('two');
  await sleep(TICK_MS);
  await appendFile(path, '!');
  expect(await text()).toBe('two!');
});

it('is made again of another file of that name', async () => {
  await writeFile(`${path}.new`, 'new');
  expect(await text()).toBe('one');
  await rename(`${path}.new`, path);
  expect(await text()).toBe('new');
});

it('is made again where more of the file is to be read', async () => {
  expect([await text(2), await text(3)]).toEqual(['on', 'one']);
});

it('says when the file was changed, and what keeps it from being read', async () => {
  expect((await file.read(100)).changedAt).toBe(Math.floor((await stat(path)).ctimeMs));
  await rm(path);
  await expect(text()).rejects.toThrow('ENOENT');
});

it.runIf(process.platform === 'linux')('is made each time of what the system makes as it is read', async () => {
  const uptime = new KeptFile(
    '/proc/uptime',
    (bytes) => bytes.toString('utf8'),
    () => Date.now() + laterMs,
  );
  const first = (await uptime.read(100)).made;
  await sleep(TICK_MS);
  expect((await uptime.read(100)).made).not.toBe(first);
});

it('is not kept of what `make` refuses', async () => {
  const refuse = () => {
    made += 1;
    throw new Error('damaged');
  };
  const refusing = new KeptFile(path, refuse, () => Date.now() + laterMs);
  for (let index = 0; index < 2; index += 1) await expect(refusing.read(100)).rejects.toThrow('damaged');
  expect(made).toBe(2);
});
