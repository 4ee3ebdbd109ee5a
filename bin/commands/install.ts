import { resolve } from 'node:path';
import { isSea } from 'node:sea';
import type { HostSettings } from '../../lib/runner/current-end.ts';
import { type Installed, installCron, installSystemd, unitFolder } from '../../lib/runner/install/install.ts';
import { InstallRefused, type InstallRequest } from '../../lib/runner/install/install-request.ts';
import { readSchedule } from '../../lib/runner/install/read-schedule.ts';
import { scheduledArguments } from '../../lib/runner/install/scheduled-arguments.ts';
import type { HostCommand } from '../../lib/runner/settings/host-option.ts';
import { complain } from '../print/complain.ts';
import { printText } from '../print/print-text.ts';
import { UsageError } from '../usage-error.ts';
import type { ReadOptions } from './host-options.ts';
import { separated, withJoinedPairs } from './word-pairs.ts';

/** `sentinel run|prove --install systemd|cron JOB ...`: has what is written here be run on a schedule. */
export async function installCommand(
  { verb, options: known }: HostCommand,
  { jobId, node, stateFolder }: HostSettings,
  options: ReadOptions,
): Promise<number> {
  try {
    const request = requestOf(verb, jobId, node, options, (name) => known.get(name)?.kind === 'flag');
    const { output, notes } = await install(request, options, stateFolder);
    if (output !== null) printText(`${output}\n`);
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

function requestOf(
  verb: HostCommand['verb'],
  jobId: string,
  node: string | null,
  { schedule }: ReadOptions,
  isFlag: (name: string) => boolean,
): InstallRequest {
  const typed = withJoinedPairs(process.argv).slice(process.argv.indexOf(verb, 2) + 1);
  const { run, alert, environment } = scheduledArguments(typed, isFlag);
  return {
    jobId,
    node,
    program: isSea() ? [process.execPath] : [process.execPath, resolve(process.argv[1] ?? '')],
    verb,
    runArguments: run.flatMap(separated),
    alertArguments: alert.flatMap(separated),
    workingDirectory: process.cwd(),
    environment,
    schedule: readSchedule(String(schedule)),
    isForUser: process.getuid?.() !== 0,
  };
}
