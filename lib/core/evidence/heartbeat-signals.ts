import { formatInstant, type Instant } from '../instant.ts';
import { type Heartbeat, meaningOf } from './heartbeat.ts';
import { errorText, warningText } from './reports/report.ts';
import { isJsonObject, parseJson } from './reports/report-json.ts';
import type { QuietSuccess, RunSignal } from './run-signal.ts';

interface OpenStart {
  readonly rid: string | null;
  readonly at: Instant;
}

/** Of a body, only one line goes into a reason. */
const MAX_ERROR = 200;
/** What a line that gives the reason says; many a log ends with a line of how long it took. */
const SAYS_ERROR = /error|failed|fatal|no space|denied|cannot/i;

/**
 * What a job's heartbeats say: a start and its end, paired by `rid`, else by order, are one signal; a start without
 * an end is a running one. `unchanged` ends a start and makes no run, and so does `skipped`, which is a success only where
 * it names the backup that was there already; `log` says nothing. `endsRun` is true for a
 * job with `finished: heartbeat`. The heartbeats come newest first, as the log gives them.
 */
export function heartbeatSignals(
  heartbeats: readonly Heartbeat[],
  endsRun: boolean,
): readonly (RunSignal | QuietSuccess)[] {
  const signals: (RunSignal | QuietSuccess)[] = [];
  let open: readonly OpenStart[] = [];
  for (const heartbeat of inOrder(heartbeats)) {
    const meaning = meaningOf(heartbeat);
    if (meaning === 'nothing') continue;
    if (meaning === 'start') {
      open = [...open.filter((start) => start.rid !== heartbeat.rid), { rid: heartbeat.rid, at: heartbeat.at }];
      continue;
    }
    const start = startOf(heartbeat, open);
    open = open.filter((other) => other !== start);
    if (meaning === 'skipped') continue;
    const isQuiet = meaning === 'unchanged';
    signals.push(
      isQuiet
        ? { verdict: 'unchanged', startedAt: start?.at ?? null, endedAt: heartbeat.at }
        : signalOf(meaning, heartbeat, start?.at ?? null, endsRun),
    );
  }
  for (const start of open) signals.push(running(start.at, endsRun));
  return signals;
}

/** Oldest first; of two at the same instant, the one that came in first. */
function inOrder(heartbeats: readonly Heartbeat[]): readonly Heartbeat[] {
  return heartbeats.toReversed().toSorted((a, b) => a.at - b.at);
}

/** The start that an end belongs to: the same `rid`; else the newest without one; an end without a `rid` takes any. */
function startOf(end: Heartbeat, open: readonly OpenStart[]): OpenStart | undefined {
  const same = open.findLast((start) => start.rid === end.rid);
  if (same) return same;
  return end.rid === null ? open.at(-1) : open.findLast((start) => start.rid === null);
}

function signalOf(verdict: 'done' | 'failed', end: Heartbeat, startedAt: Instant | null, endsRun: boolean): RunSignal {
  return {
    verdict,
    source: 'heartbeat',
    name: 'heartbeat',
    key: formatInstant(end.at),
    startedAt,
    endedAt: end.at,
    sizeBytes: end.sizeBytes,
    isSizeOfFiles: true,
    namesFile: end.sizeBytes !== null || end.location !== null,
    error: verdict === 'failed' ? errorOf(end) : warningOf(end),
    endsRun,
  };
}

function running(at: Instant, endsRun: boolean): RunSignal {
  return {
    verdict: 'running',
    source: 'heartbeat',
    name: 'heartbeat',
    key: formatInstant(at),
    startedAt: at,
    endedAt: at,
    sizeBytes: null,
    isSizeOfFiles: true,
    namesFile: false,
    error: null,
    endsRun,
  };
}

/** Of an end with warnings: the first that its body gives. */
function warningOf({ status, body }: Heartbeat): string | null {
  if (status !== 'completed-with-warnings') return null;
  const said = parseJson(body ?? '');
  return warningText(isJsonObject(said) ? said.warnings : null);
}

/** What a JSON body gives as its `error`, as the runner does; else the last line that says an error, else the last. */
function errorOf(heartbeat: Heartbeat): string | null {
  const said = parseJson(heartbeat.body ?? '');
  const error = isJsonObject(said) ? errorText(said.error) : null;
  if (error !== null) return error;
  const lines = (heartbeat.body ?? '').split(/\r?\n/).map((line) => line.trim());
  const line = lines.findLast((text) => SAYS_ERROR.test(text)) ?? lines.findLast((text) => text !== '');
  if (line !== undefined) return line.slice(0, MAX_ERROR);
  return heartbeat.exitStatus === null ? null : `exit status ${heartbeat.exitStatus}`;
}
