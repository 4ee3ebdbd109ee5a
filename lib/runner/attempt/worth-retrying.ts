import { isNotRunnable } from '../exit-status.ts';
import type { RunTry } from '../run-result.ts';
import type { RetrySettings } from '../settings/run-settings.ts';

/**
 * Which failures are worth another try (docs/design/runner.md#retries): a signal and a timeout are; a command that
 * cannot be run is not; otherwise what the settings say of its exit status, all of them unless they say something.
 */
export function isWorthRetrying({ exitCode, timedOut }: RunTry, { on, notOn }: RetrySettings): boolean {
  if (timedOut || exitCode === null) return true;
  if (isNotRunnable(exitCode) || notOn.has(exitCode)) return false;
  return on === null || on.has(exitCode);
}
