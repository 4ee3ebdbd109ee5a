import * as z from 'zod';
import { HOUR_MS, parseInstant } from '../../core/instant.ts';
import { ACTION_VERBS, type Action } from '../../core/model/action.ts';

/** The lengths of a snooze to choose from; the last is the maximum. */
export const SNOOZE_LENGTHS = [
  { hours: 1, words: 'for an hour', isUsual: false },
  { hours: 8, words: 'for 8 hours', isUsual: false },
  { hours: 24, words: 'for a day', isUsual: true },
  { hours: 72, words: 'for 3 days', isUsual: false },
  { hours: 168, words: 'for a week', isUsual: false },
] as const;

/** An action as the page's forms send it. */
export interface SentAction {
  readonly action: Action;
  /** The break that was seen; null when there was none. */
  readonly breakSeq: number | null;
  readonly reason: string | null;
}

const number = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number);
const optionalNumber = z.union([z.literal('').transform(() => null), number]);
const shape = z.object({
  action: z.enum(ACTION_VERBS),
  break: optionalNumber,
  hours: number.optional(),
  reason: z.string().trim().max(200).optional(),
  location: z.string().optional(),
  ts: z.string().optional(),
  size: optionalNumber.optional(),
});

/** Reads the fields of a form; null when no form of this server sends them. */
export function readAction(fields: Readonly<Record<string, unknown>>): SentAction | null {
  const read = shape.safeParse(fields);
  if (!read.success) return null;
  const action = actionOf(read.data);
  return action && { action, breakSeq: read.data.break, reason: read.data.reason || null };
}

function actionOf({ action: verb, hours, location, ts, size }: z.infer<typeof shape>): Action | null {
  switch (verb) {
    case 'fixed':
    case 'mute':
    case 'resume':
    case 'retire':
    case 'proven':
      return { verb };
    case 'snooze':
      return SNOOZE_LENGTHS.some((length) => length.hours === hours) && hours ? { verb, forMs: hours * HOUR_MS } : null;
    case 'accept': {
      const at = ts === undefined ? null : parseInstant(ts);
      if (location === undefined || at === null) return null;
      return { verb, run: { location, ts: at, sizeBytes: size ?? null } };
    }
  }
}
