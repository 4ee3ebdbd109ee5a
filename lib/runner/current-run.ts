import { randomUUID } from 'node:crypto';
import type { Instant } from '../core/instant.ts';
import type { Attempts } from './attempt/attempts.ts';
import type { RunEnding, RunPhase, RunStep, VerifiedArtifact } from './run-result.ts';
import type { RunnerPorts } from './runner-ports.ts';
import type { RunSettings } from './settings/run-settings.ts';

/** How the phases before the notification went. */
export interface Outcome {
  readonly ending: RunEnding;
  /** What decided it, as the end of a sentence. */
  readonly message: string;
  readonly attempts: Attempts | null;
  readonly artifact: VerifiedArtifact | null;
  /** Where it does not follow from the ending. */
  readonly exitStatus?: number;
}

/** A run that is under way: what each of its phases needs to know, and the steps taken so far. */
export class CurrentRun {
  readonly settings: RunSettings;
  readonly ports: RunnerPorts;
  readonly runId = randomUUID();
  /** Names the job and its node in file names. */
  readonly name: string;
  readonly startedAt: Instant;
  /** When all of it has to be over; null for never. */
  readonly endsAt: Instant | null;
  readonly #steps: RunStep[] = [];

  constructor(settings: RunSettings, ports: RunnerPorts) {
    const { jobId, node, deadlineMs } = settings;
    this.settings = settings;
    this.ports = ports;
    this.name = node === null ? jobId : `${jobId}@${node}`;
    this.startedAt = ports.now();
    this.endsAt = deadlineMs === null ? null : this.startedAt + deadlineMs;
  }

  get steps(): readonly RunStep[] {
    return this.#steps;
  }

  /** Records a step and reports it. */
  step(phase: RunPhase, ok: boolean, message: string): void {
    const step = { phase, ok, message: this.ports.notifier.masked(message) };
    this.#steps.push(step);
    this.ports.step(step);
  }

  /** Records the step that ends the run early. */
  endedBy(ending: RunEnding, phase: RunPhase, message: string, attempts: Attempts | null = null): Outcome {
    this.step(phase, false, message);
    return { ending, message, attempts, artifact: null };
  }

  stoppedIn(phase: RunPhase, attempts: Attempts | null = null): Outcome {
    const message = `${this.ports.stop.signalName} stopped the runner during ${phase}`;
    return this.endedBy('stopped', phase, message, attempts);
  }

  /** The variables of the command and the checks. */
  get env(): Readonly<Record<string, string>> {
    const { jobId, node } = this.settings;
    return { SENTINEL_JOB: jobId, SENTINEL_RUN: this.runId, ...(node === null ? {} : { SENTINEL_NODE: node }) };
  }

  /** Milliseconds until it has to be over; null for no end. */
  get leftMs(): number | null {
    return this.endsAt === null ? null : Math.max(1, this.endsAt - this.ports.now());
  }

  /** What is left, or a limit that is shorter. Null for no limit. */
  within(limitMs: number | null): number | null {
    const left = this.leftMs;
    return limitMs === null || left === null ? (limitMs ?? left) : Math.min(limitMs, left);
  }

  stateError(error: unknown): string {
    const { code, message } = error as NodeJS.ErrnoException;
    return `the state folder ${this.settings.stateFolder} cannot be used (${code ?? message}); free space there, make it writable for this user, or name another with --state`;
  }
}
