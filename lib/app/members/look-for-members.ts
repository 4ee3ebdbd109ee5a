import { isDeepStrictEqual } from 'node:util';
import { inParallel } from '../../core/in-parallel.ts';
import type { Instant } from '../../core/instant.ts';
import { type FoldedMembers, foldMembers, isWholeDue, type SeenMembers } from '../../core/members/fold-members.ts';
import { isForgotten } from '../../core/members/forget.ts';
import { memberJob } from '../../core/members/member-job.ts';
import { type KnownMember, type MemberList, newMemberList } from '../../core/members/member-list.ts';
import type { Each } from '../../core/model/each.ts';
import type { Job } from '../../core/model/job.ts';
import type { JobRow } from '../../core/model/job-row.ts';
import type { Announcements } from '../../ports/announcements.ts';
import { EvidenceUnreadable } from '../../ports/evidence-source.ts';
import type { MemberLog } from '../../ports/member-log.ts';
import type { OutboxPorts } from '../check/flush-outbox.ts';
import { allRetired, NOTHING_RETIRED, type Retired, retireRows } from '../check/retire-jobs.ts';
import type { BackupPorts } from '../evidence/backups-found.ts';
import type { WholeLook, WholeLooks } from '../evidence/whole-looks.ts';
import { LANES, lookAlone } from './look-alone.ts';
import { memberFound } from './member-found.ts';
import { type MembersRequest, requestOf } from './members-request.ts';
import type { MembersSearch } from './members-search.ts';

/** Members of all jobs of a document (docs/design/evidence.md#members). */
const MAX_IN_DOCUMENT = 100_000;

export interface MemberPorts extends OutboxPorts, BackupPorts {
  readonly members: MemberLog;
  readonly wholes: WholeLooks;
  /** Where new members are announced; absent where there is no bus. */
  readonly announcements?: Announcements;
}

export interface MemberOptions {
  readonly now: Instant;
  readonly dryRun: boolean;
}

/** What is known before the looks at their places. */
export interface MembersBefore {
  /** Of the members that are known. */
  readonly rows: ReadonlyMap<string, JobRow>;
  /** The ids of the jobs that are judged in this pass. */
  readonly judged: ReadonlySet<string>;
  /** By the job's id. */
  readonly searches: ReadonlyMap<string, MembersSearch>;
}

/** A member that is expected from this look on. */
export interface FoundMember {
  readonly job: Job;
  readonly member: KnownMember;
}

export interface MembersLook {
  /** Of every job, as they are after the look. */
  readonly lists: readonly MemberList[];
  readonly found: readonly FoundMember[];
  /** The rows of members that left. */
  readonly retired: Retired;
}

/**
 * Looks at the places of `wholes`, the jobs with `{each}` that are due, as the search for their members says, and keeps what
 * became of these. A place that cannot be read changes nothing: its members are judged by the same failure. Throws
 * StateStoreUnavailable.
 */
export async function lookForMembers(
  wholes: readonly Job[],
  lists: readonly MemberList[],
  { rows, judged, searches }: MembersBefore,
  ports: MemberPorts,
  options: MemberOptions,
): Promise<MembersLook> {
  const known = new Map(lists.map((list) => [list.jobId, list]));
  const asked = new Map(
    wholes.map((whole) => [whole.id, requestOf(whole, known.get(whole.id), rows, judged, options.now)]),
  );
  for (const [id, { known: names, oldest }] of asked) ports.wholes.reports.follow(id, { known: names, memory: oldest });
  const listed = wholes.filter(({ id }) => searches.get(id)?.kind === 'whole');
  ports.wholes.plan(
    listed,
    listed.flatMap(({ id }) => asked.get(id) ?? []),
  );
  const looked = await inParallel(
    listed,
    LANES,
    async (whole) => [whole.id, await lookAt(whole, asked.get(whole.id), ports)] as const,
  );
  const looks = new Map(looked);
  let room = MAX_IN_DOCUMENT - lists.reduce((sum, { members }) => sum + members.length, 0);
  const found: FoundMember[] = [];
  const retired: Retired[] = [];
  for (const whole of wholes) {
    const { each } = whole;
    if (each === undefined) continue;
    const before = known.get(whole.id) ?? newMemberList(whole.id);
    const look = looks.get(whole.id) ?? null;
    const search = searches.get(whole.id);
    const seen = look === null ? await seenAlone(whole, before, search, rows, ports, options.now) : seenIn(look);
    const folded = fold(each, before, seen, options.now, room + before.members.length);
    room -= folded.list.members.length - before.members.length;
    const isSeen = look !== null || seen?.isWhole === true;
    const forgotten = withForgotten(whole, each, folded, isSeen ? seen : null, rows, options.now);
    const news = forgotten.found.map((member) => ({ job: memberJob(whole, member.value) ?? whole, member }));
    if (!options.dryRun) await announceAll(news, ports, options.now);
    const folders = isSeen ? (search?.folders ?? null) : null;
    const list = folders === null ? forgotten.list : { ...forgotten.list, folders, searchedAt: options.now };
    const left = await keep(whole, before, { ...forgotten, list }, rows.has(whole.id), ports, options);
    known.set(whole.id, left.list);
    found.push(...news);
    retired.push(left.retired);
  }
  return { lists: [...known.values()], found, retired: allRetired(retired) };
}

