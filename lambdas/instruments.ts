import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { OnUnreadable } from '../lib/ports/unreadable-item.ts';

/** One set of metrics for each sentinel of an account, distinguished by its prefix and by nothing else: each costs. */
const NAMESPACE = 'BackupSentinel';

/** What a function writes: JSON lines, and metrics in the same log. */
export interface Instruments {
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** The instruments of one function of the sentinel with this prefix. */
export function instrumentsFor(prefix: string, functionName: string): Instruments {
  return {
    logger: new Logger({ serviceName: prefix, persistentLogAttributes: { part: functionName } }),
    metrics: new Metrics({ namespace: NAMESPACE, serviceName: prefix }),
  };
}

/** Logs what a store holds and cannot be read, and raises the admin's alarm `undeliverable`. */
export function reportUnreadable({ logger, metrics }: Instruments): OnUnreadable {
  return (item) => {
    logger.error('stored item skipped: it cannot be read', { ...item });
    metrics.singleMetric().addMetric('Undeliverable', MetricUnit.Count, 1);
  };
}
