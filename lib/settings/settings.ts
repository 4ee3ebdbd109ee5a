import * as z from 'zod';
import {
  accountId,
  email,
  hour,
  keyArn,
  modelId,
  prefix,
  region,
  reservedConcurrency,
  retentionDays,
  tick,
  timezone,
  topicArns,
  yesOrNo,
} from './settings-values.ts';
import { watchedBuckets } from './watched-bucket.ts';

const DEFAULT_TICK = { expression: 'rate(1 hour)', seconds: 3600 };

/** One key each: what it means stands in the JSON schema of the file, which editors show. */
export const settingsSchema = z.strictObject({
  adminEmail: email.describe("Who gets the alarms, and the day's summary"),
  prefix: prefix.default('bk').describe('Begins the names of tables, functions and alarms'),
  tick: tick.default(DEFAULT_TICK).describe('How often the sentinel looks which jobs are due: rate(1 hour)'),
  watched: watchedBuckets.default([]).describe('The buckets that may be listed, and what may be read in them'),
  awsBackup: yesOrNo
    .default(false)
    .describe('true when jobs name recovery points of AWS Backup: they may be listed, and restore tests bring a look'),
  summaryHour: hour.default(8).describe('Local hour of the daily summary'),
  timezone: timezone.default('UTC').describe('IANA time zone of summaryHour'),
  modelId: modelId.default('').describe('Bedrock model that words the summary; empty for none'),
  logRetentionDays: retentionDays.default(30).describe('How long the logs are kept'),
  retain: yesOrNo.default(true).describe('Whether tables and documents outlive their stack'),
  slack: yesOrNo.default(false).describe("true when the SSM parameter of Slack's bot token exists"),
  slackButtons: yesOrNo
    .default(false)
    .describe("true when Slack's signing secret is in SSM, and its app knows the address of the web function"),
  slackUrl: z
    .union([z.literal(''), z.url()], { error: 'is not a URL' })
    .default('')
    .describe("Another address of Slack's API, for a proxy or a test; empty for Slack's"),
  heartbeats: yesOrNo.default(false).describe('true when the SSM parameter of the ping master key exists'),
  web: yesOrNo.default(false).describe('true when the SSM parameter of the link key exists: status page, API, links'),
  reservedConcurrency: reservedConcurrency
    .default(0)
    .describe(
      'Invocations reserved for each public function, and its limit; 0 for neither. A new account has 10 in all and can reserve none',
    ),
  watchdog: yesOrNo.default(false).describe("true when the SSM parameter of an outside dead-man's switch exists"),
  fromEmail: z
    .union([z.literal(''), email], { error: 'is not an email address' })
    .default('')
    .describe('A verified SES identity that mail is sent from; empty for none'),
  largeDocument: yesOrNo
    .default(false)
    .describe('true for a rules doc of more than 500 jobs: its passes are made in slices, by a queue'),
  dashboard: yesOrNo
    .default(false)
    .describe('Whether there is a dashboard; beyond three in an account it costs $3 a month'),
  encryptionKeyArn: keyArn
    .nullable()
    .default(null)
    .describe('A KMS key of yours for tables, buckets, topics and queues; none: keys of AWS, free of charge'),
  topics: topicArns.default([]).describe('SNS topics by which people of the rules doc may be notified'),
  sentinelAccountId: accountId
    .nullable()
    .default(null)
    .describe('The account that the sentinel runs in; needed when a watched bucket lies in another'),
  sentinelRegion: region
    .nullable()
    .default(null)
    .describe(
      'The region that the sentinel runs in; needed when a bucket of another account or region sends its events',
    ),
});

/** What the operator decides, in sentinel.config.yaml. */
export type Settings = Readonly<z.infer<typeof settingsSchema>>;

