import { createHash } from 'node:crypto';
import { chmod, mkdir, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Finished } from '../processes.ts';
import { runCommand } from '../run-commands.ts';
import { giveAway, runUnprivileged } from './other-user.ts';
import { dailyRules, inSandbox, type Sandbox } from './sandbox.ts';
import { STACK_TRACE } from './stack-trace.ts';

const NOW = '2026-11-21T08:00:00Z';
const LATER = '2026-11-21T09:00:00Z';

/** Exit status 3, one sentence for people, and nothing else. */
function expectRefusal({ status, stdout, stderr }: Finished, says: RegExp): void {
  expect({ status, stdout, stderr }).toEqual({ status: 3, stdout: '', stderr: expect.stringMatching(says) });
  expect(stderr).toMatch(/^sentinel: [^\n]+\n$/);
  expect(stderr).not.toMatch(STACK_TRACE);
}

/** Every file below a folder with its hash, but for the database's own log of messages and its lock. */
async function hashesOf(folder: string): Promise<Record<string, string>> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const hashes = files
    .filter(({ name }) => !/^(LOG|LOG\.old|LOCK)$/.test(name))
    .map(async ({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [
        path,
        createHash('sha256')
          .update(await readFile(path))
          .digest('hex'),
      ] as const;
    });
  return Object.fromEntries(await Promise.all(hashes));
}

describe.concurrent('a state folder', () => {
  const places = [
    { name: 'under /proc', state: () => '/proc/sentinel', says: /\/proc\/sentinel cannot be made/ },
    { name: 'that is a file', state: ({ rules }: Sandbox) => rules, says: /a file is in the way; name another folder/ },
    { name: 'in a file', state: ({ rules }: Sandbox) => `${rules}/state`, says: /a file is in the way/ },
    {
      name: 'with a name that is too long',
      state: ({ folder }: Sandbox) => join(folder, 'x'.repeat(300)),
      says: /ENAMETOOLONG/,
    },
    {
      name: 'at an endpoint where nobody is',
      state: () => 'dynamodb://bk?endpoint=http://127.0.0.1:1',
      says: /table bk-(?:state|evidence) cannot be reached at http:\/\/127\.0\.0\.1:1; check the endpoint/,
    },
  ];
  test.each(places)('$name is refused, quickly and in words', async ({ state, says }) => {
    await inSandbox(dailyRules('a'), async (sandbox) => {
      const env = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' };
      const args = ['--rules', sandbox.rules, '--state', state(sandbox), '--now', NOW];
      const before = await hashesOf(sandbox.folder);
      expectRefusal(await runCommand(['check', ...args], env), says);
      expectRefusal(await runCommand(['snooze', 'a', '--by', 'dana', ...args], env), says);
      expect(await hashesOf(sandbox.folder)).toEqual(before);
    });
  });

  test('that cannot be used is said in the one JSON object as well', async () => {
    await inSandbox(dailyRules('a'), async ({ rules }) => {
      const args = ['check', '--json', '--rules', rules, '--state', rules, '--now', NOW];
      const { status, stdout, stderr } = await runCommand(args);
      expect(JSON.parse(stdout)).toMatchObject({
        now: NOW,
        rules: { source: rules, used: 'current' },
        counts: { green: 0, unknown: 0 },
        jobs: [],
        events: [],
        error: expect.stringMatching(/a file is in the way; name another folder/),
      });
      expect([status, stderr]).toEqual([3, `sentinel: ${JSON.parse(stdout).error}\n`]);
    });
  });

  const variables = [
    {
      name: 'an endpoint without http://',
      env: { AWS_ENDPOINT_URL: '127.0.0.1:8000' },
      says: /table bk-(?:state|evidence) cannot be used: AWS_ENDPOINT_URL is "127.0.0.1:8000", which is no address; write it whole/,
    },
    {
      name: 'an endpoint of its own that is a host and a port',
      env: { AWS_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_ENDPOINT_URL_DYNAMODB: 'localhost:8000' },
      says: /AWS_ENDPOINT_URL_DYNAMODB is "localhost:8000", which is no address; write it whole/,
    },
    { name: 'an empty region', env: { AWS_REGION: '' }, says: /AWS_REGION is empty; set it to a region, such as/ },
    {
      name: 'a region that is none',
      env: { AWS_REGION: 'eu west' },
      says: /AWS_REGION is "eu west", which is no region; write one, such as/,
    },
    { name: 'every region', env: { AWS_REGION: '*' }, says: /AWS_REGION is "\*", which is no region; write one/ },
  ];
  test.each(variables)('on AWS by $name is refused, with what to write', async ({ env, says }) => {
    await inSandbox(dailyRules('a'), async ({ rules, folder }) => {
      const common = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', HOME: folder, AWS_DEFAULT_REGION: '' };
      const args = ['check', '--rules', rules, '--state', 'dynamodb://bk'];
      expectRefusal(await runCommand(args, { ...common, AWS_REGION: 'us-east-1', ...env }), says);
    });
  });

  test.each(['localhost:8000', '%zz', 'ftp://127.0.0.1/'])('at the endpoint %s is wrong usage', async (endpoint) => {
    await inSandbox(dailyRules('a'), async ({ rules }) => {
      const args = ['check', '--rules', rules, '--state', `dynamodb://bk?endpoint=${endpoint}`];
      const { status, stderr } = await runCommand(args);
      expect([status, stderr]).toEqual([64, expect.stringContaining(`${endpoint} is not a URL; write it in full`)]);
    });
  });

  test('without AWS credentials is refused, with what to do', async () => {
    await inSandbox(dailyRules('a'), async ({ rules, folder }) => {
      const none = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', AWS_PROFILE: '', HOME: folder };
      const env = { ...none, AWS_REGION: 'eu-west-1', AWS_EC2_METADATA_DISABLED: 'true' };
      const refused = await runCommand(['check', '--rules', rules, '--state', 'dynamodb://bk'], env);
      expectRefusal(
        refused,
        /credentials for table bk-(?:state|evidence) at eu-west-1 cannot be used; renew or set them/,
      );
    });
  });

  test('that the user may not write is refused', async () => {
    await inSandbox(dailyRules('a'), async ({ folder, rules, state }) => {
      await mkdir(state);
      await giveAway(folder);
      await chmod(state, 0o500);
      const args = ['--rules', rules, '--state', state];
      expectRefusal(await runUnprivileged(['check', ...args]), /cannot be written by this user/);
      expect(await readdir(state)).toEqual([]);
    });
  });

  test('that belongs to somebody else is refused, and left as it is', async ({ skip }) => {
    if (process.getuid?.() !== 0) skip();
    await inSandbox(dailyRules('a'), async ({ folder, rules, state, sentinel }) => {
      expect((await sentinel('check', '--now', NOW)).status).toBe(2);
      const before = await hashesOf(state);
      await chmod(folder, 0o755);
      const args = ['--rules', rules, '--state', state];
      for (const command of [['check'], ['status'], ['snooze', 'a', '--by', 'dana']]) {
        const { status, stdout, stderr } = await runUnprivileged([...command, ...args]);
        expect([command, status, stdout, stderr]).toEqual([command, 3, '', expect.stringMatching(/\n$/)]);
        expect(stderr).not.toMatch(STACK_TRACE);
      }
      expect(await hashesOf(state)).toEqual(before);
    });
  });
});

