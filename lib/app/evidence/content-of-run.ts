import { ContentSum } from '../../core/evidence/content-sum.ts';
import { isNeverBackup } from '../../core/evidence/never-backup.ts';
import type { Place } from '../../core/evidence/place.ts';
import type { RememberedPlace } from '../../core/evidence/remembered-place.ts';
import { findSeen } from '../../core/evidence/seen-run.ts';
import type { Run } from '../../core/model/run.ts';
import { EvidenceGone, type EvidenceSource, EvidenceUnreadable } from '../../ports/evidence-source.ts';

/** A folder of more files is not compared. */
const MAX_FILES = 1000;

type MarkedSource = EvidenceSource & Required<Pick<EvidenceSource, 'contentMark'>>;

/**
 * The runs, the newest finished one with what stands for its content, where listings do not show that and the source
 * reads it. Read once a run, and only where the rule asks for it, or where the size
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
  if (!showsContent(source)) return runs;
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

function showsContent(source: EvidenceSource): source is MarkedSource {
  return source.contentMark !== undefined;
}

/** Null of what is no file or folder, and of a folder of too many files. */
async function contentOf(run: Run, place: Place, source: MarkedSource): Promise<string | null> {
  const sum = new ContentSum();
  if (run.source === 'file') {
    sum.add(run.sizeBytes ?? 0, await source.contentMark(place, run.key, run.sizeBytes ?? 0));
    return sum.text;
  }
  if (run.source !== 'folder') return null;
  let files = 0;
  for await (const page of source.list(place, run.key)) {
    for (const { key, sizeBytes } of page) {
      if (isNeverBackup(key, sizeBytes, run.key.length)) continue;
      files += 1;
      if (files > MAX_FILES) return null;
      sum.add(sizeBytes, await source.contentMark(place, key, sizeBytes));
    }
  }
  return sum.text;
}
