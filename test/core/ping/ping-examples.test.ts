import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pingExamples } from '../../../lib/core/ping/ping-examples.ts';
import { runProcess } from '../../processes.ts';

const ADDRESS = 'https://sentinel.example/ping/2b1c0a5e-5a1f-4a53-9a5c-1d8f0e6f7a10';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sentinel-test-'));
  await mkdir(join(folder, 'backup'));
  for (const [name, text] of [
    ['pg_dump', '#!/bin/bash\necho begun\nexit "$STATUS"\n'],
    ['curl', `#!/bin/bash\necho "\${@: -1}" >> ${folder}/pinged\n`],
  ] as const) {
    await writeFile(join(folder, name), text);
    await chmod(join(folder, name), 0o755);
  }
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** The example of that name, with its folder below the test's. */
function example(name: string): string {
  const text = pingExamples(ADDRESS).find((each) => each.name === name)?.text ?? '';
  return text.replaceAll(' /backup/', ` ${folder}/backup/`);
}

/** Runs a line; `status` is what the dump ends with. */
async function sh(line: string, status: number, more: Record<string, string> = {}): Promise<number> {
  const env = { PATH: `${folder}:${process.env.PATH}`, STATUS: String(status), ...more };
  return (await runProcess('sh', ['-c', line], { env, timeout: 20_000 })).status;
}

const lastPing = async () => (await readFile(join(folder, 'pinged'), 'utf8')).trimEnd().split('\n').at(-1);

/** As systemd runs a unit: each command by its first word, `$$` is a dollar, and the result is given to what comes after. */
async function runUnit(unit: string, status: number): Promise<void> {
  const commandOf = (key: string) =>
    (new RegExp(`^${key}=(.*)$`, 'm').exec(unit)?.[1] ?? '').replaceAll('$$', () => '$');
  const ended = await sh(commandOf('ExecStart'), status);
  await sh(commandOf('ExecStopPost'), status, { SERVICE_RESULT: ended === 0 ? 'success' : 'exit-code' });
}

describe('the lines that report the end of a backup', () => {
  it.each([
    ['that ends well', 0, '0'],
    ['that fails before a pipe', 3, '3'],
  ])('in a shell script report a dump %s', async (_, status, reported) => {
    const script = join(folder, 'script');
    await writeFile(script, example('Shell script'));
    await chmod(script, 0o755);
    await sh(script, status);
    expect(await lastPing()).toBe(`${ADDRESS}/${reported}`);
  });

  it.each([
    ['that ends well', 0, '0'],
    ['that fails before a pipe', 3, '3'],
  ])('in a crontab report a dump %s', async (_, status, reported) => {
    const line = example('cron');
    expect(line).not.toContain('%');
    await sh(line.replace(/^(\S+ ){5}/, ''), status);
    expect(await lastPing()).toBe(`${ADDRESS}/${reported}`);
  });

  it.each([
    ['that ends well', 0, '0'],
    ['that fails before a pipe', 3, '1'],
  ])('in a systemd unit report a dump %s', async (_, status, reported) => {
    await runUnit(example('systemd service'), status);
    expect(await lastPing()).toBe(`${ADDRESS}/${reported}`);
  });

  it('in PowerShell stop at a command that fails in a pipe, and report a status that the address takes', () => {
    const text = example('PowerShell');
    expect(text).toContain('$PSNativeCommandUseErrorActionPreference = $true');
    expect(text).toContain('catch { $status = 1 }');
    expect(text.trimEnd().endsWith(`-Uri "${ADDRESS}/$status"`)).toBe(true);
  });
});
