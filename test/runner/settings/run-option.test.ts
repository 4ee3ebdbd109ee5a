import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { PROVE_COMMAND } from '../../../lib/prove/settings/prove-option.ts';
import { RUN_COMMAND } from '../../../lib/runner/settings/run-option.ts';

test.each([RUN_COMMAND, PROVE_COMMAND])(
  'docs/command-line.md says of every option of $verb what its help says',
  async ({ options }) => {
    const page = await readFile('docs/command-line.md', 'utf8');
    for (const { name, value, means } of options.values()) {
      const values = `${value.toUpperCase().replace('> <', ' ').replace('> [', ' [')}${value.includes('[') ? ']' : ''}`;
      const option = escaped(value === '' ? `--${name}` : `--${name} ${values}`);
      expect(page).toMatch(new RegExp(`^\\| \`${option}\`(, repeatable)? \\| ${escaped(means)} \\|$`, 'm'));
    }
  },
);

function escaped(text: string): string {
  return text.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&');
}
