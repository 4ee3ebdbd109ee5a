import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { type Instant, SECOND_MS } from '../../lib/core/instant.ts';
import type { HostSettings } from '../../lib/runner/current-end.ts';
import { secretMasker } from '../../lib/runner/mask-secrets.ts';
import type { Notifier } from '../../lib/runner/notifier.ts';
import type { NotifyOptions } from '../../lib/runner/notify/notify-options.ts';
import { NotifyOptionInvalid } from '../../lib/runner/notify/web-address.ts';
import type { EndedRun } from '../../lib/runner/run-job.ts';
import { type GivenOption, type GivenOptions, RunSettingsError } from '../../lib/runner/settings/given-option.ts';
import type { HostCommand } from '../../lib/runner/settings/host-option.ts';
import type { CommandWords, NotifySettings } from '../../lib/runner/settings/run-settings.ts';
import { MAX_TIMER_MS } from '../../lib/time/in-time.ts';
import { complain } from '../print/complain.ts';
import { UsageError } from '../usage-error.ts';
import { fieldOf, type ReadOptions } from './host-options.ts';

/** Longer than a process group has to end. */
const LAST_WAIT_MS = 15 * SECOND_MS;

/** Makes the settings of a command from its line and the file of `--config`. Throws UsageError with every problem. */
export async function hostSettings<Settings>(
  command: HostCommand,
  options: ReadOptions,
  make: (given: GivenOptions, commandInFile: CommandWords | null) => Settings,
): Promise<Settings> {
  try {
    const file = typeof options.config === 'string' ? await readConfig(options.config, command) : null;
    const given = new Map<string, GivenOption>(file?.options);
    for (const name of command.options.keys()) {
      const value = options[fieldOf(name)];
      if (value !== undefined) given.set(name, { value, folder: process.cwd(), where: `--${name}` });
    }
    return make(given, file?.command ?? null);
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

async function readConfig(config: string, command: HostCommand) {
  const path = resolve(config);
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (error) {
    throw new UsageError(`cannot read --config ${config} (${(error as NodeJS.ErrnoException).code})`);
  }
  // Loaded only here: YAML is large.
  const { readBackupYaml } = await import('../../lib/runner/settings/read-backup-yaml.ts');
  return readBackupYaml(bytes, basename(path), dirname(path), command);
}

/** Throws UsageError. */
export async function notifierOf<Result>(open: () => Promise<Notifier<Result>>): Promise<Notifier<Result>> {
  try {
    return await open();
  } catch (error) {
    if (error instanceof NotifyOptionInvalid) throw new UsageError(error.message);
    throw error;
  }
}

/** The notifications of a run or a proof with these settings. `verified`: the place that reports lie beside. */
export function notifyOptionsOf(
  { jobId, node, stateFolder, notify }: HostSettings & { readonly notify: NotifySettings },
  verified: string | null,
  say: (line: string) => void,
): NotifyOptions {
  return {
    ...notify,
    jobId,
    node,
    stateFolder,
    verified,
    env: process.env,
    writeS3: async (place, text, signal) => {
      const { writeTextObject } = await import('../../lib/adapters/s3/text-object.ts');
      await writeTextObject(place, text, signal);
    },
    say,
    now: Date.now,
  };
}

/** What is said of a phase that has ended. In reports the last one keeps its older name. */
export function stepLine({ phase, ok, message }: { phase: string; ok: boolean; message: string }): string {
  return `${phase === 'tell' ? 'notify' : phase}${ok ? '' : ' failed'}: ${message}`;
}

/** One sentence that a person can act on; when no notification could be sent, that too. */
export function lastLineOf(summary: string, { ok, message }: EndedRun['notifyStep']): string {
  return ok ? summary : `${summary} (${message})`;
}

/**
 * After the deadline, nothing that is still under way may keep the process alive: a check of the backup that is no
 * longer awaited, or output without a reader. Ending the command takes less time than this.
 */
export function endBy(endsAt: Instant, exitStatus: number): void {
  const waitMs = Math.min(Math.max(endsAt - Date.now(), LAST_WAIT_MS), MAX_TIMER_MS);
  setTimeout(() => {
    // Leaving waits for calls to the system that never return, as on a network that is down: then it is ended from outside.
    const words = ['-c', 'sleep 2; kill -9 "$1"', 'sh', String(process.pid)];
    spawn('/bin/sh', words, { detached: true, stdio: 'ignore' })
      .on('error', () => {})
      .unref();
    process.exit(exitStatus);
  }, waitMs).unref();
}

/** Nothing must end because the reader of its output has gone: with `| head`, only the rest of the output is lost. */
export function outliveReaders(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.removeAllListeners('error');
    stream.on('error', () => {});
  }
}
