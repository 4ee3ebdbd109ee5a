import * as z from 'zod';
import { inParallel } from '../../core/in-parallel.ts';
import { formatInstant, type Instant } from '../../core/instant.ts';
import type { Transition } from '../../core/model/transition.ts';
import { readPublished } from '../../ports/published-transition.ts';
import type { AuditLog, AuditRow } from '../../ports/state-store.ts';
import { linkAttributes, storedLink } from './chain.ts';
import { expiryOf, pruneExpired, recordExpiryOf } from './expiry.ts';
import { readNewest } from './read-newest.ts';
import { instant, SCHEMA } from './schema.ts';
import type { DynamoTable } from './table.ts';
import { EXPIRY_ATTRIBUTE } from './tables.ts';
import { plainCopy } from './values.ts';

const PARALLEL_PUTS = 8;
/** Most breaks have fewer. */
const TRANSITIONS_PAGE = 10;
/** Rows are sorted by their instants: where a clock was put back, a later transition stands behind this many earlier ones. */
const OUT_OF_ORDER = 5;

/** Transitions and cleared rows; actions. Rows of other kinds (`claim#`, `day#`) are no part of the history. */
const HISTORY_KINDS = ['t#', 'a#'];

export const storedAudit = z
  .object({
    job_id: z.string(),
    at_id: z.string(),
    at: instant,
    content: z.record(z.string(), z.unknown()),
    ...storedLink.in.partial().shape,
  })
  .transform(
    ({ job_id, at_id, at, content, no, prev = null, prev_at = null, hash }): AuditRow => ({
      jobId: job_id,
      atId: at_id,
      at,
      content,
      ...(no !== undefined && hash !== undefined && { link: { no, prev, prevAt: prev_at, hash } }),
    }),
  );

/** bk-audit in DynamoDB, or in whatever speaks its protocol. */
export class DynamoAuditLog implements AuditLog {
  readonly #table: DynamoTable;
  readonly #now: () => Instant;

  /** `now` decides which rows are too old to be shown. */
  constructor(table: DynamoTable, now: () => Instant) {
    this.#table = table;
    this.#now = now;
  }

  async put(rows: readonly AuditRow[]): Promise<void> {
    await inParallel(rows, PARALLEL_PUTS, async (row) => {
      const item = {
        job_id: row.jobId,
        at_id: row.atId,
        schema: SCHEMA,
        at: formatInstant(row.at),
        [EXPIRY_ATTRIBUTE]: row.link ? recordExpiryOf(row.at) : expiryOf(row.at),
        content: plainCopy(row.content),
        ...(row.link && linkAttributes(row.link)),
      };
      await this.#table.putNew(item, 'job_id');
    });
  }

  async transitions(jobId: string, fromSeq: number): Promise<readonly Transition[]> {
    const transitions: Transition[] = [];
    for await (const item of this.#table.newest(jobId, 'at_id', 't#', TRANSITIONS_PAGE)) {
      const read = this.#table.decode(storedAudit, item);
      if (read?.content.kind !== 'transition') continue;
      const transition = readPublished(read.content);
      if (transition === null) {
        this.#table.reportUnreadable(item, 'content: is no transition that this version knows');
        continue;
      }
      if (transition.seq < fromSeq - OUT_OF_ORDER) break;
      if (transition.seq >= fromSeq) transitions.push(transition);
    }
    return transitions;
  }

  async history(jobId: string, limit: number): Promise<readonly AuditRow[]> {
    const kinds = await Promise.all(
      HISTORY_KINDS.map((prefix) =>
        readNewest(this.#table, storedAudit, [jobId, 'at_id', prefix], { limit, now: this.#now() }),
      ),
    );
    return kinds
      .flat()
      .sort((a, b) => b.at - a.at)
      .slice(0, limit);
  }

  async prune(now: Instant): Promise<number> {
    return pruneExpired(this.#table, ['job_id', 'at_id'], now);
  }
}
