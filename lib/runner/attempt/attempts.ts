import { formatDuration } from '../../core/quantity.ts';
import { MAX_TIMER_MS } from '../../time/in-time.ts';
import { statusOfNotStarted } from '../exit-status.ts';
import type { RunTry } from '../run-result.ts';
import type { RunSettings } from '../settings/run-settings.ts';
import type { Stop } from '../stop.ts';
import { type DoneStatus, doneStatusOf, doneWords } from './done-statuses.ts';
import { OutputTail } from './output-tail.ts';
import type { CommandEnd, CommandOptions } from './run-command.ts';
import { isWorthRetrying } from './worth-retrying.ts';

/** How the tries of the command went. */
export interface Attempts {
  readonly ending: 'succeeded' | 'says-already-there' | 'failed' | 'timed-out' | 'stopped';
  /** At least one, unless the run was stopped or its deadline passed before the first. */
  readonly tries: readonly RunTry[];
  /** The end of what the last try wrote. */
  readonly outputTail: string;
  /** What the last try's exit status says besides success, where it is not 0. */
  readonly done: DoneStatus | null;
  /** How the tries went, and what was unusual. */
  readonly message: string;
}

export interface AttemptPorts {
  readonly run: (options: Pick<CommandOptions, 'env' | 'seen' | 'timeoutMs' | 'started'>) => Promise<CommandEnd>;
  readonly now: () => number;
  readonly stop: Stop;
  /** Receives a line between two tries. */
  readonly say: (line: string) => void;
  /** Of the process group of the command that runs; null when none does. */
  readonly running: (pid: number | null) => Promise<void>;
}

const NO_TIME = 'the deadline passed before another try';

/** Thrown to p-retry for a try that has failed. */
class TryFailed extends Error {}

/**
 * Runs the command until it succeeds, or there is no point in trying again, or no time. `endsAt`: when the whole run has
 * to be over; null for never.
 */
export async function attempt(
  settings: RunSettings,
  env: Readonly<Record<string, string>>,
  endsAt: number | null,
  ports: AttemptPorts,
): Promise<Attempts> {
  const { retry, timeoutMs } = settings;
  const tries: RunTry[] = [];
  const notes: string[] = [];
  let tail = new OutputTail();
  let saysAlreadyThere = false;
  let done: DoneStatus | null = null;
  const leftMs = () => (endsAt === null ? Number.POSITIVE_INFINITY : endsAt - ports.now());

  const once = async (): Promise<void> => {
    // What came before, or the wait before this try, may have taken all that was left.
    if (leftMs() <= 0) {
      notes.push(NO_TIME);
      throw new TryFailed();
    }
    tail = new OutputTail();
    let phraseSeen = false;
    const startedAt = ports.now();
    const end = await ports.run({
      env: { ...env, SENTINEL_TRY: String(tries.length + 1) },
      timeoutMs: shorter(timeoutMs, leftMs()),
      started: ports.running,
      seen: (stream, lines) => {
        tail.add(lines);
        if (stream === 'stderr' && settings.alreadyDone.phrases.some((phrase) => lines.includes(phrase)))
          phraseSeen = true;
      },
    });
    await ports.running(null);
    const exitCode = end.notStarted === null ? end.exitCode : statusOfNotStarted(end.notStarted);
    tries.push({ startedAt, durationMs: end.durationMs, exitCode, signal: end.signal, timedOut: end.timedOut });
    if (end.notStarted !== null) notes.push(`it could not be started (${end.notStarted})`);
    if (end.leftBehind) notes.push('it left a process running in the background');
    const failed = exitCode !== 0 || end.timedOut;
    const { exitStatuses } = settings.alreadyDone;
    const canSay = !end.timedOut && !end.stopped && exitCode !== null && exitCode !== 0;
    if (canSay && (exitStatuses.has(exitCode) || phraseSeen)) saysAlreadyThere = true;
    else {
      // A status that is to be tried again is a failure.
      const may = canSay && retry.on?.has(exitCode) !== true;
      done = may ? doneStatusOf(settings.command, exitCode, settings.warn) : null;
      if (done === null && (failed || end.stopped)) throw new TryFailed();
      if (done !== null && exitCode !== null) notes.push(doneWords(settings.command, exitCode, done, settings.warn));
    }
  };

  const last = () => tries.at(-1) ?? null;
  const mayRetry = (): boolean => {
    const failed = last();
    if (failed === null || ports.stop.isRequested || !isWorthRetrying(failed, retry)) return false;
    if (leftMs() > 0) return true;
    notes.push(NO_TIME);
    return false;
  };
  try {
    const { default: pRetry } = await import('p-retry');
    await pRetry(once, {
      retries: retry.retries,
      factor: 2,
      minTimeout: retry.delayMs,
      maxTimeout: Math.min(Math.max(retry.maxDelayMs, retry.delayMs), MAX_TIMER_MS),
      maxRetryTime: leftMs(),
      randomize: true,
      signal: ports.stop.signal,
      shouldRetry: mayRetry,
      onFailedAttempt: ({ retriesLeft }) => {
        const failed = last();
        if (failed === null || retriesLeft === 0 || ports.stop.isRequested || !isWorthRetrying(failed, retry)) return;
        if (leftMs() <= 0) return;
        ports.say(`try ${tries.length} of ${retry.retries + 1} ${wordsOfTry(failed)}; trying again`);
      },
    });
  } catch (error) {
    if (!(error instanceof TryFailed) && !ports.stop.isRequested) throw error;
    const ending = ports.stop.isRequested ? 'stopped' : (last()?.timedOut ?? true) ? 'timed-out' : 'failed';
    return { ending, tries, done: null, outputTail: tail.text(), message: messageOf(tries, notes, ports.stop) };
  }
  const ending = ports.stop.isRequested ? 'stopped' : saysAlreadyThere ? 'says-already-there' : 'succeeded';
  return { ending, tries, done, outputTail: tail.text(), message: messageOf(tries, notes, ports.stop) };
}

/** How a try ended, as the end of a sentence: `exited with status 5 after 3 minutes`. */
export function wordsOfTry({ exitCode, signal, timedOut, durationMs }: RunTry): string {
  const after = durationMs < 1000 ? '' : ` after ${formatDuration(durationMs / 1000)}`;
  if (timedOut) return `timed out${after}`;
  if (signal !== null) return `was killed by ${signal}${after}`;
  return `exited with status ${exitCode}${after}`;
}

function messageOf(tries: readonly RunTry[], notes: readonly string[], stop: Stop): string {
  const lastTry = tries.at(-1);
  const many = tries.length > 1 ? `the command ${wordsOfTry(lastTry as RunTry)} on try ${tries.length}` : null;
  const parts = [
    many ?? (lastTry === undefined ? 'the command was not started' : `the command ${wordsOfTry(lastTry)}`),
  ];
  if (stop.isRequested) parts.push(`${stop.signalName} stopped the runner`);
  return [...parts, ...new Set(notes)].join('; ');
}

function shorter(limitMs: number | null, leftMs: number): number | null {
  const least = Math.min(limitMs ?? Number.POSITIVE_INFINITY, Math.max(1, leftMs));
  return Number.isFinite(least) ? least : null;
}
