import * as z from 'zod';
import { formatInstant, type Instant } from '../../core/instant.ts';
import type { AllJobsKey, Generation, PingKeys, PingKeysRead } from '../../ports/ping-keys.ts';
import { instant, instantText, orNull, SCHEMA } from './schema.ts';
import type { DynamoTable } from './table.ts';
import type { Item } from './values.ts';

/** Job ids never begin with `#`. */
const PARTITION = '#ping-key';
const ALL_JOBS = 'all#';
const ALL_JOBS_ID = /^all#[0-9a-f]{64}$/;
const ONE_JOB = 'job#';
const PAGE = 500;

export const storedAllJobsKey = z.object({ created_at: instant, until: orNull(instant) });
export const storedGeneration = z.object({ generation: z.number().int().min(2), previous_until: instant });

/** What is kept of ping keys, in bk-evidence, in DynamoDB or in whatever speaks its protocol. It never expires. */
export class DynamoPingKeys implements PingKeys {
  readonly #table: DynamoTable;

  constructor(table: DynamoTable) {
    this.#table = table;
  }

  async read(): Promise<PingKeysRead> {
    const allJobs: AllJobsKey[] = [];
    const generations = new Map<string, Generation>();
    for await (const item of this.#table.newest(PARTITION, 'run_id', '', PAGE)) {
      const id = String(item.run_id);
      if (ALL_JOBS_ID.test(id)) {
        const read = this.#table.decode(storedAllJobsKey, item);
        if (read === null) continue;
        const { created_at, until } = read;
        allJobs.push({ hash: id.slice(ALL_JOBS.length), createdAt: created_at, until });
      } else if (id.startsWith(ONE_JOB)) {
        const read = this.#table.decode(storedGeneration, item);
        if (read === null) continue;
        const { generation, previous_until } = read;
        generations.set(id.slice(ONE_JOB.length), { generation, previousUntil: previous_until });
      }
    }
    return { allJobs: allJobs.toSorted((a, b) => a.createdAt - b.createdAt), generations };
  }

  async addAllJobsKey({ hash, createdAt, until }: AllJobsKey): Promise<void> {
    const content = { schema: SCHEMA, created_at: formatInstant(createdAt), until: instantText(until) };
    await this.#table.putNew({ ...keyOf(ALL_JOBS, hash), ...content }, 'job_id');
  }

  async endAllJobsKey(hash: string, until: Instant): Promise<boolean> {
    return this.#table.update(keyOf(ALL_JOBS, hash), {
      update: 'SET #until = :until',
      condition: '#schema <= :schema',
      names: { '#until': 'until', '#schema': 'schema' },
      values: { ':until': formatInstant(until), ':schema': SCHEMA },
    });
  }

  async setGeneration(jobId: string, { generation, previousUntil }: Generation): Promise<boolean> {
    return this.#table.update(keyOf(ONE_JOB, jobId), {
      update: 'SET #schema = :schema, #generation = :generation, #until = :until',
      condition: generation === 2 ? 'attribute_not_exists(#schema)' : '#schema <= :schema AND #generation = :before',
      names: { '#schema': 'schema', '#generation': 'generation', '#until': 'previous_until' },
      values: {
        ':schema': SCHEMA,
        ':generation': generation,
        ':until': formatInstant(previousUntil),
        ...(generation === 2 ? {} : { ':before': generation - 1 }),
      },
    });
  }
}

function keyOf(kind: string, name: string): Item {
  return { job_id: PARTITION, run_id: `${kind}${name}` };
}
