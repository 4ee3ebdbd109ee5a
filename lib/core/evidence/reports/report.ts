import type { Instant } from '../../instant.ts';
import type { RunStatus } from '../heartbeat.ts';

/** What a backup tool's report says of one run. Null where it does not say. */
export interface Report {
  readonly status: RunStatus;
  readonly startedAt: Instant | null;
  readonly finishedAt: Instant | null;
  readonly sizeBytes: number | null;
  readonly location: string | null;
  /** Of one that failed, or its warnings. */
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

/** A job's own phrases, for the format that is plain text. */
export interface ReportPhrases {
  readonly success: readonly string[];
  readonly failure: readonly string[];
}

/** A format of reports: its name in `report: format`, and its reading. */
export interface ReportFormatEntry {
  readonly name: string;
  /** What writes it, in Markdown, for the docs. */
  readonly writtenBy: string;
  /** Never throws: a report comes from outside and may hold anything. */
  readonly parse: (file: ReportFile, phrases: ReportPhrases) => Report | UnreadableReport;
  /**
   * Whether its size is that of the files it made, so that the two can be compared. Tools that deduplicate, compress or
   * send differences report how much they read or sent.
   */
  readonly isSizeOfFiles: boolean;
  /** Whether the end of a run stands at the end of the file, however long it is. */
  readonly endsWithVerdict: boolean;
}

/** A report that says only how it ended. */
export function bareReport(status: Report['status'], error: string | null = null): Report {
  return { status, startedAt: null, finishedAt: null, sizeBytes: null, location: null, error };
}

/** Only the first line of what a tool says goes into a reason, and not more of it than a person reads. */
export function errorText(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  return value.trim().split(/\r?\n/, 1)[0]?.slice(0, 300) || null;
}

/** What `warnings` (a list of texts) comes to in a reason: the first one, and how many there are. */
export function warningText(warnings: unknown): string {
  const texts = Array.isArray(warnings) ? warnings.map(errorText).filter((text) => text !== null) : [];
  const [first] = texts;
  if (first === undefined) return 'it completed with warnings';
  return texts.length === 1 ? first : `${first} (and ${texts.length - 1} more)`;
}
