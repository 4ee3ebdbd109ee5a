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

/** The snapshot was made, and some of the files could not be read. */
const EXIT_INCOMPLETE = 3;

/**
 * The output of `restic backup --json`: one JSON object a line, a `summary` at the end. A snapshot that lacks files
 * which could not be read (exit status 3) completed with warnings.
 * Source: restic's documentation, *Scripting*, JSON output of backup.
 */
export function parseResticReport({ text, writtenAt, zone }: ReportFile): Report | UnreadableReport {
  const messages = jsonLines(text);
  const ofType = (type: string) => messages.findLast((message) => message.message_type === type);
  const exit = ofType('exit_error');
  const error = ofType('error');
  const summary = ofType('summary');
  if (summary) {
    const isFailed = exit !== undefined && exit.code !== EXIT_INCOMPLETE;
    const counted = messages.some(({ error_count }) => typeof error_count === 'number' && error_count > 0);
    const said = exit ?? error ?? (counted ? {} : undefined);
    return fromSummary(summary, said, isFailed, { writtenAt, zone });
  }
  if (exit) return bareReport('failed', errorText(exit.message) ?? 'restic ended with an error');
  const status = ofType('status');
  if (status) return { ...bareReport('running'), startedAt: before(writtenAt, status.seconds_elapsed) };
  if (error) return bareReport('failed', messageOf(error));
  return { unreadable: 'no line of it is a summary of restic' };
}

function fromSummary(
  summary: JsonObject,
  said: JsonObject | undefined,
  isFailed: boolean,
  { writtenAt, zone }: { writtenAt: number; zone: string },
): Report {
  const finishedAt = readTime(summary.backup_end, zone) ?? writtenAt;
  const startedAt = readTime(summary.backup_start, zone) ?? before(finishedAt, summary.total_duration);
  const snapshot = typeof summary.snapshot_id === 'string' ? summary.snapshot_id : '';
  // No snapshot is made in a dry run, which says nothing of a backup, and with --skip-if-unchanged when nothing changed.
  const made = summary.dry_run === true ? 'skipped' : snapshot === '' ? 'unchanged' : 'completed';
  return {
    status: isFailed ? 'failed' : said ? 'completed-with-warnings' : made,
    startedAt,
    finishedAt,
    sizeBytes: bytesOf(summary.total_bytes_processed),
    location: snapshot === '' || made === 'skipped' ? null : snapshot,
    error: said ? messageOf(said) : null,
  };
}

/** `{"error": {"message": "..."}, "item": "/path"}`; older ones have the text itself, or nothing, in `error`. */
function messageOf(message: JsonObject): string {
  const { error } = message;
  const text = errorText(isJsonObject(error) ? error.message : error) ?? errorText(message.message);
  const item = errorText(message.item);
  return [item, text ?? 'could not be read'].filter((part) => part !== null).join(': ');
}

function before(end: number, seconds: unknown): number | null {
  return typeof seconds === 'number' && seconds >= 0 && seconds < 1e9 ? Math.floor(end - seconds * SECOND_MS) : null;
}

export const resticFormat = {
  name: 'restic',
  writtenBy: '`restic backup --json`',
  parse: parseResticReport,
  isSizeOfFiles: false,
  endsWithVerdict: true,
} as const satisfies ReportFormatEntry;
