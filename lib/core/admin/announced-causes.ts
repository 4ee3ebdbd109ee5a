import { HOUR_MS, type Instant, MINUTE_MS } from '../instant.ts';
import type { AdminCause } from './admin-cause.ts';

/** What is known of one cause. */
export interface AnnouncedCause {
  readonly key: string;
  /** How many passes in a row have met it. */
  readonly passes: number;
  /** When a channel took the announcement; null while none has. */
  readonly announcedAt: Instant | null;
  /** Attempts that no channel took, and when the last one was made. */
  readonly attempts: number;
  readonly attemptedAt: Instant | null;
}

/** After each attempt that failed; then hourly, for as long as the cause lasts. */
const RETRY_AFTER_MS = [MINUTE_MS, 5 * MINUTE_MS, 15 * MINUTE_MS, HOUR_MS];
/** Causes that do not end by themselves, such as a document that was rejected, are known for this many. */
const MAX_KEPT = 500;

export interface DueCauses {
  /** To be announced now, all in one message. */
  readonly due: readonly AdminCause[];
  readonly known: readonly AnnouncedCause[];
}

/**
 * What a pass has to announce. `isOver(key)` says that the pass looked and the cause is not there any more, so that it
 * is announced again when it comes back. Each cause is announced once; what no channel took is tried again.
 */
export function dueCauses(
  before: readonly AnnouncedCause[],
  causes: readonly AdminCause[],
  isOver: (key: string) => boolean,
  now: Instant,
): DueCauses {
  const met = new Map(causes.map((cause) => [cause.key, cause]));
  const known = new Map(before.filter(({ key }) => met.has(key) || !isOver(key)).map((cause) => [cause.key, cause]));
  const due: AdminCause[] = [];
  for (const cause of met.values()) {
    const seen = known.get(cause.key) ?? NEW;
    const next = { ...seen, key: cause.key, passes: seen.passes + 1 };
    known.delete(cause.key);
    known.set(cause.key, next);
    if (isDue(next, cause, now)) due.push(cause);
  }
  return { due, known: [...known.values()].slice(-MAX_KEPT) };
}

/** The same causes after an attempt to announce those of `keys`. */
export function afterAttempt(
  known: readonly AnnouncedCause[],
  keys: ReadonlySet<string>,
  isTaken: boolean,
  now: Instant,
): AnnouncedCause[] {
  return known.map((cause) => {
    if (!keys.has(cause.key)) return cause;
    return isTaken ? { ...cause, announcedAt: now } : { ...cause, attempts: cause.attempts + 1, attemptedAt: now };
  });
}

const NEW = { passes: 0, announcedAt: null, attempts: 0, attemptedAt: null };

function isDue(known: AnnouncedCause, { afterPasses }: AdminCause, now: Instant): boolean {
  if (known.announcedAt !== null || known.passes < afterPasses) return false;
  if (known.attemptedAt === null) return true;
  // A clock that was set back must not hold an announcement for as long as it was wrong.
  if (now < known.attemptedAt) return true;
  const waitMs = RETRY_AFTER_MS[known.attempts - 1] ?? RETRY_AFTER_MS.at(-1) ?? 0;
  return now - known.attemptedAt >= waitMs;
}
