import type { Attempts } from './attempt/attempts.ts';
import { CurrentEnd } from './current-end.ts';
import type { RunEnding, RunPhase, VerifiedArtifact } from './run-result.ts';
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

/** A run that is under way. */
export class CurrentRun extends CurrentEnd<RunSettings, RunnerPorts> {
  constructor(settings: RunSettings, ports: RunnerPorts) {
    super(settings, ports, 'run');
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
}
