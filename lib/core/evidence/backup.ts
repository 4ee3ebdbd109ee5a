import type { Instant } from '../instant.ts';
import type { Outcome, Run, RunIdentity } from '../model/run.ts';
import { compareBytes } from './byte-order.ts';
import { contentOfFile } from './content-sum.ts';

/** A file or a run folder that is there, before reports and heartbeats have spoken. */
export interface Backup {
  /** The object's key, or the run folder's with its slash. */
  readonly key: string;
  readonly location: string;
  readonly source: 'file' | 'folder';
  /** When it ended, if it has: last-modified time, or the marker's; never later than the period in its path. */
  readonly ts: Instant;
  /** When it began: a run folder's oldest object. Null for a file, which has no known beginning. */
  readonly startedAt: Instant | null;
  /** The newest last-modified time of its objects, markers not counted. */
  readonly modifiedAt: Instant;
  readonly sizeBytes: number;
  /** How many files a run folder holds, markers not counted; null for a file. */
  readonly fileCount: number | null;
  /** What a file's content is known by, or the `ContentSum` of a folder's; null where the listing does not show it. */
  readonly content: string | null;
  /** A local file or folder that was changed less than two minutes ago: not ended, whatever its marker says. */
  readonly beingWritten: boolean;
  /** It has its end signal, as far as the listing shows it. */
  readonly ended: boolean;
}

/** Orders backups newest first; of two with the same time, the key that sorts last as UTF-8 bytes comes first. */
export function newestFirst(a: Backup, b: Backup): number {
  return b.ts - a.ts || compareBytes(b.key, a.key);
}

/** A backup's identity is that of the finished run it is or would be. */
export function identityOf(backup: Backup): RunIdentity {
  return { location: backup.location, ts: backup.ts, sizeBytes: backup.sizeBytes };
}

/** What reports and heartbeats say of a backup, besides that it ended. */
export interface SaidOfBackup {
  readonly outcome: Outcome;
  /** Its beginning; null where none was said. */
  readonly startedAt: Instant | null;
  readonly error: string | null;
  readonly isContradicted: boolean;
}

/** The run a backup is. An unfinished one's time is its beginning. */
export function runOf(backup: Backup, { outcome, startedAt, error, isContradicted }: SaidOfBackup): Run {
  const { key, location, source, sizeBytes, fileCount } = backup;
  const isUnfinished = outcome === 'unfinished';
  const beginning = startedAt ?? backup.startedAt ?? (isUnfinished ? backup.ts : null);
  const ts = isUnfinished && beginning !== null ? beginning : backup.ts;
  // Nearly all runs are files without a known beginning: made in one go, they take a tenth of the time.
  const run: Run = { key, location, source, sizeBytes, outcome, ts, ...contentOf(backup) };
  if (beginning === null && error === null && fileCount === null && !isContradicted) return run;
  return {
    ...run,
    ...(beginning === null ? {} : { startedAt: beginning }),
    ...(fileCount === null ? {} : { fileCount }),
    ...(isContradicted ? { isContradicted } : {}),
    ...(error === null ? {} : { error }),
  };
}

/** Only of the few backups that become runs: a listing may hold millions. */
function contentOf({ source, sizeBytes, content }: Backup): { readonly content?: string } {
  const text = source === 'file' ? contentOfFile(sizeBytes, content) : content;
  return text === null ? {} : { content: text };
}
