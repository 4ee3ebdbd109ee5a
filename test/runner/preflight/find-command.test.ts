import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { commandProblem } from '../../../lib/runner/preflight/find-command.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sentinel-preflight-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('a command', () => {
  test('is looked for along the path, and has to be a program', async () => {
    await mkdir(join(folder, 'a'));
    await mkdir(join(folder, 'b'));
    await writeFile(join(folder, 'a/backup'), '');
    await chmod(join(folder, 'a/backup'), 0o644);
    const env = { PATH: `${folder}/a:${folder}/b` };
    expect(await commandProblem('backup', env)).toMatch(/a\/backup is not executable for this user; chmod \+x it$/);
    await writeFile(join(folder, 'b/backup'), '');
    await chmod(join(folder, 'b/backup'), 0o755);
    expect(await commandProblem('backup', env)).toBeNull();
    expect(await commandProblem('restore', env)).toMatch(
      /^command restore not found; install it, or write its full path/,
    );
    expect(await commandProblem(`${folder}/c`, env)).toMatch(/c does not exist; check the path$/);
    expect(await commandProblem(folder, env)).toMatch(/is not a file; write the path of a program$/);
  });
});
