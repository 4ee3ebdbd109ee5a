import * as z from 'zod';
import {
  accountId,
  email,
  hour,
  modelId,
  prefix,
  reservedConcurrency,
  retentionDays,
  tick,
  timezone,
  topicArns,
  yesOrNo,
} from './settings-values.ts';
import { watchedBuckets } from './watched-bucket.ts';

const DEFAULT_TICK = { expression: 'rate(1 hour)', seconds: 3600 };

const settingsSchema = z.object({
  /** Who gets the alarms, and the day's summary. */
  adminEmail: email,
  prefix: prefix.default('bk'),
  tick: tick.default(DEFAULT_TICK),
  watched: watchedBuckets.default([]),
  /** Local hour of the daily summary. */
  summaryHour: hour.default(8),
  timezone: timezone.default('UTC'),
  /** Bedrock model that words the summary; empty for none. */
  modelId: modelId.default(''),
  logRetentionDays: retentionDays.default(30),
  /** Whether tables and documents outlive their stack. */
  retain: yesOrNo.default(true),
  /** True when the SSM parameters of Slack exist. */
  slack: yesOrNo.default(false),
  /** True when the SSM parameter of Slack's signing secret exists, and its app knows the address of the web function. */
  slackButtons: yesOrNo.default(false),
  /** Another address than Slack's own, for a proxy or a test; empty for Slack's. */
  slackUrl: z.union([z.literal(''), z.url()], { error: 'is not a URL' }).default(''),
  /** True when the SSM parameter of the ping master key exists: jobs can send heartbeats then. */
  heartbeats: yesOrNo.default(false),
  /** True when the SSM parameter of the link key exists: owners are served then, and mails have links. */
  web: yesOrNo.default(false),
  /** Invocations at a time that are kept for each function with an address of its own, and its limit; 0 for neither. */
  reservedConcurrency: reservedConcurrency.default(10),
  /** True when the SSM parameter with the URL of an outside dead-man's switch exists. */
  watchdog: yesOrNo.default(false),
  /** A verified SES identity that mail is sent from; empty for none. */
  fromEmail: z.union([z.literal(''), email], { error: 'is not an email address' }).default(''),
  /** SNS topics by which people of the rules doc may be notified. */
  topics: topicArns.default([]),
  /** The account that the sentinel runs in; needed when a watched bucket lies in another. */
  sentinelAccountId: accountId.nullable().default(null),
});

/** What the operator decides, in cdk.json under `context` or with `-c key=value`. */
export type Settings = Readonly<z.infer<typeof settingsSchema>>;

/** A right value for each key, for messages. */
const RIGHT_VALUES: Readonly<Record<keyof Settings, unknown>> = {
  adminEmail: 'ops@your-company.com',
  prefix: 'bk',
  tick: 'rate(1 hour)',
  watched: [{ bucket: 'acme-backups', prefixes: ['orders/'] }],
  summaryHour: 8,
  timezone: 'Asia/Singapore',
  modelId: '',
  logRetentionDays: 30,
  retain: true,
  slack: false,
  slackButtons: false,
  slackUrl: '',
  heartbeats: false,
  web: false,
  reservedConcurrency: 10,
  watchdog: false,
  fromEmail: 'backups@your-company.com',
  topics: ['arn:aws:sns:eu-central-1:111122223333:backups'],
  sentinelAccountId: '111122223333',
};

/** The CDK and its libraries keep their own keys in the context; they hold one of these characters. */
const FOREIGN_KEY = /[:/@]/;

/** Settings that cannot be used; the message names each key and shows a right value. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/** Reads the settings out of the app's context. Throws SettingsError with every problem at once. */
export function readSettings(context: Readonly<Record<string, unknown>>): Settings {
  const problems = Object.keys(context).filter(isUnknown).map(describeUnknown);
  const result = settingsSchema.safeParse(context);
  if (!result.success) problems.push(...result.error.issues.map((issue) => describe(issue, context)));
  if (result.success) problems.push(...missingAccount(result.data), ...buttonsWithout(result.data));
  if (problems.length > 0 || !result.success) {
    throw new SettingsError(`The settings in cdk.json (context) cannot be used:\n${problems.map(indent).join('\n')}`);
  }
  return result.data;
}

function missingAccount({ watched, sentinelAccountId }: Settings): string[] {
  const foreign = watched.find((bucket) => bucket.accountId !== null);
  if (!foreign || sentinelAccountId !== null) return [];
  const message = `is missing, and the bucket ${foreign.bucket} lies in account ${foreign.accountId}, which must know whom to let in`;
  return [`sentinelAccountId ${message}; ${rightValue('sentinelAccountId')}`];
}

/** Buttons that are never sent, or never answered. */
function buttonsWithout({ slackButtons, slack, web }: Settings): string[] {
  const missing = [...(slack ? [] : ['slack']), ...(web ? [] : ['web'])];
  if (!slackButtons || missing.length === 0) return [];
  return [`slackButtons needs ${missing.join(' and ')} to be true as well; write for example "${missing[0]}": true`];
}

function describe(issue: z.core.$ZodIssue, context: Readonly<Record<string, unknown>>): string {
  const [key, ...inner] = issue.path as [keyof Settings, ...(string | number)[]];
  const place = inner.reduce<string>((path, step) => path + (typeof step === 'number' ? `[${step}]` : `.${step}`), key);
  if (issue.code === 'unrecognized_keys') {
    return `${place} has ${issue.keys.join(', ')}, which is not known there; ${rightValue(key)}`;
  }
  if (inner.length === 0 && context[key] === undefined) return `${key} is missing; ${rightValue(key)}`;
  const value = valueAt(context[key], inner);
  const shown = value === undefined ? '' : ` (${JSON.stringify(value)})`;
  return `${place}${shown} ${issue.message}; ${rightValue(key)}`;
}

function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((inside, step) => (inside as Record<string | number, unknown> | null)?.[step], value);
}

function isUnknown(key: string): boolean {
  return !FOREIGN_KEY.test(key) && !Object.hasOwn(RIGHT_VALUES, key);
}

function describeUnknown(key: string): string {
  return `${key} is not a setting; the settings are ${Object.keys(RIGHT_VALUES).join(', ')}`;
}

function rightValue(key: keyof Settings): string {
  return `write for example ${JSON.stringify(key)}: ${JSON.stringify(RIGHT_VALUES[key])}`;
}

function indent(problem: string): string {
  return `  ${problem}`;
}
