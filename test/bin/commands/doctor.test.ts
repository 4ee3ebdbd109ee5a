import { mkdir, mkdtemp, readdir, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { doctorCommand } from '../../../bin/commands/doctor.ts';
import { DOCTOR_CHECKS } from '../../../bin/doctor/finding.ts';
import { CapturedOutput } from '../captured-output.ts';

const RULES = `version: 1
settings: { admin: sam }
people: { sam: { email: sam@acme.example } }
jobs:
  orders: { backup: ./orders/*.dump, rule: "every 24 hours, at least 1 KB" }
`;

let folder: string;
let said: CapturedOutput;
let options: { rules: string; state: string };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sentinel-test-'));
  options = { rules: join(folder, 'rules.yaml'), state: join(folder, 'state') };
  await writeFile(options.rules, RULES, { mode: 0o600 });
  await mkdir(join(folder, 'orders'));
  const backup = join(folder, 'orders', 'a.dump');
  await writeFile(backup, 'x'.repeat(2000));
  const anHourAgo = Date.now() / 1000 - 3600;
  await utimes(backup, anHourAgo, anHourAgo);
  vi.stubEnv('CREDENTIALS_DIRECTORY', undefined);
  vi.stubEnv('SENTINEL_WATCHDOG_URL', 'https://hc.example/x');
  vi.stubEnv('SENTINEL_SMTP_URL', 'smtp://127.0.0.1:1');
  vi.stubEnv('SENTINEL_MAIL_FROM', 'backups@acme.example');
  said = CapturedOutput.begin();
});

afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

interface Found {
  readonly check: string;
  readonly standing: string;
  readonly message: string;
}

async function doctor(more: object = {}): Promise<{ status: number; found: readonly Found[] }> {
  said.output = '';
  const status = await doctorCommand({ ...options, json: true, ...more });
  return { status, found: JSON.parse(said.output).findings };
}

const worst = (found: readonly Found[]) => found.filter(({ standing }) => standing !== 'ok').map(({ check }) => check);

describe('sentinel doctor', () => {
  it('before the first check warns of what is not there yet, looks at everything, and writes nothing', async () => {
    const { status, found } = await doctor();
    expect([status, worst(found)]).toEqual([1, ['store', 'checks']]);
    expect([...new Set(found.map(({ check }) => check))]).toEqual([...DOCTOR_CHECKS]);
    expect(await readdir(folder)).toEqual(['orders', 'rules.yaml']);
  });

  it('names a place that cannot be read', async () => {
    await rm(join(folder, 'orders'), { recursive: true });
    await symlink(join(folder, 'orders'), join(folder, 'orders'));
    const { status, found } = await doctor();
    expect(status).toBe(2);
    expect(found).toContainEqual(
      expect.objectContaining({
        check: 'places',
        standing: 'fail',
        message: expect.stringContaining('ELOOP'),
      }),
    );
  });

  it('names a place where nothing was ever seen', async () => {
    await rm(join(folder, 'orders', 'a.dump'));
    const { found } = await doctor();
    expect(found).toContainEqual(
      expect.objectContaining({
        check: 'places',
        standing: 'warn',
        message: expect.stringContaining('nothing was ever'),
      }),
    );
  });

  it('without a rules doc says so, and looks at what needs none', async () => {
    const { status, found } = await doctor({ rules: join(folder, 'none.yaml') });
    expect([status, worst(found)]).toEqual([2, ['rules', 'store']]);
    expect(found.map(({ check }) => check)).toContain('secrets');
  });

  it('where the store cannot be used says so, and looks at the rest', async () => {
    await writeFile(options.state, '');
    const { status, found } = await doctor();
    expect([status, worst(found)]).toEqual([2, expect.arrayContaining(['store'])]);
    expect(found.map(({ check }) => check)).toContain('channels');
  });

  it('sends a message to the person who is named, and to no one it does not know', async () => {
    const { found } = await doctor({ to: 'sam' });
    expect(found).toContainEqual(
      expect.objectContaining({ standing: 'fail', message: expect.stringContaining('email to sam@acme.example') }),
    );
    await expect(doctor({ to: 'eve' })).rejects.toThrow('the rules doc has no person eve');
  });

  it('prints a line for each thing, and below it what to do; with --quiet only what is missing', async () => {
    await doctorCommand({ ...options, quiet: true });
    expect(said.output).toMatch(/^! warn {2}store {8}there is no state in \S+ yet\n {21}start `sentinel watch`/);
    expect(said.output).not.toContain('✓');
  });
});
