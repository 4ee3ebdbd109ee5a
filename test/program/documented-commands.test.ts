import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { namesFor } from '../../lib/stacks/names.ts';
import { freePort } from '../e2e/server-process.ts';
import { until } from '../faults/embedded-store-process.ts';
import { SentinelProcess } from '../faults/sentinel-process.ts';
import { runProcess } from '../processes.ts';
import { runCommand } from '../run-commands.ts';
import { dailyRules, inSandbox, type Sandbox } from './sandbox.ts';

const PAGES = ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', ...pagesIn('docs'), ...pagesIn('docs/design')];

function pagesIn(folder: string): string[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.md'));
  return names.map((name) => `${folder}/${name}`);
}

/** Named by the docs before the program has it; to be empty. */
const NOT_YET = ['retire'];

interface Documented {
  readonly at: string;
  /** What stands behind `sentinel`, up to the command that the runner is to run. */
  readonly words: readonly string[];
}

/** Every `sentinel ...` in the code of the pages: between backticks, and the lines of shell blocks. */
function documented(): Documented[] {
  return PAGES.flatMap((page) => {
    const text = readFileSync(page, 'utf8').replaceAll('\\\n', ' ');
    const blocks = [...text.matchAll(/^ *```(?:sh|bash)?\n(.*?)^ *```/gms)].map(([, code = '']) => code);
    const spans = [...text.replaceAll(/^ *```.*?^ *```/gms, '').matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
    return [...blocks.flatMap((block) => block.split('\n')), ...spans].flatMap((line) => {
      const [, rest = ''] =
        /^(?:\$ |[A-Z_]+=\S+ |npx )*(?:node dist\/sentinel\.js|sentinel) (.*)$/.exec(line.trim()) ?? [];
      const own = rest.replace(/\s+#.*$/, '').split(/ -- | > | \|\| | && /)[0] ?? '';
      const words = own
        .replace(/'[^']*'|"[^"]*"/g, 'QUOTED')
        .split(/[\s[\]|]+/)
        .filter((word) => word !== '');
      return /^[a-z]/.test(words[0] ?? '') && !NOT_YET.includes(words[0] ?? '')
        ? [{ at: `${page}: ${line.trim()}`, words }]
        : [];
    });
  });
}

describe('the commands that the docs name', () => {
  const commands = documented();
  /** What each command's help says, by the command: `key create`. */
  const helps = new Map<string, string>();
  const nameOf = ([first = '', second = '']: readonly string[]) =>
    ['key', 'rules'].includes(first) && /^[a-z]/.test(second) ? `${first} ${second}` : first;

  beforeAll(async () => {
    for (const name of new Set(commands.map(({ words }) => nameOf(words)))) {
      const { status, stdout } = await runCommand([...name.split(' '), '--help']);
      helps.set(name, status === 0 ? stdout : '');
    }
  });

  test('are found', () => expect(commands.length).toBeGreaterThan(80));

  test('are commands of the program, with options that they take', () => {
    const wrong = commands.flatMap(({ at, words }) => {
      const help = helps.get(nameOf(words)) ?? '';
      const usage = /^Usage: sentinel (\S+(?: [a-z-]+)?)/.exec(help)?.[1] ?? '';
      if (!usage.split(/[ |]/).includes(nameOf(words).split(' ').at(-1) ?? '')) return [`${at}: no such command`];
      const options = words.flatMap((word) => /^(--?[a-z][a-z-]*)/.exec(word)?.[1] ?? []);
      return options
        .filter((option) => !new RegExp(`(^|\\s)${option}\\b(?!-)`, 'm').test(help))
        .map((option) => `${at}: no ${option}`);
    });
    expect(wrong).toEqual([]);
  });
});

/** The shell block of a page that holds this text, its lines joined and without comments. */
function block(page: string, containing: string): string[] {
  const blocks = [...readFileSync(page, 'utf8').matchAll(/^```(?:sh|bash)\n(.*?)^```/gms)].map(([, code = '']) => code);
  const found = blocks.find((code) => code.includes(containing));
  if (found === undefined) throw new Error(`${page} has no shell block with ${containing}`);
  const lines = found.replaceAll('\\\n', ' ').split('\n');
  return lines.map((line) => line.replace(/\s+#.*$/, '')).filter((line) => line !== '');
}

/** Runs a documented line as it stands, by a shell that finds the built program under its name. */
async function runLine(sandbox: Sandbox, line: string, env: Readonly<Record<string, string>> = {}) {
  await sandbox.write(
    'bin/sentinel',
    `#!/bin/sh\nexec ${process.execPath} ${join(process.cwd(), 'dist/sentinel.js')} "$@"\n`,
  );
  const PATH = `${join(sandbox.folder, 'bin')}:${process.env.PATH}`;
  const named = line.replaceAll('node dist/sentinel.js', 'sentinel');
  const script = `chmod +x bin/sentinel\n${named}`;
  return runProcess('bash', ['-c', script], { cwd: sandbox.folder, env: { ...process.env, ...env, PATH } });
}

async function withOrders(work: (sandbox: Sandbox) => Promise<void>): Promise<void> {
  await inSandbox(dailyRules('orders-db'), async (sandbox) => {
    await sandbox.write('rules/rules.yaml', dailyRules('orders-db'));
    await sandbox.write('rules/orders-db/readme.part', '');
    await sandbox.write('orders-db/readme.part', '');
    await work(sandbox);
  });
}

test('the lines of README.md about one rules doc do what they say', async () => {
  await withOrders(async (sandbox) => {
    const lines = block('README.md', 'explain orders-db').flatMap(
      (line) => /node dist\/sentinel\.js .*/.exec(line)?.[0] ?? [],
    );
    for (const line of lines.filter((each) => !each.includes(' watch '))) {
      const { status, stderr } = await runLine(sandbox, line);
      expect([line, status, stderr]).toEqual([line, line.includes(' lint ') ? 1 : 0, '']);
    }
    expect(lines).toHaveLength(3);
  });
});

test('the lines of docs/api.md make a token, use it, list it and end it', async () => {
  await withOrders(async (sandbox) => {
    const port = await freePort();
    const watch = new SentinelProcess([
      'watch',
      '--port',
      String(port),
      '--rules',
      join(sandbox.folder, 'rules/rules.yaml'),
      '--state',
      join(sandbox.folder, '.sentinel'),
    ]);
    try {
      await until('the job is judged', () => watch.stdout.includes('orders-db'));
      const [reading = '', acting = '', list = '', revoke = ''] = block('docs/api.md', 'key create --api');
      const made = await runLine(sandbox, reading);
      expect([made.status, made.stderr]).toEqual([0, expect.any(String)]);
      const written = await runLine(sandbox, acting);
      const TOKEN = /\b(bk_[\w-]+|[\w-]{30,})/.exec(written.stdout)?.[1] ?? '';
      const [get = ''] = block('docs/api.md', '/api/v1/jobs\n');
      const [post = ''] = block('docs/api.md', '/snooze');
      const here = (line: string) => line.replace('https://backups.acme.example', `http://127.0.0.1:${port}`);
      expect(JSON.parse((await runLine(sandbox, here(get), { TOKEN })).stdout)).toMatchObject({
        jobs: [{ job_id: 'orders-db' }],
      });
      const snoozed = await runLine(sandbox, here(post), { TOKEN });
      expect(JSON.parse(snoozed.stdout)).toMatchObject({ results: [{ job_id: 'orders-db', done: true }] });
      const listed = await runLine(sandbox, list);
      const id = /\b[0-9a-f]{12}\b/.exec(listed.stdout)?.[0] ?? '';
      const revoked = await runLine(sandbox, revoke.replace('3f9a1c07b2de', id));
      expect([revoked.status, revoked.stderr]).toEqual([0, expect.any(String)]);
    } finally {
      watch.signal('SIGKILL');
      await watch.ended;
    }
  });
});

test('docs/operator.md names parameters, functions and scripts that there are', () => {
  const page = readFileSync('docs/operator.md', 'utf8');
  const names = JSON.stringify({
    ...namesFor('bk'),
    functions: ['checker', 'summary', 'dispatch', 'ping', 'web', 'rules-gate'].map((name) =>
      namesFor('bk').function(name as 'checker'),
    ),
  });
  const parameters = [...page.matchAll(/--name (\/bk\/[\w-]+)/g)].map(([, name = '']) => name);
  const functions = [...page.matchAll(/--function-name ([\w-]+)/g)].map(([, name = '']) => name);
  expect(parameters.length).toBeGreaterThan(4);
  expect(functions.length).toBeGreaterThan(1);
  expect([...parameters, ...functions].filter((name) => !names.includes(`"${name}"`))).toEqual([]);
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
  const run = PAGES.flatMap((each) =>
    [...readFileSync(each, 'utf8').matchAll(/npm run ([\w:-]+)/g)].map(([, name = '']) => name),
  );
  expect(run.filter((name) => scripts[name] === undefined)).toEqual([]);
});
