import * as z from 'zod';
import { PING_SIGNALS } from '../../core/evidence/heartbeat.ts';
import { formatInstant, type Instant, SECOND_MS } from '../../core/instant.ts';
import { PROPOSAL_KEPT_MS, type Proposal, proposedId } from '../../core/ping/proposal.ts';
import type { Proposals } from '../../ports/proposals.ts';
import { readNewest } from './read-newest.ts';
import { instant, orNull, SCHEMA } from './schema.ts';
import type { DynamoTable } from './table.ts';
import { EXPIRY_ATTRIBUTE } from './tables.ts';
import type { Item } from './values.ts';

/** Job ids never begin with `#`. */
const PARTITION = '#proposal';

export const storedProposal = z
  .object({
    parent_id: z.string(),
    node: orNull(z.string()),
    at: instant,
    signal: z.enum(PING_SIGNALS),
  })
  .transform((item): Proposal => ({ parentId: item.parent_id, node: item.node, at: item.at, signal: item.signal }));

/** Proposals in bk-evidence, in DynamoDB or in whatever speaks its protocol. */
export class DynamoProposals implements Proposals {
  readonly #table: DynamoTable;
  readonly #now: () => Instant;

  /** `now` decides whose 30 days are over. */
  constructor(table: DynamoTable, now: () => Instant) {
    this.#table = table;
    this.#now = now;
  }

  async read(): Promise<readonly Proposal[]> {
    const proposals = await readNewest(this.#table, storedProposal, [PARTITION, 'run_id', ''], { now: this.#now() });
    return proposals.toSorted((a, b) => a.at - b.at || (proposedId(a) < proposedId(b) ? -1 : 1));
  }

  async add(proposal: Proposal): Promise<boolean> {
    const set: Item = {
      schema: SCHEMA,
      parent_id: proposal.parentId,
      node: proposal.node,
      at: formatInstant(proposal.at),
      signal: proposal.signal,
      [EXPIRY_ATTRIBUTE]: Math.floor((proposal.at + PROPOSAL_KEPT_MS) / SECOND_MS),
    };
    const names = Object.keys(set);
    // TTL deletes days late: one whose time is over is as good as gone.
    return this.#table.update(keyOf(proposal), {
      update: `SET ${names.map((name) => `#${name} = :${name}`).join(', ')}`,
      condition: `attribute_not_exists(#schema) OR (#schema <= :schema AND (#${EXPIRY_ATTRIBUTE} <= :now OR (:signal = :fail AND #signal <> :fail)))`,
      names: Object.fromEntries(names.map((name) => [`#${name}`, name])),
      values: {
        ...Object.fromEntries(Object.entries(set).map(([name, value]) => [`:${name}`, value])),
        ':fail': 'fail',
        ':now': Math.floor(this.#now() / SECOND_MS),
      },
    });
  }

  async remove(proposal: Proposal): Promise<void> {
    await this.#table.deleteAll([keyOf(proposal)]);
  }
}

function keyOf(proposal: Proposal): Item {
  return { job_id: PARTITION, run_id: proposedId(proposal) };
}
