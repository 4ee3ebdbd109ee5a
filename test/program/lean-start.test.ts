import { readdir, readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { HOUR_MS } from '../../lib/core/instant.ts';
import { runSentinel } from '../run-sentinel.ts';
import { inSandbox } from './sandbox.ts';

const RULES = `version: 1
settings: { admin: dana }
people: { dana: { email: dana@acme.example } }
jobs: { orders: { backup: ./backups/*.dump, rule: every 24 hours } }
`;

/** What only that has in its code: a check of one local job needs none of them. */
const NOT_NEEDED = {
  'the client of S3': 'ListObjectsV2Command',
  'the client of EventBridge': 'PutEventsCommand',
  'the client of SSM': 'GetParameterCommand',
  'the client of DynamoDB': 'BatchGetItemCommand',
  'what sends mail': 'SMTPConnection',
  'what writes to Slack': 'slack.com/api',
  'the status page': 'HonoRequest',
  holidays: 'Thanksgiving',
  'what measures wide characters': 'RGI_Emoji',
  'what reads compressed files': 'invalid zstd data',
  'what restores copies': 'pg_restore',
};

test('a check of one local job loads what it needs, in a handful of files, and nothing of the rest', async () => {
  let loaded: readonly string[] = [];
  await inSandbox(RULES, async ({ folder, rules, state, backup }) => {
    await backup('backups/orders.dump', 4_096, new Date(Date.now() - HOUR_MS).toISOString());
    const coverage = join(folder, 'coverage');
    const check = ['check', '--rules', rules, '--state', state];
    // The first one accepts the rules doc too.
    await runSentinel(check);
    const { status, stdout } = await runSentinel(check, { NODE_V8_COVERAGE: coverage });
    expect(stdout).toContain('1 job: 1 green');
    expect(status).toBe(0);
    loaded = await loadedFiles(coverage);
  });

  expect(loaded.map((path) => basename(path))).toContain('local-check.js');
  // Of today's 13, seven are a line each: a source that is loaded on demand, and leads to the file with its code.
  expect(loaded.length).toBeLessThanOrEqual(15);
  const texts = await Promise.all(loaded.map((path) => readFile(path, 'utf8')));
  expect(texts.join('').length).toBeLessThan(1_500_000);
  const everything = (await allChunks()).join('');
  for (const [what, code] of Object.entries(NOT_NEEDED)) {
    expect(everything.includes(code), `the build has ${what}`).toBe(true);
    const having = loaded.filter((_, index) => texts[index]?.includes(code));
    expect(having, what).toEqual([]);
  }
});

/** The program's own files that a process has loaded, as V8 notes them. */
async function loadedFiles(coverage: string): Promise<readonly string[]> {
  const [name = ''] = await readdir(coverage);
  const { result } = JSON.parse(await readFile(join(coverage, name), 'utf8')) as { result: { url: string }[] };
  return result.filter(({ url }) => url.startsWith('file://')).map(({ url }) => fileURLToPath(url));
}

async function allChunks(): Promise<readonly string[]> {
  const folder = resolve('dist/chunks');
  return Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')));
}
