import { inParallel } from '../../core/in-parallel.ts';
import type { DeliveryLog } from '../../ports/delivery-log.ts';
import type { AuditLog, AuditRow } from '../../ports/state-store.ts';
import { deliveryRow } from './history-view.ts';

/** A job may have thousands of nodes. */
const PARALLEL_READS = 16;

export interface HistoryPorts {
  readonly audit: Pick<AuditLog, 'history'>;
  readonly deliveries: Pick<DeliveryLog, 'read'>;
}

/**
 * What happened to jobs: transitions, actions, deliveries, keys that were replaced; newest first. Throws
 * StateStoreUnavailable.
 */
export async function readHistory(
  jobIds: readonly string[],
  limit: number,
  { audit, deliveries }: HistoryPorts,
): Promise<readonly AuditRow[]> {
  const perJob = await inParallel(jobIds, PARALLEL_READS, async (jobId) => {
    const [rows, notified] = await Promise.all([audit.history(jobId, limit), deliveries.read(jobId)]);
    return [...rows, ...notified.map((delivery) => deliveryRow(jobId, delivery))];
  });
  return perJob
    .flat()
    .sort((a, b) => b.at - a.at || (a.atId < b.atId ? 1 : -1))
    .slice(0, limit);
}

/** Where the rows of keys for all jobs are kept: job ids never begin with `#`. */
export const KEYS_HISTORY = '#keys';
