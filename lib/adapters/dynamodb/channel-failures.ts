import * as z from 'zod';
import { formatInstant } from '../../core/instant.ts';
import { CHANNEL_KINDS } from '../../core/model/channel-kind.ts';
import type { ChannelFailure } from '../../core/routing/channel-failure.ts';
import type { ChannelFailureLog } from '../../ports/channel-failure-log.ts';
import { expiryOf } from './expiry.ts';
import { instant, readItem, SCHEMA } from './schema.ts';
import type { DynamoTable } from './table.ts';
import { EXPIRY_ATTRIBUTE } from './tables.ts';

/** Job ids never begin with `#`. */
const PARTITION = '#channels';
const PAGE = 100;

export const storedFailure = z
  .object({
    person_id: z.string(),
    address: z.object({ channel: z.enum(CHANNEL_KINDS), to: z.string() }),
    settings: z.string(),
    failures: z.number().int().min(0),
    since: instant,
    retry_at: instant,
    for_good: z.boolean(),
    message: z.string(),
  })
  .transform(
    (item): ChannelFailure => ({
      personId: item.person_id,
      address: item.address,
      settings: item.settings,
      failures: item.failures,
      since: item.since,
      retryAt: item.retry_at,
      isForGood: item.for_good,
      message: item.message,
    }),
  );

/**
 * Channels that do not work, in bk-audit: one partition, so that one query brings them all. An entry that cannot be read
 * counts as a channel that works: the next attempt notes it again.
 */
export class DynamoChannelFailures implements ChannelFailureLog {
  readonly #table: DynamoTable;

  constructor(table: DynamoTable) {
    this.#table = table;
  }

  async read(): Promise<readonly ChannelFailure[]> {
    const failures: ChannelFailure[] = [];
    for await (const item of this.#table.newest(PARTITION, 'at_id', '', PAGE)) {
      const read = readItem(storedFailure, item);
      if ('value' in read && read.value.failures > 0) failures.push(read.value);
    }
    return failures;
  }

  async note(failure: ChannelFailure): Promise<void> {
    const { personId, address, settings, failures, since, retryAt, isForGood, message } = failure;
    await this.#table.put({
      job_id: PARTITION,
      at_id: `${address.channel}#${personId}`,
      schema: SCHEMA,
      [EXPIRY_ATTRIBUTE]: expiryOf(retryAt),
      person_id: personId,
      address: { channel: address.channel, to: address.to },
      settings,
      failures,
      since: formatInstant(since),
      retry_at: formatInstant(retryAt),
      for_good: isForGood,
      message,
    });
  }

  /** Written over, not deleted: dispatch may delete nothing. */
  async clear(failure: ChannelFailure): Promise<void> {
    await this.note({ ...failure, failures: 0 });
  }
}
