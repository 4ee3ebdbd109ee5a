import { readdirSync, readFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { runProcess } from '../processes.ts';
import { runCommand } from '../run-commands.ts';

const PAGES = ['README.md', ...pagesIn('docs'), ...pagesIn('docs/design')];

function pagesIn(folder: string): string[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.md'));
  return names.map((name) => `${folder}/${name}`);
}

/** What makes a backup, by itself or for the runner. */
const TOOLS = [
  'backup-orders.sh',
  'pg_dump',
  'mariadb-dump',
  'tar',
  'restic',
  'borg',
  'rclone',
  'medusa',
  'pg_restore',
];

/** A shell block of a page that calls one of the tools. */
function examples(): { readonly name: string; readonly script: string }[] {
  return PAGES.flatMap((page) => {
    const text = readFileSync(page, 'utf8');
    return [...text.matchAll(/^```(\w*)\n(.*?)^```/gms)].flatMap(({ 1: language = '', 2: block = '', index = 0 }) => {
      const script = scriptOf(language, block);
      if (script === null) return [];
      const tool = TOOLS.find((name) => new RegExp(`(^|[\\s'(|])${name} `, 'm').test(script));
      // A proof makes no backup: its recipes are tried with the real tools (test/e2e).
      if (tool === undefined || /sentinel prove/.test(script) || script.startsWith('$ ')) return [];
      return [{ name: `${page}:${text.slice(0, index).split('\n').length + 1} (${tool})`, script }];
    });
  });
}

/** What a block has a shell run: the block, or the command of a file for the runner. Null for anything else. */
function scriptOf(language: string, block: string): string | null {
  if (['', 'sh', 'bash'].includes(language)) return block;
  if (language !== 'yaml' || !/^command:/m.test(block)) return null;
  const { command } = parse(block);
  return typeof command === 'string'
    ? command
    : command.map((word: string) => (/^[\w./=-]+$/.test(word) ? word : `'${word}'`)).join(' ');
}

/** The examples of `sentinel run --help` that name the command themselves. */
const { stdout: help } = await runCommand(['run', '--help']);
const inHelp = help.split('\n').flatMap((line) => (/^ +sentinel run .* -- /.test(line) ? [line.trim()] : []));

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sentinel-test-'));
  const bin = join(folder, 'bin');
  await mkdir(bin);
  const programs: Record<string, string> = {
    // As the runner does: what stands behind the two dashes is run, and its status is the runner's.
    sentinel: '#!/bin/bash\nwhile [ "$1" != -- ]; do shift; done; shift; exec "$@"\n',
    curl: `#!/bin/bash\necho "\${@: -1}" >> ${folder}/pinged\n`,
  };
  for (const tool of TOOLS)
    programs[tool] = '#!/bin/bash\n[ "$1" = rcat ] && cat > /dev/null\necho begun\nexit "$STATUS"\n';
  for (const [name, text] of Object.entries(programs)) {
    await writeFile(join(bin, name), text);
    await chmod(join(bin, name), 0o755);
  }
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** Runs an example with its absolute folders below a folder of this test; `status` is what every tool ends with. */
async function run(script: string, status: number): Promise<number> {
  const places = [...script.matchAll(/(?<=[\s"'=])\/(?:backups?|var|srv|home|mnt)(?:\/[a-z-]+)*/g)].map(
    ([place]) => place,
  );
  for (const place of places) await mkdir(join(folder, place), { recursive: true });
  const moved = script.replaceAll(/(?<=[\s"'=])\/(?=(?:backups?|var|srv|home|mnt)\/)/g, `${folder}/`);
  const env = { PATH: `${join(folder, 'bin')}:${process.env.PATH}`, HOME: folder, STATUS: String(status) };
  return (await runProcess('bash', ['-c', moved], { env, cwd: folder, timeout: 20_000 })).status;
}

const pinged = async () => (await readFile(join(folder, 'pinged'), 'utf8')).trimEnd().split('\n');
const isPinging = ({ script }: { readonly script: string }) => script.includes('curl ');

describe('the shell examples of the docs', () => {
  it('are found', () => {
    expect(examples().length).toBeGreaterThanOrEqual(16);
    expect(inHelp.length).toBeGreaterThanOrEqual(1);
  });

  it.each(examples().filter((example) => !isPinging(example)))(
    '$name ends well when its tools do',
    async ({ script }) => {
      expect(await run(script, 0)).toBe(0);
    },
  );

  it.each(examples().filter((example) => !isPinging(example)))('$name fails when they fail', async ({ script }) => {
    expect(await run(script, 3)).not.toBe(0);
  });

  it.each(examples().filter(isPinging))('$name reports 0 when its tools end well', async ({ script }) => {
    await run(script, 0);
    expect((await pinged()).at(-1)).toMatch(/\/0$/);
  });

  it.each(examples().filter(isPinging))('$name reports the status of a dump that fails', async ({ script }) => {
    await run(script, 3);
    expect((await pinged()).at(-1)).toMatch(/\/3$/);
  });

  it.each(inHelp)('and that of the help, %s, ends as its command does', async (script) => {
    expect([await run(script, 0), await run(script, 3)]).toEqual([0, 3]);
  });

  it('name pipefail wherever a pipe ends a backup', () => {
    const piped = examples().filter(({ script }) => /[^|]\|[^|]/.test(script));
    expect(piped.length).toBeGreaterThanOrEqual(3);
    expect(piped.filter(({ script }) => !script.includes('pipefail'))).toEqual([]);
  });
});
