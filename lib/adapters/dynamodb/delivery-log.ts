import * as z from 'zod';
import { formatInstant, type Instant } from '../../core/instant.ts';
import { CHANNEL_KINDS } from '../../core/model/channel-kind.ts';
import { claimId, DELIVERY_OUTCOMES, type Delivery } from '../../core/routing/delivery.ts';
import type { DeliveryLog } from '../../ports/delivery-log.ts';
import { expiryOf } from './expiry.ts';
import { storedState } from './outbox.ts';
import { readNewest } from './read-newest.ts';
import { instant, instantText, orNull, SCHEMA } from './schema.ts';
import type { DynamoTable } from './table.ts';
import { EXPIRY_ATTRIBUTE } from './tables.ts';
import type { Item } from './values.ts';

export const storedDelivery = z
  .object({
    person_id: z.string(),
    instead_of: orNull(z.string()),
    break_seq: orNull(z.number()),
    event_id: z.string(),
    seq: z.number(),
    state: storedState,
    claimed_at: instant,
    attempts: z.number().int().min(1),
    outcome: orNull(z.enum(DELIVERY_OUTCOMES)),
    retry_at: orNull(instant),
    address: orNull(z.object({ channel: z.enum(CHANNEL_KINDS), to: z.string() })),
    receipt: orNull(z.string()),
    error: orNull(z.string()),
    job_ids: orNull(z.array(z.string())),
  })
  .transform(
    (item): Delivery => ({
      personId: item.person_id,
      insteadOf: item.instead_of,
      breakSeq: item.break_seq,
      eventId: item.event_id,
      seq: item.seq,
      state: item.state,
      claimedAt: item.claimed_at,
      attempts: item.attempts,
      outcome: item.outcome,
      retryAt: item.retry_at,
      address: item.address,
      receipt: item.receipt,
      error: item.error,
      jobIds: item.job_ids,
    }),
  );

/** Claims and turns in bk-audit, in DynamoDB or in whatever speaks its protocol. */
export class DynamoDeliveryLog implements DeliveryLog {
  readonly #table: DynamoTable;

  constructor(table: DynamoTable) {
    this.#table = table;
  }

  async read(jobId: string): Promise<readonly Delivery[]> {
    return readNewest(this.#table, storedDelivery, [jobId, 'at_id', `claim#${jobId}#`]);
  }

  async claim(jobId: string, claim: Delivery, before: Delivery | null): Promise<boolean> {
    const key = keyOf(jobId, claim);
    if (before === null) return this.#table.putNew({ ...key, schema: SCHEMA, ...attributes(claim) }, 'job_id');
    return this.#write(key, claim, before);
  }

  async settle(jobId: string, delivery: Delivery): Promise<void> {
    await this.#write(keyOf(jobId, delivery), delivery, { ...delivery, outcome: null });
  }

  async takeTurn(personId: string, now: Instant, lengthMs: number): Promise<Instant | null> {
    // Job ids never begin with `#`.
    const key = { job_id: `#person#${personId}`, at_id: 'turn' };
    // A turn that ends much later than any could was taken by a clock far ahead: waiting for it would notify no one.
    const taken = await this.#table.update(key, {
      update: 'SET #until = :until, #schema = :schema, #expiry = :expiry',
      condition: 'attribute_not_exists(#until) OR #until <= :now OR #until > :too_far',
      names: { '#until': 'until_ms', '#schema': 'schema', '#expiry': EXPIRY_ATTRIBUTE },
      values: {
        ':until': now + lengthMs,
        ':now': now,
        ':too_far': now + 2 * lengthMs,
        ':schema': SCHEMA,
        ':expiry': expiryOf(now),
      },
    });
    if (taken) return null;
    const until = (await this.#table.get(key))?.until_ms;
    // It may have ended meanwhile, or a clock that is a little ahead has taken it.
    return typeof until === 'number' ? Math.min(until, now + lengthMs) : now;
  }

  /** Replaces what the item holds if it is still the attempt that was read, and as far as it was then. */
  #write(key: Item, delivery: Delivery, was: Pick<Delivery, 'claimedAt' | 'attempts' | 'outcome'>): Promise<boolean> {
    const set = attributes(delivery);
    const names = Object.keys(set);
    return this.#table.update(key, {
      update: `SET ${names.map((name) => `#${name} = :${name}`).join(', ')}`,
      condition:
        '#claimed_at = :was_claimed_at AND #attempts = :was_attempts AND #outcome = :was_outcome AND #schema <= :schema',
      names: { '#schema': 'schema', ...Object.fromEntries(names.map((name) => [`#${name}`, name])) },
      values: {
        ...Object.fromEntries(Object.entries(set).map(([name, value]) => [`:${name}`, value])),
        ':was_claimed_at': formatInstant(was.claimedAt),
        ':was_attempts': was.attempts,
        ':was_outcome': was.outcome,
        ':schema': SCHEMA,
      },
    });
  }
}

function keyOf(jobId: string, { eventId, personId, insteadOf }: Delivery): Item {
  return { job_id: jobId, at_id: claimId(eventId, personId, insteadOf) };
}

function attributes(delivery: Delivery): Item {
  const { address } = delivery;
  return {
    [EXPIRY_ATTRIBUTE]: expiryOf(delivery.claimedAt),
    person_id: delivery.personId,
    instead_of: delivery.insteadOf,
    break_seq: delivery.breakSeq,
    event_id: delivery.eventId,
    seq: delivery.seq,
    state: delivery.state,
    claimed_at: formatInstant(delivery.claimedAt),
    attempts: delivery.attempts,
    outcome: delivery.outcome,
    retry_at: instantText(delivery.retryAt),
    address: address && { channel: address.channel, to: address.to },
    receipt: delivery.receipt,
    error: delivery.error,
    job_ids: delivery.jobIds,
  };
}
