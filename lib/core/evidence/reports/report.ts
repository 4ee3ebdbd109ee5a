import type { Instant } from '../../instant.ts';

/** What a backup tool's report says of one run. Null where it does not say. */
export interface Report {
  readonly status: 'completed' | 'failed' | 'running' | 'skipped';
  readonly startedAt: Instant | null;
  readonly finishedAt: Instant | null;
  readonly sizeBytes: number | null;
  readonly location: string | null;
  readonly error: string | null;
}

/** A report that cannot be read, and why, in words that follow "the report cannot be read:". */
export interface UnreadableReport {
  readonly unreadable: string;
}

/** The file a report was in, as far as its reading needs it. */
export interface ReportFile {
  readonly text: string;
  /** When the file was written: what stands for a time that the report does not give. */
  readonly writtenAt: Instant;
  /** The zone of times that name none. */
  readonly zone: string;
}

export type ReportParser = (file: ReportFile) => Report | UnreadableReport;

/** A report that says only how it ended. */
export function bareReport(status: Report['status'], error: string | null = null): Report {
  return { status, startedAt: null, finishedAt: null, sizeBytes: null, location: null, error };
}

/** Only the first line of what a tool says goes into a reason, and not more of it than a person reads. */
export function errorText(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  return value.trim().split(/\r?\n/, 1)[0]?.slice(0, 300) || null;
}
