import { formatOptional } from '../../lib/core/event/publishable.ts';
import { formatMinute, MINUTE_MS, SECOND_MS } from '../../lib/core/instant.ts';
import { formatDuration } from '../../lib/core/quantity.ts';
import type { Drill, DrillResult, Sighting } from '../../lib/ports/drill-log.ts';

/** How a drill went, and who confirmed it. */
export interface Drilled {
  readonly drill: Drill;
  /** Null when it was not taken up. */
  readonly result: DrillResult | null;
  readonly seen: Sighting | null;
  /** How long the confirmation was awaited, in milliseconds. */
  readonly waitedMs: number;
}

/** What `drill --json` prints. */
export function drillJson({ drill, result, seen }: Drilled): object {
  const taken = result && {
    outcome: result.outcome,
    person: result.personId,
    channel: result.channel,
    until: formatOptional(result.until),
    why: result.message,
    taken_up_after_ms: result.receivedAt - drill.askedAt,
    told_after_ms: result.endedAt - drill.askedAt,
    can_be_answered: result.isSeenAsked,
    seen: seen && { by: seen.personId, after_ms: Math.max(0, seen.at - result.endedAt) },
  };
  return { drill_id: drill.id, job_id: drill.jobId, result: taken };
}

/** How it went, in a sentence. `maxWaitMs`: after this time it is not taken up any more. */
export function drillSentence(
  { drill, result, seen, waitedMs }: Drilled,
  isSingleHost: boolean,
  maxWaitMs: number,
): string {
  if (result === null) {
    const where = isSingleHost ? 'is `sentinel watch` running on this state folder?' : "look at dispatch's log";
    return `The drill of ${drill.jobId} was not taken up within ${maxWaitMs / MINUTE_MS} minutes: ${where}`;
  }
  const legs = `taken up after ${lasted(result.receivedAt - drill.askedAt)}, and the channel had answered ${lasted(result.endedAt - result.receivedAt)} later`;
  switch (result.outcome) {
    case 'accepted': {
      const beside = result.message === '' ? '' : ` (${result.message})`;
      return `${result.personId} was notified of the drill of ${drill.jobId} by ${result.channel}: ${legs}${beside}; ${seenWords(result, seen, waitedMs)}`;
    }
    case 'held':
      return `${result.personId} would be notified ${result.until === null ? 'later' : formatMinute(result.until)}: ${result.message}; --at-once notifies them now`;
    case 'nobody':
      return `No one would be notified of ${drill.jobId}: ${result.message}`;
    case 'later':
    case 'refused':
    case 'unknown':
      return `${result.personId} may not have been notified (${result.outcome}): ${result.message}; ${legs}`;
  }
}

function seenWords(result: DrillResult, seen: Sighting | null, waitedMs: number): string {
  if (seen !== null) return `${seen.personId} confirmed it ${lasted(seen.at - result.endedAt)} after that`;
  if (!result.isSeenAsked) return 'this channel cannot confirm it; ask them whether they saw it';
  if (waitedMs === 0) return 'the confirmation was not awaited';
  return `not confirmed within ${formatDuration(waitedMs / SECOND_MS)}`;
}

function lasted(ms: number): string {
  return ms < 10 * SECOND_MS
    ? `${(Math.max(0, ms) / SECOND_MS).toFixed(1)} s`
    : formatDuration(Math.round(ms / SECOND_MS));
}
