import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { OPTIONS } from '../../../lib/runner/settings/run-option.ts';

test('docs/command-line.md says of every option of a run what its help says', async () => {
  const page = await readFile('docs/command-line.md', 'utf8');
  for (const { name, value, means } of OPTIONS.values()) {
    const option = value === '' ? `--${name}` : `--${name} ${value.toUpperCase()}`;
    expect(page).toMatch(new RegExp(`^\\| \`${option}\`(, repeatable)? \\| ${escaped(means)} \\|$`, 'm'));
  }
});

function escaped(text: string): string {
  return text.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&');
}
