import { formatMinute, type Instant } from '../instant.ts';
import type { Action } from '../model/action.ts';
import type { JobRow } from '../model/job-row.ts';
import { isSameRun } from '../model/run.ts';

/**
 * What has changed since a button or a link was offered for a break, as a sentence for the one who pressed it; null
 * while the break is the one that it was offered for.
 */
export function whatHasChanged(row: JobRow, breakSeq: number | null): string | null {
  if (row.breakSeq === breakSeq) return null;
  const since = row.since === null ? '' : ` since ${formatMinute(row.since)}`;
  if (row.breakSeq === null) return `the break that this was about is over: the job is ${row.state}${since}`;
  return `the break that this was about is over, and the job has broken again: it is ${row.state}${since}`;
}

/**
 * That an action has been done already, by any person: pressing twice, or a request that is played again, changes nothing
 * the second time. Null when there is something to do.
 */
export function alreadyDone(row: JobRow, action: Action, now: Instant): string | null {
  switch (action.verb) {
    case 'fixed':
      return (
        row.pendingFixed && `marked fixed already, by ${row.pendingFixed.by}; the next check will show whether it is`
      );
    case 'snooze':
      return row.snoozed && now < row.snoozed.until
        ? `snoozed already, by ${row.snoozed.by} until ${formatMinute(row.snoozed.until)}`
        : null;
    case 'mute':
      return row.muted && `muted already, by ${row.muted.by}`;
    case 'resume':
      return row.snoozed === null && row.muted === null ? 'not quieted' : null;
    case 'retire':
    case 'proven':
      return null;
    case 'accept':
      return row.accepted && action.run && isSameRun(row.accepted, action.run) ? 'accepted already' : null;
  }
}
