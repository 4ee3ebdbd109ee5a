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
  /** Invocations by schedules. */
  readonly schedules: number;
  /** Metrics of alarms, and metrics that are written all month. */
  readonly alarmMetrics: number;
  readonly metrics: number;
}

/** One thing that is charged for. */
export interface CostItem {
  readonly name: string;
  readonly amount: number;
  /** US dollars, before tax, with every allowance of the account used up by other things. */
  readonly whole: number;
  /** The same in an account that does nothing else. */
  readonly fresh: number;
}

/**
 * What AWS charges in us-east-1, in US dollars for one, before tax, as of 2026-11-29, and how much of it every account
 * has free each month, whatever its age. Sources: the services' own price pages.
 */
const PRICES: Readonly<
  Record<keyof MonthlyUse, { readonly name: string; readonly price: number; readonly free: number }>
> = {
  s3Lists: { name: 'S3 LIST and PUT', price: 0.005 / 1_000, free: 0 },
  s3Gets: { name: 'S3 GET and HEAD', price: 0.0004 / 1_000, free: 0 },
  dynamoReadUnits: { name: 'DynamoDB read units', price: 0.125 / 1e6, free: 0 },
  dynamoWriteUnits: { name: 'DynamoDB write units', price: 0.625 / 1e6, free: 0 },
  // Storage itself is free up to 25 GB; restore to any point is not.
  dynamoGb: { name: 'DynamoDB GB, with restore to any point', price: 0.25 + 0.2, free: 0 },
  events: { name: 'EventBridge events', price: 1 / 1e6, free: 0 },
  sqsRequests: { name: 'SQS requests', price: 0.4 / 1e6, free: 1e6 },
  invocations: { name: 'Lambda invocations', price: 0.2 / 1e6, free: 1e6 },
  gbSeconds: { name: 'Lambda GB-seconds, arm64', price: 0.0000133334, free: 400_000 },
  logGb: { name: 'CloudWatch GB of logs', price: 0.5, free: 5 },
  schedules: { name: 'Scheduler invocations', price: 1 / 1e6, free: 14e6 },
  alarmMetrics: { name: 'CloudWatch metrics of alarms', price: 0.1, free: 10 },
  metrics: { name: 'CloudWatch metrics', price: 0.3, free: 10 },
};

/** The bill of a month, item by item. */
export function costItems(use: MonthlyUse): CostItem[] {
  return (Object.keys(PRICES) as (keyof MonthlyUse)[]).map((key) => {
    const { name, price, free } = PRICES[key];
    const amount = use[key];
    return { name, amount, whole: amount * price, fresh: Math.max(0, amount - free) * price };
  });
}
