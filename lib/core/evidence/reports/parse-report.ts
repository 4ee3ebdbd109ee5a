import { formatOf, type ReportReading } from '../../model/report-format.ts';
import type { Report, ReportFile, UnreadableReport } from './report.ts';

/** Reads a report. Never throws: a report comes from outside and may hold anything. */
export function parseReport(reading: ReportReading, file: ReportFile): Report | UnreadableReport {
  if (file.text.trim() === '') return { unreadable: 'it is empty' };
  return formatOf(reading.format).parse(file, reading);
}
