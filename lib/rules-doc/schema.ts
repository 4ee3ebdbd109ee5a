import * as z from 'zod';
import { CHANNEL_KINDS } from '../core/model/channel-kind.ts';
import { SUMMARY_FREQUENCIES } from '../core/model/person.ts';
import { REPORT_FORMATS } from '../core/model/report-format.ts';

/*
 * The shape of a rules doc. Values that need more than a type (places, times, names that must exist) are read by the
 * files named after them. Messages say what to write; the reader puts the key and its value in front.
 */

/** Ids of jobs and nodes. */
export const JOB_ID = /^[a-z0-9][a-z0-9._-]{0,63}$/;
/** Ids of people, groups and calendars. */
export const NAME_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;

const text = (what: string) => z.string({ error: `write ${what} as text, in quotes if it looks like a number` });
/** Text that ends up in subjects, headers and log lines, where a line break could forge another. */
const line = (what: string) =>
  text(what)
    .min(1, { error: `write ${what}, or take the line out` })
    .refine((value) => !CONTROL.test(value), { error: `write ${what} on one line` });
const yes = (what: string) => z.boolean({ error: `write true or false: ${what}` });
const oneOrMore = (what: string) =>
  z.union([line(what), z.array(line(what))], { error: `write ${what}, one or a list` });
const quantity = z.union([z.string(), z.number()]);

