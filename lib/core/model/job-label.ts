import type { Job } from './job.ts';

/**
 * A job as people read it, in every message and on every page: `Orders`, `Cassandra, n2` for a node or member, and
 * `Orders: restore` for its proofs.
 */
export function labelOf({ name, node, member, proofOf }: Pick<Job, 'name' | 'node' | 'member' | 'proofOf'>): string {
  if (proofOf !== undefined) return `${labelOf(proofOf)}: restore`;
  if (member !== undefined) return `${name}, ${member.value}`;
  return node === null || name.includes(node) ? name : `${name}, ${node}`;
}
