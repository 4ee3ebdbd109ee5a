import type { Instant } from '../../instant.ts';
import { errorText, type Report, type ReportFile, type ReportFormatEntry, type UnreadableReport } from './report.ts';
import { bytesOf, isJsonObject, type JsonObject, objectsIn, parseJson } from './report-json.ts';
import { readTime } from './report-time.ts';

const STATUSES = new Map<string, Report['status']>([
  ['CREATED', 'running'],
  ['PENDING', 'running'],
  ['RUNNING', 'running'],
  ['ABORTING', 'running'],
  ['COMPLETED', 'completed'],
  ['FAILED', 'failed'],
  ['ABORTED', 'failed'],
  ['EXPIRED', 'failed'],
  ['PARTIAL', 'failed'],
]);

/**
 * An AWS Backup job: what `describe-backup-job` prints, the newest of what `list-backup-jobs` prints, or a *Backup Job
 * State Change* event, whose names begin with a small notification. A partial backup counts as failed.
 * Source: the AWS Backup API reference, *DescribeBackupJob*.
 */
export function parseAwsBackupReport({ text, zone }: ReportFile): Report | UnreadableReport {
  const json = parseJson(text);
  if (!isJsonObject(json)) return { unreadable: 'it is not a JSON object' };
  const jobs = Array.isArray(json.BackupJobs)
    ? objectsIn(json.BackupJobs)
    : [isJsonObject(json.detail) ? json.detail : json];
  const createdAt = (job: JsonObject): Instant =>
    readTime(field(job, 'CreationDate'), zone) ?? Number.NEGATIVE_INFINITY;
  const job = jobs.toSorted((a, b) => createdAt(b) - createdAt(a))[0];
  if (job === undefined) return { unreadable: 'it names no backup job' };
  const state = field(job, 'State');
  const status = typeof state === 'string' ? STATUSES.get(state.toUpperCase()) : undefined;
  if (status === undefined) return { unreadable: 'State is not one that AWS Backup knows' };
  return {
    status,
    startedAt: readTime(field(job, 'CreationDate'), zone),
    finishedAt: readTime(field(job, 'CompletionDate'), zone),
    sizeBytes: bytesOf(field(job, 'BackupSizeInBytes')),
    location: errorText(field(job, 'RecoveryPointArn')),
    error: status === 'failed' ? (errorText(field(job, 'StatusMessage')) ?? String(state).toLowerCase()) : null,
  };
}

function field(job: JsonObject, name: string): unknown {
  return job[name] ?? job[name.charAt(0).toLowerCase() + name.slice(1)];
}

export const awsBackupFormat = {
  name: 'aws-backup',
  writtenBy: 'AWS Backup: a job as `describe-backup-job` gives it, or an event of its state',
  parse: parseAwsBackupReport,
  isSizeOfFiles: false,
  endsWithVerdict: false,
} as const satisfies ReportFormatEntry;
