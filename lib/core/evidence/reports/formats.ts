import { awsBackupFormat } from './aws-backup-report.ts';
import { borgFormat } from './borg-report.ts';
import { pgbackrestFormat } from './pgbackrest-report.ts';
import { rcloneFormat } from './rclone-report.ts';
import type { ReportFormatEntry } from './report.ts';
import { resticFormat } from './restic-report.ts';
import { sentinelFormat } from './sentinel-report.ts';
import { textFormat } from './text-report.ts';

/** Every format of reports. A format is its file and its line here; the rules doc's list and the docs follow from it. */
export const FORMATS = [
  sentinelFormat,
  resticFormat,
  pgbackrestFormat,
  borgFormat,
  rcloneFormat,
  awsBackupFormat,
  textFormat,
] as const satisfies readonly ReportFormatEntry[];
