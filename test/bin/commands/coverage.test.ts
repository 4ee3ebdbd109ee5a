import { mkdir, mkdtemp, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { coverageCommand } from '../../../bin/commands/coverage.ts';
import { DAY_MS, formatInstant, HOUR_MS } from '../../../lib/core/instant.ts';
import { CapturedOutput } from '../captured-output.ts';

const NOW = Date.parse('2026-11-29T08:00:00Z');
const NAMES = ['billing', 'hr', 'shop', 'web'];

let folder: string;
let said: CapturedOutput;
let options: { rules: string; state: string; now: number };

const rulesWith = (jobs: string, settings = '') => `version: 1
settings: { admin: sam, timezone: UTC${settings} }
people: { sam: { email: sam@acme.example } }
jobs:
  orders: { backup: ./dumps/orders/orders-*.dump, rule: every 24 hours }
  billing: { backup: './dumps/pg/billing-{yyyy}-{MM}-{dd}.sql', rule: every 24 hours }
${jobs}`;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sentinel-test-'));
  options = { rules: join(folder, 'rules.yaml'), state: join(folder, 'state'), now: NOW };
  await writeFile(options.rules, rulesWith(''));
  for (let day = 0; day < 20; day += 1) {
    const at = NOW - day * DAY_MS - 6 * HOUR_MS;
    const date = formatInstant(at).slice(0, 10);
    await land(`dumps/orders/orders-${date}.dump`, at);
    for (const name of NAMES) await land(`dumps/pg/${name}-${date}.sql`, at);
  }
  await land('dumps/readme.txt', NOW - DAY_MS);
  said = CapturedOutput.begin();
});

afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true });
});

async function land(name: string, at: number): Promise<void> {
  const path = join(folder, name);
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, `${name}\n`);
  await truncate(path, 1_000_000);
  await utimes(path, at / 1000, at / 1000);
}

describe('sentinel coverage', () => {
  it('proposes a job for what none watches, and says what is watched already', async () => {
    expect(await coverageCommand([], options)).toBe(1);
    const [, lines = ''] = /^in no job:\n((?: {2}.*\n)+)/.exec(said.output) ?? [];
    expect(lines).toBe(
      `  ${folder}/dumps/pg/{each}-{yyyy}-{MM}-{dd}.sql: 3 names (hr, shop, web): 60 nightly files since 10 Nov, 1 MB, 02:00; left out, since ended or otherwise: billing\n`,
    );
    expect(said.output).toContain('beside that, in no series:');
    expect(said.output).toContain('readme.txt');
    expect(said.output).not.toContain('orders');
  });

  it('proposes what, once it is pasted, leaves nothing to propose', async () => {
    await coverageCommand([], options);
    const [, yaml = ''] = /ignore:\)\n\n((?: {2}.*\n)+)/.exec(said.output) ?? [];
    await writeFile(options.rules, rulesWith(yaml));
    said.output = '';
    expect(await coverageCommand([], options)).toBe(0);
    expect(said.output).toMatch(/^every series of backups at \S+\/dumps\/ is watched by a job\n/);
  });

  it('proposes nothing for what settings.ignore names', async () => {
    await writeFile(options.rules, rulesWith('', ', ignore: [./dumps/pg/]'));
    expect(await coverageCommand([], options)).toBe(0);
    expect(said.output).not.toContain('/pg/');
  });

  it('names jobs whose places hold nothing, and where they stand', async () => {
    await writeFile(
      options.rules,
      rulesWith('  all: { backup: ./dumps/pg/, rule: daily }\n  wiki: { backup: ./dumps/wiki/, rule: daily }\n'),
    );
    expect(await coverageCommand([], options)).toBe(1);
    expect(said.output).toContain(
      `jobs whose places hold nothing:\n  wiki: nothing at ${folder}/dumps/wiki/ (rules.yaml:8)\n`,
    );
  });

  it('looks at the places that are named, and at nothing else', async () => {
    expect(await coverageCommand([join(folder, 'dumps/orders')], options)).toBe(0);
    expect(said.output).toBe(`every series of backups at ${folder}/dumps/orders/ is watched by a job\n`);
  });

  it('says what it cannot look at, with a status of its own', async () => {
    expect(await coverageCommand([join(folder, 'nowhere')], options)).toBe(69);
    expect(said.output).toBe(`cannot be looked at:\n  ${folder}/nowhere/: no such folder (ENOENT)\n`);
  });

  it('prints one object for machines', async () => {
    expect(await coverageCommand([], { ...options, ...{ json: true } })).toBe(1);
    expect(JSON.parse(said.output)).toMatchObject({
      places: [`${folder}/dumps/`],
      jobs: [{ job_id: 'pg', except: ['billing'], verify: null }],
      empty: [],
      aws: null,
      resources: [],
      yaml: expect.stringContaining('  pg:\n    name: PG\n'),
      unreadable: [],
    });
  });

  it('refuses a document without places when none is named', async () => {
    await writeFile(options.rules, 'version: 1\njobs: { a: { heartbeat: true, rule: daily } }\n');
    await expect(coverageCommand([], options)).rejects.toThrow('no job of the rules doc has a place');
  });
});
