import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/**
 * Leaves out what zod makes JSON schemas with, a fifth of it: each of its schemas has a method for it, so that a bundler
 * keeps all. No function makes one; where one did, it would throw.
 */
export const noJsonSchemas: Plugin = {
  name: 'no-json-schemas',
  setup({ onLoad }) {
    onLoad({ filter: /\/zod\/v4\/core\/(?:to-json-schema|json-schema-processors)\.js$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const names = [...source.matchAll(/^export (?:function|const) (\w+)/gm)].map(([, name = '']) => name);
      const exports = names.map((name) => `none as ${name}`).join(', ');
      return { contents: `const none = () => { throw new Error('left out of this bundle') };\nexport { ${exports} };` };
    });
  },
};
