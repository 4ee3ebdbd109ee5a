import type { Instant } from '../../core/instant.ts';
import type { RecordedAction } from '../../core/record/job-record.ts';

/** The snoozes and mutes of before `at` that were in force then; `actions` of one row, the oldest first. */
export function quietAt(actions: readonly RecordedAction[], at: Instant): RecordedAction[] {
  const before = actions.filter((action) => action.at < at);
  const resumed = before.findLast(({ verb }) => verb === 'resume')?.at ?? Number.NEGATIVE_INFINITY;
  return before.filter(
    ({ verb, until, at: since }) =>
      (verb === 'mute' || (verb === 'snooze' && until !== null && until > at)) && since > resumed,
  );
}
