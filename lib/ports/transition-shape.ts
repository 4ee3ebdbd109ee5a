import * as z from 'zod';
import { SEVERITIES } from '../core/model/severity.ts';
import { STATES } from '../core/model/state.ts';
import { TRANSITION_REASONS } from '../core/model/transition.ts';
import { TEST_RESULTS } from '../core/model/verdict.ts';

export const instant = z.iso.datetime().describe('ISO-8601 in UTC');
export const eventId = z
  .string()
  .min(1)
  .describe('The same event has the same id each time it arrives; drop ids that were seen');
const state = z.enum(STATES);
export const count = z.number().int().nonnegative();

const run = z.object({ ts: instant, size_bytes: count.nullable(), location: z.string() });

const test = z.object({
  result: z.enum(TEST_RESULTS),
  kind: z.string().optional().describe('What the reason is about: stale, missed, shrunk and the like'),
  reason: z.string().describe('One sentence with the measured value and the threshold'),
  measured: z.number().nullable().describe('Whole seconds or whole bytes'),
  threshold: z.number().nullable().describe('Whole seconds or whole bytes'),
  at: z.string().describe('Where the threshold stands in the rules doc'),
});

const verdict = z.object({
  worst: z.enum(SEVERITIES),
  tests: z
    .union([z.object({ finished: test, recent: test, size: test }), z.object({ proven: test })])
    .describe('The three of a job; of its proofs (a job_id that ends in #proof) the one'),
  latest: run.nullable(),
  last_good: run.nullable(),
  running: z.object({ started_at: instant, location: z.string() }).nullable(),
  data_at_risk_seconds: count.nullable(),
});

/** A transition of one job: as the audit log keeps it, and as it is in an event's detail. */
export const publishedTransition = z.object({
  event_id: eventId,
  job_id: z.string().min(1),
  seq: count.describe('Counts up per job'),
  break_seq: count.nullable().describe('The seq that began the break'),
  from: state,
  to: state,
  reason: z.enum(TRANSITION_REASONS),
  at: instant,
  fixed_refuted: z.boolean(),
  by: z.string().nullable().describe('The person whose action it was'),
  until: instant.nullable().describe('When a snooze ends'),
  verdict: verdict.nullable().describe('Null for what a person did, and for a job that left the rules doc'),
});
