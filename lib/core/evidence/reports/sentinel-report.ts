import type { Instant } from '../../instant.ts';
import { HEARTBEAT_STATUSES, type RunStatus } from '../heartbeat.ts';
import {
  errorText,
  type Report,
  type ReportFile,
  type ReportFormatEntry,
  type UnreadableReport,
  warningText,
} from './report.ts';
import { bytesOf, isJsonObject, parseJson } from './report-json.ts';
import { readTime } from './report-time.ts';

/**
 * Our own: `{"status", "started_at", "finished_at", "size_bytes", "location", "error"}`
 * (docs/design/heartbeats.md#reports).
 */
export function parseSentinelReport({ text, zone }: ReportFile): Report | UnreadableReport {
  const json = parseJson(text);
  if (!isJsonObject(json)) return { unreadable: 'it is not a JSON object' };
  const status = typeof json.status === 'string' ? json.status.toLowerCase() : json.status;
  if (!isStatus(status)) return { unreadable: `status is not one of ${HEARTBEAT_STATUSES.join(', ')}` };

  const times: { startedAt: Instant | null; finishedAt: Instant | null } = { startedAt: null, finishedAt: null };
  for (const [field, name] of [
    ['startedAt', 'started_at'],
    ['finishedAt', 'finished_at'],
  ] as const) {
    const value = json[name];
    if (value === undefined || value === null) continue;
    const time = readTime(value, zone);
    if (time === null) return { unreadable: `${name} is not a time` };
    times[field] = time;
  }
  const sizeBytes = json.size_bytes === undefined || json.size_bytes === null ? null : bytesOf(json.size_bytes);
  if (sizeBytes === null && json.size_bytes != null) return { unreadable: 'size_bytes is not a number of bytes' };
  const location = typeof json.location === 'string' ? json.location : null;
  const error = errorText(json.error) ?? (status === 'completed-with-warnings' ? warningText(json.warnings) : null);
  return { status, ...times, sizeBytes, location, error };
}

function isStatus(value: unknown): value is RunStatus {
  return HEARTBEAT_STATUSES.some((status) => status === value);
}

export const sentinelFormat = {
  name: 'sentinel',
  writtenBy:
    '[the runner](host.md#notifications), or anything that writes JSON with `status`, `started_at`, `finished_at`, `size_bytes`',
  parse: parseSentinelReport,
  isSizeOfFiles: true,
  endsWithVerdict: false,
} as const satisfies ReportFormatEntry;
