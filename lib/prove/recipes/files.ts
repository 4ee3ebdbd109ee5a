import type { ListedObject } from '../../core/evidence/listed-object.ts';
import { sourceOf } from '../../core/model/scheme.ts';
import { EvidenceGone, EvidenceUnreadable } from '../../ports/evidence-source.ts';
import type { ListedCopy } from '../copy/found-copy.ts';
import type { CurrentProof } from '../current-proof.ts';
import { ProofEnd } from '../proof-end.ts';
import type { Restored, Restoring } from '../restoring.ts';

const CHUNK_BYTES = 4 * 1024 * 1024;

/** A mirror: a sample of its files is read to the end, where they are. */
export async function readMirror(r: Restoring, mirror: ListedCopy): Promise<Restored> {
  const { current } = r;
  const sample = sampleOf(mirror.objects, current.settings.sampleFiles);
  const failures: string[] = [];
  await current.timed('restore', async () => {
    for (const object of sample) {
      const failure = await readWhole(current, mirror, object);
      if (failure !== null) failures.push(failure);
    }
  });
  return {
    query: null,
    files: {
      count: async () => mirror.objects.length,
      sizeOf: async (path) => mirror.objects.find(({ key }) => key === mirror.key + path)?.sizeBytes ?? null,
    },
    env: {},
    ownQuestions: async () => {
      const good = sample.length - failures.length;
      const found = failures.length === 0 ? `${good}` : `${good}; ${failures.slice(0, 3).join('; ')}`;
      const holds = failures.length === 0 && sample.length > 0;
      return [{ asked: 'files that can be read to their end, of a sample', wanted: `${sample.length}`, found, holds }];
    },
  };
}

/** Null when it has as many bytes as the listing says. Throws ProofEnd where no service answers. */
async function readWhole(
  { ports, over }: CurrentProof,
  { place }: ListedCopy,
  object: ListedObject,
): Promise<string | null> {
  const source = await ports.sourceOf(place.scheme);
  const { isLocal } = sourceOf(place.scheme);
  let read = 0;
  try {
    while (read < object.sizeBytes && !over.aborted) {
      const bytes = await source.read(place, object.key, CHUNK_BYTES, read);
      if (bytes.length === 0) break;
      read += bytes.length;
    }
  } catch (error) {
    if (error instanceof EvidenceGone) return `${object.key} vanished`;
    if (error instanceof EvidenceUnreadable) {
      // A disk that gives no bytes is a finding; a service that gives none, or refuses, says nothing of the copy.
      if (isLocal) return `${object.key}: ${error.message}`;
      throw new ProofEnd('unreachable', `cannot read ${place.container}${object.key}: ${error.message}`);
    }
    throw error;
  }
  return read === object.sizeBytes ? null : `${object.key} ends after ${read} of ${object.sizeBytes} bytes`;
}

/** Random ones, in no order. */
function sampleOf(objects: readonly ListedObject[], count: number): readonly ListedObject[] {
  const left = [...objects];
  const sample: ListedObject[] = [];
  while (sample.length < count && left.length > 0) {
    const index = Math.floor(Math.random() * left.length);
    const [chosen] = left.splice(index, 1, left.at(-1) as ListedObject);
    left.pop();
    if (chosen !== undefined) sample.push(chosen);
  }
  return sample;
}