/** `a, b or c`. */
function oneOf(words: readonly string[]): string {
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

const timezone = line('an IANA zone such as Asia/Singapore')
  .optional()
  .describe('IANA time zone, such as Asia/Singapore');
const owner = line('the id of a person').optional().describe('Id under people: who is told');
const escalateTo = line('the id of a person')
  .optional()
  .describe('Id under people: who is told as well when nothing happens');

export const ruleSchema = z.strictObject({
  every: quantity.optional().describe('How often the job runs: 24 hours, 7 days, hourly, daily, nightly, weekly'),
  allow: quantity
    .optional()
    .describe('How old the newest good backup may be: 26 hours, 26 (unit of every), or 10% extra'),
  at: z.string().optional().describe('Local time at which a run is expected: 02:00'),
  on: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .describe('Days of at: weekdays, or mon, thu'),
  cron: z.string().optional().describe('Five fields in place of at: 0 2 * * 1-5'),
  alert_after: quantity.optional().describe('From when lateness is an alert rather than a warning: 32 hours'),
  margin: quantity.optional().describe('How far past a limit is still a warning: 25%'),
  early: quantity.optional().describe('How long before its time a run already counts: 30 minutes'),
  at_least: quantity.optional().describe('Least size: 350 MB'),
  at_most: quantity.optional().describe('Largest size: 2 TB'),
  alert_below: quantity.optional().describe('Below this size it is an alert rather than a warning: 300 MB'),
  shrink: quantity.optional().describe('Alert when it shrinks by more than this: 50%'),
  warn_shrink: quantity.optional().describe('Warn when it shrinks by more than this: 25%'),
  finish_within: quantity.optional().describe('How long a run may take: 6 hours'),
  escalate: z.string().optional().describe('next day, after 36 hours, or never'),
  check: z.string().optional().describe('How often the sentinel looks: hourly, or 6 hours'),
});

const rule = z
  .union([z.string(), ruleSchema])
  .optional()
  .describe('A sentence such as "every 24 hours, allow 26; at least 350 MB", or the same as a mapping');

export const reportSchema = z.strictObject({
  format: z
    .enum(REPORT_FORMATS, { error: `write ${oneOf(REPORT_FORMATS)}` })
    .optional()
    .describe('Which tool writes the report'),
  success: oneOrMore('a phrase').optional().describe('Format text: plain phrases that mean the run succeeded'),
  failure: oneOrMore('a phrase').optional().describe('Format text: plain phrases that mean it failed; these win'),
});

export const settingsSchema = z.strictObject({
  timezone,
  admin: line('the id of a person')
    .optional()
    .describe('Id under people: unowned alerts, and trouble with this document'),
  rule,
  owner,
  escalate_to: escalateTo,
  summary: line('a time such as "08:00"').optional().describe('Local time of the daily summary; default 08:00'),
});

const channel = z.enum(CHANNEL_KINDS, { error: `write ${oneOf(CHANNEL_KINDS)}` });

export const personSchema = z.strictObject({
  email: line('an email address').optional().describe('Email address'),
  slack: line('a Slack member id').optional().describe('Slack member id, such as U012AB3CD'),
  slack_channel: line('a Slack channel').optional().describe('Slack channel id, such as C012AB3CD, or "#name"'),
  webhook: line('an https address').optional().describe('Address that gets signed JSON'),
  sns: line('the ARN of an SNS topic').optional().describe('ARN of an SNS topic'),
  via: z
    .union([channel, z.array(channel)], { error: `write channels in order: ${CHANNEL_KINDS.join(', ')}` })
    .optional()
    .describe('Channels in the order they are tried'),
  timezone,
  quiet: line('a span such as "20:00-08:00"').optional().describe('Local times when messages wait: 20:00-08:00'),
  days: oneOrMore('days such as mon-fri').optional().describe('Days on which the person is told: mon-fri'),
  holidays: oneOrMore('a code such as SG or US-CA')
    .optional()
    .describe('Country codes (SG, US-CA) or names of calendars'),
  away: oneOrMore('a span such as 2026-12-20..2027-01-03').optional().describe('Absences: 2026-12-20..2027-01-03'),
  cover: line('the id of a person').optional().describe('Id under people: who is told meanwhile'),
  manager: line('the id of a person').optional().describe('Id under people: who is told when nothing happens'),
  summary: z
    .enum(SUMMARY_FREQUENCIES, { error: `write ${oneOf(SUMMARY_FREQUENCIES)}` })
    .optional()
    .describe('How often the summary comes'),
});

export const groupSchema = z.strictObject({
  owner,
  escalate_to: escalateTo,
  rule,
  urgent: yes('whether alerts may break quiet hours').optional().describe('Alerts and escalations go out at once'),
  timezone,
});

export const jobSchema = z.strictObject({
  name: line('a name').optional().describe('Name for people; default the id'),
  group: line('the id of a group').optional().describe('Id under groups'),
  owner,
  escalate_to: escalateTo,
  backup: line('a place such as s3://bucket/folder/')
    .optional()
    .describe('Where it lands: s3://bucket/folder/, ./folder/, with * ** {run} {yyyy} {MM} {dd} {HH} {node}'),
  finished: line('marker NAME, report PATH, heartbeat or landed')
    .optional()
    .describe('What shows that a run has ended: marker _SUCCESS, report ./reports/*.json, heartbeat, landed'),
  report: reportSchema.optional().describe('How reports are read'),
  heartbeat: yes('whether the job pings').optional().describe('The job pings the sentinel'),
  nodes: z
    .array(z.unknown(), { error: 'write a list such as [a, b, c]' })
    .optional()
    .describe('One job per node; {node} in the place'),
  rule,
  starts: line('a date such as 2026-12-01').optional().describe('No backup is expected before this day: 2026-12-01'),
  verify: z
    .literal('well-formed', { error: 'write well-formed, or take the line out' })
    .optional()
    .describe('Looks at the head and tail of the newest backup'),
  urgent: yes('whether alerts may break quiet hours').optional().describe('Alerts and escalations go out at once'),
  public: yes('whether anyone may see its badge').optional().describe('Its badge can be seen without signing in'),
  timezone,
  runbook: line('an https address').optional().describe('Address of what to do when it fails'),
  note: text('a note').optional().describe('Free text, shown with alerts'),
});

/** The whole document, for editors; the reader goes section by section, so that each fault keeps its place. */
export const documentSchema = z.strictObject({
  version: z.literal(1).describe('Format of this document'),
  settings: settingsSchema.optional().describe('What holds for every job'),
  people: z.record(z.string().regex(NAME_ID), personSchema).optional().describe('Who can be told, by id'),
  groups: z.record(z.string().regex(NAME_ID), groupSchema).optional().describe('What several jobs share, by id'),
  calendars: z
    .record(z.string().regex(NAME_ID), z.array(z.string()))
    .optional()
    .describe('Days off of your own, by name: lists of dates'),
  jobs: z
    .record(z.string().regex(JOB_ID), jobSchema.extend({ nodes: z.array(z.string().regex(JOB_ID)).optional() }))
    .describe('The backups to watch, by id'),
  removes: z.number().int().min(0).optional().describe('How many jobs this version leaves out on purpose'),
});

export const SECTIONS = {
  top: documentSchema,
  settings: settingsSchema,
  person: personSchema,
  group: groupSchema,
  job: jobSchema,
  rule: ruleSchema,
  report: reportSchema,
} as const;

export type SectionName = keyof typeof SECTIONS;
