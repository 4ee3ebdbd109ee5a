/** What a report, or the body of a ping, says of a run (docs/design/heartbeats.md#reports). */
export const RUN_STATUSES = [
  'completed',
  'completed-with-warnings',
  /** It ran, and nothing was new: it makes no run. */
  'unchanged',
  /** The backup was there already, or another run was making it: it makes no run. */
  'skipped',
  'running',
  'failed',
] as const;

export type RunStatus = (typeof RUN_STATUSES)[number];

/** True for a status that speaks of no backup of its own. */
export function makesNoRun(status: RunStatus | null): boolean {
  return status === 'skipped' || status === 'unchanged';
}
