import * as z from 'zod';
import { DAY_STATES } from '../core/history/day.ts';

const instant = z.iso.datetime().describe('ISO-8601 in UTC');
const count = z.number().int().nonnegative();
const text = z.string().nullable();

const action = z.object({
  at: instant,
  by: text,
  verb: z.string(),
  until: instant.nullable().describe('When a snooze ends by itself; a mute ends when it is resumed'),
  reason: text,
});

const recordedBreak = z.object({
  of_proof: z.boolean().describe('True for a break of the proofs of the job'),
  began: instant,
  ended: instant.nullable().describe('Null while it goes on'),
  lasted_seconds: count.nullable(),
  worst: z.enum(['warn', 'alert', 'escalate']),
  reasons: z.array(z.string()),
  notified: z.array(
    z.object({
      at: instant,
      person: z.string(),
      instead_of: text,
      channel: text,
      outcome: z
        .string()
        .describe('accepted: a channel took it; later, refused: none did; unknown: the answer was lost'),
      state: z.string(),
    }),
  ),
  acted: z.array(action),
  until_action_seconds: count.nullable().describe('From its beginning to the first action; null where no one acted'),
});

const month = z.object({
  month: z.string(),
  days: z.object(Object.fromEntries(DAY_STATES.map((state) => [state, count]))),
  greatest_age_s: z.number().nullable(),
  size_bytes: z.number().nullable(),
});

const windows = z
  .object({
    expected: count,
    met: count,
    missed: count,
    quiet: count.describe('A person had snoozed or muted the job'),
    not_known: count.describe('Nothing is kept of them'),
    missed_days: z.array(z.object({ day: z.iso.date(), state: z.enum(['warn', 'alert', 'escalate']) })),
  })
  .describe('The days on which a backup was due');

/** The record as `sentinel record --format json` prints it (docs/record.schema.json). */
export const recordShape = z.object({
  version: z.literal(1),
  kind: z.literal('record'),
  from: instant,
  until: instant.describe('The first instant that is not in it'),
  made_at: instant,
  source: z.string().describe('Where the rules doc is'),
  timezone: z.string(),
  head: z.object({ day: z.string(), hash: z.string() }).nullable().describe('The newest hash over the record'),
  jobs: z.array(
    z.object({
      job_id: z.string(),
      name: z.string(),
      owner: text,
      is_watched: z.boolean().describe('False for a job that has left the rules doc'),
      rules: z.array(
        z.object({
          from: instant,
          words: text.describe('Null: it left'),
          version: z.string(),
          source: z.string(),
          by: text.describe('Who pushed that document, where it says so'),
        }),
      ),
      days: z.object({ met: count, missed: count, quiet: count }),
      windows,
      holidays: z.array(z.iso.date()).describe('On which the rule of now expects nothing'),
      months: z.array(month),
      runs: z.array(z.object({ at: instant, size_bytes: z.number().nullable(), finding: z.string() })),
      breaks: z.array(recordedBreak),
      actions: z
        .array(action)
        .describe('Outside a break; with the snoozes and mutes that were in force when the period began'),
      proofs: z
        .array(
          z.object({
            at: instant,
            verdict: z.string(),
            words: text.describe('How it went; for one done by hand the note of who did it'),
            by: text.describe('Who did it by hand'),
            location: text,
            restore_seconds: z.number().nullable(),
            answers: z
              .array(z.object({ asked: z.string(), wanted: z.string(), found: z.string(), holds: z.boolean() }))
              .describe('What was asked of the restored copy, what was wanted and what was found'),
          }),
        )
        .nullable()
        .describe('Null where the rule asks for none'),
      chain: z.object({
        begins: instant.nullable(),
        rows: count,
        unchained: count.describe('Rows of before the chain'),
      }),
    }),
  ),
});
