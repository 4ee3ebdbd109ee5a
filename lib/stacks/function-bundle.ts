import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Metafile, type Plugin } from 'esbuild';
import { pageAssets } from '../web/page/build-assets.mjs';
import { FUNCTION_NAMES, type FunctionName } from './names.ts';
import { noJsonSchemas } from './no-json-schemas.ts';
import { rulesReaderName } from './rules-reader.mjs';
import { schemaLiterals } from './schema-literals.ts';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
/** ES modules have no `require`, which some of what is bundled calls. Names too long for the minifier to choose. */
const BANNER =
  "import{createRequire as requireOfModule}from'node:module';const require=requireOfModule(import.meta.url);";

/** Where the bundles are made for a synthesis; not kept in the repository. */
export const BUNDLES = join(PROJECT, '.lambdas', 'code');
const SOURCE_MAPS = join(PROJECT, '.lambdas', 'source-maps');

/** A file of a function's code. */
export interface BundledFile {
  /** `handler.mjs`, or the name of a part. */
  readonly name: string;
  readonly code: string;
  /** The source map; it is not deployed. */
  readonly sourceMap: string;
  /** True for what is loaded when the function starts; false for what is loaded when it is first needed. */
  readonly isLoadedAtStart: boolean;
}

/** A function's code: the handler, and parts of it. */
export interface FunctionBundle {
  readonly name: FunctionName;
  readonly files: readonly BundledFile[];
}

/**
 * Writes each function's code to `folder/NAME/`, and its source maps beside, where no function takes them. What is there
 * already is left alone, and each file appears whole: two syntheses at a time do not take each other's files away.
 */
export async function writeFunctionBundles(folder: string = BUNDLES, sourceMaps: string = SOURCE_MAPS): Promise<void> {
  const reader = await rulesReaderName(PROJECT);
  const bundles = await Promise.all(FUNCTION_NAMES.map((name) => bundleFunction(name, reader)));
  for (const { name, files } of bundles) {
    const maps = files.map(({ name: file, sourceMap }) => ({ name: `${file}.map`, text: sourceMap }));
    writeFolder(
      join(folder, name),
      files.map(({ name: file, code }) => ({ name: file, text: code })),
    );
    writeFolder(join(sourceMaps, name), maps);
  }
}

/**
 * Bundles a handler with all it needs, so that what runs does not depend on the SDK of the runtime. The same source
 * gives the same bytes on every machine, so that nothing is deployed without a change. `reader` is the rules reader's
 * name. Throws the errors of esbuild.
 */
export async function bundleFunction(name: FunctionName, reader: string): Promise<FunctionBundle> {
  return { name, files: await bundle(`lambdas/${name}/handler.ts`, reader) };
}

/** Bundles the entry at this path in the project as the functions are: the first file is the entry, `handler.mjs`. */
export async function bundle(
  entry: string,
  reader: string,
  project: string = PROJECT,
): Promise<readonly BundledFile[]> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: project,
    entryPoints: { handler: entry },
    outdir: 'out',
    outExtension: { '.js': '.mjs' },
    chunkNames: '[name]-[hash]',
    write: false,
    metafile: true,
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    // The ES modules of the SDK: a third smaller, and twice as fast to load.
    mainFields: ['module', 'main'],
    alias: {
      '@aws-sdk/credential-provider-node': './lib/stacks/function-credentials.ts',
      '@aws-sdk/endpoint-cache': './lib/stacks/endpoint-cache.ts',
    },
    plugins: [schemaLiterals, noJsonSchemas, versionsOnly, pageAssets],
    define: { RULES_READER: JSON.stringify(reader) },
    // The embedded store has no place in a function, and the SDK asks bowser about browsers.
    external: ['dynalite', 'bowser'],
    banner: { js: BANNER },
    legalComments: 'none',
    sourcemap: 'external',
    logLevel: 'warning',
  });
  const atStart = loadedAtStart(metafile);
  const maps = new Map(outputFiles.map(({ path, text }) => [basename(path), text]));
  return outputFiles
    .filter(({ path }) => path.endsWith('.mjs'))
    .map(({ path, text }) => {
      const name = basename(path);
      return {
        name,
        code: withoutNeedless(text),
        sourceMap: maps.get(`${name}.map`) ?? '',
        isLoadedAtStart: atStart.has(name),
      };
    })
    .sort((a, b) => Number(b.name === 'handler.mjs') - Number(a.name === 'handler.mjs') || (a.name < b.name ? -1 : 1));
}

/** Without the banner where nothing asks for it: of some fifty parts it is one. Its line stays, for the source map. */
function withoutNeedless(text: string): string {
  const code = text.startsWith(BANNER) ? text.slice(BANNER.length) : text;
  return code.includes('require') ? text : code;
}

/** Of each package that sends its version to the services, only the version. */
const versionsOnly: Plugin = {
  name: 'versions-only',
  setup({ onLoad }) {
    onLoad({ filter: /\/package\.json$/ }, async ({ path }) => {
      const { name, version } = JSON.parse(await readFile(path, 'utf8')) as { name: string; version: string };
      return { contents: JSON.stringify({ name, version }), loader: 'json' };
    });
  },
};

/** The handler's file and all that it imports, and so on; not what is imported on demand. */
function loadedAtStart({ outputs }: Metafile): ReadonlySet<string> {
  const files = new Map(Object.entries(outputs).map(([path, output]) => [basename(path), output]));
  const found = new Set(['handler.mjs']);
  for (const name of found) {
    for (const { kind, path, external } of files.get(name)?.imports ?? []) {
      if (kind === 'import-statement' && !external) found.add(basename(path));
    }
  }
  return found;
}

/** Makes a folder hold these files and no others. */
function writeFolder(folder: string, files: readonly { readonly name: string; readonly text: string }[]): void {
  mkdirSync(folder, { recursive: true });
  const kept = new Set(files.map(({ name }) => name));
  for (const { name, text } of files) {
    const path = join(folder, name);
    if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
    // Beside the folder, which may be read at this moment.
    const draft = `${folder}-${process.pid}.draft`;
    writeFileSync(draft, text);
    renameSync(draft, path);
  }
  // Parts are named after their content: those of an earlier build would be deployed as well.
  for (const name of readdirSync(folder)) if (!kept.has(name)) rmSync(join(folder, name), { recursive: true });
}
