import { Duration } from 'aws-cdk-lib';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';

/** As lambdas/instruments.ts writes it. Jobs are no dimension: each would be billed. */
const NAMESPACE = 'BackupSentinel';

/** A metric that the functions write to their logs. */
export function ownMetric(prefix: string, metricName: string, statistic: string = Stats.SUM): Metric {
  return new Metric({
    namespace: NAMESPACE,
    metricName,
    dimensionsMap: { service: prefix },
    statistic,
    period: Duration.hours(1),
  });
}
