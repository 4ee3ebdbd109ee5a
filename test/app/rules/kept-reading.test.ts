import { describe, expect, it } from 'vitest';
import { acceptedDocument, needsAcceptance } from '../../../lib/app/rules/accept-rules.ts';
import { loadRules, RulesReadings } from '../../../lib/app/rules/load-rules.ts';
import type { LastGood, RulesSource } from '../../../lib/ports/rules-source.ts';

const NOW = Date.parse('2026-11-21T08:00:00Z');
const VERSION = 'sha256:01';
const CALENDAR = { datesOf: async () => [] };

const documentOf = (...jobs: readonly string[]) =>
  [
    'version: 1',
    'settings: { admin: sam }',
    'people: { sam: { email: sam@acme.example } }',
    'jobs:',
    ...jobs.map((id) => `  ${id}: { backup: "s3://backups/${id}/", rule: every 24 hours }`),
  ].join('\n');

/** A bucket's document. It gives out any text under any version, which no real source does: so it shows what is read. */
function sourceOf(text: string, lastGood: LastGood | null, version = VERSION): RulesSource {
  return {
    name: 's3://rules/rules.yaml',
    folder: null,
    read: async () => ({ bytes: Buffer.from(text), version }),
    readLastGood: async () => lastGood,
    writeLastGood: async () => true,
  };
}

async function accept(text: string, reader: string | null, before: LastGood | null = null): Promise<LastGood> {
  return acceptedDocument(await loadRules(sourceOf(text, before), NOW), CALENDAR, NOW, reader);
}

async function jobsLoaded(source: RulesSource, reader: string | null): Promise<string[] | undefined> {
  const { document } = await loadRules(source, NOW, new RulesReadings(reader));
  return document?.jobs.map(({ id }) => id);
}

const TEXT = documentOf('from-text');
const accepted = await accept(documentOf('as-kept'), 'reader-1');
const { reading } = accepted;
if (reading === null) throw new Error('no reading was kept');

describe('a document that was accepted is taken as it was read then', () => {
  it('by the reader that read it', async () => {
    expect(await jobsLoaded(sourceOf(TEXT, accepted), 'reader-1')).toEqual(['as-kept']);
  });

  it('also where it is the last good one and the document as it stands is bad', async () => {
    const loaded = await loadRules(sourceOf('jobs: [', accepted, 'sha256:02'), NOW, new RulesReadings('reader-1'));
    expect(loaded).toMatchObject({ used: 'last-good', document: { jobs: [{ id: 'as-kept' }] } });
    expect(loaded.problems.length).toBeGreaterThan(0);
  });

  const readAgain: { name: string; lastGood: LastGood | null; reader?: string | null; version?: string }[] = [
    { name: 'when nothing was accepted', lastGood: null },
    { name: 'when it was accepted without keeping what was read', lastGood: { ...accepted, reading: null } },
    { name: 'when another reader read it', lastGood: accepted, reader: 'reader-2' },
    { name: 'when this reader has no name', lastGood: accepted, reader: null },
    { name: 'when the document is another one by now', lastGood: accepted, version: 'sha256:02' },
    { name: 'when it was accepted at another place', lastGood: { ...accepted, source: 's3://other/rules.yaml' } },
    { name: 'when it was too large to be kept', lastGood: { ...accepted, reading: { ...reading, text: null } } },
    {
      name: 'when somebody changed it by hand',
      lastGood: { ...accepted, reading: { ...reading, text: reading.text?.replace('86400', '86401') ?? null } },
    },
    {
      name: 'when it is cut short',
      lastGood: { ...accepted, reading: { ...reading, text: reading.text?.slice(0, -1) ?? null } },
    },
    {
      name: 'when it is the reading of another document',
      lastGood: { ...accepted, version: 'sha256:02' },
      version: 'sha256:02',
    },
  ];
  it.each(readAgain)('its text is read again $name', async ({ lastGood, reader = 'reader-1', version }) => {
    expect(await jobsLoaded(sourceOf(TEXT, lastGood, version), reader)).toEqual(['from-text']);
  });
});

describe('a document is accepted again', () => {
  const load = async (lastGood: LastGood) => loadRules(sourceOf(documentOf('as-kept'), lastGood), NOW);

  it.each([
    { name: 'not, where it was read by the same reader', reader: 'reader-1', wanted: false },
    { name: 'when the reader is another one', reader: 'reader-2', wanted: true },
    { name: 'not, where no readings are kept', reader: null, wanted: false },
  ])('$name', async ({ reader, wanted }) => {
    expect(needsAcceptance(await load(accepted), NOW, reader)).toBe(wanted);
  });

  it('with nothing else changed, so that nobody is told of it twice', async () => {
    const notified = { ...accepted, acceptedAt: '2026-11-20T08:00:00Z', announcedAt: '2026-11-20T08:00:05Z' };
    const again = await accept(documentOf('as-kept'), 'reader-2', notified);
    expect(again).toEqual({ ...notified, reading: expect.objectContaining({ reader: 'reader-2' }) });
  });

  it('not every time, where it has more nodes than are kept', async () => {
    const nodes = Array.from({ length: 5_001 }, (_, index) => `n${index}`).join(', ');
    const text = documentOf('as-kept').replace(
      '{ backup: "s3://backups/',
      `{ nodes: [${nodes}], backup: "s3://backups/{node}/`,
    );
    const large = await accept(text, 'reader-1');
    expect(large.jobIds).toHaveLength(5_001);
    expect(large.reading).toMatchObject({ reader: 'reader-1', text: null });
    expect(needsAcceptance(await loadRules(sourceOf(text, large), NOW), NOW, 'reader-1')).toBe(false);
  });
});
