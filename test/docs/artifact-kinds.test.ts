import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ARTIFACT_KINDS } from '../../lib/core/artifact/kinds.ts';

const HOST = readFileSync('docs/host.md', 'utf8').split('\n');

describe('docs/host.md', () => {
  it.each(ARTIFACT_KINDS)('has the row of $name', ({ name, docs: { checkedBy, sees, cannotSee } }) => {
    expect(HOST).toContain(`| ${name} | ${checkedBy} | ${sees} | ${cannotSee} |`);
  });

  it('has them in the order of the list, and no others', () => {
    const from = HOST.indexOf('| kind | how it is checked | sees | cannot see |') + 2;
    const rows = HOST.slice(from, HOST.indexOf('', from)).map((row) => row.split(' | ')[0]?.replace('| ', ''));
    expect(rows).toEqual(ARTIFACT_KINDS.map(({ name }) => name));
  });
});
