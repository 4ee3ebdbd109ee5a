import type { Job } from './job.ts';

/** A job as people read it, in every message and on every page: `Orders`, or `Cassandra, n2` for a node. */
export function labelOf({ name, node }: Pick<Job, 'name' | 'node'>): string {
  return node === null || name.includes(node) ? name : `${name}, ${node}`;
}
