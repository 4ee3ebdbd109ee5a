import type { Job } from '../../core/model/job.ts';
import { proofIdOf } from '../../core/proof/proof-job.ts';
import type { JobRecord } from '../../core/record/job-record.ts';
import type { RecordLog } from '../../ports/record-log.ts';
import type { StateStore } from '../../ports/state-store.ts';
import type { Asked } from './due-days.ts';
import { jobRecord } from './job-record.ts';
import { rowsOfJob } from './rows-of-job.ts';

export interface ReadRecordPorts {
  /** Without `readAll`, jobs that have left the rules doc are left out. */
  readonly store: Pick<StateStore, 'read'> & Partial<Pick<StateStore, 'readAll'>>;
  readonly record: Pick<RecordLog, 'read' | 'rulesNotes'>;
}

/**
 * The record of each job in a period, one at a time, so that a year of many jobs takes no more memory than one: first the
 * jobs of the document in its order, then those that left it. `only`: ids of jobs; null for all. Throws
 * StateStoreUnavailable.
 */
export async function* readRecord(
  jobs: readonly Job[],
  only: ReadonlySet<string> | null,
  asked: Asked,
  { store, record }: ReadRecordPorts,
): AsyncGenerator<JobRecord> {
  const byId = new Map(jobs.filter(({ proofOf }) => proofOf === undefined).map((job) => [job.id, job]));
  const stored = [...((await store.readAll?.())?.rows.keys() ?? [])].filter((id) => !id.endsWith(proofIdOf('')));
  const notes = await record.rulesNotes();
  for (const jobId of new Set([...byId.keys(), ...stored.sort()])) {
    const job = byId.get(jobId) ?? null;
    if (only !== null && !only.has(jobId) && !only.has(job?.parentId ?? jobId)) continue;
    const proofId = proofIdOf(jobId);
    const { rows } = await store.read([jobId, proofId]);
    const logOf = async (id: string) => {
      const log = await record.read(id);
      return { ...log, rows: rowsOfJob(rows.get(id), log.rows) };
    };
    const [log, proofLog] = await Promise.all([logOf(jobId), logOf(proofId)]);
    yield jobRecord({ jobId, job, row: rows.get(jobId), log, proofLog, notes }, asked);
  }
}
