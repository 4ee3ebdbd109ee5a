import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runCommand } from '../run-commands.ts';
import { dailyRules, inSandbox, type Sandbox } from './sandbox.ts';
import { STACK_TRACE } from './stack-trace.ts';

const NOW = '2026-11-21T08:00:00Z';
const LATER = '2026-11-21T09:00:00Z';
const GOOD = dailyRules('a', 'b');

const documents: readonly { name: string; content: string | Uint8Array; says: RegExp }[] = [
  { name: 'empty', content: '', says: /^rules.yaml EMPTY_DOCUMENT: / },
  { name: 'binary', content: Uint8Array.from({ length: 5000 }, (_, index) => (index * 197) % 256), says: /NOT_TEXT: / },
  { name: 'UTF-16', content: Buffer.from(GOOD, 'utf16le'), says: /NOT_TEXT: / },
  { name: '2 MB long', content: `${GOOD}${'# a comment\n'.repeat(175_000)}`, says: /DOCUMENT_TOO_LARGE: / },
  {
    name: '10,000 brackets deep',
    content: `version: 1\njobs: ${'['.repeat(10_000)}${']'.repeat(10_000)}\n`,
    says: /NESTED_TOO_DEEP: /,
  },
  { name: '10,000 dashes deep', content: `version: 1\njobs:\n  ${'- '.repeat(10_000)}a\n`, says: /NESTED_TOO_DEEP: / },
  {
    name: 'one with a job twice',
    content: `${GOOD}  a: { backup: ./other/, rule: "every 7 days, allow 8" }\n`,
    says: /^rules.yaml:7:3 DUPLICATE_KEY jobs\.a: /,
  },
  { name: 'half an upload', content: GOOD.slice(0, -20), says: /^rules.yaml:\d+:\d+ [A-Z_]+/ },
  { name: 'no YAML', content: 'jobs: "a\n  - {]\n', says: /^rules.yaml:\d+:\d+ [A-Z_]+/ },
];

const notThere: readonly { name: string; make: (path: string) => Promise<unknown>; says: RegExp }[] = [
  { name: 'missing', make: async () => {}, says: /rules\.yaml is not there; name it with --rules/ },
  { name: 'a folder', make: (path) => mkdir(path), says: /rules\.yaml is a folder; name the file in it with --rules/ },
];

const cases = [
  ...documents.map(({ name, content, says }) => ({
    name,
    says,
    replace: ({ write }: Sandbox) => write('rules.yaml', content),
  })),
  ...notThere.map(({ name, make, says }) => ({
    name,
    says,
    replace: async ({ rules }: Sandbox) => {
      await rm(rules);
      await make(rules);
    },
  })),
];

describe.concurrent('a rules doc that is', () => {
  test.each(cases)('$name: is refused in words, and nothing is made', async ({ replace, says }) => {
    await inSandbox(GOOD, async (sandbox) => {
      await replace(sandbox);
      const before = await readdir(sandbox.folder);
      const [check, lint] = await Promise.all([
        sandbox.sentinel('check', '--json'),
        runCommand(['lint', sandbox.rules]),
      ]);
      expect([check.status, lint.status]).toEqual([3, 2]);
      for (const { stdout, stderr } of [check, lint]) expect(stdout + stderr).not.toMatch(STACK_TRACE);
      const said = check.stderr.split('\n').find((line) => says.test(line));
      expect([said, check.stderr]).toEqual([expect.any(String), check.stderr]);
      expect(lint.stdout + lint.stderr).toContain(said);
      expect(JSON.parse(check.stdout)).toMatchObject({ jobs: [], rules: { used: null, problems: [said] } });
      expect(await readdir(sandbox.folder)).toEqual(before);
    });
  });

  const afterGoodOne = cases.filter(({ name }) => ['binary', 'one with a job twice', 'missing'].includes(name));
  test.each(afterGoodOne)('$name: after a good one, checks go on with that', async ({ replace, says }) => {
    await inSandbox(GOOD, async (sandbox) => {
      for (const job of ['a', 'b']) await sandbox.backup(`${job}/x`, 1000, '2026-11-21T02:00:00Z');
      expect((await sandbox.sentinel('check', '--now', NOW)).status).toBe(0);
      await replace(sandbox);
      await rm(join(sandbox.folder, 'b/x'));
      const { status, stdout, stderr } = await sandbox.sentinel('check', '--now', LATER, '--json');
      expect([status, stderr.split('\n').some((line) => says.test(line))]).toEqual([2, true]);
      expect(stderr).toContain(`using the last good one, of ${NOW}`);
      expect(stderr).not.toMatch(STACK_TRACE);
      expect(JSON.parse(stdout)).toMatchObject({
        rules: { used: 'last-good', problems: [expect.stringMatching(says)] },
        counts: { green: 1, alert: 1 },
        events: [{ job_id: 'b', from: 'green', to: 'alert' }],
      });
      const stored = JSON.parse((await sandbox.sentinel('status', '--now', LATER, '--json')).stdout);
      expect(stored).toMatchObject({ last_pass: { judged: 2 }, counts: { green: 1, alert: 1 } });
    });
  });
});

test('a local rules doc that was just saved without a job waits, with the last good one in force', async () => {
  await inSandbox(GOOD, async (sandbox) => {
    const anHourAgo = new Date(Date.now() - 3_600_000).toISOString();
    for (const job of ['a', 'b']) await sandbox.backup(`${job}/x`, 1000, anHourAgo);
    expect((await sandbox.sentinel('check')).status).toBe(0);
    await sandbox.write('rules.yaml', dailyRules('a'));
    const waiting = await sandbox.sentinel('check', '--json');
    expect(waiting.status).toBe(0);
    expect(waiting.stderr).toMatch(/leaves out 1 of 2 jobs \(b\).*waits; using the last good one/s);
    expect(JSON.parse(waiting.stdout)).toMatchObject({
      counts: { green: 2 },
      rules: { used: 'last-good' },
      events: [],
    });
    await sandbox.write('rules.yaml', `${dailyRules('a')}removes: 1\n`);
    const meant = await sandbox.sentinel('check', '--json');
    expect(JSON.parse(meant.stdout)).toMatchObject({ counts: { green: 1 }, rules: { used: 'current', problems: [] } });
  });
});
