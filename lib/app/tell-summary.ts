import { type Instant, SECOND_MS } from '../core/instant.ts';
import type { AdminChannel, AdminNotice } from '../ports/admin-notice.ts';
import { StateStoreUnavailable } from '../ports/state-store.ts';
import type { SummaryClaims } from '../ports/summary-claims.ts';

/**
 * Longer than telling takes, retries included, and shorter than the minute after which a function that failed is
 * invoked again, which happens once: that attempt must not find the summary taken by the one before.
 * Source: Lambda, asynchronous invocation.
 */
const TELLING_MS = 30 * SECOND_MS;

export interface TellPorts {
  readonly claims: SummaryClaims;
  readonly admin: AdminChannel;
  /** Read when the summary is taken: gathering it has taken its time. */
  readonly clock: () => Instant;
}

/** What became of a summary. */
export interface ToldSummary {
  /** False when it was told before, or is just being told: the same schedule came twice. */
  readonly isTold: boolean;
  /** Why a repeated schedule would tell it again; null when it would not. */
  readonly trouble: string | null;
}

/**
 * Tells the admin the summary of a scheduled instant once, however often the schedule comes; null as the instant is a
 * summary that somebody asked for, which is told in any case. An attempt that fails, or dies, leaves it to the next.
 * Throws StateStoreUnavailable and AdminUnreachable: then nobody was told.
 */
export async function tellSummary(
  notice: AdminNotice,
  scheduledAt: Instant | null,
  { claims, admin, clock }: TellPorts,
): Promise<ToldSummary> {
  if (scheduledAt !== null && !(await claims.take(scheduledAt, clock(), TELLING_MS))) {
    return { isTold: false, trouble: null };
  }
  await admin.tell(notice);
  try {
    if (scheduledAt !== null) await claims.noteTold(scheduledAt, clock());
    return { isTold: true, trouble: null };
  } catch (error) {
    // To fail now would be to tell it again.
    if (error instanceof StateStoreUnavailable) return { isTold: true, trouble: error.message };
    throw error;
  }
}
