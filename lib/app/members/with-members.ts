import type { Job } from '../../core/model/job.ts';
import type { MemberLog } from '../../ports/member-log.ts';
import type { RulesDocument } from '../../rules-doc/document.ts';
import { judgedJobs } from './judged-jobs.ts';

const expanded = new WeakMap<RulesDocument, RulesDocument>();
/** Documents with neither members nor proofs, which is seen once: to look through thousands of jobs takes milliseconds. */
const plain = new WeakSet<RulesDocument>();

/**
 * The document with its jobs as they are judged: the known members of each job with `{each}` in its place, and the proofs of
 * those whose rules ask for them. It is the very same one as the time before while these are the same, and the document itself
 * where there are none. Throws StateStoreUnavailable.
 */
export async function documentWithMembers(
  document: RulesDocument,
  members: Pick<MemberLog, 'read'>,
): Promise<RulesDocument> {
  if (plain.has(document)) return document;
  const jobs = await judgedJobs(document.jobs, members);
  if (jobs === document.jobs) {
    plain.add(document);
    return document;
  }
  const before = expanded.get(document);
  if (before !== undefined && areSame(before.jobs, jobs)) return before;
  const watched = Object.freeze({ ...document, jobs });
  expanded.set(document, watched);
  return watched;
}

/** As `documentWithMembers`, of rules as they were loaded. */
export async function withMembers<Loaded extends { readonly document: RulesDocument | null }>(
  loaded: Loaded,
  members: Pick<MemberLog, 'read'>,
): Promise<Loaded> {
  if (loaded.document === null) return loaded;
  return { ...loaded, document: await documentWithMembers(loaded.document, members) };
}

function areSame(before: readonly Job[], now: readonly Job[]): boolean {
  return (
    before.length === now.length &&
    now.every(({ id, whole }, index) => before[index]?.id === id && before[index]?.whole?.members === whole?.members)
  );
}
