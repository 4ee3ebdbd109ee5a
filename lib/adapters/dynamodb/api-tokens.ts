import * as z from 'zod';
import { formatInstant, type Instant } from '../../core/instant.ts';
import type { ApiToken, ApiTokens } from '../../ports/api-tokens.ts';
import { readNewest } from './read-newest.ts';
import { instant, instantText, orNull, SCHEMA } from './schema.ts';
import type { DynamoTable } from './table.ts';
import type { Item } from './values.ts';

/** Job ids never begin with `#`. */
const PARTITION = '#token';

export const storedToken = z
  .object({
    run_id: z.string(),
    hash: z.string().regex(/^[0-9a-f]{64}$/),
    person: z.string(),
    may_write: z.boolean(),
    created_at: instant,
    until: orNull(instant),
  })
  .transform(
    (item): ApiToken => ({
      id: item.run_id,
      hash: item.hash,
      personId: item.person,
      mayWrite: item.may_write,
      createdAt: item.created_at,
      until: item.until,
    }),
  );

/** What is kept of API tokens, in bk-evidence, in DynamoDB or in whatever speaks its protocol. It never expires. */
export class DynamoApiTokens implements ApiTokens {
  readonly #table: DynamoTable;

  constructor(table: DynamoTable) {
    this.#table = table;
  }

  async find(id: string): Promise<ApiToken | null> {
    const item = await this.#table.get(keyOf(id));
    return item && this.#table.decode(storedToken, item);
  }

  async read(): Promise<readonly ApiToken[]> {
    const tokens = await readNewest(this.#table, storedToken, [PARTITION, 'run_id', '']);
    return tokens.toSorted((a, b) => a.createdAt - b.createdAt);
  }

  async add({ id, hash, personId, mayWrite, createdAt, until }: ApiToken): Promise<boolean> {
    const content = {
      schema: SCHEMA,
      hash,
      person: personId,
      may_write: mayWrite,
      created_at: formatInstant(createdAt),
      until: instantText(until),
    };
    return this.#table.putNew({ ...keyOf(id), ...content }, 'job_id');
  }

  async end(id: string, until: Instant): Promise<boolean> {
    return this.#table.update(keyOf(id), {
      update: 'SET #until = :until',
      condition: '#schema <= :schema',
      names: { '#until': 'until', '#schema': 'schema' },
      values: { ':until': formatInstant(until), ':schema': SCHEMA },
    });
  }
}

function keyOf(id: string): Item {
  return { job_id: PARTITION, run_id: id };
}
