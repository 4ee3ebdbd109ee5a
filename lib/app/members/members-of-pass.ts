import { aboutJobs } from '../../core/event/job-about.ts';
import { inParallel } from '../../core/in-parallel.ts';
import type { Instant } from '../../core/instant.ts';
import { expandJobs } from '../../core/members/expand-jobs.ts';
import type { MemberList } from '../../core/members/member-list.ts';
import type { Job } from '../../core/model/job.ts';
import type { LastGood } from '../../ports/rules-source.ts';
import { allRetired, NOTHING_RETIRED } from '../check/retire-jobs.ts';
import type { BackupPorts } from '../evidence/backups-found.ts';
import { WholeLooks } from '../evidence/whole-looks.ts';
import { LANES } from './look-alone.ts';
import { lookForMembers, type MemberPorts } from './look-for-members.ts';
import { type MembersSearch, searchMembers } from './members-search.ts';
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
  const judged = new Set(choose(before).map(({ id }) => id));
  const due = new Set(before.filter(({ id }) => judged.has(id)).map(({ parentId }) => parentId));
  const wholes = documentJobs.filter(({ id, each }) => each !== undefined && due.has(id));
  const searches = await searchAll(wholes, lists, judged, given, options.now);
  // A search through all names shows which members are forgotten, judged in this pass or not.
  const isRead = ({ id, parentId }: Job) => judged.has(id) || due.has(id) || isOfAll(searches.get(parentId));
  const read = await readRows(before, before.filter(isRead), given.store, options);

  const ports = { ...given, wholes: new WholeLooks(given.sourceOf, given.listings), aboutOf: aboutJobs(before) };
  const leaving = accepted?.retiring.map(({ jobId }) => jobId) ?? [];
  const orphans = isPass ? await retireLists(documentJobs, leaving, lists, ports, options) : NOTHING_RETIRED;
  const look = await lookForMembers(wholes, lists, { rows: read.rows, judged, searches }, ports, options);

  const allJobs = expandJobs(documentJobs, look.lists);
  const jobs = withNew(choose(allJobs), allJobs, before, due);
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
    settle: (rows) => settleWholes(wholes, look.lists, rows, ports, options),
  };
}

function isOfAll(search: MembersSearch | undefined): boolean {
  return search !== undefined && (search.kind === 'whole' || search.isAll);
}

async function searchAll(
  wholes: readonly Job[],
  lists: readonly MemberList[],
  judged: ReadonlySet<string>,
  ports: BackupPorts,
  now: Instant,
): Promise<ReadonlyMap<string, MembersSearch>> {
  const searched = await inParallel(wholes, LANES, async (whole) => {
    const list = lists.find(({ jobId }) => jobId === whole.id);
    return [whole.id, await searchMembers(whole, list, judged, ports, now)] as const;
  });
  return new Map(searched);
}

/** What is judged from this pass on has no row yet that would say when it is due. */
function withNew(
  chosen: readonly Job[],
  all: readonly Job[],
  before: readonly Job[],
  due: ReadonlySet<string>,
): readonly Job[] {
  const known = new Set([...before, ...chosen].map(({ id }) => id));
  return [...chosen, ...all.filter(({ id, parentId }) => due.has(parentId) && !known.has(id))];
}
