import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Writable } from 'node:stream';
import { type Instant, MINUTE_MS } from '../core/instant.ts';
import type { Destination } from '../ports/destination.ts';
import type { EvidenceSource } from '../ports/evidence-source.ts';
import { type Attempts, attempt } from './attempt/attempts.ts';
import { runCommand } from './attempt/run-command.ts';
import { EXIT_INTERNAL, exitStatusOf } from './exit-status.ts';
import { inTime } from './in-time.ts';
import { JobLock, LockHeld } from './lock/job-lock.ts';
import { preflight } from './preflight/preflight.ts';
import { SpoolRoom } from './preflight/spool-room.ts';
import type { RunEnding, RunPhase, RunResult, RunStep, VerifiedArtifact } from './run-result.ts';
import { summaryOf } from './run-summary.ts';
import type { RunSettings, VerifySettings } from './settings/run-settings.ts';
import type { Stop } from './stop.ts';
import type { Telling } from './telling.ts';
import { lastVerifiedFile } from './verify/last-verified.ts';
import type { Verified } from './verify/verify.ts';

/** A check of the job's own before the backup that takes longer hangs. */
const PREFLIGHT_LIMIT_MS = 5 * MINUTE_MS;

/** What a run reaches the outside through. */
export interface RunnerPorts {
  readonly telling: Telling;
  readonly sourceOf: (scheme: 's3' | 'file') => Promise<EvidenceSource>;
  readonly destinationOf: (scheme: 's3' | 'file') => Promise<Destination>;
  readonly now: () => Instant;
  readonly env: NodeJS.ProcessEnv;
  readonly stop: Stop;
  /** Where the command's output goes to. */
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** Each step as it is taken, without secrets. */
  readonly step: (step: RunStep) => void;
  /** What happens within a step, without secrets. */
  readonly say: (line: string) => void;
}

/** A run that has been told of, or that nobody could be told of. */
export interface ToldRun {
  readonly result: RunResult;
  readonly tell: RunStep;
}

/** How the phases before the telling went. */
interface Outcome {
  readonly ending: RunEnding;
  readonly message: string;
  readonly attempts: Attempts | null;
  readonly artifact: VerifiedArtifact | null;
  /** Where it does not follow from the ending. */
  readonly exitStatus?: number;
}

/** The guarantee where the job runs: lock, preflight, backup, verify, tell (runner page). */
export async function runJob(settings: RunSettings, ports: RunnerPorts): Promise<ToldRun> {
  return new JobRun(settings, ports).run();
}

class JobRun {
  readonly #settings: RunSettings;
  readonly #ports: RunnerPorts;
  readonly #runId = randomUUID();
  /** Names the job and its node in file names. */
  readonly #name: string;
  readonly #startedAt: Instant;
  readonly #endsAt: Instant | null;
  readonly #steps: RunStep[] = [];

  constructor(settings: RunSettings, ports: RunnerPorts) {
    const { jobId, node, deadlineMs } = settings;
    this.#settings = settings;
    this.#ports = ports;
    this.#name = node === null ? jobId : `${jobId}@${node}`;
    this.#startedAt = ports.now();
    this.#endsAt = deadlineMs === null ? null : this.#startedAt + deadlineMs;
  }

  async run(): Promise<ToldRun> {
    const { stateFolder } = this.#settings;
    const { telling, now } = this.#ports;
    let lock: JobLock;
    try {
      lock = await JobLock.take(stateFolder, this.#name, this.#runId, now());
    } catch (error) {
      return this.#tell(this.#withoutLock(error));
    }
    this.#step('lock', true, takenText(lock));
    const room = new SpoolRoom(stateFolder, this.#name);
    // Neither may delay the backup: a network that is down takes its time to say so.
    const begun = this.#begin().then(() => telling.resend());
    try {
      const outcome = await this.#phases(lock, room).catch((error: unknown) => this.#fault(error));
      await begun;
      await lock.release();
      await room.release();
      return await this.#tell(outcome);
    } finally {
      await room.release();
      await lock.release();
    }
  }

  #begin(): Promise<void> {
    const { jobId, node } = this.#settings;
    return this.#ports.telling.began({ runId: this.#runId, jobId, node, startedAt: this.#startedAt });
  }

  #withoutLock(error: unknown): Outcome {
    if (error instanceof LockHeld) {
      this.#step('lock', false, error.message);
      return { ending: 'locked', message: error.message, attempts: null, artifact: null };
    }
    const message = this.#stateText(error);
    this.#step('lock', false, message);
    return { ending: 'preflight', message, attempts: null, artifact: null };
  }

