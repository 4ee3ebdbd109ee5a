import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';

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

/**
 * A metric with 0 where nothing was written. CloudWatch looks back for real values before it takes missing ones for
 * anything: an alarm on the bare metric of a pass goes off hours late, and one on a rare failure stays on for hours, and
 * the next failure then sends no mail.
 */
export function orZero(metric: Metric): IMetric {
  return new MathExpression({ expression: 'FILL(m, 0)', usingMetrics: { m: metric }, period: metric.period });
}
