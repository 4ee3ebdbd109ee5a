import type { ActionResult } from '../../core/acting/act.ts';
import type { KnownMember } from '../../core/members/member-list.ts';
import type { Job } from '../../core/model/job.ts';
import type { JobRow, Signature } from '../../core/model/job-row.ts';
import { type ActPorts, actOnJob } from './act-on-job.ts';

/**
 * Retires a member that is gone on purpose (docs/design/evidence.md#members): the list first, so that no check finds it
 * again by its old files, then its row. Dying in between, the next check retires the row. Throws StateStoreUnavailable.
 */
export async function retireMember(
  { id, parentId, member }: Job,
  by: Signature,
  ports: ActPorts,
  objectionTo: (row: JobRow) => string | null,
): Promise<ActionResult> {
  const refuse = (message: string): ActionResult => ({ done: false, message });
  if (member === undefined || ports.members === undefined)
    return refuse('only a member of a job with {each} is retired; take a job out of the rules doc instead');
  const { value, whole } = member;
  if (whole.each?.expect.includes(value)) return refuse(`each.expect of ${parentId} names it; take it out there first`);
  const lists = await ports.members.read();
  const known = lists.find(({ jobId }) => jobId === parentId)?.members.find((each) => each.value === value);
  if (known === undefined || known.gone !== null) return refuse('it is not watched any more');
  const row = (await ports.store.read([id])).rows.get(id);
  const objection = row === undefined ? null : objectionTo(row);
  if (objection !== null) return refuse(objection);
  const lastTs = Math.max(known.firstTs, row?.lastEvidenceTs ?? 0);
  const gone: KnownMember['gone'] = { at: by.at, by: by.by, lastTs, isDone: false };
  await ports.members.put(parentId, [{ ...known, gone }]);
  const result = await actOnJob(id, { verb: 'retire' }, by, ports);
  if (result.done) await ports.members.put(parentId, [{ ...known, gone: { ...gone, isDone: true } }]);
  return result;
}
