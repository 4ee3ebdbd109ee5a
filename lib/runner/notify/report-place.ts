import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** What the name of a report is made of. */
export interface ReportName {
  readonly job: string;
  readonly node: string | null;
  readonly run_id: string;
  readonly started_at: string;
  /** The ending of a file of its own: `.json`, or `.proof.json`. */
  readonly ending: string;
}

/** Where reports go; both are null where no place is set up. */
export interface ReportTarget {
  /** `--report-to`: a file or a folder (with a slash at its end, or where there is one), or s3:// with the same rule. */
  readonly reportTo: string | null;
  /** `--verify`: reports go into `.sentinel/` beside what it names. */
  readonly verified: string | null;
}

const S3 = 's3://';
const FILE = 'file://';

/**
 * The path or s3:// address of a run's report; null when no place is set up. In a folder, each run has a file of its own,
 * whose names sort by time, and each job and node a folder: `finished: report ./.sentinel/orders-db/*.json`.
 */
export async function reportPlace({ reportTo, verified }: ReportTarget, name: ReportName): Promise<string | null> {
  const file = `${name.started_at.replaceAll(/[-:]|\.\d+/g, '')}-${name.run_id.slice(0, 8)}${name.ending}`;
  if (reportTo !== null) return (await isFolder(reportTo)) ? inside(reportTo, file) : reportTo;
  if (verified === null) return null;
  const place = verified.startsWith(FILE) ? verified.slice(FILE.length) : verified;
  const folder = folderBeside(place) ?? ((await isFolder(place)) ? place : parentOf(place));
  const own = name.node === null ? name.job : `${name.job}/${name.node}`;
  return inside(folder, `.sentinel/${own}/${file}`);
}

/** Whether each report overwrites the one before. */
export async function isOneFile({ reportTo }: ReportTarget): Promise<boolean> {
  return reportTo !== null && !(await isFolder(reportTo));
}

/** The folder above the first part of a place that is not fixed; null when all of it is. */
function folderBeside(place: string): string | null {
  const pattern = place.search(/[*{]/);
  return pattern < 0 ? null : place.slice(0, place.lastIndexOf('/', pattern) + 1) || './';
}

async function isFolder(place: string): Promise<boolean> {
  if (place.endsWith('/')) return true;
  if (place.startsWith(S3)) return !place.slice(S3.length).includes('/');
  return stat(place).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

function parentOf(place: string): string {
  return place.startsWith(S3) ? place.slice(0, place.lastIndexOf('/') + 1) : dirname(place);
}

function inside(folder: string, path: string): string {
  return folder.startsWith(S3) ? `${folder.replace(/\/$/, '')}/${path}` : join(folder, path);
}
