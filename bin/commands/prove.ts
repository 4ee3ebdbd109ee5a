import { loadRules } from '../../lib/app/rules/load-rules.ts';
import type { Job } from '../../lib/core/model/job.ts';
import { prove } from '../../lib/prove/prove.ts';
import { makeProveSettings } from '../../lib/prove/settings/make-prove-settings.ts';
import { PROVE_COMMAND } from '../../lib/prove/settings/prove-option.ts';
import type { ProveSettings } from '../../lib/prove/settings/prove-settings.ts';
import { openProofNotifier } from '../../lib/runner/notify/proof-notifier.ts';
import type { CommandWords } from '../../lib/runner/settings/run-settings.ts';
import { Stop } from '../../lib/runner/stop.ts';
import { openDestination } from '../../lib/sources/open-destination.ts';
import { openSources } from '../../lib/sources/open-sources.ts';
import { complain } from '../print/complain.ts';
import { UsageError } from '../usage-error.ts';
import { documentInForce, jobsOrUsageError } from '../wiring/load-document.ts';
import { openRules } from '../wiring/open-rules.ts';
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
import { installCommand } from './install.ts';
import { proofUnitFailed } from './unit-failed.ts';

/** `sentinel prove JOB`: restores a copy and asks it. Exit status: docs/design/prove.md#exit-status. */
export async function proveCommand(jobId: string, words: readonly string[], options: ReadOptions): Promise<number> {
  const { env } = process;
  outliveReaders();
  const settings = await settingsOf(jobId, words, options);
  const { quiet } = settings;
  const say = (line: string) => complain(`sentinel: ${line}`);
  const notifier = await notifierOf(() => openProofNotifier(notifyOptionsOf(settings, null, say)));
  const stop = Stop.listening();
  const { result, notifyStep } = await prove(settings, {
    notifier,
    sourceOf: openSources(env)(stop.signal).of,
    destinationOf: (scheme) => openDestination(scheme, env),
    jobOf,
    now: Date.now,
    env,
    stop,
    say,
    step: (ended) => {
      if (!quiet) say(stepLine(ended));
    },
  });
  const { exitStatus, proof } = result;
  if (!quiet || exitStatus !== 0 || !notifyStep.ok) say(lastLineOf(proof.summary, notifyStep));
  // What was being done when it ended is no longer waited for.
  if (proof.ending !== 'proven' && proof.ending !== 'refuted') endBy(0, exitStatus);
  return exitStatus;
}

/** `--install`: has the proof be run on a schedule. */
export async function installProof(jobId: string, words: readonly string[], options: ReadOptions): Promise<number> {
  return installCommand(PROVE_COMMAND, await settingsOf(jobId, words, options), options);
}

/** What the unit runs that systemd starts when the service of a proof failed. */
export async function failedProof(jobId: string, words: readonly string[], options: ReadOptions): Promise<number> {
  const command = options.recipe === 'command' ? ['true'] : words;
  return proofUnitFailed(await settingsOf(jobId, command, options), String(options.unitFailed));
}

/** Throws UsageError with every problem. */
function settingsOf(jobId: string, words: readonly string[], options: ReadOptions): Promise<ProveSettings> {
  return hostSettings(PROVE_COMMAND, options, (given, inFile) => {
    const [program, ...args] = words;
    if (program !== undefined && inFile !== null)
      throw new UsageError(`${options.config} has a command, and there is another after --; remove one`);
    const command: CommandWords | null = program === undefined ? inFile : [program, ...args];
    return makeProveSettings(jobId, command, given, process.env);
  });
}

/** The job of a rules doc that a place names. Throws UsageError, or RulesUnavailable. */
async function jobOf(rules: string, id: string): Promise<Job> {
  const loaded = await loadRules(await openRules(rules, null), Date.now());
  const [job, another] = jobsOrUsageError(documentInForce(loaded), id);
  if (job === undefined || another !== undefined) {
    throw new UsageError(`${id} has several nodes; name one with --node: ${another?.id}`);
  }
  return job;
}
