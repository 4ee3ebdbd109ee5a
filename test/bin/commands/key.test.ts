import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keyCreateCommand, keyRotateCommand, keyShowCommand } from '../../../bin/commands/key.ts';
import { proposalsCommand } from '../../../bin/commands/proposals.ts';
import { UsageError } from '../../../bin/usage-error.ts';
import { openEmbeddedStore } from '../../../lib/adapters/embedded/store.ts';
import { SecretUnavailable } from '../../../lib/ports/secrets.ts';
import { CapturedOutput } from '../captured-output.ts';

const RULES = `version: 1
settings: { admin: sam }
people: { sam: { email: sam@acme.example } }
jobs:
  orders: { heartbeat: true, rule: every 24 hours }
  medusa: { heartbeat: true, nodes: [n1, n2], rule: every 24 hours }
`;
const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}';

let folder: string;
let said: CapturedOutput;
let options: { rules: string; state: string };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sentinel-test-'));
  await writeFile(join(folder, 'rules.yaml'), RULES);
  options = { rules: join(folder, 'rules.yaml'), state: join(folder, 'state') };
  vi.stubEnv('CREDENTIALS_DIRECTORY', undefined);
  said = CapturedOutput.begin();
});

afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

/** What a command prints. */
async function printed(command: Promise<number>, status = 0): Promise<string> {
  said.output = '';
  expect(await command).toBe(status);
  return said.output;
}

describe('sentinel key show', () => {
  it('prints the address at which SENTINEL_URL says that watch can be reached', async () => {
    vi.stubEnv('SENTINEL_URL', 'https://backups.acme.example/');
    expect(await printed(keyShowCommand('orders', options))).toContain('  https://backups.acme.example/ping/');
  });

  it("prints a job's address, the same each time, and makes the master key for its owner alone", async () => {
    const first = await printed(keyShowCommand('orders', options));
    expect(first).toMatch(new RegExp(`^orders {2}http://127\\.0\\.0\\.1:8080/ping/${UUID}\\n$`));
    expect(await printed(keyShowCommand('orders', options))).toBe(first);
    const secrets = join(options.state, 'secrets');
    expect(await readdir(secrets)).toEqual(['ping-master-key']);
    expect((await stat(join(secrets, 'ping-master-key'))).mode & 0o777).toBe(0o600);
    expect((await stat(secrets)).mode & 0o777).toBe(0o700);
    expect((await readFile(join(secrets, 'ping-master-key'), 'utf8')).trim().length).toBeGreaterThan(40);
  });

  it('prints one address a node, under the address that pings go to', async () => {
    const keys = JSON.parse(
      await printed(keyShowCommand('medusa', { ...options, json: true, url: 'https://p.example/' })),
    );
    expect(keys).toEqual([
      { job_id: 'medusa/n1', address: expect.stringMatching(`^https://p\\.example/ping/${UUID}$`), until: null },
      { job_id: 'medusa/n2', address: expect.stringMatching(`^https://p\\.example/ping/${UUID}$`), until: null },
    ]);
  });

  it('says when nobody would look at the pings of a job', async () => {
    await writeFile(options.rules, RULES.replace('orders: { heartbeat: true', 'orders: { backup: ./orders/'));
    await printed(keyShowCommand('orders', options));
    expect(said.complaints).toContain('the pings of orders are stored but not judged');
    said.complaints = '';
    await printed(keyShowCommand('medusa', options));
    expect(said.complaints).toBe('');
  });

  it("takes the master key of systemd's credentials, and makes none then", async () => {
    const credentials = join(folder, 'credentials');
    await mkdir(credentials);
    await writeFile(join(credentials, 'ping-master-key'), 'a-master-key-that-systemd-has-kept-safe');
    vi.stubEnv('CREDENTIALS_DIRECTORY', credentials);
    const address = await printed(keyShowCommand('orders', options));
    vi.stubEnv('CREDENTIALS_DIRECTORY', undefined);
    expect(await printed(keyShowCommand('orders', options))).not.toBe(address);
    vi.stubEnv('CREDENTIALS_DIRECTORY', credentials);
    expect(await printed(keyShowCommand('orders', options))).toBe(address);
  });

  it.each([
    ['a job that is not there', 'nope', {}, UsageError],
    ['an address that is none', 'orders', { url: 'p.example' }, UsageError],
  ])('refuses %s', async (_, job, more, kind) => {
    await expect(keyShowCommand(job, { ...options, ...more })).rejects.toThrow(kind);
  });

  it('refuses a master key that others may read', async () => {
    await mkdir(join(options.state, 'secrets'), { recursive: true });
    await writeFile(join(options.state, 'secrets', 'ping-master-key'), 'x'.repeat(40), { mode: 0o644 });
    await expect(keyShowCommand('orders', options)).rejects.toThrow(SecretUnavailable);
  });

  it('of two at once, both print the same address', async () => {
    await Promise.all(Array.from({ length: 8 }, () => keyShowCommand('orders', options)));
    expect(new Set(said.output.trim().split('\n')).size).toBe(1);
    expect(await readdir(join(options.state, 'secrets'))).toEqual(['ping-master-key']);
  });
});

