import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Script } from 'node:vm';
import { keepMemoryLow } from './keep-memory-low.ts';

type Exports = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
type Import = (path: string) => Promise<unknown>;
type Body = (
  module: { exports: Exports },
  require: NodeJS.Require,
  url: string,
  load: typeof loadScript,
  onDemand: Import,
) => void;

// Before any script: V8 takes compiled code only where its own flags are those with which the code was compiled.
keepMemoryLow();

const loaded = new Map<string, { readonly script: Script; readonly exports: Exports }>();

/**
 * What the script `name` beside this file exports, by the file that it had before chunks were merged
 * (scripts/merge-chunks.mjs). Its compiled code is read from `name.cache`, which the build has made; where that is
 * missing, or another Node.js has made it, V8 compiles the script as it would any.
 */
export function loadScript(name: string): Exports {
  const known = loaded.get(name);
  if (known !== undefined) return known.exports;
  const url = new URL(`${name}.cjs`, import.meta.url);
  // Of ASCII, as most are, V8 keeps half as much; a quotation mark of a page is not.
  const code = readFileSync(url, 'utf8');
  const script = new Script(`(function (module, require, __url, __load, __import) {"use strict";${code}\n})`, {
    filename: url.href,
    cachedData: compiledCode(name),
  });
  const module: { exports: Exports } = { exports: {} };
  (script.runInThisContext() as Body)(module, createRequire(url), url.href, loadScript, importBeside);
  loaded.set(name, { script, exports: module.exports });
  return module.exports;
}

/** For the build: the compiled code of each script that was loaded, with the functions that were called until now. */
export function compiledScripts(): ReadonlyMap<string, Buffer> {
  return new Map([...loaded].map(([name, { script }]) => [name, script.createCachedData()]));
}

/** The scripts that were loaded and had to be compiled, because V8 has refused what was compiled before, or nothing was. */
export function scriptsCompiledNow(): readonly string[] {
  return [...loaded].filter(([, { script }]) => script.cachedDataRejected !== false).map(([name]) => name);
}

/** A script of Node.js 20 that was given its compiled code can import nothing by itself. */
function importBeside(path: string): Promise<unknown> {
  return import(path);
}

function compiledCode(name: string): Buffer | undefined {
  try {
    return readFileSync(new URL(`${name}.cache`, import.meta.url));
  } catch {
    return undefined;
  }
}