async function lookAt(
  whole: Job | undefined,
  request: MembersRequest | undefined,
  { wholes }: MemberPorts,
): Promise<WholeLook | null> {
  if (whole?.place == null || whole.each === undefined || request === undefined) return null;
  try {
    return await wholes.look(whole, whole.place, request);
  } catch (error) {
    if (error instanceof EvidenceUnreadable) return null;
    throw error;
  }
}

/** Before they are stored, so that a pass that dies leaves them to be announced by the next. The summary names them too. */
async function announceAll(found: readonly FoundMember[], { announcements }: MemberPorts, now: Instant): Promise<void> {
  if (announcements === undefined) return;
  await inParallel(found, LANES, ({ job, member }) => announcements.announce(memberFound(job, member, now)));
}

function seenIn({ mode, members }: WholeLook): SeenMembers {
  const runs = new Map([...members].map(([value, { backups }]) => [value, backups.map(({ ts }) => ts)]));
  return { runs, isWhole: mode === 'whole' };
}

/** Null where everything should have been listed and could not be read, or no name is looked at. */
async function seenAlone(
  whole: Job,
  { members }: MemberList,
  search: MembersSearch | undefined,
  rows: ReadonlyMap<string, JobRow>,
  ports: MemberPorts,
  now: Instant,
): Promise<SeenMembers | null> {
  if (search?.kind !== 'alone' || (search.values.length === 0 && !search.isAll)) return null;
  // What their rows say is not enough to forget them: a run may have landed since.
  const isMissed = (value: string) => {
    const row = rows.get(memberJob(whole, value)?.id ?? '');
    return whole.each !== undefined && row !== undefined && isForgotten(whole.each, row, null, now);
  };
  const missed = search.isAll ? members.map(({ value }) => value).filter(isMissed) : [];
  return lookAlone(whole, [...new Set([...search.values, ...missed])], search.isAll, ports, now);
}

function fold(each: Each, before: MemberList, seen: SeenMembers | null, now: Instant, room: number): FoldedMembers {
  if (seen === null) return { list: before, changed: [], removed: [], found: [] };
  return foldMembers(each, before, seen, now, room);
}

/** Members that are missed for longer than the document says are gone too. */
function withForgotten(
  whole: Job,
  each: Each,
  folded: FoldedMembers,
  seen: SeenMembers | null,
  rows: ReadonlyMap<string, JobRow>,
  now: Instant,
): FoldedMembers {
  if (each.forgetAfterMs === null || seen === null) return folded;
  const forgotten: KnownMember[] = [];
  const members = folded.list.members.map((member) => {
    if (member.gone !== null || each.expect.includes(member.value)) return member;
    const row = rows.get(memberJob(whole, member.value)?.id ?? '');
    const newest = seen.runs.get(member.value)?.[0] ?? null;
    if (row === undefined || !isForgotten(each, row, newest, now)) return member;
    const lastTs = Math.max(newest ?? 0, row.lastEvidenceTs ?? 0);
    const gone = { ...member, gone: { at: now, by: null, lastTs, isDone: false } };
    forgotten.push(gone);
    return gone;
  });
  return { ...folded, list: { ...folded.list, members }, changed: [...folded.changed, ...forgotten] };
}

/**
 * Stores what a look changed; then retires the rows of those that are gone, and notes that. Dying in between, the next
 * look goes on from what is stored.
 */
async function keep(
  whole: Job,
  before: MemberList,
  { list, changed, removed }: FoldedMembers,
  hasOwnRow: boolean,
  ports: MemberPorts,
  options: MemberOptions,
): Promise<{ readonly list: MemberList; readonly retired: Retired }> {
  const { members } = ports;
  const isDue = whole.each !== undefined && isWholeDue(whole.each, list);
  // What is open of its own row is ended by the next judgements.
  const isWholeJudged = isDue || (list.isWholeJudged && hasOwnRow);
  const next = { ...list, isWholeJudged };
  const leaving = next.members.filter(({ gone }) => gone !== null && !gone.isDone);
  if (!options.dryRun) {
    if (isOtherJob(before, next)) await members.putJob(next);
    if (changed.length > 0) await members.put(whole.id, changed);
    if (removed.length > 0) await members.remove(whole.id, removed);
  }
  if (leaving.length === 0) return { list: next, retired: NOTHING_RETIRED };
  const idOf = ({ value }: KnownMember) => memberJob(whole, value)?.id ?? '';
  const retired = await retireRows(leaving.map(idOf), ports, options);
  const done = leaving
    .filter((member) => !retired.left.includes(idOf(member)))
    .map((member) => ({ ...member, gone: member.gone && { ...member.gone, isDone: true } }));
  if (!options.dryRun && done.length > 0) await members.put(whole.id, done);
  return { list: next, retired };
}

function isOtherJob({ members: _, ...before }: MemberList, { members: __, ...after }: MemberList): boolean {
  return !isDeepStrictEqual(before, after);
}
