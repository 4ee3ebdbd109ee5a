import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const FOLDER = fileURLToPath(new URL('client/', import.meta.url));
const BUILT = ['page.css', 'job.css', 'list.ts', 'job.ts'];
const PLAIN = ['calm.svg', 'troubled.svg'];

/** Makes what browsers load, small: by file name, its text. Throws what esbuild complains of. */
export async function buildAssets() {
  const { outputFiles } = await build({
    absWorkingDir: FOLDER,
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
  const plain = await Promise.all(PLAIN.map(async (name) => [name, await readFile(`${FOLDER}${name}`, 'utf8')]));
  return Object.fromEntries([...built, ...plain]);
}

/** Puts the assets themselves into a bundle, in place of the module that makes them from their sources. */
export const pageAssets = {
  name: 'page-assets',
  /** @param {import('esbuild').PluginBuild} plugin */
  setup({ onLoad }) {
    onLoad({ filter: /[/\\]page-assets\.ts$/ }, async () => ({
      contents: `export const PAGE_ASSETS = ${JSON.stringify(await buildAssets())};`,
      loader: 'js',
    }));
  },
};
