import { formatOf, type ReportReading } from '../model/report-format.ts';
import type { ListedObject } from './listed-object.ts';
import { isProofReport } from './proof-report.ts';
import { parseReport } from './reports/parse-report.ts';
import type { UnreadableReport } from './reports/report.ts';
import { parseJson } from './reports/report-json.ts';
import type { QuietSuccess, RunSignal } from './run-signal.ts';

/** Where and when a report file was found. */
export interface FoundReport {
  readonly object: ListedObject;
  readonly location: string;
  readonly text: string;
}

/**
 * What a report file says, as a signal; null for a `skipped` one that names no backup: it may have found the lock held,
 * and for the report of a proof.
 * A time that it does not give is the file's own. `zone` is the one of times without an offset.
 */
export function reportSignal(
  found: FoundReport,
  style: ReportReading,
  zone: string,
): RunSignal | QuietSuccess | UnreadableReport | null {
  if (style.format === 'sentinel' && isProofReport(parseJson(found.text))) return null;
  const writtenAt = found.object.lastModified;
  const report = parseReport(style, { text: found.text, writtenAt, zone });
  if ('unreadable' in report) return report;
  const isRunning = report.status === 'running';
  const endedAt = isRunning ? (report.startedAt ?? writtenAt) : (report.finishedAt ?? writtenAt);
  const startedAt = report.startedAt === null ? null : Math.min(report.startedAt, endedAt);
  if (report.status === 'skipped' && report.location === null) return null;
  if (report.status === 'unchanged' || report.status === 'skipped') return { verdict: 'unchanged', startedAt, endedAt };
  return {
    verdict: isRunning ? 'running' : report.status === 'failed' ? 'failed' : 'done',
    source: 'report',
    name: found.location,
    key: found.object.key,
    startedAt,
    endedAt,
    sizeBytes: report.sizeBytes,
    isSizeOfFiles: formatOf(style.format).isSizeOfFiles,
    namesFile: report.sizeBytes !== null || report.location !== null,
    error: report.error,
    endsRun: true,
  };
}
