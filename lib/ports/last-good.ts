import { z } from 'zod';
import { type LastGood, RulesUnavailable } from './rules-source.ts';

const lastGoodShape: z.ZodType<LastGood> = z.object({
  schema: z.literal(1),
  source: z.string(),
  version: z.string(),
  acceptedAt: z.string(),
  text: z.string(),
  jobKeys: z.array(z.string()),
  jobIds: z.array(z.string()),
  holidayYears: z.array(z.number().int()),
  holidays: z.record(z.string(), z.array(z.string())),
});

/** The largest last good copy that is read: the document's text, and what was resolved of it. */
export const LARGEST_LAST_GOOD_BYTES = 16 * 1024 * 1024;

/** A last good copy as it is stored. */
export function formatLastGood(lastGood: LastGood): string {
  return `${JSON.stringify(lastGood, null, 2)}\n`;
}

/** Reads a stored last good copy; `location` is for the message. Throws RulesUnavailable when it is damaged. */
export function parseLastGood(text: string, location: string): LastGood {
  let why: string;
  try {
    const result = lastGoodShape.safeParse(JSON.parse(text));
    if (result.success) return result.data;
    const issue = result.error.issues[0];
    why = `${issue?.path.join('.') || 'content'}: ${issue?.message}`;
  } catch {
    why = 'it is not JSON';
  }
  throw new RulesUnavailable(
    `the last good copy of the rules doc, ${location}, is damaged or of a newer version of the sentinel (${why}); ` +
      'remove it, and the next good document is kept in its place',
  );
}