describe.concurrent('a damaged state store', () => {
  const file = async (level: string, pattern: RegExp): Promise<string> =>
    join(level, (await readdir(level)).find((name) => pattern.test(name)) ?? 'nothing of that kind');
  const damages: readonly { name: string; damage: (level: string) => Promise<void> }[] = [
    { name: 'garbage in CURRENT', damage: (level) => writeFile(join(level, 'CURRENT'), 'garbage '.repeat(100)) },
    { name: 'no manifest', damage: async (level) => rm(await file(level, /^MANIFEST/)) },
    { name: 'a table file that was cut short', damage: async (level) => truncate(await file(level, /\.ldb$/), 100) },
  ];

  test.each(damages)('with $name is refused by every command, left as it is, and said to be so', async ({ damage }) => {
    await inSandbox(dailyRules('a'), async ({ backup, sentinel, state }) => {
      await backup('a/x', 1000, '2026-11-21T02:00:00Z');
      // Level moves what was written from its journal to a table file when it is opened again.
      expect((await sentinel('check', '--now', NOW)).status).toBe(0);
      expect((await sentinel('status', '--now', NOW)).status).toBe(0);
      const level = join(state, 'store/level');
      await damage(level);
      const tables = async () =>
        Object.entries(await hashesOf(state)).filter(([path]) => !/\.log$|MANIFEST/.test(path));
      const before = await tables();
      for (const command of [['check', '--now', LATER], ['status'], ['snooze', 'a', '--by', 'dana']]) {
        const [name = '', ...args] = command;
        expectRefusal(await sentinel(name, ...args), /is damaged and was left untouched.*move it aside/);
      }
      const after = new Map(await tables());
      const kept = before.filter(([path]) => !path.endsWith('CURRENT'));
      expect(kept).not.toEqual([]);
      expect(kept.map(([path]) => [path, after.get(path)])).toEqual(kept);
      await rm(level, { recursive: true });
      expect((await sentinel('check', '--now', LATER)).status).toBe(0);
    });
  });
});
