import * as z from 'zod';
import { type Instant, parseInstant } from '../../lib/core/instant.ts';

const scheduled = z.object({ kind: z.literal('summary'), scheduledAt: z.string() });

/**
 * The instant for which the schedule meant the summary; null for any other event: someone who invokes the function by
 * hand wants to see the summary now.
 */
export function readSummaryEvent(event: unknown): Instant | null {
  const read = scheduled.safeParse(event);
  return read.success ? parseInstant(read.data.scheduledAt) : null;
}
