import {
  chmod,
  chown,
  cp,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readHolder, storeFolder } from '../../lib/adapters/embedded/folder.ts';
import { openEmbeddedStore } from '../../lib/adapters/embedded/store.ts';
import { newRow } from '../../lib/core/model/job-row.ts';
import { StateStoreUnavailable } from '../../lib/ports/state-store.ts';
import { buildChild, StoreProcess } from './embedded-store-process.ts';

const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;
const TEMPORARY = process.env.TMPDIR;

let base: string;
let folder: string;

beforeAll(buildChild);

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'sentinel-faults-'));
  folder = join(base, 'state');
});

afterEach(async () => {
  if (TEMPORARY === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = TEMPORARY;
  await rm(base, { recursive: true });
});

async function refusal(): Promise<string> {
  const failure = await openEmbeddedStore(folder).then(
    () => new Error('it opened'),
    (error: unknown) => error as Error,
  );
  expect(failure).toBeInstanceOf(StateStoreUnavailable);
  return failure.message;
}

/** Runs as a user whom permissions bind: root is bound by none. */
async function attemptByNobody(): Promise<string> {
  const child = new StoreProcess(['attempt', folder], isRoot ? { user: NOBODY } : {});
  await child.ended;
  expect(child.errors).toEqual([]);
  return child.lines.join('\n');
}

describe('the state folder', () => {
  it('is made with everything in it for its owner only', async () => {
    const store = await openEmbeddedStore(join(folder, 'deep'));
    const modes: Record<string, number> = {};
    for (const path of ['deep', 'deep/store', 'deep/store/level', 'deep/store/socket', 'deep/store/holder']) {
      modes[path] = (await stat(join(folder, path))).mode & 0o777;
    }
    await store.close();
    expect(modes).toEqual({
      deep: 0o700,
      'deep/store': 0o700,
      'deep/store/level': 0o700,
      'deep/store/socket': 0o600,
      'deep/store/holder': 0o600,
    });
    expect(await readdir(join(folder, 'deep/store'))).toEqual(['level']);
  });

  it('keeps its mode when it was there, while what is ours in it is closed to others', async () => {
    await mkdir(join(folder, 'store', 'level'), { recursive: true });
    await chmod(join(folder, 'store', 'level'), 0o755);
    await chmod(join(folder, 'store'), 0o777);
    await chmod(folder, 0o750);
    await (await openEmbeddedStore(folder)).close();
    expect((await stat(folder)).mode & 0o777).toBe(0o750);
    expect((await stat(join(folder, 'store'))).mode & 0o777).toBe(0o700);
    expect((await stat(join(folder, 'store', 'level'))).mode & 0o777).toBe(0o700);
  });

  it('is not made by a reader who asks for none', async () => {
    expect(await openEmbeddedStore(folder, { create: false })).toBeNull();
    await mkdir(folder);
    expect(await openEmbeddedStore(folder, { create: false })).toBeNull();
    expect(await readdir(folder)).toEqual([]);
    await (await openEmbeddedStore(folder)).close();
    const store = await openEmbeddedStore(folder, { create: false });
    expect((await store?.state.readAll())?.rows.size).toBe(0);
    await store?.close();
  });

  it('cannot be a file, nor be below one', async () => {
    await writeFile(join(base, 'file'), '');
    for (const path of ['file', 'file/below']) {
      folder = join(base, path);
      expect(await refusal()).toContain('a file is in the way');
      await expect(openEmbeddedStore(folder, { create: false })).rejects.toThrow(StateStoreUnavailable);
    }
  });

  it('cannot have a link or a file where the store should be', async () => {
    await mkdir(folder);
    await symlink(base, join(folder, 'store'));
    expect(await refusal()).toContain('is not a folder');
    await rm(join(folder, 'store'));
    await writeFile(join(folder, 'store'), '');
    expect(await refusal()).toContain('is not a folder');
  });

  it('must be one that the user can write', async () => {
    await chmod(base, 0o555);
    expect(await attemptByNobody()).toMatch(/^refused StateStoreUnavailable .*cannot be written by this user/);
    await chmod(base, 0o755);
    expect(await readdir(base)).toEqual([]);
  });

  it.runIf(isRoot)('must not be closed to the user, nor hold a store of another one', async () => {
    await chmod(base, 0o755);
    await (await openEmbeddedStore(folder)).close();
    expect(await attemptByNobody()).toMatch(/^refused StateStoreUnavailable .*cannot be written by this user/);
    await chmod(folder, 0o777);
    expect(await attemptByNobody()).toMatch(
      /^refused StateStoreUnavailable .*belongs to user 0, and this is user 65534/,
    );
    await chown(join(folder, 'store'), NOBODY, NOBODY);
    expect(await refusal()).toMatch(/belongs to user 65534, and this is user 0/);
  });

  it('may be a copy that was made of a folder in use: the original’s process is not asked', async () => {
    folder = join(base, 'x'.repeat(60), 'y'.repeat(60));
    const original = await openEmbeddedStore(folder);
    await cp(folder, join(base, 'copy'), { recursive: true });
    const copy = await openEmbeddedStore(join(base, 'copy'));
    try {
      expect(copy.role()).toBe('holder');
      expect(await copy.state.write(newRow('a'), newRow('a'), null)).toBe(true);
      expect((await original.state.read(['a'])).rows.size).toBe(0);
    } finally {
      await copy.close();
      await original.close();
    }
  });

  it('may have a path that is too long for a socket', async () => {
    folder = join(base, 'x'.repeat(60), 'y'.repeat(60));
    const store = await openEmbeddedStore(folder);
    const guest = await openEmbeddedStore(folder);
    expect([store.role(), guest.role()]).toEqual(['holder', 'guest']);
    expect(await guest.state.write(newRow('a'), newRow('a'), null)).toBe(true);
    const { socket = '' } = (await readHolder(storeFolder(folder))) ?? {};
    expect(dirname(dirname(socket))).toBe(tmpdir());
    expect((await lstat(dirname(socket))).mode & 0o777).toBe(0o700);
    await guest.close();
    await store.close();
    await expect(lstat(dirname(socket))).rejects.toThrow('ENOENT');
  });

  it('with such a path does not trust a folder for the socket that others can enter, nor a link', async () => {
    process.env.TMPDIR = join(base, 'tmp');
    await mkdir(process.env.TMPDIR);
    folder = join(base, 'x'.repeat(60), 'y'.repeat(60));
    const store = await openEmbeddedStore(folder);
    const [name = ''] = await readdir(process.env.TMPDIR);
    await store.close();
    const short = join(process.env.TMPDIR, name);
    await mkdir(short);
    await chmod(short, 0o777);
    expect(await refusal()).toContain('can be entered by other users');
    await rm(short, { recursive: true });
    await symlink(base, short);
    expect(await refusal()).toContain('is not a folder');
    process.env.TMPDIR = join(base, 'z'.repeat(100));
    expect(await refusal()).toContain('set TMPDIR to a shorter path');
    await expect(stat(join(folder, 'store', 'holder'))).rejects.toThrow('ENOENT');
  });

  it('on a disk that gets full keeps what was stored, and goes on when there is room', async () => {
    const child = new StoreProcess(['fill', folder], { limitKiB: 2048 });
    await child.ended;
    expect(child.errors).toEqual([]);
    expect(child.lines.at(-2)).toMatch(/^refused StateStoreUnavailable the disk of .* is full/);
    expect(child.lines.at(-1)).toBe('closed');
    const store = await openEmbeddedStore(folder);
    const { rows } = await store.state.readAll();
    for (const index of child.versions) expect(rows.get(`job-${index}`)?.version).toBe(1);
    expect(child.versions.length).toBeGreaterThan(5);
    expect(await store.state.write(newRow('later'), newRow('later'), null)).toBe(true);
    await store.close();
  });
});

describe('a damaged database', () => {
  const level = (): string => storeFolder(folder).database;

  /** Everything in the database but Level's own log of messages. */
  async function content(): Promise<Record<string, string>> {
    const names = (await readdir(level())).filter((name) => !/^(LOG|LOG\.old|LOCK)$/.test(name));
    return Object.fromEntries(
      await Promise.all(names.map(async (name) => [name, await readFile(join(level(), name), 'base64')] as const)),
    );
  }

  /** A store whose rows are in a table file: closed and opened, so that Level moves them there from its journal. */
  beforeEach(async () => {
    const store = await openEmbeddedStore(folder);
    await store.state.write(newRow('a'), newRow('a'), null);
    await store.close();
    await (await openEmbeddedStore(folder)).close();
  });

  const file = async (pattern: RegExp): Promise<string> => {
    const name = (await readdir(level())).find((entry) => pattern.test(entry));
    if (!name) throw new Error(`no file like ${pattern}`);
    return join(level(), name);
  };

  const garbage = 'garbage '.repeat(100);
  const damages: [string, () => Promise<void>][] = [
    ['garbage in CURRENT', () => writeFile(join(level(), 'CURRENT'), garbage)],
    ['an empty CURRENT', () => truncate(join(level(), 'CURRENT'), 0)],
    ['a CURRENT that names no file', () => writeFile(join(level(), 'CURRENT'), 'MANIFEST-999999\n')],
    ['no CURRENT', () => rm(join(level(), 'CURRENT'))],
    ['garbage in the manifest', async () => writeFile(await file(/^MANIFEST/), garbage)],
    ['an empty manifest', async () => truncate(await file(/^MANIFEST/), 0)],
    ['no manifest', async () => rm(await file(/^MANIFEST/))],
    ['no table file', async () => rm(await file(/\.ldb$/))],
  ];

  it.each(damages)('%s: is reported at opening, every time, and left untouched', async (_, damage) => {
    await damage();
    const before = await content();
    for (let count = 0; count < 2; count += 1) {
      const message = await refusal();
      expect(message).toContain(`${level()} is damaged and was left untouched`);
      expect(message).toContain('move it aside');
      expect(message).not.toContain('\n');
    }
    expect(await content()).toEqual(before);
    await rm(level(), { recursive: true });
    await (await openEmbeddedStore(folder)).close();
  });

  const tableDamages: [string, () => Promise<void>][] = [
    ['garbage in a table file', async () => writeFile(await file(/\.ldb$/), garbage)],
    ['an empty table file', async () => truncate(await file(/\.ldb$/), 0)],
    ['a table file that was cut short', async () => truncate(await file(/\.ldb$/), 100)],
  ];

  it.each(tableDamages)(
    '%s: is reported at the first reading, every time, and the process goes on',
    async (_, damage) => {
      await damage();
      const before = Object.keys(await content()).filter((name) => name.endsWith('.ldb'));
      const store = await openEmbeddedStore(folder);
      for (let count = 0; count < 2; count += 1) {
        await expect(store.state.read(['a'])).rejects.toThrow(/is damaged and was left untouched/);
        await expect(store.state.readAll()).rejects.toThrow(StateStoreUnavailable);
        await expect(store.state.write(newRow('a'), newRow('a'), null)).rejects.toThrow(StateStoreUnavailable);
      }
      await store.close();
      expect(Object.keys(await content())).toEqual(expect.arrayContaining(before));
    },
  );
});
