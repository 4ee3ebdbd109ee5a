import { execFile } from 'node:child_process';
import { chmod, copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { build } from 'esbuild';

/*
 * The runner for hosts: `npm run build:runner` makes one file that needs only Node.js, and a second one that is loaded
 * for s3:// alone; with `-- --executable`, one program that needs nothing: Node.js with the runner in it.
 */
const { values } = parseArgs({ options: { executable: { type: 'boolean' }, out: { type: 'string' } } });
const out = values.out ?? 'dist/runner';
const S3_FILE = 'sentinel-run-s3.mjs';
const S3_MODULES = ['sources/s3/list', 'sources/s3/destination', 'adapters/s3/text-object', 'adapters/s3/open-rules'];
/** What they export for the runner: functions whose answer is awaited. */
const S3_FUNCTIONS = ['openSource', 'openDestination', 'writeTextObject', 'openS3Rules'];
/** Marks where postject puts the program (Node.js: single executable applications). */
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';

const shared = {
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  mainFields: ['module', 'main'],
  legalComments: 'none',
  minifySyntax: true,
  minifyWhitespace: true,
  logLevel: 'warning',
};
const REQUIRE = "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);";

await mkdir(out, { recursive: true });
if (values.executable) await makeExecutable();
else await makeFiles();

async function makeFiles() {
  await build({
    ...shared,
    entryPoints: ['bin/runner.ts'],
    outfile: join(out, 'sentinel-run.mjs'),
    format: 'esm',
    banner: { js: `#!/usr/bin/env node\n${REQUIRE}` },
    plugins: [s3Beside(), recoveryPointsElsewhere()],
  });
  await chmod(join(out, 'sentinel-run.mjs'), 0o755);
  const modules = S3_MODULES.map((name) => `export * from './lib/${name}.ts';`);
  await build({
    ...shared,
    stdin: { contents: modules.join('\n'), resolveDir: import.meta.dirname, loader: 'ts' },
    outfile: join(out, S3_FILE),
    format: 'esm',
    banner: { js: REQUIRE },
  });
  say(`${join(out, 'sentinel-run.mjs')}, and for s3:// ${join(out, S3_FILE)} beside it`);
}

/** What speaks to S3 is in the file beside the runner; a host that backs up to disks needs no copy of it. */
function s3Beside() {
  const names = new RegExp(`/(${S3_MODULES.join('|')})\\.ts$`);
  return {
    name: 's3-beside',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: names }, ({ kind }) =>
        kind === 'dynamic-import' ? null : { errors: [{ text: 'S3 is loaded on demand: import() it' }] },
      );
      onLoad({ filter: names }, () => ({ contents: `export * from 's3-beside';` }));
      onResolve({ filter: /^s3-beside$/ }, () => ({ path: S3_FILE, namespace: 's3-beside' }));
      onResolve({ filter: /^\.\/sentinel-run-s3\.mjs$/ }, ({ path }) => ({ path, external: true }));
      onLoad({ filter: /.*/, namespace: 's3-beside' }, () => ({
        contents: `
          const s3 = () => import('./${S3_FILE}').catch((error) => {
            if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
            throw new Error('s3:// needs the file ${S3_FILE} beside sentinel-run.mjs; copy it there as well');
          });
          ${S3_FUNCTIONS.map((name) => `export const ${name} = async (...given) => (await s3()).${name}(...given);`).join('\n')}`,
        loader: 'js',
      }));
    },
  };
}

/** A recovery point of AWS Backup is no file that a host could fetch: the runner needs no client for it. */
function recoveryPointsElsewhere() {
  return {
    name: 'recovery-points-elsewhere',
    setup({ onLoad }) {
      onLoad({ filter: /\/sources\/aws-backup\/list\.ts$/ }, () => ({
        contents: `
          export function openSource() {
            throw new Error('the runner copies files');
          }`,
        loader: 'js',
      }));
    },
  };
}

/** CommonJS, since that is what an executable of Node.js holds; S3 is in it, and is not run until it is needed. */
async function makeExecutable() {
  const folder = await mkdtemp(join(tmpdir(), 'sentinel-executable-'));
  const at = (name) => join(folder, name);
  try {
    await build({
      ...shared,
      entryPoints: ['bin/runner.ts'],
      outfile: at('runner.cjs'),
      format: 'cjs',
      plugins: [recoveryPointsElsewhere()],
    });
    const config = { main: at('runner.cjs'), output: at('runner.blob'), disableExperimentalSEAWarning: true };
    await writeFile(at('config.json'), JSON.stringify(config));
    await promisify(execFile)(process.execPath, ['--experimental-sea-config', at('config.json')]);
    const program = join(out, process.platform === 'win32' ? 'sentinel.exe' : 'sentinel');
    // A new file: the old one may be running.
    await rm(program, { force: true });
    await copyFile(process.execPath, program);
    await chmod(program, 0o755);
    await inject(program, at('runner.blob'));
    say(
      `${program}, which is Node.js ${process.version} with the runner in it, for ${process.platform} ${process.arch}`,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** In a process of its own: what it says of sections that it does not know is no trouble. */
async function inject(program, blob) {
  const postject = createRequire(import.meta.url).resolve('postject/dist/cli.js');
  const segment = process.platform === 'darwin' ? ['--macho-segment-name', 'NODE_SEA'] : [];
  const args = [postject, program, 'NODE_SEA_BLOB', blob, '--sentinel-fuse', FUSE, ...segment];
  await promisify(execFile)(process.execPath, args);
}

function say(what) {
  process.stdout.write(`made ${what}\n`);
}