  #stateText(error: unknown): string {
    const { code = 'unknown error', message } = error as NodeJS.ErrnoException;
    const why = code === 'unknown error' ? message : code;
    return `the state folder ${this.#settings.stateFolder} cannot be used (${why}); make room there, let this user write it, or give another one as --state`;
  }

  async #phases(lock: JobLock, room: SpoolRoom): Promise<Outcome> {
    const { verify: wanted } = this.#settings;
    const refused = await this.#preflight(room);
    if (refused !== null) return refused;
    const attempts = await this.#backup(lock);
    const saysDone = attempts.ending === 'succeeded' || attempts.ending === 'says-already-there';
    const alreadyThere = attempts.ending === 'says-already-there';
    const said = alreadyThere ? `${attempts.message}, which says that the backup is there already` : attempts.message;
    this.#step('backup', saysDone, said);
    if (attempts.ending === 'stopped') return this.#outcome('stopped', attempts.message, attempts);
    if (attempts.ending === 'timed-out') return this.#outcome('timed-out', attempts.message, attempts);
    if (attempts.ending === 'failed') return this.#outcome('command-failed', attempts.message, attempts);
    if (wanted === null) {
      const message = 'nothing was verified; --verify PLACE looks at what landed';
      this.#step('verify', true, message);
      return this.#outcome('done', `${attempts.message}; ${message}`, attempts);
    }
    return this.#verify(wanted, alreadyThere, attempts);
  }

  /** Null when nothing speaks against the backup. */
  async #preflight(room: SpoolRoom): Promise<Outcome | null> {
    const { verify: wanted } = this.#settings;
    const { destinationOf, env, stop, now } = this.#ports;
    try {
      await room.keep();
    } catch (error) {
      return this.#refused(this.#stateText(error));
    }
    const looking = async () =>
      preflight(this.#settings, {
        destination: wanted === null ? null : await destinationOf(wanted.place.scheme),
        env,
        runId: this.#runId,
        now: now(),
        commands: { env: this.#env(), timeoutMs: shorter(PREFLIGHT_LIMIT_MS, this.#leftMs()), stop },
      });
    const looked = await inTime(looking(), stop.signal, this.#leftMs());
    if (stop.isTold) return this.#stopped('preflight');
    if (looked.kind === 'late')
      return this.#late('preflight', 'looking whether it can work took all the time there was');
    if (looked.kind === 'stopped') return this.#stopped('preflight');
    const { problems, looked: what } = looked.value;
    if (problems.length > 0) return this.#refused(problems.join('; '));
    this.#step('preflight', true, `nothing is wrong with ${what.join(', ').replace(/, ([^,]*)$/, ' and $1')}`);
    return null;
  }

  #refused(message: string): Outcome {
    this.#step('preflight', false, message);
    return this.#outcome('preflight', message, null);
  }

  #backup(lock: JobLock): Promise<Attempts> {
    const { command } = this.#settings;
    const { stdout, stderr, stop, now, say, telling } = this.#ports;
    return attempt(this.#settings, this.#env(), this.#endsAt, {
      now,
      stop,
      say: (line) => say(telling.masked(line)),
      running: (pid) => lock.setCommand(pid),
      run: (options) => runCommand(command, { ...options, stdin: 'inherit', stdout, stderr, stop }),
    });
  }

  async #verify(wanted: VerifySettings, alreadyThere: boolean, attempts: Attempts): Promise<Outcome> {
    const { stateFolder, timeoutMs } = this.#settings;
    const { stop, now, sourceOf } = this.#ports;
    const leftMs = this.#leftMs();
    const verifying = async (): Promise<Verified> => {
      // Loaded only here: that is half of the code.
      const { verify } = await import('./verify/verify.ts');
      return verify(wanted, {
        startedAt: this.#startedAt,
        now: now(),
        alreadyThere,
        lastFile: lastVerifiedFile(stateFolder, this.#name),
        source: await sourceOf(wanted.place.scheme),
        commands: {
          env: this.#env(),
          timeoutMs: shorter(timeoutMs, leftMs),
          stop,
        },
      });
    };
    const verified = await inTime(verifying(), stop.signal, leftMs);
    if (stop.isTold || verified.kind === 'stopped') return this.#stopped('verify', attempts);
    if (verified.kind === 'late') {
      return this.#late('verify', 'the command ended well, and there was no time to look at its backup', attempts);
    }
    const { kind, artifact, message } = verified.value;
    this.#step('verify', kind === 'whole', message);
    const ending = endingOf(kind, alreadyThere);
    return { ...this.#outcome(ending, message, attempts), artifact };
  }

  #stopped(phase: RunPhase, attempts: Attempts | null = null): Outcome {
    const message = `the runner was told to stop by ${this.#ports.stop.signalName}, in its ${phase}`;
    this.#step(phase, false, message);
    return this.#outcome('stopped', message, attempts);
  }

  #late(phase: RunPhase, message: string, attempts: Attempts | null = null): Outcome {
    this.#step(phase, false, message);
    return this.#outcome('timed-out', message, attempts);
  }

  #outcome(ending: RunEnding, message: string, attempts: Attempts | null): Outcome {
    return { ending, message, attempts, artifact: null };
  }

  /** People are told of a fault of ours as well: whatever it was, nobody knows of a good backup. */
  #fault(error: unknown): Outcome {
    const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
    if (this.#ports.env.SENTINEL_DEBUG) this.#ports.say(stack);
    const text = `something unexpected went wrong in the runner: ${message} (SENTINEL_DEBUG=1 shows where)`;
    this.#step('backup', false, text);
    return { ...this.#outcome('command-failed', text, null), exitStatus: EXIT_INTERNAL };
  }

  async #tell({ ending, message, attempts, artifact, ...outcome }: Outcome): Promise<ToldRun> {
    const { telling, stop, now } = this.#ports;
    const { jobId, node } = this.#settings;
    const tries = attempts?.tries ?? [];
    const outputTail = telling.masked(attempts?.outputTail ?? '');
    const result: RunResult = {
      runId: this.#runId,
      jobId,
      node,
      host: hostname(),
      ending,
      exitStatus: outcome.exitStatus ?? exitStatusOf(ending, tries.at(-1) ?? null, stop.signalName),
      startedAt: this.#startedAt,
      finishedAt: now(),
      steps: this.#steps,
      tries,
      artifact,
      summary: telling.masked(summaryOf({ jobId, node, ending, message, outputTail })),
      outputTail,
    };
    const tell = await telling.ended(result);
    this.#ports.step(tell);
    return { result, tell };
  }

  #step(phase: RunPhase, ok: boolean, message: string): void {
    const step = { phase, ok, message: this.#ports.telling.masked(message) };
    this.#steps.push(step);
    this.#ports.step(step);
  }

  /** What the command and the checks are told by their environment. */
  #env(): Readonly<Record<string, string>> {
    const { jobId, node } = this.#settings;
    return { SENTINEL_JOB: jobId, SENTINEL_RUN: this.#runId, ...(node === null ? {} : { SENTINEL_NODE: node }) };
  }

  /** Null for no end. */
  #leftMs(): number | null {
    return this.#endsAt === null ? null : Math.max(1, this.#endsAt - this.#ports.now());
  }
}

/** Null for no limit. */
function shorter(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b);
}

function endingOf(kind: Verified['kind'], alreadyThere: boolean): RunEnding {
  if (kind === 'unreachable') return 'unreachable';
  if (kind === 'whole') return alreadyThere ? 'already-there' : 'done';
  return alreadyThere ? 'conflict' : 'verify-failed';
}

function takenText({ takenFrom }: JobLock): string {
  if (takenFrom === null) return 'no other run of this job is at it';
  return `the run of ${takenFrom.since} (process ${takenFrom.pid}) is dead and had left its lock, which was taken over`;
}
