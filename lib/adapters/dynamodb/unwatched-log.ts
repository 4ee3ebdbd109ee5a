import * as z from 'zod';
import type { SeenUnwatched } from '../../core/foresight/unwatched-series.ts';
import { formatInstant } from '../../core/instant.ts';
import type { UnwatchedLog } from '../../ports/unwatched-log.ts';
import { readNewest } from './read-newest.ts';
import { instant, SCHEMA } from './schema.ts';
import type { DynamoTable } from './table.ts';

/** Job ids never begin with `#`. */
const PARTITION = '#unwatched';
const KEY = { job_id: PARTITION, run_id: 'newest' };

export const storedUnwatched = z
  .object({
    at: instant,
    tried_at: instant,
    whole: z.boolean(),
    series: z.array(z.object({ container: z.string(), key: z.string(), yaml: z.string() })),
    cut: z.array(z.string()),
  })
  .transform(
    ({ at, tried_at, whole, series, cut }): SeenUnwatched => ({ at, triedAt: tried_at, isWhole: whole, series, cut }),
  );

/** The newest look for series without a job, in bk-evidence, in DynamoDB or in whatever speaks its protocol. */
export class DynamoUnwatchedLog implements UnwatchedLog {
  readonly #table: DynamoTable;

  constructor(table: DynamoTable) {
    this.#table = table;
  }

  async newest(): Promise<SeenUnwatched | null> {
    const [seen = null] = await readNewest(this.#table, storedUnwatched, [PARTITION, 'run_id', ''], { limit: 1 });
    return seen;
  }

  async keep({ at, triedAt, isWhole, series, cut }: SeenUnwatched): Promise<void> {
    const items = series.map(({ container, key, yaml }) => ({ container, key, yaml }));
    const seen = { at: formatInstant(at), tried_at: formatInstant(triedAt), whole: isWhole, series: items, cut };
    await this.#table.put({ ...KEY, schema: SCHEMA, ...seen });
  }
}
