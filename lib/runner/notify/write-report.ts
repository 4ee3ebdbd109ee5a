import { stat } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';
import { SECOND_MS } from '../../core/instant.ts';
import { failureCode } from '../../ports/network-failure.ts';
import { inTime } from '../../time/in-time.ts';
import { makeFolder } from '../make-folder.ts';
import { type EndReport, isOfProof } from './end-report.ts';
import { pruneReports } from './prune-reports.ts';
import { type ReportTarget, reportPlace } from './report-place.ts';
import { writeWhole } from './write-file.ts';

/** Others read reports: the checker runs as a user of its own. */
const READABLE = 0o644;
const S3_LIMIT_MS = 30 * SECOND_MS;

/** Puts a text at s3://bucket/key. Rejects with a message that a person can act on. */
export type S3Writer = (place: string, text: string, signal: AbortSignal) => Promise<void>;

/** Where the report is, or why it could not be written. */
export type ReportWritten =
  | { readonly place: string; readonly error: null }
  | { readonly place: null; readonly error: string };

/** Writes a run's report to its place. Null when no place is set up. Never throws. */
export async function writeReport(
  report: EndReport,
  target: ReportTarget,
  writeS3: S3Writer,
): Promise<ReportWritten | null> {
  const place = await reportPlace(target, { ...report, ending: isOfProof(report) ? '.proof.json' : '.json' });
  if (place === null) return null;
  const text = `${JSON.stringify(report, null, 2)}\n`;
  try {
    if (place.startsWith('s3://')) await within(S3_LIMIT_MS, (signal) => writeS3(place, text, signal));
    else await writeBeside(resolve(place), text);
    return { place, error: null };
  } catch (error) {
    return { place: null, error: `cannot write ${place}: ${reasonOf(error)}` };
  }
}

/**
 * Creates nothing above `.sentinel/`: where a disk is not mounted, its mount point must not be filled.
 */
async function writeBeside(path: string, text: string): Promise<void> {
  const folder = dirname(path);
  const own = path.lastIndexOf(`${sep}.sentinel${sep}`);
  const base = own < 0 ? folder : path.slice(0, own) || sep;
  const found = await stat(base).catch(() => null);
  if (!found?.isDirectory()) throw new Error(`the folder ${base} does not exist; create it, or mount its disk`);
  await makeFolder(folder);
  await writeWhole(path, text, READABLE);
  // Elsewhere the reports of several jobs may lie together.
  if (own >= 0) await pruneReports(folder);
}

/** A client that ignores the signal must not hold the run. */
async function within(limitMs: number, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const end = new AbortController();
  const outcome = await inTime(work(end.signal), { leftMs: limitMs });
  end.abort();
  if (outcome.kind !== 'done') throw new Error(`timed out after ${limitMs / SECOND_MS} seconds`);
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  ENOSPC: 'the disk is full',
  EROFS: 'the file system is read-only',
  ENOTDIR: 'a file has the name of its folder',
  EISDIR: 'a folder has that name',
};

/** Why a file could not be written, in words; the system's code where there are none. */
export function reasonOf(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (typeof code !== 'string') return error instanceof Error ? error.message : String(error);
  return REASONS[code] ?? failureCode(error);
}
