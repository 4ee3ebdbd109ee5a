import { readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DAY_MS, type Instant, parseInstant } from '../../core/instant.ts';
import { makeFolder } from '../make-folder.ts';
import { type EndReport, isOfProof } from './end-report.ts';
import { writeWhole } from './write-file.ts';

/** Where the notification of a run is sent; each can be tried again later. */
export type Sink = 'report' | 'heartbeat' | 'webhook' | 'command';
const SINKS: readonly string[] = ['report', 'heartbeat', 'webhook', 'command'] satisfies readonly Sink[];

/** A run of which not every sink has been notified. No address is kept: those are secrets. */
export interface SpooledRun {
  readonly version: 1;
  readonly report: EndReport;
  /** The sinks that are still to be notified. */
  readonly pending: readonly Sink[];
  /** Whether its start heartbeat was accepted, so that the server waits for its end. The name is part of the format. */
  readonly startTold: boolean;
  /** A later run of the job succeeded. */
  readonly superseded: boolean;
}

export interface SpooledFile {
  readonly path: string;
  readonly run: SpooledRun;
}

export const MAX_SPOOLED_RUNS = 50;
export const MAX_SPOOLED_MS = 30 * DAY_MS;
const OWNER_ONLY_FOLDER = 0o700;
const OWNER_ONLY = 0o600;

/** The runs of one job whose notifications are still to be sent, one file each, whose names sort by time. */
export class Spool {
  readonly name: string;
  readonly folder: string;

  /** `name`: of the job and its node, and for its proofs another. A node has a spool of its own: nodes run side by side. */
  constructor(stateFolder: string, name: string) {
    this.name = name;
    this.folder = join(stateFolder, 'spool', name);
  }

  /** Keeps a run, with the sinks that are left; returns its path. Throws the system's errors. */
  async keep(run: SpooledRun): Promise<string> {
    await makeFolder(this.folder, OWNER_ONLY_FOLDER);
    const path = join(this.folder, nameOf(run.report));
    await writeWhole(path, `${JSON.stringify(run)}\n`, OWNER_ONLY);
    return path;
  }

  async remove(path: string): Promise<void> {
    await rm(path, { force: true });
  }

  /**
   * The kept runs, oldest first. A damaged file is renamed, and what is too old or beyond the limit is removed; `say`
   * reports both. A newer version's files are left alone. Throws the system's errors.
   */
  async waiting(now: Instant, say: (line: string) => void): Promise<readonly SpooledFile[]> {
    const names = (await listed(this.folder)).filter((name) => name.endsWith('.json')).sort();
    const files: SpooledFile[] = [];
    for (const name of names) {
      const path = join(this.folder, name);
      const run = readRun(await readFile(path, 'utf8'));
      if (run === 'newer') say(`${path} was written by a newer version of the runner and is left alone`);
      else if (run === null) {
        await rename(path, `${path}.damaged`);
        say(`${path} is damaged; it was renamed to ${name}.damaged`);
      } else files.push({ path, run });
    }
    const isTooMuch = ({ run }: SpooledFile, index: number): boolean =>
      index < files.length - MAX_SPOOLED_RUNS || finishedAt(run) < now - MAX_SPOOLED_MS;
    const dropped = files.filter(isTooMuch);
    for (const { path } of dropped) await this.remove(path);
    if (dropped.length > 0) {
      say(
        `removed ${dropped.length} unsent reports from the spool: older than 30 days, or beyond the newest ${MAX_SPOOLED_RUNS}`,
      );
    }
    return files.filter((file, index) => !isTooMuch(file, index));
  }
}

function nameOf(report: EndReport): string {
  return `${report.finished_at.replaceAll(/[-:]|\.\d+/g, '')}-${report.run_id.slice(0, 8)}.json`;
}

async function listed(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
}

/** Null when it is damaged. Checks what sending needs; the rest of a report is only passed on. */
function readRun(text: string): SpooledRun | 'newer' | null {
  let value: Partial<SpooledRun> | null;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  if (typeof value.version === 'number' && value.version > 1) return 'newer';
  const { report, pending } = value;
  const isWhole =
    value.version === 1 &&
    Array.isArray(pending) &&
    pending.every((sink) => SINKS.includes(sink)) &&
    typeof report?.run_id === 'string' &&
    typeof report.job === 'string' &&
    (isOfProof(report) || typeof report.status === 'string') &&
    typeof report.summary === 'string' &&
    typeof report.output_tail === 'string' &&
    typeof report.exit_status === 'number' &&
    typeof report.started_at === 'string' &&
    typeof report.finished_at === 'string' &&
    parseInstant(report.finished_at) !== null;
  if (!isWhole) return null;
  return { version: 1, report, pending, startTold: value.startTold === true, superseded: value.superseded === true };
}

function finishedAt({ report }: SpooledRun): Instant {
  return parseInstant(report.finished_at) ?? 0;
}
