import type { RunStep } from '../run-result.ts';
import type { Logged } from './journal.ts';
import type { Notified } from './ways.ts';

/** Where what is still to be told was kept, or why it could not be. */
export type Kept = { readonly path: string; readonly fault: null } | { readonly path: null; readonly fault: string };

/**
 * The step of the tell phase, as it is said. `told`: by each way that is set up; `logged`: null where nothing was to be
 * logged; `kept`: null where nothing is left to tell. It is not ok when nobody outside this host could be told, and a
 * log of the host is then no comfort.
 */
export function tellStep(told: readonly Notified[], logged: Logged | null, kept: Kept | null): RunStep {
  if (told.length === 0 && logged === null) {
    return step(true, ['nobody is to be told: there is neither a place for a report nor a heartbeat address']);
  }
  const reached = told.filter(({ fault }) => fault === null).map(({ message }) => message);
  const faults = told.filter(({ fault }) => fault !== null).map(({ message }) => message);
  const log = logged !== null && 'by' in logged ? [`the ${logged.by}`] : [];
  const noLog = logged !== null && 'fault' in logged ? [logged.fault] : [];
  const left = [...faults, ...noLog, ...keptWords(kept)];
  if (reached.length > 0) return step(true, [`told: ${[...reached, ...log].join(', ')}`, ...left]);
  // Nothing else is set up: whoever reads the log is who is to be told.
  if (told.length === 0 && log.length > 0) return step(true, [`told: ${log.join('')}`]);
  if (told.length === 0) return step(false, ['nobody was told: no way to tell is set up', ...left]);
  return step(false, [log.length > 0 ? `nobody was told but ${log.join('')}` : 'nobody was told', ...left]);
}

function keptWords(kept: Kept | null): readonly string[] {
  if (kept === null) return [];
  if (kept.path === null) return [`and it is not kept: ${kept.fault}`];
  return [`kept in ${kept.path}, and sent by the next run`];
}

function step(ok: boolean, parts: readonly string[]): RunStep {
  return { phase: 'tell', ok, message: parts.join('; ') };
}
