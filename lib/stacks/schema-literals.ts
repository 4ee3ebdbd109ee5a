import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/**
 * Lets esbuild see which of the SDK's schemas are not used.
 *
 * 1. Writes their keys out: `{ [_h]: ... }` becomes `{ "http": ... }` where the file says `const _h = "http"`. A
 *    computed key could do anything when it is read, so that esbuild keeps each schema of a client that has one, of
 *    every operation there is.
 * 2. Registers no class for each error of a service, which would keep them all. The SDK makes of an error that it does
 *    not know what it makes of AccessDenied everywhere: the service's base error, with its name, message and status.
 *    Nothing here asks for more. An error that says of itself that it is worth a retry keeps its class.
 */
export const schemaLiterals: Plugin = {
  name: 'schema-literals',
  setup({ onLoad }) {
    onLoad({ filter: /\/schemas\/schemas_\d+\.js$/ }, async ({ path }) => {
      const errors = await readFile(path.replace(/schemas\/schemas_\d+\.js$/, 'models/errors.js'), 'utf8');
      const source = await readFile(path, 'utf8');
      return { contents: withoutErrors(withLiteralKeys(source), retryableErrors(errors)), loader: 'js' };
    });
  },
};

function withLiteralKeys(source: string): string {
  const literals = new Map(
    [...source.matchAll(/^const (\w+) = ("[^"\\]*");$/gm)].map(([, name = '', literal = '']) => [name, literal]),
  );
  return source.replace(/\[(\w+)\]:/g, (key, name: string) => (literals.has(name) ? `${literals.get(name)}:` : key));
}

function withoutErrors(source: string, kept: ReadonlySet<string>): string {
  return source.replace(/^n\d+_registry\.registerError\(\w+\$, (\w+)\);$/gm, (call, name: string) =>
    kept.has(name) ? call : '',
  );
}

function retryableErrors(source: string): ReadonlySet<string> {
  const classes = source.split(/^export class /m).slice(1);
  return new Set(classes.filter((text) => text.includes('$retryable')).map((text) => /^\w+/.exec(text)?.[0] ?? ''));
}
