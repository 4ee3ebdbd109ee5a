import { compareBytes } from '../../core/evidence/byte-order.ts';
import type { CollectedBackups } from '../../core/evidence/collecting.ts';
import type { Evidence } from '../../core/evidence/evidence.ts';
import { FileCollector } from '../../core/evidence/file-collector.ts';
import { FolderCollector } from '../../core/evidence/folder-collector.ts';
import type { ListedObject } from '../../core/evidence/listed-object.ts';
import { MemberCollectors } from '../../core/evidence/member-collectors.ts';
import type { Place } from '../../core/evidence/place.ts';
import { folderOf } from '../../core/evidence/place-template.ts';
import { rememberedOf } from '../../core/evidence/remembered-place.ts';
import { type TakenFile, takeFiles } from '../../core/evidence/taken-file.ts';
import type { Instant } from '../../core/instant.ts';
import { matchesName } from '../../core/members/name-pattern.ts';
import type { Job } from '../../core/model/job.ts';
import type { JobRow } from '../../core/model/job-row.ts';
import type { EvidenceSource } from '../../ports/evidence-source.ts';
import { planListings, scopeOf } from './plan-listings.ts';

/** More files than this are not gone through: it is a person who reads what comes of it. */
const MAX_FILES = 10_000;

/** The rows and looks of a job, or of all of its members. */
export interface Explained {
  readonly row: JobRow;
  readonly evidence: Evidence;
}

export interface FilesInPlace {
  /** Newest first. */
  readonly files: readonly TakenFile[];
  /** Where they lie. */
  readonly folder: string;
  /** There are more, which were not gone through. */
  readonly isCut: boolean;
}

/**
 * What lies in the folder of a job's place, and what each file is taken for. Of a job with `{each}` give the job itself,
 * with the looks at its members. Throws EvidenceUnreadable.
 */
export async function filesInPlace(
  job: Job,
  place: Place,
  explained: readonly Explained[],
  now: Instant,
  source: EvidenceSource,
): Promise<FilesInPlace> {
  const scope = scopeOf(job, place, now);
  const prefix = folderOf(scope.matcher.prefix);
  const objects: ListedObject[] = [];
  let isCut = false;
  for await (const page of source.list(place, prefix)) {
    objects.push(...page);
    isCut = objects.length > MAX_FILES;
    if (isCut) break;
  }
  objects.splice(MAX_FILES);
  objects.sort((a, b) => compareBytes(a.key, b.key));
  const [first] = explained;
  const memory = first === undefined ? null : rememberedOf(first.row, place);
  const listings = memory === null ? [] : planListings(job, scope, memory, 'whole', now);
  const isListed = (key: string) => listings.some((listing) => key.startsWith(listing.prefix));
  const { except = [] } = job.each ?? {};
  const isExcepted = (member: string) => except.some((pattern) => matchesName(pattern, member));
  const files = takeFiles(objects, {
    scope,
    isMirror: job.isMirror ?? false,
    collected: collect(
      objects.filter(({ key }) => isListed(key)),
      scope,
      job.each !== undefined,
      isExcepted,
    ),
    isListed,
    isExcepted,
    runs: explained.flatMap(({ evidence }) => (evidence.kind === 'read' ? evidence.runs : [])),
    seen: explained.flatMap(({ row }) => row.runs),
  });
  return { files: files.toSorted((a, b) => b.modifiedAt - a.modifiedAt), folder: scope.location(prefix), isCut };
}

function collect(
  objects: readonly ListedObject[],
  scope: ReturnType<typeof scopeOf>,
  hasMembers: boolean,
  isExcepted: (member: string) => boolean,
): ReadonlyMap<string, CollectedBackups> {
  if (hasMembers) {
    const members = new MemberCollectors(scope, new Set(), isExcepted);
    members.add(objects);
    return members.collected();
  }
  const collector = scope.matcher.hasRun ? new FolderCollector(scope) : new FileCollector(scope);
  collector.add(objects);
  return new Map([['', collector.collected()]]);
}
