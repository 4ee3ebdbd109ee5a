import { createHash } from 'node:crypto';
import { ContentSum } from '../../core/evidence/content-sum.ts';
import { isNeverBackup } from '../../core/evidence/never-backup.ts';
import type { Place } from '../../core/evidence/place.ts';
import type { RememberedPlace } from '../../core/evidence/remembered-place.ts';
import { findSeen } from '../../core/evidence/seen-run.ts';
import type { Run } from '../../core/model/run.ts';
import { EvidenceGone, type EvidenceSource, EvidenceUnreadable } from '../../ports/evidence-source.ts';

/** A folder of more files is not compared. */
const MAX_FILES = 1000;
/** Between head and tail, so many places are read, each of so many bytes. */
const PLACES_BETWEEN = 16;
const PLACE_BYTES = 4096;

/**
 * The runs, the newest finished one with what stands for its content, where listings do not show that: of a file the
 * SHA-256 of head, tail and 16 places between. Read once a run, and only where the rule asks for it, or where the size
 * is that of the run before. Throws EvidenceUnreadable where the rule asks.
 */
export async function withContent(
  runs: readonly Run[],
  place: Place,
  memory: RememberedPlace,
  source: EvidenceSource,
  isAsked: boolean,
): Promise<readonly Run[]> {
  const latest = runs.find(({ outcome }) => outcome === 'finished');
  if (latest === undefined || latest.content !== undefined || latest.sizeBytes === undefined) return runs;
  const { ts, sizeBytes } = latest;
  if (findSeen(memory.runs, ts, sizeBytes)?.content !== undefined) return runs;
  const before = memory.runs.find((seen) => seen.ts < ts);
  if (!isAsked && before?.sizeBytes !== sizeBytes) return runs;
  try {
    const content = await contentOf(latest, place, source);
    return content === null ? runs : runs.map((run) => (run === latest ? { ...run, content } : run));
  } catch (error) {
    if (error instanceof EvidenceGone || (error instanceof EvidenceUnreadable && !isAsked)) return runs;
    throw error;
  }
}

/** Null of what is no file or folder, and of a folder of too many files. */
async function contentOf(run: Run, place: Place, source: EvidenceSource): Promise<string | null> {
  const sum = new ContentSum();
  if (run.source === 'file') {
    sum.add(run.sizeBytes ?? 0, await markOf(place, run.key, run.sizeBytes ?? 0, source));
    return sum.text;
  }
  if (run.source !== 'folder') return null;
  let files = 0;
  for await (const page of source.list(place, run.key)) {
    for (const { key, sizeBytes } of page) {
      if (isNeverBackup(key, sizeBytes, run.key.length)) continue;
      files += 1;
      if (files > MAX_FILES) return null;
      sum.add(sizeBytes, await markOf(place, key, sizeBytes, source));
    }
  }
  return sum.text;
}

async function markOf(place: Place, key: string, sizeBytes: number, source: EvidenceSource): Promise<string> {
  const hash = createHash('sha256');
  for (const [from, length] of placesOf(sizeBytes)) hash.update(await source.read(place, key, length, from));
  return hash.digest('hex');
}

/** Where a file is read: all of a small one. */
function placesOf(sizeBytes: number): readonly (readonly [from: number, length: number])[] {
  const places = PLACES_BETWEEN + 2;
  if (sizeBytes <= places * PLACE_BYTES) return sizeBytes === 0 ? [] : [[0, sizeBytes]];
  const step = (sizeBytes - PLACE_BYTES) / (places - 1);
  return Array.from({ length: places }, (_, index) => [Math.floor(index * step), PLACE_BYTES]);
}
