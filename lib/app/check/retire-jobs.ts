import { isDeepStrictEqual } from 'node:util';
import { retire } from '../../core/decision/retire.ts';
import type { Instant } from '../../core/instant.ts';
import type { JobRow } from '../../core/model/job-row.ts';
import type { Transition } from '../../core/model/transition.ts';
import { withProofJobs } from '../../core/proof/proof-job.ts';
import type { LastGood } from '../../ports/rules-source.ts';
import type { RulesDocument } from '../../rules-doc/document.ts';
import { recorded } from '../record/recorded.ts';
import { type Flushed, flushEntries, type OutboxPorts } from './flush-outbox.ts';

export interface Retired {
  /** Transitions of this pass. */
  readonly transitions: readonly Transition[];
  /** What was handed on, also of what an earlier pass left. */
  readonly flushed: readonly Flushed[];
  /** Ids of rows that another process changed meanwhile; they are as they were. */
  readonly left: readonly string[];
}

export const NOTHING_RETIRED: Retired = { transitions: [], flushed: [], left: [] };

/** What several retired, together. */
export function allRetired(several: readonly Retired[]): Retired {
  return {
    transitions: several.flatMap(({ transitions }) => transitions),
    flushed: several.flatMap(({ flushed }) => flushed),
    left: several.flatMap(({ left }) => left),
  };
}

/**
 * Retires the jobs that left the document (docs/design/decision.md#leaving). Who accepted the document, and when,
 * does not matter: it says which jobs left, and retiring a job again changes nothing. A row that another process
 * changes meanwhile is left to the next pass. Throws StateStoreUnavailable.
 */
export async function retireJobs(
  document: RulesDocument,
  accepted: LastGood | null,
  ports: OutboxPorts,
  options: { readonly now: Instant; readonly dryRun: boolean },
): Promise<Retired> {
  const leaving = accepted?.retiring ?? [];
  if (leaving.length === 0) return NOTHING_RETIRED;
  // A document that no one has accepted yet may have brought one back.
  const present = new Set(withProofJobs(document.jobs).map((job) => job.id));
  const ids = leaving.map(({ jobId }) => jobId).filter((jobId) => !present.has(jobId));
  return retireRows(ids, ports, options);
}

/** Retires the rows of these jobs; a row that is not there needs nothing. Throws StateStoreUnavailable. */
export async function retireRows(
  ids: readonly string[],
  ports: OutboxPorts,
  options: { readonly now: Instant; readonly dryRun: boolean },
): Promise<Retired> {
  const transitions: Transition[] = [];
  const flushed: Flushed[] = [];
  const left: string[] = [];
  for (const stored of (await ports.store.read(ids)).rows.values()) {
    const retired = await retireJob(stored, ports, options);
    if (retired === null) left.push(stored.jobId);
    if (retired?.transition) transitions.push(retired.transition);
    if (retired?.flushed) flushed.push(retired.flushed);
  }
  return { transitions, flushed, left };
}

async function retireJob(
  stored: JobRow,
  ports: OutboxPorts,
  { now, dryRun }: { readonly now: Instant; readonly dryRun: boolean },
): Promise<{ readonly transition: Transition | null; readonly flushed: Flushed | null } | null> {
  const retired = retire(stored, now);
  const { transition } = retired;
  if (dryRun) return { transition, flushed: null };
  const { row, entry } = recorded(stored, retired);
  if (!isDeepStrictEqual(stored, row) && !(await ports.store.write(stored, row, entry))) {
    return null;
  }
  const left = entry ? [...stored.outbox, entry] : stored.outbox;
  return { transition, flushed: await flushEntries(stored.jobId, left, ports) };
}
