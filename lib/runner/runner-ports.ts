import type { Writable } from 'node:stream';
import type { Instant } from '../core/instant.ts';
import type { Scheme } from '../core/model/scheme.ts';
import type { Destination } from '../ports/destination.ts';
import type { EvidenceSource } from '../ports/evidence-source.ts';
import type { Notifier } from './notifier.ts';
import type { RunResult, RunStep } from './run-result.ts';
import type { Stop } from './stop.ts';

/** What a run and a proof both reach the outside through. */
export interface HostPorts {
  readonly notifier: Omit<Notifier<unknown>, 'ended'>;
  readonly now: () => Instant;
  readonly env: NodeJS.ProcessEnv;
  readonly stop: Stop;
  /** Each step as it is taken, without secrets. */
  readonly step: (step: RunStep) => void;
  /** What happens within a step, without secrets. */
  readonly say: (line: string) => void;
}

/** What a run reaches the outside through. */
export interface RunnerPorts extends HostPorts {
  readonly notifier: Notifier<RunResult>;
  readonly sourceOf: (scheme: Scheme) => Promise<EvidenceSource>;
  readonly destinationOf: (scheme: Scheme) => Promise<Destination>;
  /** Where the command's output goes to. */
  readonly stdout: Writable;
  readonly stderr: Writable;
}
