import { hostname } from 'node:os';
import type { Proof, ProofEnding } from '../core/model/proof.ts';
import { EXIT_INTERNAL, statusOfSignal } from '../runner/exit-status.ts';
import type { ProofResult } from '../runner/notify/proof-report.ts';
import { shownName } from '../runner/notify/shown-name.ts';
import type { RunStep } from '../runner/run-result.ts';
import { underLock } from '../runner/under-lock.ts';
import { CurrentProof, type ProvePorts } from './current-proof.ts';
import { type ProofOutcome, provePhases } from './prove-phases.ts';
import type { ProveSettings } from './settings/prove-settings.ts';

/** A proof that has ended, with the step that notified people of it. */
export interface EndedProof {
  readonly result: ProofResult;
  readonly notifyStep: RunStep;
}

/** Lock, preflight, fetch, restore, ask, clean up, notify (docs/design/prove.md#phases). Every end is notified. */
export async function prove(settings: ProveSettings, ports: ProvePorts): Promise<EndedProof> {
  const current = new CurrentProof(settings, ports);
  let isBroken = false;
  const outcome = await underLock<ProofOutcome>(current, {
    refused: (ending, message) => {
      current.step('lock', false, message);
      return { ending, message, outputTail: '' };
    },
    phases: (_, room) => provePhases(current, room),
    broken: ({ message }) => {
      isBroken = true;
      current.step(current.phase, false, message);
      return { ending: 'host-failed', message, outputTail: '' };
    },
  });
  const status = isBroken ? EXIT_INTERNAL : exitStatusOf(outcome.ending, ports);
  const result = resultOf(current, outcome, status);
  const notifyStep = await ports.notifier.ended(result);
  ports.step(notifyStep);
  return { result, notifyStep };
}

function resultOf(
  current: CurrentProof,
  { ending, message, outputTail }: ProofOutcome,
  exitStatus: number,
): ProofResult {
  const { settings, ports, tookMs } = current;
  const { jobId, node, recipe } = settings;
  const proof: Proof = {
    jobId,
    node,
    host: hostname(),
    runId: current.runId,
    ending,
    startedAt: current.startedAt,
    finishedAt: ports.now(),
    copy: current.copy,
    recipe,
    isolation: current.isolation,
    assertions: current.assertions,
    fetchMs: tookMs.fetch,
    restoreMs: tookMs.restore,
    askMs: tookMs.ask,
    summary: ports.notifier.masked(`${shownName(jobId, node)}: ${ENDINGS[ending]}: ${message}`),
  };
  return { proof, exitStatus, steps: current.steps, outputTail };
}

const ENDINGS: Readonly<Record<ProofEnding, string>> = {
  proven: 'proven',
  refuted: 'NOT proven',
  unreachable: 'not proven, no copy to be had',
  preflight: 'not started',
  locked: 'not started',
  'timed-out': 'not proven',
  stopped: 'not proven',
  'host-failed': 'not proven, this host could not restore it',
};

/** Source: docs/design/prove.md#exit-status. */
function exitStatusOf(ending: ProofEnding, { stop }: ProvePorts): number {
  switch (ending) {
    case 'proven':
      return 0;
    case 'refuted':
      return 65;
    case 'unreachable':
      return 69;
    case 'host-failed':
      return 71;
    case 'locked':
      return 75;
    case 'preflight':
      return 78;
    case 'timed-out':
      return 124;
    case 'stopped':
      return statusOfSignal(stop.signalName);
  }
}
