import * as z from 'zod';
import { formatInstant } from '../../core/instant.ts';
import { memberId } from '../../core/members/member-id.ts';
import { type KnownMember, type MemberList, newMemberList } from '../../core/members/member-list.ts';
import type { MemberLog } from '../../ports/member-log.ts';
import { instant, instantText, orNull, SCHEMA } from './schema.ts';
import type { DynamoTable } from './table.ts';
import type { Item } from './values.ts';

/** Job ids never begin with `#`. */
const PARTITION = '#members';
const PAGE = 1_000;

export const storedMember = z
  .object({
    value: z.string(),
    found_at: instant,
    first_ts: instant,
    expected_at: orNull(instant),
    quiet: z.boolean(),
    gone: orNull(z.object({ at: instant, by: orNull(z.string()), last_ts: instant, done: z.boolean() })),
  })
  .transform(
    (item): KnownMember => ({
      value: item.value,
      foundAt: item.found_at,
      firstTs: item.first_ts,
      expectedAt: item.expected_at,
      isQuiet: item.quiet,
      gone: item.gone && { at: item.gone.at, by: item.gone.by, lastTs: item.gone.last_ts, isDone: item.gone.done },
    }),
  );

export const storedMembersOfJob = z.object({
  first_look_at: orNull(instant),
  whole: z.boolean(),
  searched_at: orNull(instant),
  folders: orNull(z.string()),
  left_out: z.number().default(0),
});

/** The members of jobs, an item each, and one item a job; in DynamoDB or in whatever speaks its protocol. */
export class DynamoMemberLog implements MemberLog {
  readonly #table: DynamoTable;

  constructor(table: DynamoTable) {
    this.#table = table;
  }

  async read(): Promise<readonly MemberList[]> {
    const jobs = new Map<string, Omit<MemberList, 'members'>>();
    const members = new Map<string, KnownMember[]>();
    for await (const item of this.#table.newest(PARTITION, 'run_id', '', PAGE)) {
      const [jobId = '', member] = String(item.run_id).split('/');
      if (member === undefined) {
        const read = this.#table.decode(storedMembersOfJob, item);
        if (read === null) continue;
        jobs.set(jobId, {
          jobId,
          firstLookAt: read.first_look_at,
          isWholeJudged: read.whole,
          searchedAt: read.searched_at,
          folders: read.folders,
          leftOut: read.left_out,
        });
        continue;
      }
      const read = this.#table.decode(storedMember, item);
      const list = members.get(jobId) ?? [];
      members.set(jobId, list);
      if (read !== null) list.push(read);
    }
    const ids = new Set([...jobs.keys(), ...members.keys()]);
    return [...ids].map((jobId) => ({
      ...(jobs.get(jobId) ?? newMemberList(jobId)),
      members: (members.get(jobId) ?? []).reverse(),
    }));
  }

  async putJob(list: Omit<MemberList, 'members'>): Promise<void> {
    await this.#table.put({
      ...jobKey(list.jobId),
      schema: SCHEMA,
      first_look_at: instantText(list.firstLookAt),
      whole: list.isWholeJudged,
      searched_at: instantText(list.searchedAt),
      folders: list.folders,
      left_out: list.leftOut,
    });
  }

  async put(jobId: string, members: readonly KnownMember[]): Promise<void> {
    await this.#table.putAll(
      members.map(({ value, foundAt, firstTs, expectedAt, isQuiet, gone }) => ({
        ...memberKey(jobId, value),
        schema: SCHEMA,
        value,
        found_at: formatInstant(foundAt),
        first_ts: formatInstant(firstTs),
        expected_at: instantText(expectedAt),
        quiet: isQuiet,
        gone: gone && {
          at: formatInstant(gone.at),
          by: gone.by,
          last_ts: formatInstant(gone.lastTs),
          done: gone.isDone,
        },
      })),
    );
  }

  async remove(jobId: string, values: readonly string[]): Promise<void> {
    await this.#table.deleteAll(values.map((value) => memberKey(jobId, value)));
  }

  async removeJob(jobId: string): Promise<void> {
    await this.#table.deleteAll([jobKey(jobId)]);
  }
}

function jobKey(jobId: string): Item {
  return { job_id: PARTITION, run_id: jobId };
}

function memberKey(jobId: string, value: string): Item {
  return { job_id: PARTITION, run_id: `${jobId}/${memberId(value)}` };
}
