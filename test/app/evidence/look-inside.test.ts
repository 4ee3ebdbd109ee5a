import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { lookInside } from '../../../lib/app/evidence/look-inside.ts';
import { type LookBudget, LooksOfPass } from '../../../lib/app/evidence/looks-of-pass.ts';
import type { ListedObject } from '../../../lib/core/evidence/listed-object.ts';
import type { Place } from '../../../lib/core/evidence/place.ts';
import type { LookedInside } from '../../../lib/core/model/looked-inside.ts';
import type { VerifyDepth } from '../../../lib/core/model/rule.ts';
import type { Run } from '../../../lib/core/model/run.ts';
import { EvidenceGone, type EvidenceSource } from '../../../lib/ports/evidence-source.ts';

const NOW = Date.parse('2026-11-28T08:00:00Z');
const PLACE: Place = { scheme: 'file', container: '', bucket: '', template: '/backups/' };
const LARGE: LookBudget = { readBytes: 1e9, producedBytes: 1e9, ms: 1e9 };
const GOOD = new Uint8Array(gzipSync('orders\n'.repeat(9000)));
const NOTHING = new Uint8Array(gzipSync(''));

/** Files in memory, with what was read of them counted. */
class Files implements EvidenceSource {
  readonly requests = { list: 0, get: 0 };
  readonly #files: ReadonlyMap<string, Uint8Array>;

  constructor(files: Readonly<Record<string, Uint8Array>>) {
    this.#files = new Map(Object.entries(files));
  }

  async *list(_place: Place, prefix: string): AsyncGenerator<readonly ListedObject[]> {
    const keys = [...this.#files.keys()].filter((key) => key.startsWith(prefix));
    yield keys.map((key) => ({ key, sizeBytes: this.#files.get(key)?.length ?? 0, lastModified: NOW }));
  }

  async unfinishedUploads() {
    return [];
  }

  async read(_place: Place, key: string, length: number, from = 0): Promise<Uint8Array> {
    this.requests.get += 1;
    const file = this.#files.get(key);
    if (file === undefined) throw new EvidenceGone(key, 'it is gone');
    return file.subarray(from, from + length);
  }
}

function runOf(key: string, sizeBytes: number, source: Run['source'] = 'file'): Run {
  return { ts: NOW - 1000, outcome: 'finished', sizeBytes, location: key, key, source };
}

interface Given {
  readonly remembered?: LookedInside;
  readonly depth?: VerifyDepth;
  readonly looks?: LooksOfPass;
}

async function looked(run: Run, files: Files, { remembered, depth = 'well-formed', looks }: Given = {}) {
  const { ts, location, key, sizeBytes = null } = run;
  const latest = remembered === undefined ? null : { ts, location, key, sizeBytes, looked: remembered };
  const options = { depth, now: NOW, looks: looks ?? new LooksOfPass(() => 0, LARGE) };
  const memory = { latest, listing: null } as unknown as Parameters<typeof lookInside>[2];
  const [first] = await lookInside([run], PLACE, memory, files, options);
  return first?.looked;
}

const good = (isDeep: boolean): LookedInside => ({ finding: 'good', words: 'remembered', isDeep });

describe('a look inside the newest run', () => {
  const run = runOf('/backups/a.gz', GOOD.length);

  it('says what was found, in words', async () => {
    expect(await looked(run, new Files({ '/backups/a.gz': GOOD }))).toEqual({
      finding: 'good',
      words: 'gzip: read whole and decompressed; checksum and length are right',
      isDeep: false,
    });
  });

  it.each([
    {
      name: 'nothing in it',
      bytes: NOTHING,
      want: { finding: 'hollow', words: 'gzip: it holds nothing: gzip of no bytes' },
    },
    { name: 'a cut', bytes: GOOD.subarray(0, -3), want: { finding: 'damaged' } },
  ])('finds $name', async ({ bytes, want }) => {
    const files = new Files({ '/backups/a.gz': bytes });
    expect(await looked(runOf('/backups/a.gz', bytes.length), files)).toMatchObject(want);
  });

  it('is made once: the row remembers', async () => {
    const files = new Files({ '/backups/a.gz': GOOD });
    expect(await looked(run, files, { remembered: good(false) })).toEqual(good(false));
    expect(files.requests.get).toBe(0);
  });

  it('is made again where all of it is to be read now', async () => {
    const files = new Files({ '/backups/a.gz': GOOD });
    expect(await looked(run, files, { remembered: good(false), depth: 'deep' })).toMatchObject({ isDeep: true });
    expect(await looked(run, files, { remembered: good(true), depth: 'deep' })).toEqual(good(true));
  });

  it('says nothing of what is gone meanwhile', async () => {
    expect(await looked(run, new Files({}))).toBeUndefined();
  });

  it('names the file of a folder that is damaged', async () => {
    const files = new Files({ '/backups/r/a.gz': GOOD, '/backups/r/b.gz': GOOD.subarray(0, -3) });
    expect(await looked(runOf('/backups/r/', 2, 'folder'), files)).toMatchObject({
      finding: 'damaged',
      words: expect.stringMatching(/^b\.gz: gzip: it is cut short/),
    });
  });
});

describe('the budget of a pass', () => {
  const files = new Files({ '/backups/a.gz': GOOD, '/backups/b.gz': GOOD });
  const [a, b] = [runOf('/backups/a.gz', GOOD.length), runOf('/backups/b.gz', GOOD.length)];

  it('leaves what it does not do for the next pass', async () => {
    const looks = new LooksOfPass(() => 0, { ...LARGE, producedBytes: 100_000 });
    expect(await looked(a, files, { looks })).toMatchObject({ finding: 'good' });
    expect(await looked(b, files, { looks })).toEqual({ finding: 'pending', since: NOW });
  });

  it('does not forget since when a look is pending', async () => {
    const since = NOW - 86_400_000;
    const looks = new LooksOfPass(() => 0, { ...LARGE, producedBytes: 100_000 });
    await looked(a, files, { looks });
    expect(await looked(b, files, { looks, remembered: { finding: 'pending', since } })).toEqual({
      finding: 'pending',
      since,
    });
  });

  it('counts the seconds that looks take', async () => {
    let elapsed = 0;
    const slow = new Files({ '/backups/a.gz': GOOD, '/backups/b.gz': GOOD });
    const read = slow.read.bind(slow);
    slow.read = async (...args) => {
      elapsed += 40_000;
      return read(...args);
    };
    const looks = new LooksOfPass(() => elapsed, { ...LARGE, ms: 60_000 });
    await looked(a, slow, { looks });
    expect(await looked(b, slow, { looks })).toMatchObject({ finding: 'pending' });
  });

  it('has a backup that is too much for any pass looked at by its ends', async () => {
    const looks = new LooksOfPass(() => 0, { ...LARGE, producedBytes: 1000 });
    expect(await looked(a, files, { looks, depth: 'deep' })).toMatchObject({
      finding: 'good',
      words: expect.stringContaining('its inside was not looked at'),
    });
  });

  it('has each run looked into once in a pass, however often it is listed', async () => {
    const counted = new Files({ '/backups/a.gz': GOOD });
    const looks = new LooksOfPass(() => 0, LARGE);
    const first = await looked(a, counted, { looks });
    const reads = counted.requests.get;
    expect(await looked(a, counted, { looks })).toEqual(first);
    expect(counted.requests.get).toBe(reads);
  });
});
