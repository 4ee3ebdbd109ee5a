import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { type BundledFile, bundle } from '../lib/stacks/function-bundle.ts';
import { rulesReaderName } from '../lib/stacks/rules-reader.mjs';
import { LAMBDA_NODE } from '../test/e2e/tools.ts';
import { type Measurement, median, report, spread } from './measurement.ts';

/**
 * How large the checker is as it is deployed, and how long it takes to import, each time in a new process: against a
 * bundle of nothing but the SDK clients that it loads when it starts, made as the checker is made, and made as
 * esbuild makes it without knowledge of the SDK. The three take turns, on this machine's Node.js and on the functions' own, which
 * the end-to-end tests install; `LAMBDA_NODE` names another.
 */
const GOAL_BYTES = 650_000;
const GOAL_RATIO = 1.25;
const ROUNDS = 21;
const NODES = [process.execPath, process.env.LAMBDA_NODE ?? join(LAMBDA_NODE, 'node')].filter(existsSync);
/** What the stack sets: the checker reads it and makes its clients when it is imported. */
const ENVIRONMENT = {
  SENTINEL_PREFIX: 'bk',
  RULES_BUCKET: 'rules',
  RULES_KEY: 'rules.yaml',
  MAX_JOBS: '',
  BUS_NAME: 'backup-sentinel',
  HINT_QUEUE_URL: '',
  SLICE_QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/111111111111/bk-slices',
  WATCHDOG_PARAMETER: '/bk/watchdog-url',
  TICK_SECONDS: '3600',
  LISTABLE_PREFIXES: '',
  AWS_REGION: 'us-east-1',
  NODE_NO_WARNINGS: '1',
};

const folder = await mkdtemp(join(tmpdir(), 'sentinel-bundle-'));
try {
  const project = process.cwd();
  const checker = await bundle('lambdas/checker/handler.ts', await rulesReaderName(project), project);
  const handlers = {
    checker: await write('checker', checker),
    alike: await write('alike', await bundle('bench/bundle-sdk-clients.ts', '', project)),
    usual: await write('usual', await bundledAsUsual(project)),
  };
  report([sizeRow(checker), ...NODES.flatMap((node) => importRows(handlers, node))]);
} finally {
  await rm(folder, { recursive: true, force: true });
}

function sizeRow(files: readonly BundledFile[]): Measurement {
  const bytes = (of: readonly { readonly code: string }[]) =>
    of.reduce((sum, { code }) => sum + Buffer.byteLength(code), 0);
  const atStart = bytes(files.filter(({ isLoadedAtStart }) => isLoadedAtStart));
  return {
    row: "The checker's bundle: what an ordinary pass loads",
    measured: `${kb(atStart)}; ${kb(bytes(files))} with what is loaded on demand`,
    goal: `at most ${kb(GOAL_BYTES)}`,
    met: atStart <= GOAL_BYTES,
  };
}

function importRows(handlers: Readonly<Record<'checker' | 'alike' | 'usual', string>>, node: string): Measurement[] {
  const took = { checker: [] as number[], alike: [] as number[], usual: [] as number[] };
  const kinds = ['checker', 'alike', 'usual'] as const;
  for (let round = 0; round <= ROUNDS; round += 1) {
    // The first round is for the disk.
    for (const kind of kinds)
      round === 0 ? importMs(handlers[kind], node) : took[kind].push(importMs(handlers[kind], node));
  }
  const version = spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim();
  const row = (kind: 'alike' | 'usual', how: string): Measurement => {
    const ratios = took.checker.map((ms, index) => ms / (took[kind][index] ?? ms));
    const ratio = median(ratios);
    return {
      row: `Import of the checker on Node.js ${version}, as a ratio to only its SDK clients, ${how}`,
      measured: `${ratio.toFixed(2)}, half of the rounds ${spread(ratios)} (${median(took.checker).toFixed(0)} ms to ${median(took[kind]).toFixed(0)} ms)`,
      goal: `at most ${GOAL_RATIO}`,
      met: ratio <= GOAL_RATIO,
    };
  };
  return [row('usual', 'bundled as usual'), row('alike', 'bundled as the checker is')];
}

/** Milliseconds, in a new process. */
function importMs(handler: string, node: string): number {
  const url = JSON.stringify(pathToFileURL(handler));
  const script = `const begun = performance.now(); await import(${url}); console.log(performance.now() - begun); process.exit();`;
  const { status, stdout, stderr } = spawnSync(node, ['--input-type=module', '-e', script], {
    env: ENVIRONMENT,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return Number(stdout);
}

async function bundledAsUsual(project: string): Promise<{ name: string; code: string }[]> {
  const { outputFiles } = await build({
    absWorkingDir: project,
    entryPoints: ['bench/bundle-sdk-clients.ts'],
    write: false,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    mainFields: ['module', 'main'],
    banner: { js: "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);" },
    legalComments: 'none',
    logLevel: 'warning',
  });
  return outputFiles.map(({ text }) => ({ name: 'handler.mjs', code: text }));
}

async function write(
  kind: string,
  files: readonly { readonly name: string; readonly code: string }[],
): Promise<string> {
  await mkdir(join(folder, kind));
  for (const { name, code } of files) await writeFile(join(folder, kind, name), code);
  return join(folder, kind, 'handler.mjs');
}

function kb(bytes: number): string {
  return `${Math.round(bytes / 1_000)} KB`;
}
