import type { ReportFormat, ReportReading } from '../../model/report-format.ts';
import { parseAwsBackupReport } from './aws-backup-report.ts';
import { parseBorgReport } from './borg-report.ts';
import { parsePgbackrestReport } from './pgbackrest-report.ts';
import { parseRcloneReport } from './rclone-report.ts';
import type { Report, ReportFile, ReportParser, UnreadableReport } from './report.ts';
import { parseResticReport } from './restic-report.ts';
import { parseSentinelReport } from './sentinel-report.ts';
import { parseTextReport } from './text-report.ts';

const PARSERS: Readonly<Record<Exclude<ReportFormat, 'text'>, ReportParser>> = {
  sentinel: parseSentinelReport,
  restic: parseResticReport,
  pgbackrest: parsePgbackrestReport,
  borg: parseBorgReport,
  rclone: parseRcloneReport,
  'aws-backup': parseAwsBackupReport,
};

/** Reads a report. Never throws: a report comes from outside and may hold anything. */
export function parseReport(style: ReportReading, file: ReportFile): Report | UnreadableReport {
  if (file.text.trim() === '') return { unreadable: 'it is empty' };
  return style.format === 'text' ? parseTextReport(file, style) : PARSERS[style.format](file);
}

/**
 * True where a report's size is that of the files it made, so that the two can be compared. Tools that deduplicate,
 * compress or send differences report how much they read or sent.
 */
export function isSizeOfFiles(format: ReportFormat): boolean {
  return format === 'sentinel';
}

/** True for a format that reports the end of a run at the end of the file, however long it is. */
export function endsWithVerdict(format: ReportFormat): boolean {
  return format === 'restic' || format === 'rclone' || format === 'text';
}
