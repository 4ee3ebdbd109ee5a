import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const FOLDER = fileURLToPath(new URL('client/', import.meta.url));
const BUILT = ['page.css', 'job.css', 'list.ts', 'job.ts'];
const PLAIN = ['calm.svg', 'troubled.svg'];

/** Makes what browsers load, small: by file name, its text. `folder`: the sources. Throws what esbuild complains of. */
export async function buildAssets(folder = FOLDER) {
  const { outputFiles } = await build({
    absWorkingDir: folder,
    entryPoints: BUILT,
    outdir: 'out',
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: ['es2022', 'safari16', 'firefox115', 'chrome109'],
    legalComments: 'none',
    logLevel: 'warning',
  });
  const built = outputFiles.map(({ path, text }) => [path.slice(path.lastIndexOf('/') + 1), text]);
  const plain = await Promise.all(PLAIN.map(async (name) => [name, await readFile(join(folder, name), 'utf8')]));
  return Object.fromEntries([...built, ...plain]);
}

/** Puts the assets themselves into a bundle, in place of the module that makes them from their sources. */
export const pageAssets = {
  name: 'page-assets',
  /** @param {import('esbuild').PluginBuild} plugin */
  setup({ onLoad }) {
    // The module lies beside the sources; this file may have been bundled into something that lies elsewhere.
    onLoad({ filter: /[/\\]page-assets\.ts$/ }, async ({ path }) => ({
      contents: `export const PAGE_ASSETS = ${JSON.stringify(await buildAssets(join(dirname(path), 'client')))};`,
      loader: 'js',
    }));
  },
};
