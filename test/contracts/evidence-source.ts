import { describe, expect, it } from 'vitest';
import type { ListedObject } from '../../lib/core/evidence/listed-object.ts';
import type { Place } from '../../lib/core/evidence/place.ts';
import { EvidenceGone, type EvidenceSource, EvidenceUnreadable } from '../../lib/ports/evidence-source.ts';

/** What a system needs to be held to the contract. Keys given to it are relative; each harness has its own root. */
export interface EvidenceHarness {
  /** `mtime` is used where the system lets it be set. */
  put(key: string, bytes: Uint8Array | string, mtime?: Date): Promise<void>;
  remove(key: string): Promise<void>;
  newSource(options?: { signal?: AbortSignal }): EvidenceSource;
  /** The place of a relative template. */
  placeFor(template: string): Place;
  /** A place in a bucket or folder that is not there. */
  missingPlace(): Place;
  /** True where a listing comes in UTF-8 byte order. */
  readonly sorts: boolean;
  /** True where `mtime` can be set. */
  readonly setsTimes: boolean;
  /** What a stand-in for the real system does not do; those cases are left out. */
  readonly lacks: readonly ('pages' | 'empty ranges')[];
}

/** Runs the contract of port EvidenceSource on one system. */
export function evidenceSourceContract(name: string, make: () => Promise<EvidenceHarness> | EvidenceHarness): void {
  describe(`${name} as an evidence source`, () => {
    const list = async (harness: EvidenceHarness, template: string, prefix = template, startAfter?: string) => {
      const source = harness.newSource();
      const place = harness.placeFor(template);
      const full = harness.placeFor(prefix).template;
      const after = startAfter === undefined ? undefined : harness.placeFor(startAfter).template;
      return { source, keys: relative(harness, await everything(source.list(place, full, after))) };
    };

    it('gives key, size and a whole-millisecond time of each object below the prefix', async () => {
      const harness = await make();
      await harness.put('basic/a.dump', 'four', new Date('2026-11-21T02:00:00.250Z'));
      await harness.put('basic/sub/b.dump', 'fives');
      const source = harness.newSource();
      const place = harness.placeFor('basic/');
      const objects = await everything(source.list(place, place.template));
      expect(relative(harness, objects).sort()).toEqual(['basic/a.dump', 'basic/sub/b.dump']);
      const first = objects.find(({ key }) => key.endsWith('a.dump'));
      expect(first?.sizeBytes).toBe(4);
      expect(Number.isInteger(first?.lastModified)).toBe(true);
      const time = harness.setsTimes ? Date.parse('2026-11-21T02:00:00.250Z') : first?.lastModified;
      expect(first?.lastModified).toBe(time);
    });

    it('finds nothing below a folder that only the prefix names, and that is no fault', async () => {
      const harness = await make();
      await harness.put('dated/2026/x', 'x');
      expect((await list(harness, 'dated/{yyyy}/', 'dated/2027/')).keys).toEqual([]);
      expect((await list(harness, 'dated/{yyyy}/', 'dated/2026/')).keys).toEqual(['dated/2026/x']);
    });

    it('takes a prefix that ends in the middle of a name', async () => {
      const harness = await make();
      for (const key of ['mid/db-1', 'mid/db-2/x', 'mid/other']) await harness.put(key, 'x');
      expect((await list(harness, 'mid/db-*', 'mid/db-')).keys.sort()).toEqual(['mid/db-1', 'mid/db-2/x']);
    });

    it('begins behind startAfter, which need not exist', async () => {
      const harness = await make();
      for (const key of ['after/a', 'after/b', 'after/c']) await harness.put(key, 'x');
      expect((await list(harness, 'after/', 'after/', 'after/b')).keys).toEqual(['after/c']);
      expect((await list(harness, 'after/', 'after/', 'after/a\u{10FFFF}')).keys.sort()).toEqual([
        'after/b',
        'after/c',
      ]);
    });

    it('keeps odd names as they are', async () => {
      const harness = await make();
      const odd = ['odd/a b+c.dump', 'odd/100%.dump', 'odd/é～😀.dump', 'odd/q?&=#.dump'];
      for (const key of odd) await harness.put(key, 'x');
      expect((await list(harness, 'odd/')).keys.sort()).toEqual([...odd].sort());
    });

    it('lists the folders that begin with a prefix, and nothing of what lies in them or beside', async () => {
      const harness = await make();
      for (const key of [
        'folders/web-a/x',
        'folders/web-a/b/y',
        'folders/web-é c/x',
        'folders/db/x',
        'folders/web-file',
      ])
        await harness.put(key, 'x');
      const source = harness.newSource();
      const place = harness.placeFor('folders/web-{each}/');
      const prefix = harness.placeFor('folders/web-').template;
      const root = prefix.length - 'folders/web-'.length;
      const folders = (await source.folders?.(place, prefix)) ?? [];
      expect(folders.map((name) => name.slice(root)).sort()).toEqual(['folders/web-a/', 'folders/web-é c/']);
      const missing = harness.missingPlace();
      await expect(source.folders?.(missing, missing.template)).rejects.toBeInstanceOf(EvidenceUnreadable);
    });

    it('shows an object no more once it is removed', async () => {
      const harness = await make();
      await harness.put('removed/a', 'x');
      await harness.put('removed/b', 'x');
      await harness.remove('removed/a');
      expect((await list(harness, 'removed/')).keys).toEqual(['removed/b']);
    });

    it('comes in UTF-8 byte order where the system sorts', async () => {
      const harness = await make();
      const keys = ['sorted/10', 'sorted/9', 'sorted/Z', 'sorted/a', 'sorted/～', 'sorted/😀'];
      for (const key of keys.toReversed()) await harness.put(key, 'x');
      const found = (await list(harness, 'sorted/')).keys;
      expect(harness.sorts ? found : found.sort()).toEqual(harness.sorts ? keys : [...keys].sort());
    });

    it('goes on through more than a thousand objects', async ({ skip }) => {
      const harness = await make();
      if (harness.lacks.includes('pages')) skip();
      const keys = Array.from({ length: 1100 }, (_, index) => `many/${String(index).padStart(4, '0')}`);
      for (let from = 0; from < keys.length; from += 50) {
        await Promise.all(keys.slice(from, from + 50).map((key) => harness.put(key, 'x')));
      }
      const { source, keys: found } = await list(harness, 'many/');
      expect(found.sort()).toEqual(keys);
      expect(source.requests).toEqual(harness.sorts ? { list: 2, get: 0 } : source.requests);
    }, 120_000);

    it('reads an object from its beginning or from any byte, and not more than asked for', async () => {
      const harness = await make();
      await harness.put('read/r.json', '0123456789');
      const { template } = harness.placeFor('read/r.json');
      const place = harness.placeFor('read/');
      const read = async (maxBytes: number, from?: number) =>
        new TextDecoder().decode(await harness.newSource().read(place, template, maxBytes, from));
      expect(await read(100)).toBe('0123456789');
      expect(await read(4)).toBe('0123');
      expect(await read(100, 7)).toBe('789');
      expect(await read(100, 10)).toBe('');
    });

    it('reads an empty object as nothing', async ({ skip }) => {
      const harness = await make();
      if (harness.lacks.includes('empty ranges')) skip();
      await harness.put('read/empty', '');
      const { template } = harness.placeFor('read/empty');
      expect((await harness.newSource().read(harness.placeFor('read/'), template, 10)).length).toBe(0);
    });

    it('says that an object is gone when it is read too late', async () => {
      const harness = await make();
      const { template } = harness.placeFor('read/never');
      const reading = harness.newSource().read(harness.placeFor('read/'), template, 10);
      await expect(reading).rejects.toBeInstanceOf(EvidenceGone);
    });

    it('refuses a bucket or folder that is not there', async () => {
      const harness = await make();
      const place = harness.missingPlace();
      const failure = await everything(harness.newSource().list(place, place.template)).catch((error) => error);
      expect(failure).toBeInstanceOf(EvidenceUnreadable);
      expect(failure).toMatchObject({ kind: 'refused', operation: 'list' });
      expect(failure.message).toMatch(/no such (bucket|folder)/);
    });

    it('is cut short, and not empty, when its time is over', async () => {
      const harness = await make();
      await harness.put('late/a', 'x');
      const place = harness.placeFor('late/');
      const listing = everything(harness.newSource({ signal: AbortSignal.abort() }).list(place, place.template));
      await expect(listing).rejects.toMatchObject({ kind: 'transient', message: expect.stringMatching(/cut short/) });
    });
  });
}

export async function everything(pages: AsyncIterable<readonly ListedObject[]>): Promise<ListedObject[]> {
  const objects: ListedObject[] = [];
  for await (const page of pages) objects.push(...page);
  return objects;
}

function relative(harness: EvidenceHarness, objects: readonly ListedObject[]): string[] {
  const root = harness.placeFor('').template;
  return objects.map(({ key }) => key.slice(root.length));
}
