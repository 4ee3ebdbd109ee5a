import type { Job } from './job.ts';

/** A job as people read it, in every message and on every page: `Orders`, or `Cassandra, n2` for a node or member. */
export function labelOf({ name, node, member }: Pick<Job, 'name' | 'node' | 'member'>): string {
  if (member !== undefined) return `${name}, ${member.value}`;
  return node === null || name.includes(node) ? name : `${name}, ${node}`;
}
