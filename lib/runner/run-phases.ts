import { MINUTE_MS } from '../core/instant.ts';
import { inTime } from '../time/in-time.ts';
import { type Attempts, attempt } from './attempt/attempts.ts';
import type { CaptureOptions } from './attempt/captured-command.ts';
import { runCommand } from './attempt/run-command.ts';
import type { CurrentRun, Outcome } from './current-run.ts';
import type { JobLock } from './lock/job-lock.ts';
import { preflight } from './preflight/preflight.ts';
import type { SpoolRoom } from './preflight/spool-room.ts';
import type { RunEnding } from './run-result.ts';
import type { VerifySettings } from './settings/run-settings.ts';
import { lastVerifiedFile } from './verify/last-verified.ts';
import type { Verified } from './verify/verify.ts';

/** A state folder on a network that is down never answers. */
const STATE_LIMIT_MS = MINUTE_MS;
/** The timeout of each --preflight command. */
const PREFLIGHT_LIMIT_MS = 5 * MINUTE_MS;

/** Preflight, backup and verify, as far as each lets the next begin (docs/design/runner.md#phases). */
export async function runPhases(run: CurrentRun, lock: JobLock, room: SpoolRoom): Promise<Outcome> {
  const refused = await lookBefore(run, room);
  if (refused !== null) return refused;
  const attempts = await backUp(run, lock);
  const { ending, message } = attempts;
  if (ending === 'stopped' || ending === 'timed-out') return run.endedBy(ending, 'backup', message, attempts);
  if (ending === 'failed') return run.endedBy('command-failed', 'backup', message, attempts);
  const alreadyThere = ending === 'says-already-there';
  run.step('backup', true, alreadyThere ? `${message}, which means that the backup is already there` : message);
  const { verify: wanted } = run.settings;
  if (wanted !== null) return lookAfter(run, wanted, alreadyThere, attempts);
  const unverified = 'nothing was verified; add --verify PLACE to check what landed';
  run.step('verify', true, unverified);
  return { ending: 'done', message: `${message}; ${unverified}`, attempts, artifact: null };
}

/** Null when the backup can start. */
async function lookBefore(run: CurrentRun, room: SpoolRoom): Promise<Outcome | null> {
  const { settings, ports } = run;
  try {
    const kept = await inTime(room.keep(), { signal: ports.stop.signal, leftMs: run.within(STATE_LIMIT_MS) });
    if (kept.kind === 'stopped') return run.stoppedIn('preflight');
    if (kept.kind === 'late') throw new Error('it does not answer');
  } catch (error) {
    return run.endedBy('preflight', 'preflight', run.stateError(error));
  }
  const looking = async () =>
    preflight(settings, {
      destination: settings.verify === null ? null : await ports.destinationOf(settings.verify.place.scheme),
      env: ports.env,
      runId: run.runId,
      now: ports.now(),
      commands: commandOptions(run, PREFLIGHT_LIMIT_MS),
    });
  const looked = await inTime(looking(), { signal: ports.stop.signal, leftMs: run.leftMs });
  if (ports.stop.isRequested || looked.kind === 'stopped') return run.stoppedIn('preflight');
  if (looked.kind === 'late') {
    return run.endedBy('timed-out', 'preflight', 'the deadline passed during the preflight checks');
  }
  const { problems, looked: what } = looked.value;
  if (problems.length > 0) return run.endedBy('preflight', 'preflight', problems.join('; '));
  run.step('preflight', true, `passed: ${what.join(', ').replace(/, ([^,]*)$/, ' and $1')}`);
  return null;
}

/** For commands of a check. */
function commandOptions(run: CurrentRun, limitMs: number | null): CaptureOptions {
  const { stop, notifier } = run.ports;
  return { env: run.env, timeoutMs: run.within(limitMs), stop, masked: (text) => notifier.masked(text) };
}

function backUp(run: CurrentRun, lock: JobLock): Promise<Attempts> {
  const { settings, ports } = run;
  const { stdout, stderr, stop, now, say, notifier } = ports;
  return attempt(settings, run.env, run.endsAt, {
    now,
    stop,
    say: (line) => say(notifier.masked(line)),
    running: (pid) => lock.setCommand(pid),
    run: (options) => runCommand(settings.command, { ...options, stdin: 'inherit', stdout, stderr, stop }),
  });
}

async function lookAfter(
  run: CurrentRun,
  wanted: VerifySettings,
  alreadyThere: boolean,
  attempts: Attempts,
): Promise<Outcome> {
  const { settings, ports, startedAt } = run;
  const verifying = async (): Promise<Verified> => {
    // Loaded only here: that is half of the code.
    const { verify } = await import('./verify/verify.ts');
    return verify(wanted, {
      startedAt,
      now: ports.now(),
      alreadyThere,
      afterFailedTry: attempts.tries.length > 1,
      lastFile: lastVerifiedFile(settings.stateFolder, run.name),
      source: await ports.sourceOf(wanted.place.scheme),
      commands: commandOptions(run, settings.timeoutMs),
    });
  };
  const verified = await inTime(verifying(), { signal: ports.stop.signal, leftMs: run.leftMs });
  if (ports.stop.isRequested || verified.kind === 'stopped') return run.stoppedIn('verify', attempts);
  if (verified.kind === 'late') {
    const message = 'the command succeeded, but the deadline passed before its backup was verified';
    return run.endedBy('timed-out', 'verify', message, attempts);
  }
  const { kind, artifact, message } = verified.value;
  run.step('verify', kind === 'whole', message);
  return { ending: endingOf(kind, alreadyThere), message, attempts, artifact };
}

function endingOf(kind: Verified['kind'], alreadyThere: boolean): RunEnding {
  if (kind === 'unreachable') return 'unreachable';
  if (kind === 'whole') return alreadyThere ? 'already-there' : 'done';
  return alreadyThere ? 'conflict' : 'verify-failed';
}
