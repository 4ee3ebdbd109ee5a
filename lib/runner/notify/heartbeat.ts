import { type Pacing, post } from './post.ts';
import type { RunReport } from './run-report.ts';

/** The first 10,000 bytes of a body are kept by the sentinel, and by other servers of this API. */
const MAX_BYTES = 9_500;

/** How the end of a run is sent: with its exit status, as a log entry, or only to close the start that was sent. */
export type HeartbeatEnd = 'as-it-ended' | 'note' | 'closed';

/** The heartbeat of a start. Null when it was accepted, else why not. */
export function sendStart(address: URL, runId: string, pacing: Pacing): Promise<string | null> {
  return post(signalAddress(address, 'start', runId), 'text/plain', '', pacing);
}

/** The heartbeat of an end. Null when it was accepted, else why not. */
export function sendEnd(address: URL, report: RunReport, end: HeartbeatEnd, pacing: Pacing): Promise<string | null> {
  const sent = end === 'closed' ? { ...report, status: 'skipped' as const } : report;
  // A run that found the lock held says nothing about the backup.
  const isNote = end === 'note' || report.ending === 'locked';
  const signal = isNote ? 'log' : end === 'closed' ? '0' : String(report.exit_status);
  return post(signalAddress(address, signal, report.run_id), 'application/json', bodyOf(sent), pacing);
}

/**
 * Below the job's own address, whose query stays. Source: docs/design/heartbeats.md#pings, and the ping API of
 * healthchecks.io.
 */
function signalAddress(address: URL, signal: string, runId: string): URL {
  const url = new URL(address);
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/${signal}`;
  url.searchParams.set('rid', runId);
  return url;
}

/** The report, so short that it is kept whole: first without the command's output, then without the steps and tries. */
function bodyOf(report: RunReport): string {
  const { output_tail, steps, tries, ...rest } = report;
  for (const body of [{ ...report, output_tail: output_tail.slice(-1_000) }, { ...rest, steps, tries }, rest]) {
    const text = JSON.stringify(body);
    if (Buffer.byteLength(text) <= MAX_BYTES) return text;
  }
  const { status, size_bytes, files, location, error, exit_status } = report;
  return JSON.stringify({ status, exit_status, size_bytes, files, location, error: error?.slice(0, 500) ?? null });
}
