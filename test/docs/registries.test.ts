import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CHANNELS } from '../../lib/channels/registry.ts';
import { FORMATS } from '../../lib/core/evidence/reports/formats.ts';

const RULES = readFileSync('docs/rules.md', 'utf8');

/** The rows of the table whose first column holds these keys, without the padding. */
function rowOf(key: string): string | undefined {
  const row = RULES.split('\n').find((line) => line.startsWith(`| \`${key}\` `));
  return row?.replace(/ +\|/g, ' |').replace(/\| +/g, '| ').trim();
}

describe('docs/rules.md', () => {
  it.each(CHANNELS)('has a row for the address of $kind', ({ key, example }) => {
    expect(rowOf(key)).toBe(`| \`${key}\` | ${example} |`);
  });

  it('names the channels of via in the order they are preferred', () => {
    expect(rowOf('via')).toContain(CHANNELS.map(({ kind }) => `\`${kind}\``).join(', '));
  });

  it.each(FORMATS)('has a row for the report format $name', ({ name, writtenBy }) => {
    expect(RULES).toContain(`\n| \`${name}\` | ${writtenBy} |\n`);
  });
});
