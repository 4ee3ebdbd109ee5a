import * as z from 'zod';
import type { DayView } from '../../core/history/day.ts';
import { formatInstant } from '../../core/instant.ts';
import type { RecordHead } from '../../core/record/record-head.ts';
import type { RulesNote } from '../../core/record/rules-note.ts';
import type { Delivery } from '../../core/routing/delivery.ts';
import type { JobLog, RecordLog } from '../../ports/record-log.ts';
import type { AuditRow } from '../../ports/state-store.ts';
import { storedAudit } from './audit-log.ts';
import { linkAttributes, storedLink } from './chain.ts';
import { storedDay } from './day-log.ts';
import { storedDelivery } from './delivery-log.ts';
import { recordExpiryOf } from './expiry.ts';
import { readNewest } from './read-newest.ts';
import { instant, instantText, orNull, SCHEMA } from './schema.ts';
import type { DynamoTable } from './table.ts';
import { EXPIRY_ATTRIBUTE } from './tables.ts';

/** Where the heads are kept: job ids never begin with `#`. */
export const RECORD_PARTITION = '#record';
const PREFIX = 'head#';
const PAGE = 500;

/** Rows of the kinds that are chained: transitions and cleared rows, actions, deliveries, proofs. */
export const CHAINED_KINDS = /^[tanp]#/;

export const storedRecordHead = z
  .object({
    at_id: z.string().regex(/^head#\d{8}$/),
    day: z.string(),
    at: instant,
    prev: orNull(z.string()),
    prev_at: orNull(instant),
    moved: z.array(z.object({ job_id: z.string(), no: z.number().int().min(1), hash: z.string(), at: instant })),
    hash: z.string(),
  })
  .transform(
    ({ at_id, day, at, prev, prev_at, moved, hash }): RecordHead => ({
      no: Number(at_id.slice(PREFIX.length)),
      day,
      at,
      prev,
      prevAt: prev_at,
      moved: moved.map(({ job_id, ...head }) => ({ jobId: job_id, ...head })),
      hash,
    }),
  );

const RULES_PREFIX = 'rules#';

/** One with a number in its key is chained; an earlier version named its key by the instant. */
export const storedRulesNote = z
  .object({
    at: instant,
    version: z.string(),
    source: z.string(),
    by: orNull(z.string()),
    rules: z.array(z.object({ job_id: z.string(), rule: orNull(z.string()) })),
    at_id: z.string(),
  })
  .and(z.union([storedLink, z.object({}).transform(() => null)]).transform((link) => ({ link })))
  .transform(
    ({ at, version, source, by, rules, link }): RulesNote => ({
      at,
      version,
      source,
      by,
      rules: new Map(rules.map(({ job_id, rule }) => [job_id, rule])),
      link,
    }),
  );

/** The record in bk-audit, in DynamoDB or in whatever speaks its protocol. */
export class DynamoRecordLog implements RecordLog {
  readonly #table: DynamoTable;

  constructor(table: DynamoTable) {
    this.#table = table;
  }

  async read(jobId: string): Promise<JobLog> {
    const rows: AuditRow[] = [];
    const days: DayView[] = [];
    const deliveries: Delivery[] = [];
    for await (const item of this.#table.newest(jobId, 'at_id', '', PAGE)) {
      const atId = String(item.at_id);
      if (CHAINED_KINDS.test(atId)) push(rows, this.#table.decode(storedAudit, item));
      else if (atId.startsWith('day#')) push(days, this.#table.decode(storedDay, item));
      else if (atId.startsWith('claim#')) push(deliveries, this.#table.decode(storedDelivery, item));
    }
    return { rows, days, deliveries };
  }

  async deliveryIds(jobId: string): Promise<ReadonlySet<string>> {
    const rows = await readNewest(this.#table, storedAudit, [jobId, 'at_id', 'n#']);
    return new Set(rows.map(({ atId }) => atId));
  }

  async heads(): Promise<readonly RecordHead[]> {
    return (await readNewest(this.#table, storedRecordHead, [RECORD_PARTITION, 'at_id', PREFIX])).toReversed();
  }

  async newestHead(): ReturnType<RecordLog['newestHead']> {
    for await (const item of this.#table.newest(RECORD_PARTITION, 'at_id', PREFIX, 1)) {
      const head = this.#table.decode(storedRecordHead, item);
      if (head !== null) return { head, isPublished: item.published === true };
    }
    return null;
  }

  addHead({ no, day, at, prev, prevAt, moved, hash }: RecordHead): Promise<boolean> {
    const item = {
      ...keyOf(no),
      schema: SCHEMA,
      [EXPIRY_ATTRIBUTE]: recordExpiryOf(at),
      day,
      at: formatInstant(at),
      prev,
      prev_at: instantText(prevAt),
      moved: moved.map((head) => ({ job_id: head.jobId, no: head.no, hash: head.hash, at: formatInstant(head.at) })),
      hash,
    };
    return this.#table.putNew(item, 'job_id');
  }

  async rulesNotes(): Promise<readonly RulesNote[]> {
    const notes = await readNewest(this.#table, storedRulesNote, [RECORD_PARTITION, 'at_id', RULES_PREFIX]);
    return notes.sort((a, b) => a.at - b.at || (a.link?.no ?? 0) - (b.link?.no ?? 0));
  }

  addRulesNote({ at, version, source, by, rules, link }: Parameters<RecordLog['addRulesNote']>[0]): Promise<boolean> {
    const item = {
      job_id: RECORD_PARTITION,
      at_id: `${RULES_PREFIX}${String(link.no).padStart(8, '0')}`,
      schema: SCHEMA,
      [EXPIRY_ATTRIBUTE]: recordExpiryOf(at),
      at: formatInstant(at),
      version,
      source,
      by,
      rules: [...rules].map(([job_id, rule]) => ({ job_id, rule })),
      ...linkAttributes(link),
    };
    return this.#table.putNew(item, 'job_id');
  }

  async notePublished({ no }: RecordHead): Promise<void> {
    await this.#table.update(keyOf(no), {
      update: 'SET #published = :yes',
      condition: 'attribute_exists(#hash) AND #schema <= :schema',
      names: { '#published': 'published', '#hash': 'hash', '#schema': 'schema' },
      values: { ':yes': true, ':schema': SCHEMA },
    });
  }
}

function keyOf(no: number) {
  return { job_id: RECORD_PARTITION, at_id: `${PREFIX}${String(no).padStart(8, '0')}` };
}

function push<T>(all: T[], read: T | null): void {
  if (read !== null) all.push(read);
}
