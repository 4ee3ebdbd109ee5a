import type { Job } from '../core/model/job.ts';
import type { Assertion, Isolation, ProvenCopy } from '../core/model/proof.ts';
import type { Scheme } from '../core/model/scheme.ts';
import type { CopySource } from '../ports/copy-source.ts';
import type { Destination } from '../ports/destination.ts';
import { CurrentEnd } from '../runner/current-end.ts';
import type { Notifier } from '../runner/notifier.ts';
import type { ProofResult } from '../runner/notify/proof-report.ts';
import type { ProofPhase } from '../runner/run-result.ts';
import type { HostPorts } from '../runner/runner-ports.ts';
import type { Scratch } from './scratch/scratch.ts';
import type { ProveSettings } from './settings/prove-settings.ts';

/** What a proof reaches the outside through. */
export interface ProvePorts extends HostPorts {
  readonly notifier: Notifier<ProofResult>;
  readonly sourceOf: (scheme: Scheme) => Promise<CopySource>;
  readonly destinationOf: (scheme: Scheme) => Promise<Destination>;
  /** The job of a rules doc. Throws an Error that says what is wrong with either. */
  readonly jobOf: (rules: string, jobId: string) => Promise<Job>;
}

/** A proof that is under way, and what it has found so far. */
export class CurrentProof extends CurrentEnd<ProveSettings, ProvePorts> {
  /** The phase that is under way. */
  phase: ProofPhase = 'lock';
  copy: ProvenCopy | null = null;
  isolation: Isolation | null = null;
  scratch: Scratch | null = null;
  readonly assertions: Assertion[] = [];
  readonly tookMs: { fetch: number | null; restore: number | null; ask: number | null } = {
    fetch: null,
    restore: null,
    ask: null,
  };
  readonly #over = new AbortController();

  constructor(settings: ProveSettings, ports: ProvePorts) {
    super(settings, ports, 'proof');
  }

  /** Fires when it has ended, so that nothing of it goes on. */
  get over(): AbortSignal {
    return this.#over.signal;
  }

  end(): void {
    this.#over.abort();
  }

  /** Records how long a phase takes. */
  async timed<T>(what: keyof CurrentProof['tookMs'], work: () => Promise<T>): Promise<T> {
    const begun = performance.now();
    const result = await work();
    this.tookMs[what] = Math.round(performance.now() - begun);
    return result;
  }
}
