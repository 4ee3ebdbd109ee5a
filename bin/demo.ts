import { spawnSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { formatInstant, HOUR_MS, MINUTE_MS } from '../lib/core/instant.ts';
import { writeBackups, writeRules } from './demo/demo-backups.ts';
import { printText } from './print/print-text.ts';

/**
 * The demonstration that `npm start` shows: a folder of real backups of the last two weeks, some of them bad, a
 * rules doc for it, and three checks: two before, so that something has been broken for a while, and one now.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const folder = `${root}.sentinel/demo`;
const shown = relative(process.cwd(), folder) || '.';
const now = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;
const yesterday = now - 30 * HOUR_MS;
const between = now - 15 * HOUR_MS;

await rm(folder, { recursive: true, force: true });
await writeRules(folder);
await writeBackups(folder, now, { until: yesterday });
check(['--quiet', '--now', formatInstant(yesterday)]);
// A pass more than a day after the one before escalates nothing: the clock may have jumped.
await writeBackups(folder, now, { until: between });
check(['--quiet', '--now', formatInstant(between)]);
await writeBackups(folder, now, { until: now });

say(`Made two weeks of backups in ${shown}/ and checked them against ${shown}/rules.yaml:\n`);
const status = check([]);
// Alerts are what the demonstration is about; only a check that could not be made is a failure of it.
process.exitCode = status === 0 || status === 1 || status === 2 ? 0 : 1;
say(`\nWhy is one of them red?  node dist/sentinel.js explain wiki --rules ${shown}/rules.yaml --state ${shown}/state`);
say(
  'Your own backups:        write a rules.yaml (rules/rules.yaml is a sample), then  npm start -- --rules rules.yaml',
);

function check(args: readonly string[]): number | null {
  const command = [`${root}dist/sentinel.js`, 'check', '--rules', `${folder}/rules.yaml`, '--state', `${folder}/state`];
  return spawnSync(process.execPath, [...command, ...args], { stdio: 'inherit' }).status;
}

function say(text: string): void {
  printText(`${text}\n`);
}
