import * as z from 'zod';
import { CHANNELS } from '../channels/registry.ts';
import { CHANNEL_KINDS } from '../core/model/channel-kind.ts';
import { SUMMARY_FREQUENCIES } from '../core/model/person.ts';
import { REPORT_FORMATS } from '../core/model/report-format.ts';
import type { AnyClause } from './clauses/clause.ts';
import { DAY_KEYS } from './clauses/plain-days.ts';
import { CLAUSES } from './clauses/registry.ts';
import { JOB_ID, NAME_ID } from './sections/read-ids.ts';

/*
 * The shape of a rules doc. Values that need more than a type (places, times, names that must exist) are read by the
 * files named after them. Messages say what to write; the reader puts the key and its value in front.
 */

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

/** `a, b or c`. */
function oneOf(words: readonly string[]): string {
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

const skips = oneOrMore('a calendar, or a code such as SG or US-CA')
  .optional()
  .describe('Dates on which no run is expected: calendars, or country codes (SG, US-CA); with times of day');

const timezone = line('an IANA zone such as Asia/Singapore')
  .optional()
  .describe('IANA time zone, such as Asia/Singapore');
const owner = line('the id of a person').optional().describe('Id under people: who is notified');
const escalateTo = line('the id of a person')
  .optional()
  .describe('Id under people: who is notified as well when nothing happens');

/** The mapping form of a rule: a key for each clause. */
export function ruleSchemaOf(clauses: readonly AnyClause[]): z.ZodObject {
  const own = Object.fromEntries(clauses.map(({ name, schema }) => [name, schema.optional()]));
  return z.strictObject({
    ...own,
    ...Object.fromEntries(Object.entries(DAY_KEYS).map(([key, schema]) => [key, schema.optional()])),
    times: z
      .array(
        z
          .strictObject({ at: z.union([z.string(), z.array(z.string())]), ...DAY_KEYS })
          .partial({ on: true, on_days: true, on_nth: true }),
      )
      .optional()
      .meta({ description: 'Several groups of times: [{ at: ["02:00"], on: weekdays }, { at: ["04:00"], on: sat }]' }),
    every_months: z.number().int().min(1).optional().meta({ description: 'Calendar months between runs: 1, 3, 12' }),
  });
}

const ruleSchema = ruleSchemaOf(CLAUSES);

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
  skips,
  ignore: oneOrMore('a place such as s3://bucket/folder/')
    .optional()
    .describe('Places that are watched by nothing on purpose: none is proposed for them'),
  admin: line('the id of a person')
    .optional()
    .describe('Id under people: unowned alerts, and problems with this document'),
  rule,
  owner,
  escalate_to: escalateTo,
  summary: line('a time such as "08:00"').optional().describe('Local time of the daily summary; default 08:00'),
});

const channel = z.enum(CHANNEL_KINDS, { error: `write ${oneOf(CHANNEL_KINDS)}` });

type AddressKey = (typeof CHANNELS)[number]['key'];

/** A key for each channel's address. */
const addressShape = Object.fromEntries(
  CHANNELS.map(({ key, address, example }) => [key, line(address).optional().describe(sentenceOf(example))]),
) as Record<AddressKey, z.ZodOptional<z.ZodString>>;

/** Text of a docs table as a sentence: with a capital letter, and without Markdown. */
function sentenceOf(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1).replaceAll('`', '');
}

export const personSchema = z.strictObject({
  ...addressShape,
  via: z
    .union([channel, z.array(channel)], { error: `write channels in order: ${CHANNEL_KINDS.join(', ')}` })
    .optional()
    .describe('Channels in the order they are tried'),
  timezone,
  quiet: line('a span such as "20:00-08:00"').optional().describe('Local times when messages wait: 20:00-08:00'),
  days: oneOrMore('days such as mon-fri').optional().describe('Days on which the person is notified: mon-fri'),
  holidays: oneOrMore('a code such as SG or US-CA')
    .optional()
    .describe('Country codes (SG, US-CA) or names of calendars'),
  away: oneOrMore('a span such as 2026-12-20..2027-01-03').optional().describe('Absences: 2026-12-20..2027-01-03'),
  cover: line('the id of a person').optional().describe('Id under people: who is notified meanwhile'),
  manager: line('the id of a person').optional().describe('Id under people: who is notified when nothing happens'),
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
  skips,
});

const memberNames = (what: string) =>
  z.union([line(what), z.number(), z.array(z.union([line(what), z.number()]))], {
    error: `write ${what}, one or a list`,
  });

/** What a job with `{each}` in its place says of its members. */
export const eachSchema = z.strictObject({
  except: memberNames('names such as scratch_*').optional().describe('Names that are no members; * for any characters'),
  forget_after: line('a duration such as 30 days')
    .optional()
    .describe('A member whose newest backup is older is forgotten, once its owner was notified: 30 days'),
  expect: memberNames('names of members').optional().describe('Members that must exist, even if never seen'),
  at_least: z
    .number({ error: 'write a whole number' })
    .int({ error: 'write a whole number' })
    .min(1, { error: 'write 1 or more' })
    .optional()
    .describe('Fewer members than this are an alert of the job itself'),
  rules: z
    .record(z.string(), z.union([z.string(), ruleSchema]))
    .optional()
    .describe('More clauses for the members whose name matches: { FULL: every 7 days, "LOG*": every 1 hour }'),
});

export const jobSchema = z.strictObject({
  name: line('a name').optional().describe('Name for people; default the id'),
  group: line('the id of a group').optional().describe('Id under groups'),
  owner,
  escalate_to: escalateTo,
  backup: line('a place such as s3://bucket/folder/')
    .optional()
    .describe(
      'Where it lands: s3://bucket/folder/, ./folder/, with * ** {run} {each} {yyyy} {MM} {dd} {HH} {YYYY} {ww} {unix} {node}',
    ),
  mirror: yes('whether the whole place is one copy')
    .optional()
    .describe('The whole place is one copy, updated in place (rclone, rsync, aws s3 sync): its files are counted'),
  each: eachSchema.optional().describe('What is said of the members that {each} in the place finds'),
  names_in: line('an IANA zone such as UTC').optional().describe('Zone of the date parts in names; default timezone'),
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
    .enum(['well-formed', 'deep'], { error: 'write well-formed or deep, or take the line out' })
    .optional()
    .describe('Looks into the newest backup: well-formed by its ends, deep reads all of it'),
  urgent: yes('whether alerts may break quiet hours').optional().describe('Alerts and escalations go out at once'),
  public: yes('whether anyone may see its badge').optional().describe('Its badge can be seen without signing in'),
  timezone,
  skips,
  runbook: line('an https address').optional().describe('Address of what to do when it fails'),
  note: text('a note').optional().describe('Free text, shown with alerts'),
});

/** The whole document, for editors; the reader goes section by section, so that each problem keeps its place. */
export const documentSchema = z.strictObject({
  version: z.literal(1).describe('Format of this document'),
  settings: settingsSchema.optional().describe('What holds for every job'),
  people: z.record(z.string().regex(NAME_ID), personSchema).optional().describe('Who can be notified, by id'),
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
  each: eachSchema,
} as const;

export type SectionName = keyof typeof SECTIONS;
