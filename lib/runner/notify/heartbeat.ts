import { type EndReport, isOfProof } from './end-report.ts';
import { type Pacing, post } from './post.ts';
import { shortProof } from './proof-report.ts';

/** The first 10,000 bytes of a body are kept by the sentinel, and by other servers of this API. */
const MAX_BYTES = 9_500;

/** How the end of a run is sent: with its exit status, as a log entry, or only to close the start that was sent. */
export type HeartbeatEnd = 'as-it-ended' | 'note' | 'closed';

/** The heartbeat of a start. Null when it was accepted, else why not. */
export function sendStart(address: URL, runId: string, pacing: Pacing): Promise<string | null> {
  return post(signalAddress(address, 'start', runId), 'text/plain', '', pacing);
}

/** The heartbeat of an end. Null when it was accepted, else why not. */
export function sendEnd(address: URL, report: EndReport, end: HeartbeatEnd, pacing: Pacing): Promise<string | null> {
  const sent = end === 'closed' && !isOfProof(report) ? { ...report, status: 'skipped' as const } : report;
  // A proof says nothing of a run, nor does a run that found the lock held.
  const isNote = end === 'note' || report.ending === 'locked' || isOfProof(report);
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

/**
 * The report, so short that it is kept whole: first without the command's output, then without the steps and tries. A
 * proof keeps what its verdict rests on.
 */
function bodyOf(report: EndReport): string {
  const { output_tail, ...rest } = report;
  const bare = { ...rest, steps: undefined, tries: undefined };
  for (const body of [{ ...report, output_tail: output_tail.slice(-1_000) }, rest, bare]) {
    const text = JSON.stringify(body);
    if (Buffer.byteLength(text) <= MAX_BYTES) return text;
  }
  if (isOfProof(report)) return JSON.stringify(shortProof(report));
  const { status, size_bytes, files, location, error, exit_status } = report;
  return JSON.stringify({ status, exit_status, size_bytes, files, location, error: error?.slice(0, 500) ?? null });
}
