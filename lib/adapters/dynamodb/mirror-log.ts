import * as z from 'zod';
import type { MirrorCount, MirrorCounts, PartialCount } from '../../core/evidence/mirror-count.ts';
import { formatInstant, type Instant } from '../../core/instant.ts';
import type { MirrorLog } from '../../ports/mirror-log.ts';
import { expiryOf } from './expiry.ts';
import { instant, orNull, SCHEMA } from './schema.ts';
import type { DynamoTable } from './table.ts';
import { EXPIRY_ATTRIBUTE } from './tables.ts';
import type { Item } from './values.ts';

/** Job ids never begin with `#`. */
const PARTITION = '#mirror';

const attributes = {
  started_at: instant,
  signal_at: orNull(instant),
  size_bytes: z.number(),
  files: z.number(),
  newest_at: orNull(instant),
  content: orNull(z.string()),
};

type StoredCount = z.output<z.ZodObject<typeof attributes>>;

const countOf = (stored: StoredCount): MirrorCount => ({
  startedAt: stored.started_at,
  signalAt: stored.signal_at,
  sizeBytes: stored.size_bytes,
  fileCount: stored.files,
  newestAt: stored.newest_at,
  content: stored.content,
});

export const storedCounts = z
  .object({
    place: z.string(),
    complete: orNull(z.object(attributes).transform(countOf)),
    partial: orNull(
      z
        .object({ ...attributes, after: z.string() })
        .transform((stored): PartialCount => ({ ...countOf(stored), after: stored.after })),
    ),
  })
  .transform(({ place, complete, partial }): MirrorCounts => ({ place, complete, partial }));

/** Counts of mirrors in bk-evidence, in DynamoDB or in whatever speaks its protocol. */
export class DynamoMirrorLog implements MirrorLog {
  readonly #table: DynamoTable;
  readonly #now: () => Instant;

  constructor(table: DynamoTable, now: () => Instant) {
    this.#table = table;
    this.#now = now;
  }

  async read(jobId: string): Promise<MirrorCounts | null> {
    const item = await this.#table.get({ job_id: PARTITION, run_id: jobId });
    return item === null ? null : this.#table.decode(storedCounts, item);
  }

  async write(jobId: string, { place, complete, partial }: MirrorCounts): Promise<void> {
    await this.#table.put({
      job_id: PARTITION,
      run_id: jobId,
      schema: SCHEMA,
      place,
      complete: complete && countItem(complete),
      partial: partial && { ...countItem(partial), after: partial.after },
      [EXPIRY_ATTRIBUTE]: expiryOf(this.#now()),
    });
  }
}

function countItem({ startedAt, signalAt, sizeBytes, fileCount, newestAt, content }: MirrorCount): Item {
  return {
    started_at: formatInstant(startedAt),
    signal_at: signalAt === null ? null : formatInstant(signalAt),
    size_bytes: sizeBytes,
    files: fileCount,
    newest_at: newestAt === null ? null : formatInstant(newestAt),
    content,
  };
}
