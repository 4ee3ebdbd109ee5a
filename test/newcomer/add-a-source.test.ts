import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newRow } from '../../lib/core/decision/row.ts';
import type * as Listing from '../../lib/core/evidence/choose-listing.ts';
import type * as Link from '../../lib/core/message/evidence-link.ts';
import type * as Reader from '../../lib/rules-doc/read-rules-document.ts';
import { ProjectCopy } from './project-copy.ts';

/* What a newcomer does to add a kind of place: a folder and a line. Done to a copy of the library. */

const NOW = Date.parse('2026-11-21T08:00:00Z');

const SOURCE = `import type { SourceDescription } from '../description.ts';

export const vault = {
  scheme: 'vault',
  example: 'vault://name/folder/',
  claims: (text) => text.startsWith('vault://'),
  readPlace: (text, _folder, { quoted, checkTemplate, refuse }) => {
    const [, bucket, template] = /^vault:\\/\\/([a-z]+)\\/(.*)$/.exec(text) ?? [];
    if (bucket === undefined || template === undefined) return refuse('the place ' + quoted(text) + ' names no vault');
    checkTemplate(template);
    return { container: 'vault://' + bucket + '/', bucket, template };
  },
  isLocal: false,
  listsInOrder: true,
  showsWriting: false,
  hasUploads: false,
  readsCost: true,
  consoleLink: (location) => (location.startsWith('vault://') ? 'https://vault.example/' + location.slice(8) : null),
  permissions: { list: [], uploads: [], read: [] },
} as const satisfies SourceDescription;
`;

let copy: ProjectCopy;
beforeAll(async () => {
  copy = await ProjectCopy.make();
  await copy.add('lib/sources/vault/source.ts', SOURCE);
  await copy.register('lib/sources/registry.ts', 'vault', './vault/source.ts', 'first');
});
afterAll(() => copy.remove());

async function read(place: string) {
  const { readRulesDocument } = await copy.load<typeof Reader>('lib/rules-doc/read-rules-document.ts');
  const text = `version: 1\njobs:\n  orders: { backup: "${place}", rule: every 24 hours }\n`;
  return readRulesDocument(text, { name: 'rules.yaml', folder: null, now: NOW });
}

describe('a source that was added by a folder and a line', () => {
  it('is read where a place names it', async () => {
    const { document } = await read('vault://acme/orders/{yyyy}/');
    expect(document?.jobs[0]?.place).toEqual({
      scheme: 'vault',
      container: 'vault://acme/',
      bucket: 'acme',
      template: 'orders/{yyyy}/',
    });
  });

  it('refuses a place in its own words, and a template in those of all', async () => {
    const { problems } = await read('vault://');
    expect(problems).toContainEqual(
      expect.objectContaining({ code: 'BAD_PLACE', line: 3, message: 'the place "vault://" names no vault' }),
    );
    expect((await read('vault://acme/{year}/')).problems).toContainEqual(
      expect.objectContaining({ code: 'UNKNOWN_PLACEHOLDER', line: 3 }),
    );
  });

  it('is listed from the newest key on where its listings come in order', async () => {
    const { chooseListing } = await copy.load<typeof Listing>('lib/core/evidence/choose-listing.ts');
    const [job] = (await read('vault://acme/orders/')).document?.jobs ?? [];
    if (job === undefined) throw new Error('the document was refused');
    const key = 'orders/1';
    const ts = NOW - 3_600_000;
    const row = {
      ...newRow('orders'),
      place: 'vault://acme/orders/',
      latest: { ts, sizeBytes: 5, location: `vault://acme/${key}`, key, wellFormed: null, looked: null },
      listing: { newestKey: key, ordered: true, lastFullAt: ts },
    };
    expect(chooseListing(job, row, NOW, false)).toBe('from-newest');
  });

  it('shows its own page for a location', async () => {
    const { evidenceLink } = await copy.load<typeof Link>('lib/core/message/evidence-link.ts');
    expect(evidenceLink('vault://acme/orders/1', 'https://console.example')).toBe(
      'https://vault.example/acme/orders/1',
    );
  });
});
