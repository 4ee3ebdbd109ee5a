/**
 * What AWS charges in us-east-1, in US dollars, before tax, as of 2026-11-22. Sources: the services' own price pages.
 * Left out is what an account has free of charge each month and this uses a part of: 10 alarms, 10 metrics,
 * 3 dashboards, 14 million schedules, 1,000 mails to the admin, and SQS requests: Lambda's polling of the two queues is
 * 1.3 million a month, 0.3 million above what is free ($0.12). Lambda, logs and all else are at their full price.
 */
export const PRICES = {
  /** S3: LIST and PUT, each. */
  s3List: 0.005 / 1_000,
  /** S3: GET and HEAD, each. */
  s3Get: 0.0004 / 1_000,
  /** DynamoDB on demand: a read request unit. */
  dynamoRead: 0.125 / 1e6,
  /** DynamoDB on demand: a write request unit. */
  dynamoWrite: 0.625 / 1e6,
  /** DynamoDB: a GB-month of storage with restore to any point. */
  dynamoStorage: 0.25 + 0.2,
  /** EventBridge: an event of up to 64 KB on a custom bus. */
  event: 1 / 1e6,
  /** SQS, standard: a request. */
  sqs: 0.4 / 1e6,
  /** Lambda: an invocation. */
  invocation: 0.2 / 1e6,
  /** Lambda on arm64: a GB-second. */
  gbSecond: 0.0000133334,
  /** CloudWatch: a GB of logs, metrics in them included. */
  logs: 0.5,
} as const;

/** What a month is charged for. */
export interface MonthlyUse {
  readonly s3Lists: number;
  readonly s3Gets: number;
  readonly dynamoReadUnits: number;
  readonly dynamoWriteUnits: number;
  /** All that was written, as if it all were kept for the month. */
  readonly dynamoGb: number;
  readonly events: number;
  readonly sqsRequests: number;
  readonly invocations: number;
  readonly gbSeconds: number;
  readonly logGb: number;
}

/** US dollars, before tax. */
export function costOf(use: MonthlyUse): number {
  return (
    use.s3Lists * PRICES.s3List +
    use.s3Gets * PRICES.s3Get +
    use.dynamoReadUnits * PRICES.dynamoRead +
    use.dynamoWriteUnits * PRICES.dynamoWrite +
    use.dynamoGb * PRICES.dynamoStorage +
    use.events * PRICES.event +
    use.sqsRequests * PRICES.sqs +
    use.invocations * PRICES.invocation +
    use.gbSeconds * PRICES.gbSecond +
    use.logGb * PRICES.logs
  );
}
