import { beforeEach, describe, expect, it } from 'vitest';
import { lookForUnwatched } from '../../../lib/app/foresight/look-for-unwatched.ts';
import { type SeenUnwatched, stillUnwatched } from '../../../lib/core/foresight/unwatched-series.ts';
import { DAY_MS, formatInstant, HOUR_MS, MINUTE_MS } from '../../../lib/core/instant.ts';
import { EvidenceUnreadable } from '../../../lib/ports/evidence-source.ts';
import type { RulesDocument } from '../../../lib/rules-doc/document.ts';
import { parsePlace } from '../../../lib/rules-doc/sections/place-text.ts';
import { NOW, read } from '../../rules-doc/read.ts';
import { Disk } from '../../simulated/layouts/disk.ts';

const ORDERS = 'orders: { backup: s3://acme/dumps/orders-*.dump, rule: every 24 hours }';
const WEB = 'web: { backup: s3://acme/dumps/web/, rule: every 24 hours }';

let disk: Disk;
let kept: SeenUnwatched | null;
const log = {
  newest: async () => kept,
  keep: async (seen: SeenUnwatched) => {
    kept = seen;
  },
};

beforeEach(() => {
  kept = null;
  disk = new Disk();
  for (let day = 1; day <= 20; day += 1) {
    const at = NOW - day * DAY_MS;
    const date = formatInstant(at).slice(0, 10);
    disk.put(`s3://acme/dumps/orders-${date}.dump`, at, 1_000_000);
    disk.put(`s3://acme/dumps/web/web-${date}.tar.gz`, at, 2_000_000);
  }
});

function documentOf(jobs: readonly string[], settings = ''): RulesDocument {
  const { document, problems } = read(
    `version: 1\nsettings: { ${settings} }\njobs:\n${jobs.map((job) => `  ${job}\n`).join('')}`,
  );
  if (document === null) throw new Error(JSON.stringify(problems));
  return document;
}

function look(now = NOW, { place = 's3://acme/', source = disk as Pick<Disk, 'list'> } = {}) {
  const read = parsePlace(place, null).place;
  if (read === null) throw new Error(place);
  return lookForUnwatched(documentOf([ORDERS]), [read], { unwatched: log, sourceOf: async () => source as Disk }, now);
}

describe('a look for what no job watches', () => {
  it('keeps each series with the job that would watch it', async () => {
    expect(await look()).toEqual(kept);
    expect(kept).toMatchObject({
      at: NOW,
      cut: [],
      series: [{ container: 's3://acme/', key: expect.stringMatching(/^dumps\/web\/web-2026-11-20/) }],
    });
    expect(kept?.series[0]?.yaml).toContain(
      '  web:\n    name: WEB\n    backup: s3://acme/dumps/web/web-{yyyy}-{MM}-{dd}.tar.gz\n',
    );
  });

  it('is made once a week', async () => {
    await look();
    expect(await look(NOW + 6 * DAY_MS)).toBeNull();
    // The pass after a week may begin a little earlier in its hour.
    expect(await look(NOW + 7 * DAY_MS - 10 * MINUTE_MS)).not.toBeNull();
  });

  it('takes a prefix that ends within a name for what it lists, in the folder above', async () => {
    await look(NOW, { place: 's3://acme/dumps/we' });
    expect(kept?.series[0]?.yaml).toContain('backup: s3://acme/dumps/web/web-{yyyy}-{MM}-{dd}.tar.gz\n');
  });

  it('that could not see all is repeated on the next day, and so is one that does not end', async () => {
    const refused = new EvidenceUnreadable('refused', 'list', 's3://acme/', 'access denied');
    let begun: SeenUnwatched | null = null;
    // biome-ignore lint/correctness/useYield: it fails before it yields.
    const list = async function* (): AsyncGenerator<never> {
      begun = kept;
      throw refused;
    };
    await look(NOW, { source: { list } });
    expect(begun).toMatchObject({ triedAt: NOW, isWhole: false });
    expect(kept).toEqual(begun);
    expect(await look(NOW + 23 * HOUR_MS)).toBeNull();
    expect((await look(NOW + DAY_MS))?.series).toHaveLength(1);
  });
});

describe('what is said of it later', () => {
  it.each([
    { name: 'the same document', document: () => documentOf([ORDERS]), count: 1 },
    { name: 'one that has a job for it', document: () => documentOf([ORDERS, WEB]), count: null },
    { name: 'one that ignores it', document: () => documentOf([ORDERS], 'ignore: s3://acme/dumps/web/'), count: null },
  ])('by $name', async ({ document, count }) => {
    const seen = await look();
    expect(seen && (stillUnwatched(seen, document(), NOW + 13 * DAY_MS)?.series.length ?? null)).toBe(count);
  });

  it('is nothing after two weeks', async () => {
    const seen = await look();
    expect(seen && stillUnwatched(seen, documentOf([ORDERS]), NOW + 14 * DAY_MS)).not.toBeNull();
    expect(seen && stillUnwatched(seen, documentOf([ORDERS]), NOW + 14 * DAY_MS + 1)).toBeNull();
  });
});
