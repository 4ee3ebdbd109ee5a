import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startProcess } from '../processes.ts';
import { makeSandbox, type Sandbox } from '../program/sandbox.ts';

const RULES = `version: 1
settings: { admin: dana }
people: { dana: { email: dana@acme.example } }
jobs:
  orders: { heartbeat: true, rule: every 24 hours }
`;

/** Commands that print something and end with 0, each with its arguments. */
const PRINTING: readonly (readonly string[])[] = [
  ['--help'],
  ['--version'],
  ['check', '--help'],
  ['check'],
  ['lint'],
  ['explain', 'orders'],
  ['status'],
  ['summary'],
  ['history', 'orders'],
  ['runs', 'orders'],
  ['fixed', 'orders', '--by', 'dana'],
  ['snooze', 'orders', '--by', 'dana'],
  ['mute', 'orders', '--by', 'dana'],
  ['resume', 'orders', '--by', 'dana'],
  ['look'],
  ['route', 'orders'],
  ['repair'],
  ['key', 'show', 'orders'],
  ['key', 'sign-in', 'dana'],
  ['key', 'sign-out', 'dana'],
];
/** These end otherwise on this host, whatever becomes of their output. */
const FAILING: readonly (readonly [status: number, args: readonly string[]])[] = [
  [64, ['nonsense']],
  [64, ['check', '--state', 'ftp://x']],
  [64, ['drill', 'nothing']],
  [2, ['doctor']],
  [2, ['lint', '/nowhere/rules.yaml']],
  [69, ['look', '/nowhere/a.dump']],
];

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await makeSandbox(RULES);
  await sandbox.sentinel('check');
});
afterAll(() => sandbox.remove());
