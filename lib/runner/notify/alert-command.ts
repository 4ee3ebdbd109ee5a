import { spawn } from 'node:child_process';
import { SECOND_MS } from '../../core/instant.ts';
import { type EndReport, headlineOf } from './end-report.ts';

export const ALERT_COMMAND_LIMIT_MS = 60 * SECOND_MS;

export interface AlertedRun {
  readonly report: EndReport;
  /** Where the report is; null when it is nowhere. */
  readonly reportPlace: string | null;
  readonly isLate: boolean;
}

/**
 * Runs the user's command in a shell, with the run in its environment and as JSON on its standard input; its output goes
 * to standard error. Null when it exited with 0, else what went wrong.
 */
export function runAlertCommand(
  command: string,
  run: AlertedRun,
  env: NodeJS.ProcessEnv,
  limitMs: number,
): Promise<string | null> {
  return new Promise((resolve) => {
    // A process group of its own, so that all of it can be ended.
    const child = spawn('/bin/sh', ['-c', command], {
      env: { ...env, ...variables(run) },
      stdio: ['pipe', 2, 2],
      detached: true,
    });
    let isLate = false;
    const limit = setTimeout(() => {
      isLate = true;
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    }, limitMs);
    const end = (error: string | null): void => {
      clearTimeout(limit);
      resolve(error);
    };
    child.on('error', (error) => end(`it could not be started (${(error as NodeJS.ErrnoException).code})`));
    child.on('exit', (code, signal) => {
      if (isLate) end(`it timed out after ${limitMs / SECOND_MS} seconds`);
      else end(code === 0 ? null : `it ended with ${signal ?? code}`);
    });
    // The command may ignore its input: its environment says enough.
    child.stdin?.on('error', () => {});
    child.stdin?.end(`${JSON.stringify(run.report)}\n`);
  });
}

function variables({ report, reportPlace, isLate }: AlertedRun): Record<string, string> {
  return {
    SENTINEL_JOB: report.job,
    SENTINEL_NODE: report.node ?? '',
    SENTINEL_HOST: report.host,
    SENTINEL_RUN_ID: report.run_id,
    SENTINEL_ENDING: report.ending,
    SENTINEL_EXIT_STATUS: String(report.exit_status),
    SENTINEL_STARTED_AT: report.started_at,
    SENTINEL_FINISHED_AT: report.finished_at,
    SENTINEL_HEADLINE: headlineOf(report),
    SENTINEL_SUMMARY: report.summary,
    SENTINEL_REPORT: reportPlace ?? '',
    SENTINEL_TOLD_LATE: isLate ? '1' : '',
  };
}
