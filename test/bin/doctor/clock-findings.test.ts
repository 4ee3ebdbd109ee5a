import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { clockFindings } from '../../../bin/doctor/clock-findings.ts';
import { DAY_MS, HOUR_MS } from '../../../lib/core/instant.ts';
import type { LastPass } from '../../../lib/ports/state-store.ts';

const NOW = Date.parse('2026-11-29T08:00:00Z');

let folder: string;
let program: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sentinel-test-'));
  program = join(folder, 'sentinel.js');
  await writeFile(program, '');
  await utimes(program, NOW / 1000, NOW / 1000);
  vi.stubEnv('PATH', folder);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

/** What the system's own tool answers. */
async function systemSays(text: string): Promise<void> {
  await writeFile(join(folder, 'timedatectl'), `#!/bin/sh\necho ${text}\n`, { mode: 0o755 });
}

const pass = (at: number) => ({ at }) as LastPass;

it.each([
  ['a clock that nothing speaks against', NOW, null, 'ok'],
  ['a clock before the program was installed', NOW - 2 * DAY_MS, null, 'fail'],
  ['a clock before the last pass', NOW, pass(NOW + HOUR_MS), 'fail'],
  ['a clock after the last pass', NOW, pass(NOW - HOUR_MS), 'ok'],
])('of %s the doctor says so', async (_, now, lastPass, standing) => {
  expect(await clockFindings(now, program, lastPass)).toMatchObject([{ check: 'clock', standing }]);
});

it.each([
  ['yes', 'ok'],
  ['no', 'warn'],
  ['whatever', 'ok'],
])('where the system says %s of being synchronized, it is %s', async (text, standing) => {
  await systemSays(text);
  expect(await clockFindings(NOW, program, null)).toMatchObject([{ check: 'clock', standing }]);
});
