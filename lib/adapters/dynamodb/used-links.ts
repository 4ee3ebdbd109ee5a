import { DAY_S, formatInstant, type Instant, SECOND_MS } from '../../core/instant.ts';
import type { UsedLinks } from '../../ports/used-links.ts';
import { SCHEMA } from './schema.ts';
import type { DynamoTable } from './table.ts';
import { EXPIRY_ATTRIBUTE } from './tables.ts';

/** Job ids never begin with `#`. */
const PARTITION = '#used-link';
/** For clocks that are put back. */
const KEPT_S = DAY_S;

/** The links that were used, in bk-evidence, in DynamoDB or in whatever speaks its protocol. */
export class DynamoUsedLinks implements UsedLinks {
  readonly #table: DynamoTable;

  constructor(table: DynamoTable) {
    this.#table = table;
  }

  async use(nonce: string, now: Instant, expiresAt: Instant): Promise<boolean> {
    const item = {
      job_id: PARTITION,
      run_id: nonce,
      schema: SCHEMA,
      used_at: formatInstant(now),
      [EXPIRY_ATTRIBUTE]: Math.ceil(expiresAt / SECOND_MS) + KEPT_S,
    };
    return this.#table.putNew(item, 'job_id');
  }
}
