import { describe, expect, it } from 'vitest';
import { PastSource } from '../../../lib/app/foresight/past-source.ts';
import type { ListedObject, ListedVersion } from '../../../lib/core/evidence/listed-object.ts';
import { DAY_MS } from '../../../lib/core/instant.ts';
import { EvidenceUnreadable } from '../../../lib/ports/evidence-source.ts';
import { s3Place } from '../../sources/s3/list-harness.ts';

const FROM = Date.parse('2026-10-01T02:00:00Z');
const place = s3Place('acme', 'db/*.dump');
const objectOf = (name: string, day: number): ListedObject => ({
  key: `db/${name}`,
  sizeBytes: 100 + day,
  lastModified: FROM + day * DAY_MS,
});
const listed = [objectOf('a.dump', 3), objectOf('b.dump', 1)];

/** What the source shows of the days 0 to 4. */
async function shown(versions?: () => Promise<readonly ListedVersion[]>) {
  const source = {
    requests: { list: 0, get: 0 },
    list: async function* () {
      yield listed;
    },
    unfinishedUploads: async () => [],
    read: async () => new Uint8Array(),
    ...(versions === undefined ? {} : { versions }),
  };
  const past = new PastSource(source, []);
  const days: string[] = [];
  for (const day of [0, 1, 2, 3, 4, 2]) {
    past.now = FROM + day * DAY_MS;
    const found: string[] = [];
    for await (const page of past.list(place, 'db/'))
      found.push(...page.map(({ key, sizeBytes }) => `${key} ${sizeBytes}`));
    days.push(found.join(', '));
  }
  return { days, refused: [...past.refused] };
}

const THERE = [
  '',
  'db/b.dump 101',
  'db/b.dump 101',
  'db/a.dump 103, db/b.dump 101',
  'db/a.dump 103, db/b.dump 101',
  'db/b.dump 101',
];

describe('a source as it was', () => {
  it('has an object from its last change on, where it keeps nothing else', async () => {
    expect(await shown()).toEqual({ days: THERE, refused: [] });
  });

  it('has what was overwritten and deleted for as long as it was there, where it keeps versions', async () => {
    const versions = async () => [
      { object: objectOf('a.dump', 0), until: FROM + 3 * DAY_MS },
      { object: objectOf('a.dump', 3), until: null },
      { object: objectOf('gone.dump', 1), until: FROM + 2 * DAY_MS },
      { object: objectOf('b.dump', 1), until: null },
    ];
    expect((await shown(versions)).days).toEqual([
      'db/a.dump 100',
      'db/a.dump 100, db/b.dump 101, db/gone.dump 101',
      'db/a.dump 100, db/b.dump 101',
      'db/a.dump 103, db/b.dump 101',
      'db/a.dump 103, db/b.dump 101',
      'db/a.dump 100, db/b.dump 101',
    ]);
  });

  it('says that versions may not be listed, and goes by what is there', async () => {
    const versions = async () => {
      throw new EvidenceUnreadable('refused', 'list versions', 's3://acme/db/', 'AccessDenied: access denied');
    };
    expect(await shown(versions)).toEqual({ days: THERE, refused: [['s3://acme/', 'AccessDenied: access denied']] });
  });

  it('goes by what is there where a server answers with no versions', async () => {
    expect(await shown(async () => [])).toEqual({ days: THERE, refused: [] });
  });
});
