import * as z from 'zod';
import { formatInstant, type Instant } from '../../core/instant.ts';
import { CHANNEL_KINDS } from '../../core/model/channel-kind.ts';
import { DELIVERY_OUTCOMES } from '../../core/routing/delivery.ts';
import type { Drill, DrillLog, DrillResult, Sighting } from '../../ports/drill-log.ts';
import { expiryOf } from './expiry.ts';
import { instant, instantText, orNull, SCHEMA } from './schema.ts';
import type { DynamoTable } from './table.ts';
import { EXPIRY_ATTRIBUTE } from './tables.ts';
import type { Item } from './values.ts';

/** Job ids never begin with `#`. */
const PARTITION = '#drill';
const PAGE = 20;

const storedResult = z
  .object({
    received_at: instant,
    ended_at: instant,
    person_id: orNull(z.string()),
    outcome: z.enum([...DELIVERY_OUTCOMES, 'held', 'nobody']),
    channel: orNull(z.enum(CHANNEL_KINDS)),
    until: orNull(instant),
    why: z.string(),
    is_seen_asked: z.boolean().default(false),
  })
  .transform(
    (item): DrillResult => ({
      receivedAt: item.received_at,
      endedAt: item.ended_at,
      personId: item.person_id,
      outcome: item.outcome,
      channel: item.channel,
      until: item.until,
      message: item.why,
      isSeenAsked: item.is_seen_asked,
    }),
  );

export const storedSighting = z
  .object({ seen_by: z.string(), seen_at: instant })
  .transform((item): Sighting => ({ personId: item.seen_by, at: item.seen_at }));

export const storedDrill = z.object({
  at_id: z.string(),
  drilled_job: z.string(),
  asked_for: orNull(z.string()),
  at_once: z.boolean(),
  asked_at: instant,
  result: orNull(storedResult),
});

/** Drills in bk-audit, in DynamoDB or in whatever speaks its protocol. */
export class DynamoDrillLog implements DrillLog {
  readonly #table: DynamoTable;

  constructor(table: DynamoTable) {
    this.#table = table;
  }

  async ask(drill: Drill): Promise<void> {
    await this.#table.putNew({ ...keyOf(drill.id), schema: SCHEMA, ...drillAttributes(drill) }, 'job_id');
  }

  async pending(since: Instant): Promise<readonly Drill[]> {
    const drills: Drill[] = [];
    for await (const item of this.#table.newest(PARTITION, 'at_id', '', PAGE)) {
      const read = this.#table.decode(storedDrill, item);
      if (read === null) continue;
      const { at_id, drilled_job, asked_for, at_once, asked_at, result } = read;
      if (asked_at < since) break;
      const drill = { id: at_id, jobId: drilled_job, personId: asked_for, atOnce: at_once, askedAt: asked_at };
      if (result === null) drills.unshift(drill);
    }
    return drills;
  }

  async settle(drill: Drill, result: DrillResult): Promise<void> {
    // The one who asked may have had no leave to write: then this makes the item.
    const set: Item = { ...drillAttributes(drill), schema: SCHEMA, result: resultAttribute(result) };
    const names = Object.keys(set);
    await this.#table.update(keyOf(drill.id), {
      update: `SET ${names.map((name) => `#${name} = :${name}`).join(', ')}`,
      condition: 'attribute_not_exists(#schema) OR #schema <= :schema',
      names: Object.fromEntries(names.map((name) => [`#${name}`, name])),
      values: Object.fromEntries(Object.entries(set).map(([name, value]) => [`:${name}`, value])),
    });
  }

  async result(id: string): Promise<DrillResult | null> {
    const item = await this.#table.get(keyOf(id));
    return (item && this.#table.decode(storedDrill, item)?.result) ?? null;
  }

  async noteSeen(id: string, { personId, at }: Sighting): Promise<boolean> {
    // The one who asked may have had no leave to write, and dispatch not come to it yet: then this makes the item.
    return this.#table.update(keyOf(id), {
      update: 'SET #by = :by, #at = :at, #schema = :schema, #expiry = :expiry',
      condition: 'attribute_not_exists(#by) AND (attribute_not_exists(#schema) OR #schema <= :schema)',
      names: { '#by': 'seen_by', '#at': 'seen_at', '#schema': 'schema', '#expiry': EXPIRY_ATTRIBUTE },
      values: { ':by': personId, ':at': formatInstant(at), ':schema': SCHEMA, ':expiry': expiryOf(at) },
    });
  }

  async sighting(id: string): Promise<Sighting | null> {
    const item = await this.#table.get(keyOf(id));
    return item && this.#table.decode(storedSighting, item);
  }
}

function keyOf(id: string): Item {
  return { job_id: PARTITION, at_id: id };
}

function drillAttributes({ jobId, personId, atOnce, askedAt }: Drill): Item {
  return {
    [EXPIRY_ATTRIBUTE]: expiryOf(askedAt),
    drilled_job: jobId,
    asked_for: personId,
    at_once: atOnce,
    asked_at: formatInstant(askedAt),
  };
}

function resultAttribute(result: DrillResult): Item {
  return {
    received_at: formatInstant(result.receivedAt),
    ended_at: formatInstant(result.endedAt),
    person_id: result.personId,
    outcome: result.outcome,
    channel: result.channel,
    until: instantText(result.until),
    why: result.message,
    is_seen_asked: result.isSeenAsked,
  };
}
