import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../../lib/core/artifact/finding.ts';
import { ARTIFACT_KINDS } from '../../../lib/core/artifact/kinds.ts';
import { findingOf } from './looked-at.ts';
import { bytesOf, joined } from './written-bytes.ts';

/** How many heads; 4,000,000 at night. */
const HEADS = Number(process.env.SENTINEL_LOOK_HEADS ?? 4000);
const NAMES = [...ARTIFACT_KINDS.flatMap(({ suffixes }) => suffixes), 'sql', 'dump', 'bak', 'db'].map(
  (end) => `a.${end}`,
);

/** Random bytes that are the same each time (xorshift32). */
function* randomHeads(count: number): Generator<Uint8Array> {
  let state = 0x9e3779b9;
  for (let head = 0; head < count; head += 1) {
    const bytes = new Uint8Array(600);
    const words = new Uint32Array(bytes.buffer);
    for (let i = 0; i < words.length; i += 1) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      words[i] = state;
    }
    yield bytes;
  }
}

async function verdictsOf(heads: Iterable<Uint8Array>): Promise<ReadonlySet<Verdict>> {
  const verdicts = new Set<Verdict>();
  let head = 0;
  for (const bytes of heads) {
    verdicts.add((await findingOf(NAMES[head % NAMES.length] ?? 'a', bytes)).verdict);
    head += 1;
  }
  return verdicts;
}

describe('random or encrypted bytes under any name', () => {
  it('are never called damaged, whole or hollow', async () => {
    const verdicts = await verdictsOf(randomHeads(HEADS));
    expect([...verdicts].sort()).toEqual(['not-checkable', 'unknown-kind']);
  });

  it.each([
    { mark: '\x1f\x8b', name: 'two bytes of gzip' },
    { mark: 'BZh', name: 'three bytes of bzip2' },
    { mark: 'PK', name: 'two bytes of zip' },
    { mark: '\x85\x02', name: 'a tag of gpg' },
    { mark: '\x28\xb5', name: 'two bytes of zstd' },
  ])('are not either when they begin with $name, under a name that says nothing', async ({ mark }) => {
    for (const bytes of randomHeads(200)) {
      expect(['not-checkable', 'unknown-kind']).toContain(
        (await findingOf('a', joined([bytesOf(mark), bytes]))).verdict,
      );
    }
  });
});