describe('sentinel key rotate', () => {
  it('prints both addresses, and says how long the old one is taken', async () => {
    const old = (await printed(keyShowCommand('orders', options))).split('  ')[1]?.trim();
    const [next, before] = JSON.parse(
      await printed(keyRotateCommand('orders', { ...options, json: true, keep: '2d' })),
    );
    expect(before.address).toBe(old);
    expect(next.address).not.toBe(old);
    expect(Date.parse(before.until) - Date.now()).toBeGreaterThan(47 * 3_600_000);
    expect(await printed(keyShowCommand('orders', options))).toContain('(old, valid until ');
  });

  it('is refused while two are taken, unless it is --at-once', async () => {
    await printed(keyRotateCommand('orders', options));
    await printed(keyRotateCommand('orders', options), 1);
    expect(said.complaints).toContain('orders has two keys already');
    const keys = JSON.parse(await printed(keyRotateCommand('orders', { ...options, json: true, atOnce: true })));
    expect(keys).toHaveLength(1);
  });

  it('says what a wrong --keep is', async () => {
    await expect(keyRotateCommand('orders', { ...options, keep: 'long' })).rejects.toThrow(/^--keep: /);
  });
});

describe('a key for all jobs', () => {
  it('is shown once, and afterwards only by its hash', async () => {
    await printed(keyRotateCommand(undefined, options), 1);
    const { key, address } = JSON.parse(await printed(keyCreateCommand({ ...options, json: true })));
    expect(address).toBe(`http://127.0.0.1:8080/ping/${key}/JOB`);
    expect(key).toMatch(/^[\w-]{43}$/);
    const shown = await printed(keyShowCommand(undefined, options));
    expect(shown).toMatch(/^sha256:[0-9a-f]{12} {2}made /);
    expect(shown).not.toContain(key);
    await printed(keyCreateCommand(options), 1);
    await printed(keyRotateCommand(undefined, options));
    expect(JSON.parse(await printed(keyShowCommand(undefined, { ...options, json: true })))).toHaveLength(2);
  });
});

describe('sentinel status --proposals', () => {
  it('prints what pings and is not in the rules doc, as YAML', async () => {
    expect(await printed(proposalsCommand(options))).toBe('all jobs that ping are in the rules doc and judged by it\n');
    const store = await openEmbeddedStore(options.state);
    const at = Date.now();
    await store.proposals.add({ parentId: 'mail', node: null, at, signal: 'success' });
    await store.proposals.add({ parentId: 'medusa', node: 'n3', at, signal: 'start' });
    await store.proposals.add({ parentId: 'orders', node: null, at, signal: 'start' });
    await store.close();
    const yaml = await printed(proposalsCommand(options));
    expect(yaml).toMatch(
      /^jobs:\n {2}# pinged first .*\n {2}mail:\n {4}heartbeat: true\n {4}rule: every 24 hours\n# medusa: add n3 to its nodes/,
    );
    expect(yaml).not.toContain('orders');
    expect(JSON.parse(await printed(proposalsCommand({ ...options, json: true })))).toMatchObject([
      { job_id: 'mail' },
      { job_id: 'medusa/n3' },
    ]);
  });
});
