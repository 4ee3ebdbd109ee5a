import type { RunStep } from '../run-result.ts';
import type { Logged } from './journal.ts';
import type { SinkResult } from './sinks.ts';

/** Where the rest was kept for the next run, or why it could not be. */
export type Kept = { readonly path: string; readonly error: null } | { readonly path: null; readonly error: string };

/**
 * The step of the notification. `results`: of each sink that is set up; `logged`: null where nothing was to be logged;
 * `kept`: null where everything was sent. It is not ok when nothing left this host: the host's own log is not enough.
 */
export function notifyStep(results: readonly SinkResult[], logged: Logged | null, kept: Kept | null): RunStep {
  if (results.length === 0 && logged === null) {
    return step(true, ['no notification is set up: there is neither a place for reports nor a heartbeat URL']);
  }
  const reached = results.filter(({ error }) => error === null).map(({ message }) => message);
  const failures = results.filter(({ error }) => error !== null).map(({ message }) => message);
  const log = logged !== null && 'by' in logged ? [`the ${logged.by}`] : [];
  const noLog = logged !== null && 'error' in logged ? [logged.error] : [];
  const left = [...failures, ...noLog, ...keptWords(kept)];
  if (reached.length > 0) return step(true, [`sent: ${[...reached, ...log].join(', ')}`, ...left]);
  // Nothing else is set up: the log is the notification.
  if (results.length === 0 && log.length > 0) return step(true, [`sent: ${log.join('')}`]);
  if (results.length === 0) return step(false, ['not sent: no notification is set up', ...left]);
  return step(false, [log.length > 0 ? `written to ${log.join('')} only` : 'not sent', ...left]);
}

function keptWords(kept: Kept | null): readonly string[] {
  if (kept === null) return [];
  if (kept.path === null) return [`not kept in the spool: ${kept.error}`];
  return [`kept in ${kept.path}; the next run sends it`];
}

function step(ok: boolean, parts: readonly string[]): RunStep {
  return { phase: 'tell', ok, message: parts.join('; ') };
}
