import { resolve } from 'node:path';
import { isSea } from 'node:sea';
import { type Installed, installCron, installSystemd, unitFolder } from '../../lib/runner/install/install.ts';
import { InstallRefused, type InstallRequest } from '../../lib/runner/install/install-request.ts';
import { readSchedule } from '../../lib/runner/install/read-schedule.ts';
import { scheduledArguments } from '../../lib/runner/install/scheduled-arguments.ts';
import { OPTIONS } from '../../lib/runner/settings/run-option.ts';
import { complain } from '../print/complain.ts';
import { UsageError } from '../usage-error.ts';
import type { ReadOptions } from './host-options.ts';
import { settingsOf } from './run.ts';

/** `sentinel run --install systemd|cron JOB ...`: has the run as it is written here be run on a schedule. */
export async function installCommand(jobId: string, words: readonly string[], options: ReadOptions): Promise<number> {
  // What the run itself would refuse is refused now.
  const { node, stateFolder } = await settingsOf(jobId, words, options);
  try {
    const { output, notes } = await install(requestOf(jobId, node, options), options, stateFolder);
    if (output !== null) process.stdout.write(`${output}\n`);
    for (const note of notes) complain(note);
    return 0;
  } catch (error) {
    if (error instanceof InstallRefused) throw new UsageError(error.message);
    throw error;
  }
}

async function install(request: InstallRequest, options: ReadOptions, stateFolder: string): Promise<Installed> {
  if (options.install === 'cron') return installCron(request, resolve(String(options.installTo ?? stateFolder)));
  const folder = options.installTo ?? unitFolder(request.isForUser, process.env);
  return installSystemd(request, resolve(String(folder)));
}

function requestOf(jobId: string, node: string | null, { schedule }: ReadOptions): InstallRequest {
  const typed = process.argv.slice(process.argv.indexOf('run', 2) + 1);
  const { run, alert, environment } = scheduledArguments(typed, (name) => OPTIONS.get(name)?.kind === 'flag');
  return {
    jobId,
    node,
    program: isSea() ? [process.execPath] : [process.execPath, resolve(process.argv[1] ?? '')],
    runArguments: run,
    alertArguments: alert,
    workingDirectory: process.cwd(),
    environment,
    schedule: readSchedule(String(schedule)),
    isForUser: process.getuid?.() !== 0,
  };
}
