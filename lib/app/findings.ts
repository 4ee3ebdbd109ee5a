import type { RenderedVerdict } from '../core/decision/rendered-verdict.ts';
import type { JobRow } from '../core/decision/row.ts';
import type { Instant } from '../core/instant.ts';
import type { AuditLog } from '../ports/state-store.ts';

/** Breaks of many jobs that are kept at hand. */
const MOST_KEPT = 10_000;

/** The newest finding of a job's break, and when it was made. */
export interface Finding {
  readonly at: Instant;
  readonly verdict: RenderedVerdict;
}

/**
 * What was found of jobs that fail, from their transitions. A transition never changes, so that what was read once is
 * kept: a page over a thousand failing jobs asks the audit log once for each.
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
    const key = `${row.seq} ${row.changedAt} ${row.jobId}`;
    const known = this.#known.get(key) ?? inOutbox(row) ?? (await this.#read(row));
    if (known === null) return null;
    this.#known.delete(key);
    this.#known.set(key, known);
    const [oldest] = this.#known.keys();
    if (this.#known.size > MOST_KEPT && oldest !== undefined) this.#known.delete(oldest);
    return known;
  }

  async #read(row: JobRow): Promise<Finding | null> {
    if (row.breakSeq === null) return null;
    for (const { at, verdict } of await this.#audit.transitions(row.jobId, row.breakSeq)) {
      if (verdict !== null) return { at, verdict };
    }
    return null;
  }
}

/** The newest transition may not be in the audit log yet. */
function inOutbox({ outbox }: JobRow): Finding | null {
  const transition = outbox.findLast((entry) => entry.transition !== null)?.transition;
  return transition?.verdict ? { at: transition.at, verdict: transition.verdict } : null;
}
