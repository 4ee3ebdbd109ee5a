import { aboutJobs } from '../../core/event/job-about.ts';
import { expandJobs } from '../../core/members/expand-jobs.ts';
import type { MemberList } from '../../core/members/member-list.ts';
import type { Job } from '../../core/model/job.ts';
import type { LastGood } from '../../ports/rules-source.ts';
import { allRetired, NOTHING_RETIRED } from '../check/retire-jobs.ts';
import type { BackupPorts } from '../evidence/backups-found.ts';
import { WholeLooks } from '../evidence/whole-looks.ts';
import { lookForMembers, type MemberPorts } from './look-for-members.ts';
import type { PassJobs, PassJobsOptions } from './pass-jobs.ts';
import { readRows } from './read-rows.ts';
import { retireLists } from './retire-lists.ts';
import { settleWholes } from './settle-wholes.ts';

/** `jobsOfPass` where there are members, or were. Throws StateStoreUnavailable. */
export async function membersOfPass(
  documentJobs: readonly Job[],
  lists: readonly MemberList[],
  accepted: LastGood | null,
  given: Omit<MemberPorts, 'wholes'> & BackupPorts,
  options: PassJobsOptions,
): Promise<PassJobs> {
  const { isPass, choose } = options;
  const before = expandJobs(documentJobs, lists);
  const chosen = choose(before);
  const read = await readRows(before, chosen, given.store, options);

  const ports = { ...given, wholes: new WholeLooks(given.sourceOf, given.listings), aboutOf: aboutJobs(before) };
  const leaving = accepted?.retiring.map(({ jobId }) => jobId) ?? [];
  const orphans = isPass ? await retireLists(documentJobs, leaving, lists, ports, options) : NOTHING_RETIRED;
  const due = new Set(chosen.map(({ parentId }) => parentId));
  const wholes = documentJobs.filter(({ id, each }) => each !== undefined && due.has(id));
  const look = await lookForMembers(wholes, lists, read.rows, ports, options);

  const allJobs = expandJobs(documentJobs, look.lists);
  const jobs = choose(allJobs);
  const more = await given.store.read(jobs.map(({ id }) => id).filter((id) => !read.asked.has(id)));
  const present = new Set(allJobs.map(({ id }) => id));
  const rows = new Map([...read.rows, ...more.rows].filter(([id]) => present.has(id)));
  return {
    jobs,
    allJobs,
    read: { rows, unusable: [...read.unusable, ...more.unusable] },
    wholes: ports.wholes,
    found: look.found,
    leftOut: new Map(look.lists.flatMap(({ jobId, leftOut }) => (leftOut > 0 ? [[jobId, leftOut]] : []))),
    retired: allRetired([orphans, look.retired]),
    settle: (judged) => settleWholes(wholes, look.lists, judged, ports, options),
  };
}
