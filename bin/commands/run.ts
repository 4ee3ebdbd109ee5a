import { placeText } from '../../lib/core/evidence/place.ts';
import type { NotifyOptions } from '../../lib/runner/notify/notify-options.ts';
import { openNotifier } from '../../lib/runner/notify/run-notifier.ts';
import { runJob } from '../../lib/runner/run-job.ts';
import { makeSettings } from '../../lib/runner/settings/make-settings.ts';
import { RUN_COMMAND } from '../../lib/runner/settings/run-option.ts';
import type { CommandWords, RunSettings } from '../../lib/runner/settings/run-settings.ts';
import { Stop } from '../../lib/runner/stop.ts';
import { openDestination } from '../../lib/sources/open-destination.ts';
import { openSources } from '../../lib/sources/open-sources.ts';
import { complain } from '../print/complain.ts';
import { UsageError } from '../usage-error.ts';
import {
  endBy,
  hostSettings,
  lastLineOf,
  notifierOf,
  notifyOptionsOf,
  outliveReaders,
  stepLine,
} from './host-command.ts';
import type { ReadOptions } from './host-options.ts';

/** `sentinel run JOB -- COMMAND [ARG...]`, or with a file. Exit status: docs/design/runner.md#exit-status. */
export async function runCommand(jobId: string, words: readonly string[], options: ReadOptions): Promise<number> {
  const { env } = process;
  outliveReaders();
  const settings = await settingsOf(jobId, words, options);
  const { quiet } = settings;
  const say = (line: string) => complain(`sentinel: ${line}`);
  const notifier = await notifierOf(() => openNotifier(runNotifyOptions(settings, say)));
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
    step: (ended) => {
      if (!quiet) say(stepLine(ended));
    },
  });
  const { exitStatus, ending, startedAt } = ended.result;
  if (!quiet || exitStatus !== 0 || !ended.notifyStep.ok) say(lastLineOf(ended.result.summary, ended.notifyStep));
  // What does not answer, such as a state folder, is no longer waited for.
  if (ending === 'timed-out' || ending === 'stopped' || ending === 'preflight') endBy(0, exitStatus);
  else if (settings.deadlineMs !== null) endBy(startedAt + settings.deadlineMs, exitStatus);
  return exitStatus;
}

/** Throws UsageError with every problem. */
export function settingsOf(jobId: string, words: readonly string[], options: ReadOptions): Promise<RunSettings> {
  return hostSettings(RUN_COMMAND, options, (given, inFile) =>
    makeSettings(jobId, commandOf(words, inFile, options.config), given, process.env),
  );
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

/** The notifications of a run with these settings. */
export function runNotifyOptions(settings: RunSettings, say: (line: string) => void): NotifyOptions {
  const place = settings.verify?.place ?? null;
  return notifyOptionsOf(settings, place === null ? null : placeText(place), say);
}
