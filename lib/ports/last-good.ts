import * as z from 'zod';
import type { RulesChange } from '../rules-doc/rules-change.ts';
import { type LastGood, LastGoodDamaged } from './rules-source.ts';

const changeShape: z.ZodType<RulesChange, unknown> = z.object({
  added: z.array(z.string()),
  removed: z.array(z.string()),
  changed: z.array(
    z.object({
      job: z.string(),
      changes: z.array(
        z.object({
          what: z.string(),
          from: z.string(),
          to: z.string(),
          direction: z.enum(['loosened', 'tightened', 'changed']),
        }),
      ),
    }),
  ),
  unchanged: z.number().int(),
  isCompared: z.boolean().default(true),
});

const lastGoodShape: z.ZodType<LastGood> = z.object({
  schema: z.literal(1),
  source: z.string(),
  version: z.string(),
  acceptedAt: z.string(),
  text: z.string(),
  jobKeys: z.array(z.string()),
  jobIds: z.array(z.string()),
  proofIds: z.array(z.string()).default([]),
  holidayYears: z.array(z.number().int()),
  holidays: z.record(z.string(), z.array(z.string())),
  // Copies of an earlier version do not have these.
  retiring: z.array(z.object({ jobId: z.string(), since: z.string() })).default([]),
  change: changeShape.default({ added: [], removed: [], changed: [], unchanged: 0, isCompared: true }),
  loosened: z
    .array(z.object({ at: z.string(), job: z.string(), what: z.string(), from: z.string(), to: z.string() }))
    .default([]),
  announcedAt: z.string().nullable().default(null),
  removes: z.number().int().default(0),
  grammar: z.number().int().default(1),
  rules: z.record(z.string(), z.unknown()).nullable().default(null),
  maxJobs: z.number().int().nullable().default(null),
  reading: z.object({ reader: z.string(), sha256: z.string(), text: z.string().nullable() }).nullable().default(null),
});

/** The largest last good copy that is read: the document's text, and what was resolved of it. */
export const LARGEST_LAST_GOOD_BYTES = 16 * 1024 * 1024;

/** A last good copy as it is stored. */
export function formatLastGood(lastGood: LastGood): string {
  return `${JSON.stringify(lastGood, null, 2)}\n`;
}

/** Reads a stored last good copy; `location` is for the message. Throws LastGoodDamaged. */
export function parseLastGood(text: string, location: string): LastGood {
  let message: string;
  try {
    // Once a pass: to compile the shape first would take longer.
    const result = lastGoodShape.safeParse(JSON.parse(text), { jitless: true });
    if (result.success) return result.data;
    const issue = result.error.issues[0];
    message = `${issue?.path.join('.') || 'content'}: ${issue?.message}`;
  } catch {
    message = 'it is not JSON';
  }
  throw new LastGoodDamaged(
    `the last good copy of the rules doc, ${location}, is damaged or of a newer version of the sentinel (${message}); ` +
      'remove it, and the next good document is kept in its place',
  );
}
