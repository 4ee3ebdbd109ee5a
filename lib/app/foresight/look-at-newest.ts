import { checkArtifact } from '../../core/artifact/check-artifact.ts';
import { type ReadLimits, readLimitsOf } from '../../core/artifact/read-limits.ts';
import type { Place } from '../../core/evidence/place.ts';
import type { NewestBackup, SuggestedJob, SuggestFinding } from '../../core/foresight/suggestion.ts';
import { sourceOf } from '../../core/model/scheme.ts';
import { type EvidenceSource, EvidenceUnreadable } from '../../ports/evidence-source.ts';
import { decompress } from '../evidence/decompress.ts';
import { namesInFolder } from '../evidence/names-in-folder.ts';

/** What looks into the newest backups of a job showed. */
export interface NewestLooked {
  /** Each that was looked into is whole, and at least one was. */
  readonly isWhole: boolean;
  readonly findings: readonly SuggestFinding[];
  /** Why nothing could be read; null where it could. */
  readonly refused: string | null;
}

/** The most members of a job that are looked into. */
const MAX_LOOKS = 50;
const MIN_EQUAL = 3;

/**
 * Looks into the newest backup of a job, or of each of its members, once (docs/design/foresight.md#inside). Where reading
 * is not allowed, nothing is said of what they hold.
 */
export async function lookAtNewest(job: SuggestedJob, place: Place, source: EvidenceSource): Promise<NewestLooked> {
  const limits = readLimitsOf(sourceOf(place.scheme));
  const findings: SuggestFinding[] = [];
  let [whole, looked] = [0, 0];
  try {
    for (const newest of job.newest.slice(0, MAX_LOOKS)) {
      if (!newest.isFile || newest.sizeBytes === 0) continue;
      const { verdict, kind, words } = await look(newest, place, source, limits);
      looked += 1;
      if (verdict === 'whole') whole += 1;
      const finding = (found: SuggestFinding['kind'], text: string) =>
        findings.push({ kind: found, jobId: job.id, member: newest.member, words: text });
      if (verdict === 'hollow' || verdict === 'damaged')
        finding(verdict, `the newest is ${verdict}: ${kind === null ? '' : `${kind}: `}${words}`);
      else if (await areEqual(newest, place, source)) {
        finding('equal', `the newest ${newest.sameSize.length} are the same, as far as a look at parts of them shows`);
      }
    }
  } catch (error) {
    if (!(error instanceof EvidenceUnreadable)) throw error;
    return { isWhole: false, findings, refused: `${error.location}: ${error.message}` };
  }
  return { isWhole: looked > 0 && whole === looked, findings, refused: null };
}

function look({ key, sizeBytes }: NewestBackup, place: Place, source: EvidenceSource, limits: ReadLimits) {
  const read = (from: number, length: number) => source.read(place, key, length, from);
  const namesBeside = () => namesInFolder(source, place, key.slice(0, key.lastIndexOf('/') + 1));
  return checkArtifact({ name: key, sizeBytes, read, namesBeside }, { limits, decompress });
}

/** Three in a row, by what the source knows a content by where listings do not show it. */
async function areEqual({ sameSize, sizeBytes }: NewestBackup, place: Place, source: EvidenceSource): Promise<boolean> {
  const { contentMark } = source;
  if (contentMark === undefined || sameSize.length < MIN_EQUAL) return false;
  const marks = await Promise.all(sameSize.map((key) => contentMark.call(source, place, key, sizeBytes)));
  return new Set(marks).size === 1;
}
