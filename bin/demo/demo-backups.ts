import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { HOUR_MS, type Instant } from '../../lib/core/instant.ts';
import { plainDump } from './plain-dump.ts';

const DAYS = 14;

/** One file of the demonstration: its content, and how many hours ago it landed. */
interface DemoFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly hoursAgo: number;
}

const RULES = `# yaml-language-server: $schema=../../rules/rules.schema.json
# What this demonstration expects of its backups. Edit it and check again:
#   npm start -- --rules .sentinel/demo/rules.yaml --state .sentinel/demo/state
version: 1
settings:
  timezone: UTC
  admin: dana
  rule: every 24 hours, allow 26 hours; flag if it shrinks more than 50%
people:
  sam: { email: sam@acme.example, manager: dana }
  dana: { email: dana@acme.example }
groups:
  databases: { owner: sam }
  files: { owner: dana }
jobs:
  orders-db:
    name: Orders database
    group: databases
    backup: ./orders/*.sql.gz
    rule: at least 20 KB
  crm-db:
    name: Customers database
    group: databases
    backup: ./crm/*.sql.gz
    rule: at least 20 KB
  wiki:
    name: Wiki
    group: databases
    backup: ./wiki/*.sql.gz
    rule: allow 36 hours
  billing-db:
    name: Billing database
    group: databases
    backup: ./billing/*.sql.gz
    rule: allow 36 hours; at least 20 KB
  hr-files:
    name: Personnel files
    group: files
    backup: ./hr/*.tar.gz
  shared-drive:
    name: Shared drive
    group: files
    backup: ./drive/{run}/
    finished: marker _SUCCESS
    rule: at least 40 KB; finish within 3 hours
  media:
    name: Media library
    group: files
    backup: ./media/{run}/
    finished: marker _SUCCESS
    rule: allow 36 hours; at least 40 KB; finish within 3 hours
`;

/** Writes the rules doc that goes with the backups. */
export async function writeRules(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'rules.yaml'), RULES);
}

/** Writes the backups that have landed by `until`, each dated when it landed. */
export async function writeBackups(folder: string, now: Instant, { until }: { until: Instant }): Promise<void> {
  for (const file of demoFiles(now)) {
    const landed = now - file.hoursAgo * HOUR_MS;
    if (landed > until) continue;
    const path = join(folder, file.path);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, file.bytes);
    await utimes(path, landed / 1000, landed / 1000);
  }
}

function* demoFiles(now: Instant): Generator<DemoFile> {
  for (let day = DAYS; day >= 0; day -= 1) {
    const date = new Date(now - day * 24 * HOUR_MS).toISOString().slice(0, 10);
    const dump = (database: string, rows: number) => gzipSync(plainDump(database, rows, day));
    const rows = 900 - day * 5;
    // Healthy every night.
    yield { path: `orders/${date}.sql.gz`, bytes: dump('orders', rows), hoursAgo: day * 24 + 5 };
    // The last one landed three and a half hours too early for today, and today's is late.
    if (day > 0) yield { path: `crm/${date}.sql.gz`, bytes: dump('crm', rows), hoursAgo: day * 24 + 3.5 };
    // Last night's is a fifth of the size of the one before.
    yield { path: `wiki/${date}.sql.gz`, bytes: dump('wiki', day === 0 ? rows / 5 : rows), hoursAgo: day * 24 + 4 };
    // Last night's is cut short: the disk was full.
    const billing = dump('billing', rows);
    const cut = day === 0 ? billing.subarray(0, Math.floor(billing.length / 3)) : billing;
    yield { path: `billing/${date}.sql.gz`, bytes: cut, hoursAgo: day * 24 + 6 };
    // Nothing for four days.
    if (day > 3) yield { path: `hr/${date}.tar.gz`, bytes: dump('hr', rows), hoursAgo: day * 24 + 2 };
    yield* folderRun(`drive/${date}`, day, true);
    // The newest run was never finished: its marker is missing.
    yield* folderRun(`media/${date}`, day, day > 0);
  }
}

function* folderRun(folder: string, day: number, isFinished: boolean): Generator<DemoFile> {
  for (const [part, hours] of [
    ['a', 5.5],
    ['b', 5.2],
  ] as const) {
    yield { path: `${folder}/part-${part}.gz`, bytes: gzipSync(plainDump(part, 900, day)), hoursAgo: day * 24 + hours };
  }
  if (isFinished) yield { path: `${folder}/_SUCCESS`, bytes: new Uint8Array(), hoursAgo: day * 24 + 5 };
}