/** A right value for each key, as YAML, for messages. */
const RIGHT_VALUES: Readonly<Record<keyof Settings, string>> = {
  adminEmail: 'ops@your-company.com',
  prefix: 'bk',
  tick: 'rate(1 hour)',
  watched: '[{ bucket: acme-backups, prefixes: [orders/] }]',
  awsBackup: 'false',
  summaryHour: '8',
  timezone: 'Asia/Singapore',
  modelId: '""',
  logRetentionDays: '30',
  retain: 'true',
  slack: 'false',
  slackButtons: 'false',
  slackUrl: '""',
  heartbeats: 'false',
  web: 'false',
  reservedConcurrency: '10',
  watchdog: 'false',
  fromEmail: 'backups@your-company.com',
  largeDocument: 'false',
  dashboard: 'false',
  encryptionKeyArn: 'arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
  topics: '["arn:aws:sns:eu-central-1:111122223333:backups"]',
  sentinelAccountId: '"111122223333"',
  sentinelRegion: 'eu-central-1',
};

export const SETTING_NAMES = Object.keys(RIGHT_VALUES) as readonly (keyof Settings)[];

/** What is wrong, and where in the values. */
export interface SettingsProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** The settings that these values are, or every problem at once. */
export function checkSettings(values: unknown): Settings | readonly SettingsProblem[] {
  const result = settingsSchema.safeParse(values);
  if (!result.success) return result.error.issues.flatMap((issue) => problemsOf(issue, values));
  const problems = [...missingAccount(result.data), ...eventsWithout(result.data), ...buttonsWithout(result.data)];
  return problems.length > 0 ? problems : result.data;
}

function missingAccount({ watched, sentinelAccountId }: Settings): SettingsProblem[] {
  const index = watched.findIndex((bucket) => bucket.accountId !== null);
  const foreign = watched[index];
  if (!foreign || sentinelAccountId !== null) return [];
  const message = `the bucket ${foreign.bucket} lies in account ${foreign.accountId}, which must know whom to let in, and sentinelAccountId is missing; ${rightValue('sentinelAccountId')}`;
  return [{ path: ['watched', index, 'accountId'], message }];
}

/** Events that nothing would forward. */
function eventsWithout({ watched, sentinelRegion }: Settings): SettingsProblem[] {
  return watched.flatMap(({ bucket, events, accountId, region: own }, index) => {
    const path = ['watched', index, 'events'];
    if (!events || (accountId === null && own === null)) return [];
    if (sentinelRegion !== null) return [];
    const from = accountId === null ? own : `account ${accountId}`;
    const message = `the events of ${bucket} are forwarded from ${from}, where it must be known where to, and sentinelRegion is missing; ${rightValue('sentinelRegion')}`;
    return [{ path, message }];
  });
}

/** Buttons that are never sent, or never answered. */
function buttonsWithout({ slackButtons, slack, web }: Settings): SettingsProblem[] {
  const missing = [...(slack ? [] : ['slack']), ...(web ? [] : ['web'])];
  if (!slackButtons || missing.length === 0) return [];
  const message = `needs ${missing.join(' and ')} to be true as well; write for example ${missing[0]}: true`;
  return [{ path: ['slackButtons'], message }];
}

function problemsOf(issue: z.core.$ZodIssue, values: unknown): SettingsProblem[] {
  const path = issue.path as readonly (string | number)[];
  const key = path[0] as keyof Settings | undefined;
  if (issue.code === 'unrecognized_keys') {
    const remedy = key === undefined ? `the settings are ${SETTING_NAMES.join(', ')}` : rightValue(key);
    return issue.keys.map((unknown) => ({ path: [...path, unknown], message: `is not a setting; ${remedy}` }));
  }
  const remedy = key === undefined ? 'write one setting a line, such as adminEmail: ops@acme.example' : rightValue(key);
  const value = path.reduce<unknown>((inside, step) => (inside as Record<PropertyKey, unknown>)?.[step], values);
  const shown = value === undefined ? '' : `(${JSON.stringify(value)}) `;
  const isMissing = value === undefined && path.length === 1;
  return [{ path, message: `${isMissing ? 'is missing' : `${shown}${issue.message}`}; ${remedy}` }];
}

function rightValue(key: keyof Settings): string {
  return `write for example ${key}: ${RIGHT_VALUES[key]}`;
}
