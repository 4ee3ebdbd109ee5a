import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { build } from 'esbuild';

/** What each file of the split build begins with: modules have no `require`, and a script is given one. */
export const BANNER =
  "import { createRequire as requireFor } from 'node:module';\nconst require = requireFor(import.meta.url);\n";

/**
 * Merges chunks of a split build that are loaded together into one script: finding, reading and linking a hundred small
 * files took a fifth of a check's processor time, and a script, unlike a module, can be given its compiled code. A
 * chunk that was merged stays as a few lines that hand its exports on; files that load it on demand take them from the
 * script.
 *
 * @param {import('esbuild').Metafile} metafile of a build with `splitting`
 * @param {Readonly<Record<string, readonly string[]>>} groups by the beginning of a script's name, the sources that are loaded together;
 *   what an earlier one has is not in a later one
 * @param {readonly string[]} apart groups that are loaded without the others but the first, which also has what they share with those
 */
export async function mergeChunks({ outputs }, groups, apart) {
  const fileOf = (source) => {
    const found = Object.keys(outputs).find((path) => outputs[path].entryPoint === source);
    if (found === undefined) throw new Error(`nothing loads ${source} on demand, so it has no file of its own`);
    return found;
  };
  const folder = dirname(fileOf(Object.values(groups)[0][0]));
  /** By name of a merged chunk, the script that has its code. */
  const merged = new Map();
  const loaded = Object.entries(groups).map(([group, sources]) => [group, loadedBy(sources.map(fileOf), outputs)]);
  const together = new Set(loaded.flatMap(([group, paths]) => (apart.includes(group) ? [] : [...paths])));
  const [[, atStart]] = loaded;
  for (const [group, paths] of loaded) {
    if (apart.includes(group)) for (const path of paths) if (together.has(path)) atStart.add(path);
  }
  for (const [group, paths] of loaded) {
    const own = [...paths].filter((path) => !merged.has(basename(path)));
    // Chunks are named after their content, and so is the script: V8 would take compiled code of another one as long.
    const name = `${group}-${createHash('sha256').update(own.join()).digest('hex').slice(0, 8)}`;
    await writeScript(name, own, folder);
    for (const path of own) merged.set(basename(path), name);
    for (const path of own) await writeFile(path, handingOn(name, basename(path), outputs[path].exports));
  }
  for (const name of new Set(merged.values())) {
    await shorten(
      join(folder, `${name}.cjs`),
      merged,
      (taken) => `Promise.resolve().then(()=>__load${taken})`,
      '__import',
    );
  }
  await shorten(
    join(dirname(folder), 'sentinel.js'),
    merged,
    (taken) => `import("./chunks/load-script.js").then((l)=>l.loadScript${taken})`,
    'import',
  );
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

/** One script of these chunks, which exports under the name of each file what that exports. */
async function writeScript(name, paths, folder) {
  const contents = paths.map((path) => `export * as ${property(path)} from './${basename(path)}';\n`).join('');
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: folder },
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    target: 'node20.19',
    plugins: [inAScript],
    legalComments: 'none',
    minifyWhitespace: true,
    logLevel: 'warning',
  });
  await writeFile(join(folder, `${name}.cjs`), outputFiles[0].contents);
}

/** Modules as parts of a script: what is loaded on demand stays a file, and the script is given a `require` and the loader. */
const inAScript = {
  name: 'in-a-script',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\.\/load-script\.js$/ }, () => ({ path: 'load-script', namespace: 'given' }));
    onLoad({ filter: /.*/, namespace: 'given' }, () => ({ contents: 'export const loadScript = __load;' }));
    onResolve({ filter: /^\.\// }, ({ path, kind }) => (kind === 'dynamic-import' ? { path, external: true } : null));
    onLoad({ filter: /\.js$/ }, async ({ path }) => ({ contents: (await readFile(path, 'utf8')).replace(BANNER, '') }));
  },
};

/** A chunk whose code is in the script `name`, for modules that import from the chunk. */
function handingOn(name, path, exported) {
  const late = exported.filter((each) => each.startsWith('init_'));
  // Their values are set only when an initialiser is called, and would be handed on before.
  if (late.length > 0) throw new Error(`${path} exports what is set later, with ${late}: it cannot be merged`);
  const taken = exported.map((each, index) => `${each}: e${index}`).join(', ');
  const given = exported.map((each, index) => `e${index} as ${each}`).join(', ');
  return `import { loadScript } from './load-script.js';
const { ${taken} } = loadScript('${name}').${property(path)};
export { ${given} };
`;
}

/** Takes from the scripts what a file would load on demand from a chunk that was merged; `otherwise` imports the rest. */
async function shorten(path, merged, withLoader, otherwise) {
  const text = await readFile(path, 'utf8');
  const shorter = text.replace(/\bimport\(("\.\/(?:chunks\/)?([^"]+)")\)/g, (_, quoted, chunk) => {
    const name = merged.get(chunk);
    return name === undefined ? `${otherwise}(${quoted})` : withLoader(`("${name}").${property(chunk)}`);
  });
  await writeFile(path, shorter);
}

function property(path) {
  return basename(path, '.js').replace(/\W/g, '_');
}
