import { mkdir, mkdtemp, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { checkCommand } from '../../../bin/commands/check.ts';
import { replayCommand } from '../../../bin/commands/replay.ts';
import { DAY_MS, HOUR_MS } from '../../../lib/core/instant.ts';
import { CapturedOutput } from '../captured-output.ts';

const NOW = Date.parse('2026-11-29T08:00:00Z');
/** Two nights without a backup. */
const MISSED = [9, 10];

const rulesWith = (rule: string) => `version: 1
settings: { admin: sam, timezone: UTC }
people: { sam: { email: sam@acme.example } }
jobs:
  orders: { backup: ./orders/*.dump, rule: "${rule}" }
  wiki: { backup: ./wiki/, rule: every 24 hours }
`;

let folder: string;
let said: CapturedOutput;
let options: { rules: string; state: string; now: number; days: string };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sentinel-test-'));
  options = { rules: join(folder, 'rules.yaml'), state: join(folder, 'state'), now: NOW, days: '30' };
  await writeFile(options.rules, rulesWith('every 24 hours, allow 26'));
  for (const job of ['orders', 'wiki']) await mkdir(join(folder, job));
  for (let day = 40; day >= 0; day -= 1) {
    if (!MISSED.includes(day)) await land('orders', NOW - day * DAY_MS - 6 * HOUR_MS);
    if (day < 3) await land('wiki', NOW - day * DAY_MS - 6 * HOUR_MS);
  }
  said = CapturedOutput.begin();
});

afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true });
});

async function land(job: string, at: number): Promise<void> {
  const path = join(folder, job, `${at}.dump`);
  await writeFile(path, '');
  await truncate(path, 1_000_000);
  await utimes(path, at / 1000, at / 1000);
}

describe('sentinel replay', () => {
  it('shows what the document would have done, and of which jobs less is known', async () => {
    expect(await replayCommand(options)).toBe(0);
    expect(said.output.split('\n')).toEqual([
      'orders',
      expect.stringMatching(/^ {4}warn {6}Thu 19 Nov 05:00 {2}the newest good backup is 27 hours old/),
      expect.stringMatching(/^ {4}alert {5}Thu 19 Nov 11:00 {2}the newest good backup is 33 hours old/),
      expect.stringMatching(/^ {4}escalate {2}Fri 20 Nov \d\d:00/),
      expect.stringMatching(/^ {4}green {5}Sat 21 Nov 03:00$/),
      '',
      '2 jobs over 30 days: 1 break',
      'known for a shorter time, since older backups were deleted or there were none: wiki',
      '',
    ]);
  });

  it('shows what an edited document would add (+) and take away (-), against the accepted one', async () => {
    await checkCommand({ ...options, quiet: true });
    await writeFile(options.rules, rulesWith('every 24 hours, allow 3 days'));
    said.output = '';
    expect(await replayCommand(options)).toBe(1);
    expect(said.output).toMatch(/^orders\n {2}- warn {6}Thu 19 Nov 05:00/);
    expect(said.output).not.toContain(' + ');
    expect(said.output).toContain('2 jobs over 30 days: 1 job would be different, with 0 changes more and 4 fewer');
  });

  it('finds no difference where none matters', async () => {
    await checkCommand({ ...options, quiet: true });
    await writeFile(options.rules, rulesWith('every 24 hours, allow 25; at least 1 KB'));
    const strict = join(folder, 'strict.yaml');
    await writeFile(strict, rulesWith('every 24 hours, allow 25'));
    said.output = '';
    expect(await replayCommand({ ...options, against: strict })).toBe(0);
    expect(said.output).toContain('2 jobs over 30 days: nothing would be different');
  });

  it('prints one JSON object', async () => {
    await replayCommand({ ...options, json: true, job: ['wiki'] });
    expect(JSON.parse(said.output)).toEqual({
      from: '2026-10-30T08:00:00Z',
      until: '2026-11-29T08:00:00Z',
      transitions: [],
      differences: null,
      known: { wiki: { since: '2026-11-27T02:00:00Z' } },
      notes: [],
    });
  });

  it('refuses a document with errors, with their places', async () => {
    await writeFile(options.rules, rulesWith('whenever'));
    await expect(replayCommand(options)).rejects.toThrow('fix its errors first');
    expect(said.complaints).toMatch(/^rules\.yaml:5:\d+ UNKNOWN_CLAUSE/);
  });

  it.each(['0', '401', 'x', '1.5'])('refuses --days %s', async (days) => {
    await expect(replayCommand({ ...options, days })).rejects.toThrow('from 1 to 400');
  });
});
