import { FORMATS } from '../evidence/reports/formats.ts';
import type { ReportFormatEntry, ReportPhrases } from '../evidence/reports/report.ts';

/** A format of reports, as `report: format` names it. */
export type ReportFormat = (typeof FORMATS)[number]['name'];

export const REPORT_FORMATS: readonly ReportFormat[] = FORMATS.map(({ name }) => name);

/** What is known of a format. */
export function formatOf(name: ReportFormat): ReportFormatEntry {
  const found = FORMATS.find((format) => format.name === name);
  if (!found) throw new TypeError(`no format of reports is called ${name}`);
  return found;
}

/** A job's `report:` setting; the phrases are those of the format `text`. */
export interface ReportReading extends ReportPhrases {
  readonly format: ReportFormat;
}
