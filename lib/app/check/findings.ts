import type { Found, JobRow } from '../../core/model/job-row.ts';
import type { RunIdentity } from '../../core/model/run.ts';
import type { Transition } from '../../core/model/transition.ts';
import { failedTests } from '../../core/wording/failed-tests.ts';
import { sentenceNow } from '../../core/wording/sentence-now.ts';
import type { AuditLog } from '../../ports/state-store.ts';

/** Breaks of many jobs that are kept at hand. */
const MAX_KEPT = 10_000;

/** The newest finding of a job's break, and when it was made. */
export type Finding = Found;

/**
 * What was found of jobs that fail: their rows keep it, but for those that an earlier version wrote. Of these the
 * transitions say it, which never change, so that what was read once is kept.
 */
export class Findings {
  readonly #audit: Pick<AuditLog, 'transitions'>;
  readonly #known = new Map<string, Finding>();

  constructor(audit: Pick<AuditLog, 'transitions'>) {
    this.#audit = audit;
  }

  /** Null for a job that does not fail, or of whose break the audit log holds no finding. Throws StateStoreUnavailable. */
  async of(row: JobRow): Promise<Finding | null> {
    if (row.state === 'green' && row.wouldBe === null) return null;
    if (row.found !== null) return row.found;
    const key = `${row.seq} ${row.changedAt} ${row.jobId}`;
    const known = this.#known.get(key) ?? inOutbox(row) ?? (await this.#read(row));
    if (known === null) return null;
    this.#known.delete(key);
    this.#known.set(key, known);
    const [oldest] = this.#known.keys();
    if (this.#known.size > MAX_KEPT && oldest !== undefined) this.#known.delete(oldest);
    return known;
  }

  async #read(row: JobRow): Promise<Finding | null> {
    if (row.breakSeq === null) return null;
    return newestIn(await this.#audit.transitions(row.jobId, row.breakSeq));
  }
}

/** The newest finding of a job's break among its transitions, newest first; the row may hold one that is newer. */
export function findingOf(row: JobRow, transitions: readonly Transition[]): Finding | null {
  return row.found ?? inOutbox(row) ?? newestIn(transitions);
}

function newestIn(transitions: readonly Transition[]): Finding | null {
  for (const { at, verdict } of transitions) {
    if (verdict !== null) return { at, verdict };
  }
  return null;
}

/** The newest transition may not be in the audit log yet. */
function inOutbox({ outbox }: JobRow): Finding | null {
  const transition = outbox.findLast((entry) => entry.transition !== null)?.transition;
  return transition?.verdict ? { at: transition.at, verdict: transition.verdict } : null;
}

/** Why the tests fail that do, the cause first; `ageS`: how old the newest good copy is now. */
export function reasonsOf({ verdict }: Finding, ageS: number | null): string[] {
  return failedTests(verdict).map(({ test }) => sentenceNow(test, ageS));
}

export function runView({ ts, sizeBytes, location }: RunIdentity): RunIdentity {
  return { ts, sizeBytes, location };
}
