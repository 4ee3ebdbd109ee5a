import { writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { build } from 'esbuild';

/**
 * Merges chunks of a split build that are loaded together into one file: finding, reading and linking a hundred small
 * files took a fifth of a check's processor time. A chunk that was merged stays as a line that hands its exports on.
 *
 * @param {import('esbuild').Metafile} metafile of a build with `splitting`
 * @param {string} entry the source of the program's entry, whose imports become the file `start.js`
 * @param {Readonly<Record<string, readonly string[]>>} groups by name of file, the sources that are loaded together
 */
export async function mergeChunks({ outputs }, entry, groups) {
  const fileOf = (source) => {
    const found = Object.keys(outputs).find((path) => outputs[path].entryPoint === source);
    if (found === undefined) throw new Error(`nothing loads ${source} on demand, so it has no file of its own`);
    return found;
  };
  const merged = new Set();
  for (const [name, sources] of Object.entries({ start: [entry], ...groups })) {
    const chunks = loadedBy(sources.map(fileOf), outputs);
    chunks.delete(fileOf(entry));
    const own = [...chunks].filter((path) => !merged.has(path));
    for (const path of own) merged.add(path);
    await mergeInto(name, own, merged, outputs);
  }
  await rewrite(fileOf(entry), merged);
}

/** These files and all that they load at once. */
function loadedBy(paths, outputs, found = new Set()) {
  for (const path of paths) {
    if (found.has(path)) continue;
    found.add(path);
    const { imports } = outputs[path];
    const next = imports.filter(({ kind, external }) => kind === 'import-statement' && !external);
    loadedBy(
      next.map((each) => each.path),
      outputs,
      found,
    );
  }
  return found;
}

async function mergeInto(name, paths, merged, outputs) {
  const lines = paths.map((path, index) => {
    const names = outputs[path].exports.map((exported) => [exported, `c${index}_${exported}`]);
    return {
      path,
      out: exportLine(names, `./${basename(path)}`),
      back: exportLine(
        names.map(([a, b]) => [b, a]),
        `./${name}.js`,
      ),
    };
  });
  const contents = lines.map(({ out }) => out).join('');
  const folder = dirname(paths[0]);
  await bundle({ stdin: { contents, resolveDir: folder } }, join(folder, `${name}.js`), merged);
  for (const { path, back } of lines) await writeFile(path, back);
}

/** A file that imports from the merged ones directly. */
async function rewrite(path, merged) {
  await bundle({ entryPoints: [path] }, path, merged);
}

async function bundle(input, outfile, merged) {
  const inside = new Set([...merged].map((path) => basename(path)));
  const { outputFiles } = await build({
    ...input,
    bundle: true,
    write: false,
    outfile,
    format: 'esm',
    platform: 'node',
    plugins: [
      {
        name: 'other-files',
        setup({ onResolve }) {
          onResolve({ filter: /^\.\/[^/]+$/ }, ({ path, kind }) =>
            kind === 'import-statement' && inside.has(basename(path)) ? null : { path, external: true },
          );
        },
      },
    ],
    legalComments: 'none',
    minifyWhitespace: true,
    logLevel: 'warning',
  });
  await writeFile(outfile, outputFiles[0].contents);
}

/** `export { a as b } from 'file'`. */
function exportLine(names, from) {
  return `export { ${names.map(([name, as]) => `${name} as ${as}`).join(', ')} } from '${from}';\n`;
}
