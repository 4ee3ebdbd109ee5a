import { readFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { type Instant, SECOND_MS } from '../../lib/core/instant.ts';
import { secretMasker } from '../../lib/runner/mask-secrets.ts';
import type { Notifier } from '../../lib/runner/notifier.ts';
import type { NotifyOptions } from '../../lib/runner/notify/notify-options.ts';
import { openNotifier } from '../../lib/runner/notify/run-notifier.ts';
import { NotifyOptionInvalid } from '../../lib/runner/notify/web-address.ts';
import { type EndedRun, runJob } from '../../lib/runner/run-job.ts';
import { type GivenOption, RunSettingsError } from '../../lib/runner/settings/given-option.ts';
import { makeSettings } from '../../lib/runner/settings/make-settings.ts';
import { OPTIONS } from '../../lib/runner/settings/run-option.ts';
import type { CommandWords, RunSettings } from '../../lib/runner/settings/run-settings.ts';
import { Stop } from '../../lib/runner/stop.ts';
import { openDestination } from '../../lib/sources/open-destination.ts';
import { openSources } from '../../lib/sources/open-sources.ts';
import { MAX_TIMER_MS } from '../../lib/time/in-time.ts';
import { complain } from '../print/complain.ts';
import { UsageError } from '../usage-error.ts';
import { fieldOf, type ReadRunOptions } from './run-options.ts';

/** Longer than a process group has to end. */
const LAST_WAIT_MS = 15 * SECOND_MS;

/** `sentinel run JOB -- COMMAND [ARG...]`, or with a file. Exit status: docs/design/runner.md#exit-status. */
export async function runCommand(jobId: string, words: readonly string[], options: ReadRunOptions): Promise<number> {
  const { env } = process;
  outliveReaders();
  const settings = await settingsOf(jobId, words, options);
  const { quiet } = settings;
  const say = (line: string) => complain(`sentinel: ${line}`);
  const notifier = await notifierOf(settings, say);
  const stop = Stop.listening();
  const ended = await runJob(settings, {
    notifier,
    sourceOf: openSources(env)(stop.signal).of,
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
  const { exitStatus, ending, startedAt } = ended.result;
  if (!quiet || exitStatus !== 0 || !ended.notifyStep.ok) say(lastLineOf(ended));
  if (ending === 'timed-out' || ending === 'stopped') endBy(0, exitStatus);
  else if (settings.deadlineMs !== null) endBy(startedAt + settings.deadlineMs, exitStatus);
  return exitStatus;
}

/**
 * After the deadline, nothing that is still under way may keep the process alive: a check of the backup that is no
 * longer awaited, or output without a reader. Ending the command takes less time than this.
 */
function endBy(endsAt: Instant, exitStatus: number): void {
  const waitMs = Math.min(Math.max(endsAt - Date.now(), LAST_WAIT_MS), MAX_TIMER_MS);
  setTimeout(() => process.exit(exitStatus), waitMs).unref();
}

/** One sentence that a person can act on; when no notification could be sent, that too. */
function lastLineOf({ result, notifyStep }: EndedRun): string {
  return notifyStep.ok ? result.summary : `${result.summary} (${notifyStep.message})`;
}

/** A backup must not end because the reader of its output has gone: with `| head`, only the rest of the output is lost. */
function outliveReaders(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.removeAllListeners('error');
    stream.on('error', () => {});
  }
}

/** Throws UsageError with every problem. */
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
    if (error instanceof RunSettingsError) {
      // They quote what was written, and under systemd they stand in the journal.
      const problems = error.problems.map(secretMasker(process.env));
      for (const error of problems.slice(0, -1)) complain(`sentinel: ${error}`);
      throw new UsageError(problems.at(-1));
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
    throw new UsageError(`cannot read --config ${config} (${(error as NodeJS.ErrnoException).code})`);
  }
  // Loaded only here: YAML is large.
  const { readBackupYaml } = await import('../../lib/runner/settings/read-backup-yaml.ts');
  return readBackupYaml(bytes, basename(path), dirname(path));
}

function commandOf(words: readonly string[], inFile: CommandWords | null, config: unknown): CommandWords {
  const [program, ...args] = words;
  if (program !== undefined) {
    if (inFile !== null) throw new UsageError(`${config} has a command, and there is another after --; remove one`);
    return [program, ...args];
  }
  if (inFile === null) {
    throw new UsageError('no command given; write it after --, or as command: in the file of --config');
  }
  return inFile;
}

/** Throws UsageError. */
async function notifierOf(settings: RunSettings, say: (line: string) => void): Promise<Notifier> {
  try {
    return await openNotifier(notifyOptionsOf(settings, say));
  } catch (error) {
    if (error instanceof NotifyOptionInvalid) throw new UsageError(error.message);
    throw error;
  }
}

/** The notifications of a run with these settings. */
export function notifyOptionsOf(settings: RunSettings, say: (line: string) => void): NotifyOptions {
  const { jobId, node, stateFolder, verify, notify } = settings;
  const place = verify?.place ?? null;
  return {
    ...notify,
    jobId,
    node,
    stateFolder,
    verified: place === null ? null : place.container + place.template,
    env: process.env,
    writeS3: async (place, text, signal) => {
      const { writeTextObject } = await import('../../lib/adapters/s3/text-object.ts');
      await writeTextObject(place, text, signal);
    },
    say,
    now: Date.now,
  };
}
