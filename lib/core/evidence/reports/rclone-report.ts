import { SECOND_MS } from '../../instant.ts';
import {
  bareReport,
  errorText,
  type Report,
  type ReportFile,
  type ReportFormatEntry,
  type UnreadableReport,
} from './report.ts';
import { bytesOf, isJsonObject, type JsonObject, jsonLines } from './report-json.ts';
import { readTime } from './report-time.ts';

/**
 * The log of `rclone --use-json-log`: its last line with `stats`. One that is still transferring is a line of a run
 * that goes on; a line after it that says "Failed to ...", or an error that ended it, is a failure. With errors of single
 * files beside what was copied it completed with warnings, as restic and borg do.
 * Source: rclone's documentation, *--use-json-log* and *--stats*.
 */
export function parseRcloneReport({ text, writtenAt, zone }: ReportFile): Report | UnreadableReport {
  const lines = jsonLines(text);
  const at = lines.findLastIndex((line) => isJsonObject(line.stats));
  const failure = lines.slice(at + 1).findLast(isFailure);
  const line = lines[at];
  if (line === undefined) {
    if (failure) return bareReport('failed', errorText(failure.msg) ?? 'rclone logged an error');
    return {
      unreadable: 'no line of it carries stats of rclone; run it with --use-json-log and --stats-log-level NOTICE',
    };
  }
  return fromStats(line, failure, { writtenAt, zone });
}

function fromStats(
  line: JsonObject,
  failure: JsonObject | undefined,
  { writtenAt, zone }: { writtenAt: number; zone: string },
): Report {
  const stats = isJsonObject(line.stats) ? line.stats : {};
  const at = readTime(line.time, zone) ?? writtenAt;
  const elapsed = stats.elapsedTime;
  const startedAt =
    typeof elapsed === 'number' && elapsed >= 0 && elapsed < 1e9 ? Math.floor(at - elapsed * SECOND_MS) : null;
  const hasErrors = stats.fatalError === true || (bytesOf(stats.errors) ?? 0) > 0;
  const isGoingOn = isBusy(stats.transferring) || isBusy(stats.checking);
  const status = failure
    ? 'failed'
    : isGoingOn
      ? 'running'
      : hasErrors
        ? withErrors(stats)
        : madeNothing(stats)
          ? 'unchanged'
          : 'completed';
  const error = errorText(failure?.msg) ?? errorText(stats.lastError) ?? `${bytesOf(stats.errors) ?? 0} errors`;
  return {
    status,
    startedAt,
    finishedAt: status === 'running' ? null : at,
    sizeBytes: bytesOf(stats.bytes),
    location: null,
    error: status === 'failed' || status === 'completed-with-warnings' ? error : null,
  };
}

/** What was done in spite of errors: files were copied, or compared and the same. */
function withErrors({ fatalError, transfers, checks }: JsonObject): 'failed' | 'completed-with-warnings' {
  const didSomething = (bytesOf(transfers) ?? 0) + (bytesOf(checks) ?? 0) > 0;
  return fatalError !== true && didSomething ? 'completed-with-warnings' : 'failed';
}

/** Both sides were looked at and were the same: an empty source, as of a disk that is not mounted, is none of it. */
function madeNothing(stats: JsonObject): boolean {
  const compared = bytesOf(stats.checks) ?? 0;
  return (
    compared > 0 &&
    stats.transfers === 0 &&
    !stats.renames &&
    !stats.deletes &&
    !stats.serverSideCopies &&
    !stats.serverSideMoves
  );
}

function isBusy(list: unknown): boolean {
  return Array.isArray(list) && list.length > 0;
}

function isFailure({ level, msg }: JsonObject): boolean {
  return level === 'critical' || level === 'fatal' || (typeof msg === 'string' && msg.startsWith('Failed to '));
}

export const rcloneFormat = {
  name: 'rclone',
  writtenBy: '`rclone --use-json-log`, its log',
  parse: parseRcloneReport,
  isSizeOfFiles: false,
  endsWithVerdict: true,
} as const satisfies ReportFormatEntry;
