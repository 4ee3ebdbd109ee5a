import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/**
 * Writes the keys of the SDK's schemas out: `{ [_h]: ... }` becomes `{ "http": ... }` where the file says
 * `const _h = "http"`. A computed key could do anything when it is read, so esbuild keeps each schema of a client
 * that has one, of every operation there is; a literal key lets it drop what the function does not use.
 */
export const schemaLiterals: Plugin = {
  name: 'schema-literals',
  setup({ onLoad }) {
    onLoad({ filter: /\/schemas\/schemas_\d+\.js$/ }, async ({ path }) => ({
      contents: withLiteralKeys(await readFile(path, 'utf8')),
      loader: 'js',
    }));
  },
};

function withLiteralKeys(source: string): string {
  const literals = new Map(
    [...source.matchAll(/^const (\w+) = ("[^"\\]*");$/gm)].map(([, name = '', literal = '']) => [name, literal]),
  );
  return source.replace(/\[(\w+)\]:/g, (key, name: string) => (literals.has(name) ? `${literals.get(name)}:` : key));
}
