import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const RULES = `version: 1
settings: { admin: dana }
people: { dana: { email: dana@acme.example } }
jobs: { orders: { backup: ./backups/*.dump, rule: every 24 hours } }
`;

/**
 * Keeps the compiled code of the scripts beside them, as V8 has it at the end of a run and of a check: a start then
 * neither parses them nor compiles the functions that these call. It serves this Node.js on such a machine; V8 refuses it elsewhere, and compiles.
 *
 * @param {string} dist the folder of the built program
 */
export async function compileAhead(dist) {
  const folder = await mkdtemp(join(tmpdir(), 'sentinel-build-'));
  try {
    await writeFile(join(folder, 'rules.yaml'), RULES);
    const state = join(folder, 'state');
    const run = [
      'run',
      'orders',
      '--state',
      state,
      '--verify',
      `${folder}/*.yaml`,
      '--',
      process.execPath,
      '--version',
    ];
    const check = ['check', '--rules', join(folder, 'rules.yaml'), '--state', state];
    // The first check of a state folder makes it and reads the rules doc; the second is as all later ones.
    for (const args of [run, check, check]) start(resolve(dist), args);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The only job that is checked has no backup, which is why that ends with 1 or 2. */
function start(dist, args) {
  const { status, stderr } = spawnSync(process.execPath, [
    '--import',
    keepingCode(dist),
    join(dist, 'sentinel.js'),
    ...args,
  ]);
  if (status === null || status > 2) throw new Error(`the built program failed with ${status}: ${stderr}`);
}

/** Code for a process: at its end it writes the compiled code of what it has loaded. */
function keepingCode(dist) {
  const chunks = join(dist, 'chunks');
  return `data:text/javascript,${encodeURIComponent(`
    import { writeFileSync } from 'node:fs';
    import { compiledScripts } from ${JSON.stringify(pathToFileURL(join(chunks, 'load-script.js')).href)};
    process.on('exit', () => {
      for (const [name, code] of compiledScripts()) writeFileSync(${JSON.stringify(chunks)} + '/' + name + '.cache', code);
    });`)}`;
}
