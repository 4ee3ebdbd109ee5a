/** The formats of reports, as `report: format` names them. */
export const REPORT_FORMATS = ['sentinel', 'restic', 'pgbackrest', 'borg', 'rclone', 'aws-backup', 'text'] as const;

export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** A job's `report:` setting. */
export interface ReportReading {
  readonly format: ReportFormat;
  /** Plain-text phrases for the format `text`; failure wins. */
  readonly success: readonly string[];
  readonly failure: readonly string[];
}
