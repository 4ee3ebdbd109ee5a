import * as z from 'zod';
import type { Sessions } from '../../ports/sessions.ts';
import { StateStoreUnavailable } from '../../ports/state-store.ts';
import { SCHEMA } from './schema.ts';
import type { DynamoTable } from './table.ts';
import type { Item } from './values.ts';

/** Job ids never begin with `#`. */
const PARTITION = '#session';

export const storedSessions = z.object({ generation: z.number().int().min(1) });

/** The generations of sessions, in bk-evidence, in DynamoDB or in whatever speaks its protocol. They never expire. */
export class DynamoSessions implements Sessions {
  readonly #table: DynamoTable;

  constructor(table: DynamoTable) {
    this.#table = table;
  }

  async generationOf(personId: string): Promise<number> {
    const item = await this.#table.get(keyOf(personId));
    if (item === null) return 0;
    const read = this.#table.decode(storedSessions, item);
    // No session must be taken for valid where that cannot be known.
    if (read === null) throw new StateStoreUnavailable(`the sessions of ${personId} cannot be read`);
    return read.generation;
  }

  async end(personId: string, generation: number): Promise<boolean> {
    return this.#table.update(keyOf(personId), {
      update: 'SET #schema = :schema, #generation = :next',
      condition: generation === 0 ? 'attribute_not_exists(#schema)' : '#schema <= :schema AND #generation = :ended',
      names: { '#schema': 'schema', '#generation': 'generation' },
      values: { ':schema': SCHEMA, ':next': generation + 1, ...(generation > 0 && { ':ended': generation }) },
    });
  }
}

function keyOf(personId: string): Item {
  return { job_id: PARTITION, run_id: personId };
}
