import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FileRules } from '../../../lib/adapters/file/rules.ts';
import { type LastGood, RulesUnavailable } from '../../../lib/ports/rules-source.ts';
import { NOTHING_CHANGED, rulesSourceContract } from '../../contracts/rules-source.ts';

rulesSourceContract('a rules doc on disk', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sentinel-rules-'));
  const path = join(folder, 'rules.yaml');
  const lastGood = join(folder, '.sentinel', 'rules.last-good.json');
  return {
    source: new FileRules(path, lastGood),
    putDocument: (bytes) => writeFile(path, bytes),
    removeDocument: () => rm(path),
    putLastGood: async (text) => {
      await mkdir(join(folder, '.sentinel'), { recursive: true });
      await writeFile(lastGood, text);
    },
    close: () => rm(folder, { recursive: true }),
  };
});

describe('a rules doc on disk', () => {
  let folder: string;

  const lastGood: LastGood = {
    schema: 1,
    source: 'rules.yaml',
    version: 'sha256:00',
    acceptedAt: '2026-11-21T08:00:00Z',
    text: '',
    jobKeys: [],
    jobIds: [],
    holidayYears: [],
    holidays: {},
    ...NOTHING_CHANGED,
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sentinel-rules-'));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  const message = async (work: Promise<unknown>): Promise<string> => {
    const failure = await work.catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(RulesUnavailable);
    return (failure as Error).message;
  };

  it('relative places in it start from its folder', () => {
    expect(new FileRules(join(folder, 'rules.yaml'), 'x').folder).toBe(folder);
    expect(new FileRules('rules.yaml', 'x').folder).toBe(process.cwd());
  });

  it('is not a folder, nor below a file', async () => {
    expect(await message(new FileRules(folder, 'x').read(10))).toContain('is a folder');
    await writeFile(join(folder, 'file'), '');
    expect(await message(new FileRules(join(folder, 'file', 'rules.yaml'), 'x').read(10))).toContain('is a file');
  });

  it.runIf(process.getuid?.() !== 0)('may be closed to the user', async () => {
    await writeFile(join(folder, 'rules.yaml'), '');
    await chmod(join(folder, 'rules.yaml'), 0);
    expect(await message(new FileRules(join(folder, 'rules.yaml'), 'x').read(10))).toContain('may not be used');
  });

  it('an endless file is read up to the limit', async () => {
    expect((await new FileRules('/dev/zero', 'x').read(100_000)).bytes).toHaveLength(100_001);
  });

  it('writers at the same time leave one whole last good copy, and nothing beside it', async () => {
    const path = join(folder, 'state', 'rules.last-good.json');
    const source = new FileRules('rules.yaml', path);
    const texts = Array.from({ length: 20 }, (_, index) => String(index).repeat(10_000));
    await Promise.all(texts.map((text) => source.writeLastGood({ ...lastGood, text })));
    expect(texts).toContain((await source.readLastGood())?.text);
    expect(await readdir(join(folder, 'state'))).toEqual(['rules.last-good.json']);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('a last good copy that cannot be written says so, and leaves nothing behind', async () => {
    await writeFile(join(folder, 'file'), '');
    const below = new FileRules('rules.yaml', join(folder, 'file', 'rules.last-good.json'));
    expect(await message(below.writeLastGood(lastGood))).toContain('last good copy');
    await mkdir(join(folder, 'copy', 'inside'), { recursive: true });
    const onFolder = new FileRules('rules.yaml', join(folder, 'copy'));
    expect(await message(onFolder.writeLastGood(lastGood))).toContain('is a folder');
    expect((await readdir(folder)).sort()).toEqual(['copy', 'file']);
  });
});
