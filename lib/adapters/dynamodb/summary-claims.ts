import { formatInstant, type Instant } from '../../core/instant.ts';
import type { SummaryClaims, SummaryKey } from '../../ports/summary-claims.ts';
import { expiryOf } from './expiry.ts';
import { SCHEMA } from './schema.ts';
import type { DynamoTable } from './table.ts';
import { EXPIRY_ATTRIBUTE } from './tables.ts';
import type { Item } from './values.ts';

const NAMES = { '#told': 'told_at', '#schema': 'schema', '#expiry': EXPIRY_ATTRIBUTE };

/** The summaries that were delivered, in bk-audit: `#sentinel`, `summary#<scheduled instant>#<person>`. */
export class DynamoSummaryClaims implements SummaryClaims {
  readonly #table: DynamoTable;

  constructor(table: DynamoTable) {
    this.#table = table;
  }

  async take(key: SummaryKey, now: Instant, lengthMs: number): Promise<boolean> {
    return this.#table.update(keyOf(key), {
      update: 'SET #until = :until, #schema = :schema, #expiry = :expiry',
      condition: 'attribute_not_exists(#told) AND (attribute_not_exists(#until) OR #until <= :now)',
      names: { ...NAMES, '#until': 'until_ms' },
      values: { ':until': now + lengthMs, ':now': now, ':schema': SCHEMA, ':expiry': expiryOf(now) },
    });
  }

  async noteDelivered(key: SummaryKey, now: Instant): Promise<void> {
    await this.#table.update(keyOf(key), {
      update: 'SET #told = :told, #schema = :schema, #expiry = :expiry',
      condition: 'attribute_not_exists(#told)',
      names: NAMES,
      values: { ':told': formatInstant(now), ':schema': SCHEMA, ':expiry': expiryOf(now) },
    });
  }
}

/** Job ids never begin with `#`, and people's names neither. */
function keyOf({ scheduledAt, personId }: SummaryKey): Item {
  return { job_id: '#sentinel', at_id: `summary#${formatInstant(scheduledAt)}#${personId ?? '#admin'}` };
}
