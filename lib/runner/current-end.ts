import { randomUUID } from 'node:crypto';
import type { Instant } from '../core/instant.ts';
import { endName } from './notify/end-name.ts';
import type { RunStep } from './run-result.ts';
import type { HostPorts } from './runner-ports.ts';

/** What a run and a proof have both been asked. */
export interface HostSettings {
  readonly jobId: string;
  readonly node: string | null;
  /** What was taken otherwise than it was written, to be said. */
  readonly notes: readonly string[];
  /** An absolute path. */
  readonly stateFolder: string;
  /** Of the whole; null for no limit. */
  readonly deadlineMs: number | null;
}

/** A run or a proof that is under way: what each of its phases needs to know, and the steps taken so far. */
export class CurrentEnd<Settings extends HostSettings, Ports extends HostPorts> {
  readonly settings: Settings;
  readonly ports: Ports;
  readonly word: 'run' | 'proof';
  readonly runId = randomUUID();
  /** Names it in file names. */
  readonly name: string;
  readonly startedAt: Instant;
  /** When all of it has to be over; null for never. */
  readonly endsAt: Instant | null;
  readonly #steps: RunStep[] = [];

  constructor(settings: Settings, ports: Ports, word: 'run' | 'proof') {
    this.settings = settings;
    this.ports = ports;
    this.word = word;
    this.name = endName(settings, word);
    this.startedAt = ports.now();
    this.endsAt = settings.deadlineMs === null ? null : this.startedAt + settings.deadlineMs;
  }

  get steps(): readonly RunStep[] {
    return this.#steps;
  }

  /** Records a step and reports it. */
  step(phase: RunStep['phase'], ok: boolean, message: string): void {
    const step = { phase, ok, message: this.ports.notifier.masked(message) };
    this.#steps.push(step);
    this.ports.step(step);
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
