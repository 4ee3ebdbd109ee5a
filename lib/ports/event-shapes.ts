import * as z from 'zod';
import { DETAIL_VERSION } from '../core/event/detail-types.ts';
import { OWNER_SOURCES } from '../core/model/job.ts';
import { drill } from './drill-shape.ts';
import { count, eventId, instant, publishedTransition } from './transition-shape.ts';

const version = z.literal(DETAIL_VERSION);

const job = z.object({
  id: z.string().min(1),
  name: z.string(),
  group: z.string().nullable(),
  node: z.string().nullable().describe('For one node of a job with nodes'),
  runbook: z.string().nullable().describe('As the rules doc has it'),
  note: z.string().nullable(),
  rule: z.object({
    words: z.string().describe('As it was understood, defaults included'),
    at: z.string().describe('Where the job stands in the rules doc'),
  }),
});

const people = z.object({
  owner: z.string().nullable().describe('Ids of people in the rules doc; null when no one is named'),
  escalate_to: z.string().nullable(),
  owner_from: z.enum(OWNER_SOURCES).nullable().describe('Where the owner is named'),
});

/** `Backup Job State Changed`: the transition, and what the rules doc in force says of its job. */
export const stateChanged = z.object({
  version,
  ...publishedTransition.shape,
  job: job.nullable().describe('Null for a job that left the rules doc'),
  people: people.nullable().describe('Null for a job that left the rules doc'),
  evidence: z
    .string()
    .nullable()
    .describe('The newest backup, or the place it should be in; null for a job that only sends heartbeats'),
  data_at_risk_seconds: count.nullable().describe('As in the verdict; null without one, or without a good backup'),
  links: z.object({
    evidence: z.string().nullable().describe('The AWS console at the evidence; null for what is not in S3'),
    runbook: z.string().nullable(),
  }),
});

const problem = z.object({
  severity: z.enum(['error', 'warning']),
  code: z.string(),
  line: count.describe('From 1; 0 for the whole document'),
  column: count,
  path: z.string(),
  message: z.string(),
});

const jobChange = z.object({
  what: z.string(),
  from: z.string(),
  to: z.string(),
  direction: z.enum(['loosened', 'tightened', 'changed']),
});

/** `Backup Sentinel Rules Accepted`: a rules doc holds from now on; lists name 200 at most. */
export const rulesAccepted = z.object({
  version,
  event_id: eventId,
  at: instant,
  source: z.string(),
  rules_version: z.string(),
  jobs: count,
  jobs_with_nodes: count,
  added: z.array(z.string()).max(200),
  removed: z.array(z.string()).max(200),
  changed: z.array(z.object({ job: z.string(), changes: z.array(jobChange) })).max(200),
  counts: z.object({ added: count, removed: count, changed: count, unchanged: count }),
  warnings: z.array(problem).max(200),
});

/** `Backup Sentinel Rules Rejected`: a rules doc was not taken; the last good one stays in force. */
export const rulesRejected = z.object({
  version,
  event_id: eventId,
  at: instant,
  source: z.string(),
  rules_version: z.string(),
  upload: z.string().describe('Version of the object'),
  problems: z.array(problem).max(200),
  problem_count: count,
  going_on_with: z.string().nullable().describe('Version of the last good document; null when there is none'),
});

/** `Backup Sentinel Pass Completed`: every job that was due was judged. */
export const passCompleted = z.object({
  version,
  event_id: eventId,
  at: instant,
  scheduled_at: instant,
  duration_ms: count,
  configured: count,
  due: count,
  judged: count,
  rules_version: z.string(),
  late_seconds: count,
  missed_ticks: count.describe('Ticks before this one that brought no pass'),
});

/** `Backup Sentinel Record Head`: the day's one hash over the record of all jobs, to be kept outside the tables. */
export const recordHead = z.object({
  version,
  event_id: eventId,
  at: instant,
  day: z.iso.date().describe('The day whose first pass made it, in UTC'),
  hash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .describe('What `sentinel record --verify --head` takes'),
  previous: z.string().nullable().describe('The hash before; null for the first'),
  jobs: count.describe('How many jobs have a record'),
});

/** `Backup Sentinel Member Found`: a series of a job with `{each}` is watched from now on. */
export const memberFound = z.object({
  version,
  event_id: eventId,
  at: instant,
  job_id: z.string().min(1),
  name: z.string(),
  group: z.string().nullable(),
  owner: z.string().nullable().describe('Id of a person in the rules doc; null when no one is named'),
  member: z.object({
    job_id: z.string().min(1).describe('The job in the rules doc'),
    name: z.string().describe('What stands for {each}, as it is written there'),
  }),
  place: z.string().nullable(),
  first_run_at: instant.describe('The end of its newest run when it was first seen'),
});

/** Every event of the sentinel, by the detail-type it has on the bus; the source is `backup-sentinel`. */
export const EVENT_SHAPES = {
  'Backup Job State Changed': stateChanged,
  'Backup Sentinel Rules Accepted': rulesAccepted,
  'Backup Sentinel Rules Rejected': rulesRejected,
  'Backup Sentinel Pass Completed': passCompleted,
  'Backup Sentinel Record Head': recordHead,
  'Backup Sentinel Member Found': memberFound,
  'Backup Sentinel Drill': drill,
} as const;
