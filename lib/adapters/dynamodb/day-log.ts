import * as z from 'zod';
import { FINDINGS } from '../../core/evidence/seen-run.ts';
import { type DayView, JUDGED_DAY_STATES, type JudgedDay } from '../../core/history/day.ts';
import type { Instant } from '../../core/instant.ts';
import type { DayLog, LandedDays } from '../../ports/day-log.ts';
import { expiryOf } from './expiry.ts';
import { readNewest } from './read-newest.ts';
import { orNull, SCHEMA } from './schema.ts';
import type { DynamoTable } from './table.ts';
import { EXPIRY_ATTRIBUTE } from './tables.ts';

const PREFIX = 'day#';

const dayAttributes = z.object({
  state: z.enum(JUDGED_DAY_STATES),
  size_bytes: orNull(z.number().nonnegative()),
  age_seconds: orNull(z.number().nonnegative()),
  runs: z.array(z.tuple([z.number(), z.number().nullable(), z.enum(FINDINGS)])).optional(),
  place: z.string().optional(),
});

export const storedDay = dayAttributes.extend({ at_id: z.string().regex(/^day#\d{4}-\d\d-\d\d$/) }).transform(
  (item): DayView => ({
    day: item.at_id.slice(PREFIX.length),
    state: item.state,
    sizeBytes: item.size_bytes,
    ageSeconds: item.age_seconds,
    ...(item.runs && { runs: item.runs.map(([ts, sizeBytes, finding]) => ({ ts, sizeBytes, finding })) }),
    ...(item.place === undefined ? {} : { place: item.place }),
  }),
);

/** Days in bk-audit, in DynamoDB or in whatever speaks its protocol: `day#<date>`. */
export class DynamoDayLog implements DayLog, LandedDays {
  readonly #table: DynamoTable;
  readonly #now: () => Instant;

  /** `now` decides which days are too old to be shown. */
  constructor(table: DynamoTable, now: () => Instant) {
    this.#table = table;
    this.#now = now;
  }

  async put(jobId: string, day: JudgedDay): Promise<void> {
    await this.#table.put({
      job_id: jobId,
      at_id: `${PREFIX}${day.day}`,
      schema: SCHEMA,
      [EXPIRY_ATTRIBUTE]: expiryOf(Date.parse(`${day.day}T00:00:00Z`)),
      state: day.state,
      size_bytes: day.sizeBytes,
      age_seconds: day.ageSeconds,
      // Without names: a chart reads 400 days.
      ...(day.runs && { runs: day.runs.map(({ ts, sizeBytes, finding }) => [ts, sizeBytes, finding]) }),
      ...(day.place === undefined ? {} : { place: day.place }),
    });
  }

  async newest(jobId: string, limit: number): Promise<readonly DayView[]> {
    const days = await readNewest(this.#table, storedDay, [jobId, 'at_id', PREFIX], { limit, now: this.#now() });
    return days.map(({ runs: _, place: __, ...day }) => day).reverse();
  }

  landed(jobId: string, limit: number): Promise<readonly DayView[]> {
    return readNewest(this.#table, storedDay, [jobId, 'at_id', PREFIX], { limit, now: this.#now() });
  }
}
