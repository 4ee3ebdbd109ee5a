import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type * as CheckJob from '../../lib/app/check/check-job.ts';
import type * as Listing from '../../lib/core/evidence/choose-listing.ts';
import type * as Link from '../../lib/core/message/evidence-link.ts';
import { newRow } from '../../lib/core/model/job-row.ts';
import type * as Format from '../../lib/rules-doc/format-reading.ts';
import type * as Parse from '../../lib/rules-doc/parse-reading.ts';
import type * as Reader from '../../lib/rules-doc/read-rules-document.ts';
import type * as Changes from '../../lib/rules-doc/rules-change.ts';
import type * as Destinations from '../../lib/sources/open-destination.ts';
import type * as Sources from '../../lib/sources/open-sources.ts';
import { HttpStandIn } from '../channels/http-stand-in.ts';
import { ProjectCopy } from './project-copy.ts';

/* What a newcomer does to add a kind of place: a folder and a line. Done to a copy of the library. */

const NOW = Date.parse('2026-11-21T08:00:00Z');

const BACKUPS = [
  { key: 'orders/1.dump', sizeBytes: 5_000, at: '2026-11-20T02:00:00Z' },
  { key: 'orders/2.dump', sizeBytes: 5_100, at: '2026-11-21T02:00:00Z' },
];

let copy: ProjectCopy;
beforeAll(async () => {
  copy = await ProjectCopy.make();
  await copy.add('lib/sources/vault');
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

  it('is stored with the accepted document, and read back', async () => {
    const { formatReading } = await copy.load<typeof Format>('lib/rules-doc/format-reading.ts');
    const { parseReading } = await copy.load<typeof Parse>('lib/rules-doc/parse-reading.ts');
    const { document, problems } = await read('vault://acme/orders/');
    if (document === null) throw new Error('the document was refused');
    expect(parseReading(formatReading(document, problems)).document.jobs[0]?.place).toEqual(document.jobs[0]?.place);
  });

  it('is compared when the document changes', async () => {
    const { compareDocuments } = await copy.load<typeof Changes>('lib/rules-doc/rules-change.ts');
    const { document: before } = await read('vault://acme/orders/');
    const { document: after } = await read('vault://acme/elsewhere/');
    if (before === null || after === null) throw new Error('a document was refused');
    expect(compareDocuments(before, after).changed[0]?.changes).toEqual([
      expect.objectContaining({ from: 'vault://acme/orders/', to: 'vault://acme/elsewhere/' }),
    ]);
  });

  it('is listed, and its backups are judged', async () => {
    const vault = await HttpStandIn.start(() => ({ status: 200, body: JSON.stringify(BACKUPS) }));
    try {
      const { openSources } = await copy.load<typeof Sources>('lib/sources/open-sources.ts');
      const { lookAndDecide } = await copy.load<typeof CheckJob>('lib/app/check/check-job.ts');
      const [job] = (await read('vault://acme/orders/')).document?.jobs ?? [];
      if (job === undefined) throw new Error('the document was refused');
      const sources = openSources({ VAULT_URL: vault.url })();
      const ports = { heartbeats: null, sourceOf: sources.of };
      const { decision } = await lookAndDecide(job, newRow(job.id), { now: NOW, held: false }, () => NOW, ports);
      expect(decision.row).toMatchObject({ state: 'green', latest: { location: 'vault://acme/orders/2.dump' } });
      expect(sources.requests).toEqual({ list: vault.requests.length, get: 0 });
      expect(vault.requests[0]?.path).toBe('/acme/?prefix=orders%2F');
    } finally {
      await vault.stop();
    }
  });

  it('says for a runner whether it takes backups', async () => {
    const { openDestination } = await copy.load<typeof Destinations>('lib/sources/open-destination.ts');
    const destination = await openDestination('vault' as 's3', {});
    await expect(destination.reach({ scheme: 's3', container: '', bucket: '', template: '' })).rejects.toThrow(
      'a vault takes no backups of a runner',
    );
  });
});
