import { cp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { HOUR_MS } from '../../lib/core/instant.ts';
import { runProcess } from '../processes.ts';
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
  'the library that reads YAML': 'BLOCK_FOLDED',
  'the grammar of rules': 'shrink more than',
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

    // A document that has changed is read, and the check after that takes what was read.
    await writeFile(rules, RULES.replace('24 hours', '30 hours'));
    for (const [name, reads] of Object.entries({ changed: 1, again: 0 })) {
      await runSentinel(check, { NODE_V8_COVERAGE: join(folder, name) });
      const files = await loadedFiles(join(folder, name));
      expect(files.filter((path) => basename(path).startsWith('rules-reader-'))).toHaveLength(reads);
    }
    expect((await runSentinel(['explain', 'orders', '--rules', rules, '--state', state])).stdout).toContain(
      'every 30 hours',
    );
  });

  expect(loaded.map((path) => basename(path)).filter((name) => name.startsWith('local-check-'))).toHaveLength(1);
  expect(loaded.length).toBeLessThanOrEqual(8);
  const texts = await Promise.all(loaded.map((path) => readFile(path, 'utf8')));
  expect(texts.join('').length).toBeLessThan(1_100_000);
  const everything = (await allChunks()).join('');
  for (const [what, code] of Object.entries(NOT_NEEDED)) {
    expect(everything.includes(code), `the build has ${what}`).toBe(true);
    const having = loaded.filter((_, index) => texts[index]?.includes(code));
    expect(having, what).toEqual([]);
  }
});

test('what is not ASCII in a script is read as it was written', async () => {
  await inSandbox(
    RULES.replace('24 hours', '"every 24 hours, zu spät 2 hours"').replace('rule: every ', 'rule: '),
    async ({ rules }) => {
      const { stdout } = await runSentinel(['lint', rules]);
      expect(stdout).toContain('write allow 2 hours late (');
    },
  );
});

test('a run of a command loads four files, and neither the store nor the reader of rules', async () => {
  await inSandbox(RULES, async ({ folder, state }) => {
    const run = [
      'run',
      'orders',
      '--state',
      state,
      '--verify',
      join(folder, 'rules.yaml'),
      '--',
      process.execPath,
      '-v',
    ];
    const { status } = await runSentinel(run, { NODE_V8_COVERAGE: join(folder, 'coverage') });
    expect(status).toBe(0);
    const names = (await loadedFiles(join(folder, 'coverage'))).map((path) => basename(path).replace(/-\w+\.cjs$/, ''));
    expect(names.sort()).toEqual(['load-script.js', 'run', 'sentinel.js', 'start']);
  });
});

test('a check is given its compiled code, and works as well where that is missing or of another Node.js', async () => {
  await inSandbox(RULES, async ({ folder, rules, state, backup }) => {
    await backup('backups/orders.dump', 4_096, new Date(Date.now() - HOUR_MS).toISOString());
    const built = join(folder, 'dist');
    await cp('dist', built, { recursive: true });
    await symlink(resolve('node_modules'), join(folder, 'node_modules'));
    const chunks = join(built, 'chunks');
    const args = [join(built, 'sentinel.js'), 'check', '--rules', rules, '--state', state];
    const check = () => runProcess(process.execPath, ['--import', namingCompiled(chunks), ...args]);

    expect(await check()).toMatchObject({ status: 0, stderr: 'compiled: \n' });
    expect(await check()).toMatchObject({ status: 0, stderr: 'compiled: \n' });
    for (const name of (await readdir(chunks)).filter((each) => each.endsWith('.cache'))) {
      const path = join(chunks, name);
      if (name.startsWith('local-check-')) await rm(path);
      // Where V8 keeps which version of itself has made it.
      else await writeFile(path, (await readFile(path)).fill(0x5a, 4, 8));
    }
    const { status, stdout, stderr } = await check();
    expect(stdout).toContain('1 job: 1 green');
    expect(status).toBe(0);
    expect(stderr.replaceAll(/-[0-9a-f]{8}/g, '')).toBe('compiled: start local-check state-folder\n');
  });
});

/** Code for a process: at its end it says which scripts it had to compile. */
function namingCompiled(chunks: string): string {
  const loader = pathToFileURL(join(chunks, 'load-script.js')).href;
  return `data:text/javascript,${encodeURIComponent(`
    import { scriptsCompiledNow } from ${JSON.stringify(loader)};
    process.on('exit', () => console.error('compiled: ' + scriptsCompiledNow().join(' ')));`)}`;
}

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
