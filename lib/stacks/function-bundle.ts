import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { FUNCTION_NAMES, type FunctionName } from './names.ts';
import { schemaLiterals } from './schema-literals.ts';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
/** ES modules have no `require`, which some of what is bundled calls. */
const BANNER = "import{createRequire as r}from'node:module';const require=r(import.meta.url);";

/** Where the bundles are made for a synthesis; not kept in the repository. */
export const BUNDLES = join(PROJECT, '.lambdas', 'code');
const SOURCE_MAPS = join(PROJECT, '.lambdas', 'source-maps');

/** A function's code as one file. */
export interface FunctionBundle {
  readonly name: FunctionName;
  readonly code: string;
  /** Leads from a place in the code to the source; it stays with whoever built it. */
  readonly sourceMap: string;
}

/** Writes each function's code to `folder/NAME/handler.mjs`, and its source map beside, where no function takes it. */
export async function writeFunctionBundles(folder: string = BUNDLES, sourceMaps: string = SOURCE_MAPS): Promise<void> {
  for (const { name, code, sourceMap } of await Promise.all(FUNCTION_NAMES.map(bundleFunction))) {
    write(join(folder, name, 'handler.mjs'), code);
    write(join(sourceMaps, `${name}.mjs.map`), sourceMap);
  }
}

/**
 * Bundles a handler with all it needs, so that what runs does not depend on the SDK of the runtime. The same source
 * gives the same bytes on every machine, and so no deployment without a change. Throws what esbuild complains of.
 */
export async function bundleFunction(name: FunctionName): Promise<FunctionBundle> {
  const { outputFiles = [] } = await build({
    absWorkingDir: PROJECT,
    entryPoints: { handler: `lambdas/${name}/handler.ts` },
    outdir: 'out',
    outExtension: { '.js': '.mjs' },
    write: false,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    // The ES modules of the SDK: a third smaller, and twice as fast to load.
    mainFields: ['module', 'main'],
    alias: { '@aws-sdk/credential-provider-node': './lib/stacks/function-credentials.ts' },
    plugins: [schemaLiterals],
    // The embedded store has no place in a function.
    external: ['dynalite'],
    banner: { js: BANNER },
    legalComments: 'none',
    sourcemap: 'external',
    logLevel: 'warning',
  });
  const text = (end: string) => outputFiles.find(({ path }) => path.endsWith(end))?.text ?? '';
  return { name, code: text('.mjs'), sourceMap: text('.map') };
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
