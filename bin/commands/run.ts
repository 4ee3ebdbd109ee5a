import { readFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { type Instant, SECOND_MS } from '../../lib/core/instant.ts';
import { secretMasker } from '../../lib/runner/mask-secrets.ts';
import { runJob, type ToldRun } from '../../lib/runner/run-job.ts';
import { type GivenOption, RunSettingsFault } from '../../lib/runner/settings/given-option.ts';
import { makeSettings } from '../../lib/runner/settings/make-settings.ts';
import { OPTIONS } from '../../lib/runner/settings/run-option.ts';
import type { CommandWords, RunSettings } from '../../lib/runner/settings/run-settings.ts';
import { Stop } from '../../lib/runner/stop.ts';
import { openTelling } from '../../lib/runner/tell/tell.ts';
import type { TellOptions } from '../../lib/runner/tell/tell-options.ts';
import { TellOptionUnusable } from '../../lib/runner/tell/web-address.ts';
import type { Telling } from '../../lib/runner/telling.ts';
import { MAX_TIMER_MS } from '../../lib/time/in-time.ts';
import { complain } from '../print/complain.ts';
import { UsageError } from '../usage-error.ts';
import { openDestination, writeReportToS3 } from '../wiring/destinations.ts';
import { EvidenceSources } from '../wiring/evidence-sources.ts';
import { fieldOf, type ReadRunOptions } from './run-options.ts';

/** Longer than a process group is given to end. */
const LAST_WAIT_MS = 15 * SECOND_MS;

/** `sentinel run JOB -- COMMAND [ARG...]`, or with a file. Gives the exit status of the runner page. */
export async function runCommand(jobId: string, words: readonly string[], options: ReadRunOptions): Promise<number> {
  const { env } = process;
  outliveReaders();
  const settings = await settingsOf(jobId, words, options);
  const { quiet } = settings;
  const say = (line: string) => complain(`sentinel: ${line}`);
  const telling = await tellingOf(settings, say);
  const stop = Stop.listening();
  const told = await runJob(settings, {
    telling,
    sourceOf: new EvidenceSources({ signal: stop.signal }).of,
    destinationOf: (scheme) => openDestination(scheme, env),
    now: Date.now,
    env,
    stop,
    stdout: process.stdout,
    stderr: process.stderr,
    say,
    step: ({ phase, ok, message }) => {
      if (!quiet) say(`${phase}${ok ? '' : ' failed'}: ${message}`);
    },
  });
  const { exitStatus, ending, startedAt } = told.result;
  if (!quiet || exitStatus !== 0 || !told.tell.ok) say(lastLineOf(told));
  if (ending === 'timed-out' || ending === 'stopped') endBy(0, exitStatus);
  else if (settings.deadlineMs !== null) endBy(startedAt + settings.deadlineMs, exitStatus);
  return exitStatus;
}

/**
 * Where the time is over, nothing that is still under way may hold the process: a look at the backup that nobody waits
 * for, output that nobody reads. What ends processes of ours takes less long.
 */
function endBy(endsAt: Instant, exitStatus: number): void {
  const waitMs = Math.min(Math.max(endsAt - Date.now(), LAST_WAIT_MS), MAX_TIMER_MS);
  setTimeout(() => process.exit(exitStatus), waitMs).unref();
}

/** One sentence that a person can act on; when nobody else heard of it, that too. */
function lastLineOf({ result, tell }: ToldRun): string {
  return tell.ok ? result.summary : `${result.summary} (${tell.message})`;
}

/** A backup must not end because whoever read its output has gone: with `| head`, the rest is lost and nothing else. */
function outliveReaders(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.removeAllListeners('error');
    stream.on('error', () => {});
  }
}

/** Throws UsageError with every fault. */
export async function settingsOf(
  jobId: string,
  words: readonly string[],
  options: ReadRunOptions,
): Promise<RunSettings> {
  try {
    const file = typeof options.config === 'string' ? await readConfig(options.config) : null;
    const given = new Map<string, GivenOption>(file?.options);
    for (const name of OPTIONS.keys()) {
      const value = options[fieldOf(name)];
      if (value !== undefined) given.set(name, { value, folder: process.cwd(), where: `--${name}` });
    }
    const command = commandOf(words, file?.command ?? null, options.config);
    return makeSettings(jobId, command, given, process.env);
  } catch (error) {
    if (error instanceof RunSettingsFault) {
      // They quote what was written, and under systemd they stand in the journal.
      const faults = error.faults.map(secretMasker(process.env));
      for (const fault of faults.slice(0, -1)) complain(`sentinel: ${fault}`);
      throw new UsageError(faults.at(-1));
    }
    throw error;
  }
}

async function readConfig(config: string) {
  const path = resolve(config);
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (error) {
    throw new UsageError(`--config ${config}: it cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
  // Loaded only here: YAML is large.
  const { readBackupYaml } = await import('../../lib/runner/settings/read-backup-yaml.ts');
  return readBackupYaml(bytes, basename(path), dirname(path));
}

function commandOf(words: readonly string[], inFile: CommandWords | null, config: unknown): CommandWords {
  const [program, ...args] = words;
  if (program !== undefined) {
    if (inFile !== null) throw new UsageError(`there is a command in ${config} and another behind --; keep one`);
    return [program, ...args];
  }
  if (inFile === null) {
    throw new UsageError('there is no command; write it behind --, or as command: in a file for --config');
  }
  return inFile;
}

/** Throws UsageError. */
async function tellingOf(settings: RunSettings, say: (line: string) => void): Promise<Telling> {
  try {
    return await openTelling(tellOptionsOf(settings, say));
  } catch (error) {
    if (error instanceof TellOptionUnusable) throw new UsageError(error.message);
    throw error;
  }
}

/** Whom to tell of a run with these settings. */
export function tellOptionsOf(settings: RunSettings, say: (line: string) => void): TellOptions {
  const { jobId, node, stateFolder, verify, tell } = settings;
  const place = verify?.place ?? null;
  return {
    ...tell,
    jobId,
    node,
    stateFolder,
    verified: place === null ? null : place.container + place.template,
    env: process.env,
    writeS3: writeReportToS3,
    say,
    now: Date.now,
  };
}
