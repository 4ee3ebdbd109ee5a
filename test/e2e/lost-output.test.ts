import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startProcess } from '../processes.ts';
import { inSandbox } from '../program/sandbox.ts';

const RULES = `version: 1
settings: { admin: dana, rule: every 24 hours }
people: { dana: { email: dana@acme.example } }
jobs:
  orders: { heartbeat: true }
`;

/** Commands that print something and end with 0 when that can be written. `PLACE` stands for the rules and the state. */
const PRINTING: readonly string[] = [
  '--help',
  '--version',
  'check --help',
  'check PLACE',
  'explain orders PLACE',
  'status PLACE',
  'summary PLACE',
  'history orders PLACE',
  'runs orders PLACE',
  'snooze orders --by dana PLACE',
  'mute orders --by dana PLACE',
  'resume orders --by dana PLACE',
  'route orders PLACE',
  'repair STATE',
  'key show orders --url https://pings.example PLACE',
  'key sign-out dana PLACE',
  'settings sentinel.config.sample.yaml',
];
/** These end otherwise, whatever becomes of their output. */
const FAILING: readonly { readonly status: number; readonly command: string }[] = [
  { status: 64, command: 'nonsense' },
  { status: 64, command: 'check --state ftp://x' },
  { status: 2, command: 'lint /nowhere/rules.yaml' },
  { status: 69, command: 'look /nowhere/a.dump' },
];

/** Runs a command in a sandbox where a check was made; its status. A null output is written nowhere, at no error. */
async function statusOf(command: string, output: '/dev/full' | null): Promise<number> {
  let status = -1;
  await inSandbox(RULES, async ({ rules, state, sentinel }) => {
    await sentinel('check', '--quiet');
    const args = command.split(' ').flatMap((word) => {
      if (word === 'PLACE') return ['--rules', rules, '--state', state];
      return word === 'STATE' ? ['--state', state] : [word];
    });
    const full = openSync(output ?? '/dev/null', 'w');
    const child = startProcess(process.execPath, [resolve('dist/sentinel.js'), ...args], {
      stdio: ['ignore', full, 'ignore'],
      timeout: 30_000,
    });
    [status] = await once(child, 'close');
    closeSync(full);
  });
  return status;
}

describe('output onto a full disk', () => {
  test.each(PRINTING)('turns the 0 of sentinel %s into 74', async (command) => {
    expect([await statusOf(command, null), await statusOf(command, '/dev/full')]).toEqual([0, 74]);
  });

  test.each(FAILING)('leaves the $status of sentinel $command', async ({ status, command }) => {
    expect(await statusOf(command, '/dev/full')).toBe(status);
  });
});
