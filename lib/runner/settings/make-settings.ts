import { homedir, tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { MINUTE_MS, SECOND_MS } from '../../core/instant.ts';
import { type GivenOption, type GivenOptions, RunSettingsFault } from './given-option.ts';
import { jobFault, nodeFault } from './job-ids.ts';
import type { OptionName, RunOptionValues } from './run-option.ts';
import type { CommandWords, RunSettings } from './run-settings.ts';
import { folderNamedBy, isTakenFor, readVerify } from './verified-place.ts';

const DEFAULT_RETRY_DELAY_MS = 30 * SECOND_MS;
const DEFAULT_RETRY_MAX_DELAY_MS = 15 * MINUTE_MS;

/**
 * The settings of a run from what was given, with the defaults of the rest. Throws RunSettingsFault with all that does
 * not fit together.
 */
export function makeSettings(
  jobId: string,
  command: CommandWords,
  given: GivenOptions,
  env: NodeJS.ProcessEnv,
): RunSettings {
  const faults: string[] = [];
  const values = Object.fromEntries([...given].map(([name, { value }]) => [name, value])) as RunOptionValues;
  const path = (name: OptionName): string | null => pathOf(given.get(name));
  const jobProblem = jobFault(jobId);
  if (jobProblem !== null) faults.push(jobProblem);
  const node = values.node ?? null;
  const nodeProblem = node === null ? null : nodeFault(node);
  if (nodeProblem !== null) faults.push(`${given.get('node')?.where}: ${nodeProblem}`);
  const verify = readVerify(given, values, node, faults);
  if (verify === null) {
    for (const name of ['already-done-exit', 'already-done-match'] as const) {
      const option = given.get(name);
      if (option !== undefined)
        faults.push(`${option.where}: only what is verified can be there already; write --verify PLACE too`);
    }
  }
  const stateFolder = path('state') ?? defaultStateFolder(env);
  const reportTo = reportPlace(given.get('report-to'), faults);
  if (verify !== null) {
    const said = `lies where backups are looked for, and would be taken for one`;
    if (isTakenFor(verify.place, `${stateFolder}/locks/${jobId}.lock`))
      faults.push(`the state folder ${stateFolder} ${said}; give another as --state`);
    if (reportTo !== null && isTakenFor(verify.place, `${reportTo.replace(/\/$/, '/report.json')}`))
      faults.push(
        `${given.get('report-to')?.where}: ${reportTo} ${said}; write a folder elsewhere, or .sentinel/ in it`,
      );
  }
  const both = (values['retry-on'] ?? []).find((status) => values['no-retry-on']?.includes(status));
  if (both !== undefined)
    faults.push(`${given.get('no-retry-on')?.where}: ${both} stands in retry-on as well; keep one`);
  if (faults.length > 0) throw new RunSettingsFault(faults);
  const isLocal = verify !== null && verify.place.scheme === 'file';
  return {
    jobId,
    node,
    quiet: values.quiet ?? false,
    stateFolder,
    command,
    preflight: {
      needFree: values['need-free'] ?? null,
      staging: path('staging') ?? (isLocal ? folderNamedBy(verify) : tmpdir()),
      needEnv: values['need-env'] ?? [],
      needFiles: (values['need-file'] ?? []).map((file) => resolve(given.get('need-file')?.folder ?? '.', file)),
      commands: values.preflight ?? [],
      write: values['preflight-write'] ?? false,
    },
    retry: {
      retries: values.retries ?? 0,
      delayMs: values['retry-delay'] ?? DEFAULT_RETRY_DELAY_MS,
      maxDelayMs: values['retry-max-delay'] ?? DEFAULT_RETRY_MAX_DELAY_MS,
      on: values['retry-on'] === undefined ? null : new Set(values['retry-on']),
      notOn: new Set(values['no-retry-on']),
    },
    timeoutMs: values.timeout ?? null,
    deadlineMs: values.deadline ?? null,
    alreadyDone: {
      exitStatuses: new Set(values['already-done-exit']),
      phrases: values['already-done-match'] ?? [],
    },
    verify,
    tell: {
      reportTo,
      heartbeatUrl: values.heartbeat ?? null,
      alertWebhook: values['alert-webhook'] ?? null,
      alertCommand: values['alert-command'] ?? null,
    },
  };
}

/** One folder for the scheduled run and the one by hand, wherever they are started: they share the lock. */
function defaultStateFolder(env: NodeJS.ProcessEnv): string {
  // systemd's StateDirectory= ; the first, where there are several.
  const given = env.STATE_DIRECTORY?.split(':')[0];
  if (given) return given;
  if (process.getuid?.() === 0) return '/var/lib/backup-sentinel';
  return resolve(env.XDG_STATE_HOME || resolve(homedir(), '.local/state'), 'backup-sentinel');
}

function pathOf(option: GivenOption | undefined): string | null {
  return option === undefined ? null : resolve(option.folder, String(option.value));
}

/** As places to verify are written. What is of another kind goes to `faults`: not after the backup, each night. */
function reportPlace(option: GivenOption | undefined, faults: string[]): string | null {
  if (option === undefined) return null;
  const written = String(option.value).replace(/^file:\/\/(?=\/)/, '');
  if (/^s3:\/\/[^/]/.test(written)) return written;
  if (/^[a-z0-9]+:\/\//i.test(written)) {
    // Not shown: an address may be a key.
    faults.push(
      `${option.where}: reports go into a path or to s3://bucket/folder/; for an address, see --alert-webhook`,
    );
    return null;
  }
  // A slash at its end says that it is a folder.
  return `${resolve(option.folder, written)}${written.endsWith('/') ? '/' : ''}`;
}
