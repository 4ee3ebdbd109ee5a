import { LIMITS_ON_PATH, LIMITS_ON_S3 } from '../../core/artifact/artifact-reader.ts';
import { checkArtifact } from '../../core/artifact/check-artifact.ts';
import { isNeverBackup } from '../../core/evidence/never-backup.ts';
import type { Place } from '../../core/evidence/place.ts';
import type { RememberedPlace } from '../../core/evidence/remembered-place.ts';
import type { Content, Run } from '../../core/model/run.ts';
import { isNamedBy } from '../../core/model/run.ts';
import { EvidenceGone, type EvidenceSource } from '../../ports/evidence-source.ts';
import { gunzip } from './gunzip.ts';

/** Files of one run folder that are looked into; the first that is damaged ends it. */
const MAX_FILES = 100;

/**
 * The runs, newest finished first, with what a look inside the newest one showed: `content` is `damaged`, or
 * `whole` where it is that, of no known kind, or too long for its end to be seen. Each run is looked into
 * once; the row remembers. Throws EvidenceUnreadable.
 */
export async function lookInside(
  runs: readonly Run[],
  place: Place,
  memory: RememberedPlace,
  source: EvidenceSource,
): Promise<readonly Run[]> {
  const latest = runs.find(({ outcome }) => outcome === 'finished');
  if (latest === undefined || latest.content !== undefined) return runs;
  const { latest: known } = memory;
  const remembered = known !== null && isNamedBy(latest, known) ? known.content : null;
  const content = remembered ?? (await contentOf(latest, place, source));
  return content === null ? runs : runs.map((run) => (run === latest ? { ...run, content } : run));
}

interface ArtifactFile {
  readonly key: string;
  readonly sizeBytes: number;
}

/** Null where it went away meanwhile: the next check sees what is there then. */
async function contentOf(run: Run, place: Place, source: EvidenceSource): Promise<Content | null> {
  const limits = place.scheme === 's3' ? LIMITS_ON_S3 : LIMITS_ON_PATH;
  try {
    for (const { key, sizeBytes } of await filesOf(run, place, source)) {
      const read = (from: number, length: number) => source.read(place, key, length, from);
      const { kind } = await checkArtifact({ name: key, sizeBytes, read }, limits, gunzip);
      if (kind === 'damaged') return 'damaged';
    }
    return 'whole';
  } catch (error) {
    if (error instanceof EvidenceGone) return null;
    throw error;
  }
}

/** The file that a run is, or those of its folder. */
async function filesOf(run: Run, place: Place, source: EvidenceSource): Promise<readonly ArtifactFile[]> {
  const { key, sizeBytes } = run;
  if (run.source === 'file') return sizeBytes === undefined ? [] : [{ key, sizeBytes }];
  if (run.source !== 'folder') return [];
  const files: ArtifactFile[] = [];
  for await (const page of source.list(place, key)) {
    // An empty file beside others is no damage: markers are such.
    files.push(...page.filter((file) => file.sizeBytes > 0 && !isNeverBackup(file.key, file.sizeBytes, key.length)));
    if (files.length >= MAX_FILES) break;
  }
  return files.slice(0, MAX_FILES);
}
