import * as z from 'zod';
import { DETAIL_VERSION } from '../core/event/detail-types.ts';
import { eventId, instant } from './transition-shape.ts';

/** `Backup Sentinel Drill`: someone wants to see whether the message of a break would arrive; nothing is broken. */
export const drill = z.object({
  version: z.literal(DETAIL_VERSION),
  event_id: eventId,
  at: instant,
  job_id: z.string().min(1),
  person: z.string().nullable().describe('Whom to notify; null for the one who would be notified of an alert'),
  at_once: z.boolean().describe('Also in quiet time'),
});
