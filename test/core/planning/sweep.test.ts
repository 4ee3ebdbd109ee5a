import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareBytes } from '../../../lib/core/evidence/byte-order.ts';
import type { ListedObject } from '../../../lib/core/evidence/listed-object.ts';
import { commonPrefix, type WantedLook } from '../../../lib/core/planning/plan-sweeps.ts';
import { type Part, Sweep } from '../../../lib/core/planning/sweep.ts';

const object = (key: string): ListedObject => ({ key, sizeBytes: 1, lastModified: 0 });
const look = (id: string, ...prefixes: string[]): WantedLook => ({ id, container: 's3://b/', prefixes, keys: null });

/** A bucket that answers as S3 does, and counts. */
class Bucket {
  requests = 0;
  readonly #keys: readonly string[];
  readonly #pageKeys: number;

  constructor(keys: readonly string[], pageKeys: number) {
    this.#keys = [...new Set(keys)].sort(compareBytes);
    this.#pageKeys = pageKeys;
  }

  count(prefix: string): number {
    return this.#keys.filter((key) => key.startsWith(prefix)).length;
  }

  *list(prefix: string, startAfter: string | null): Generator<readonly ListedObject[], null> {
    const found = this.#keys.filter(
      (key) => key.startsWith(prefix) && (startAfter === null || compareBytes(key, startAfter) > 0),
    );
    for (let from = 0; from === 0 || from < found.length; from += this.#pageKeys) {
      this.requests += 1;
      yield found.slice(from, from + this.#pageKeys).map(object);
    }
    return null;
  }
}

/** What each look gets: by the sweep as far as it goes, then by itself. */
function swept(bucket: Bucket, looks: readonly WantedLook[], pageKeys: number): ReadonlyMap<string, readonly string[]> {
  const prefix = commonPrefix(looks.flatMap(({ prefixes }) => prefixes));
  const sweep = new Sweep({ container: 's3://b/', prefix, looks, pages: 1_000 }, pageKeys);
  let listing: Generator<readonly ListedObject[], null> | null = null;
  for (let step = sweep.next(); step !== null; step = sweep.next()) {
    if (step.kind === 'begin' || listing === null) {
      listing = bucket.list(prefix, step.kind === 'begin' ? step.startAfter : null);
    }
    sweep.take(listing.next().value);
  }
  const restOf = (part: Part): string[] =>
    part.state === 'done' ? [] : [...bucket.list(part.prefix, part.lastKey)].flat().map(({ key }) => key);
  return new Map(
    looks.map(({ id }) => [
      id,
      sweep.partsOf(id).flatMap((part) => [...part.objects.map(({ key }) => key), ...restOf(part)]),
    ]),
  );
}

function alone(bucket: Bucket, looks: readonly WantedLook[]): ReadonlyMap<string, readonly string[]> {
  return new Map(
    looks.map(({ id, prefixes }) => [
      id,
      prefixes.flatMap((prefix) => [...bucket.list(prefix, null)].flat().map(({ key }) => key)),
    ]),
  );
}

// Characters on both sides of where UTF-16 and UTF-8 sort differently.
const name = fc.string({ unit: fc.constantFrom('a', 'b', '/', '\u{ffee}', '\u{1f4be}'), maxLength: 5 });
const prefixes = fc.uniqueArray(name, { minLength: 1, maxLength: 3 }).map((all) => {
  const sorted = all.toSorted(compareBytes);
  return sorted.filter((prefix, index) => !sorted.slice(0, index).some((outer) => prefix.startsWith(outer)));
});
const looksIn = fc
  .array(prefixes, { minLength: 2, maxLength: 6 })
  .map((all) => all.map((each, index) => look(`job-${index}`, ...each)));
const keysIn = fc.array(name, { maxLength: 60 });

describe('a sweep', () => {
  it('gives each look what it would see alone, in no more requests', () => {
    fc.assert(
      fc.property(looksIn, keysIn, fc.integer({ min: 1, max: 9 }), (looks, keys, pageKeys) => {
        const together = new Bucket(keys, pageKeys);
        const byItself = new Bucket(keys, pageKeys);
        expect(swept(together, looks, pageKeys)).toEqual(alone(byItself, looks));
        // Where a place ends exactly with a page, that there is no more is only seen by asking.
        const ends = looks.flatMap(({ prefixes }) => prefixes.map((prefix) => byItself.count(prefix)));
        const exact = ends.filter((count) => count > 0 && count % pageKeys === 0).length;
        expect(together.requests).toBeLessThanOrEqual(byItself.requests + exact);
      }),
      { numRuns: 500 },
    );
  });

  const folders = (count: number, keys: number) =>
    Array.from({ length: count }, (_, folder) =>
      Array.from({ length: keys }, (_, key) => `${String(folder).padStart(4, '0')}/${String(key).padStart(6, '0')}`),
    ).flat();
  const jobs = (count: number) =>
    Array.from({ length: count }, (_, folder) => look(`job-${folder}`, `${String(folder).padStart(4, '0')}/`));

  it.each([
    { name: 'small places that follow each other', keys: folders(100, 30), looks: jobs(100), want: 3 },
    {
      name: 'places among many others',
      keys: folders(100, 999),
      looks: jobs(100).filter((_, i) => i % 10 === 0),
      want: 10,
    },
    { name: 'the same place twice', keys: folders(1, 8_500), looks: [look('a', '0000/'), look('b', '0000/')], want: 9 },
    {
      name: 'a large place among small ones',
      keys: [...folders(9, 10), ...Array.from({ length: 20_000 }, (_, i) => `0009/${i}`)],
      looks: jobs(10),
      want: 21,
    },
    { name: 'places that hold nothing', keys: [], looks: jobs(50), want: 1 },
  ])('takes $want requests for $name', ({ keys, looks, want }) => {
    const bucket = new Bucket(keys, 1_000);
    swept(bucket, looks, 1_000);
    expect(bucket.requests).toBe(want);
  });

  it('leaves the rest to the looks when keys come in no order', () => {
    const sweep = new Sweep({ container: 's3://b/', prefix: '', looks: [look('a', 'a/'), look('b', 'b/')], pages: 1 });
    sweep.next();
    sweep.take(['b/1', 'a/1'].map(object));
    expect(sweep.next()).toBeNull();
    expect(sweep.partsOf('b')).toMatchObject([{ state: 'alone', lastKey: 'b/1' }]);
  });
});
