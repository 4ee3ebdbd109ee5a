import { type Json, snakeCased } from '../../core/event/snake-case.ts';
import { type ProofFields, proofFields } from '../../core/evidence/proof-report.ts';
import type { Assertion, Proof } from '../../core/model/proof.ts';
import type { RunStep } from '../run-result.ts';
import { withoutName } from './shown-name.ts';

/** The end of a tool's output that is sent. */
const MAX_OUTPUT = 4_000;
/** What is kept of the assertions where the report has to be short. */
const MAX_ASSERTIONS = 10;
const MAX_TEXT = 160;

/** A proof that has ended: what the report, the heartbeat and the alerts say. */
export interface ProofResult {
  readonly proof: Proof;
  readonly exitStatus: number;
  readonly steps: readonly RunStep[];
  /** The end of what the tools wrote that failed, secrets masked; empty where none did. */
  readonly outputTail: string;
}

/** The report of a proof, as it is written, sent and kept (docs/design/prove.md#report). */
export interface ProofReport extends ProofFields {
  readonly exit_status: number;
  /** That of the copy. */
  readonly location: string | null;
  /** Null when it is proven. */
  readonly error: string | null;
  readonly steps: Json;
  readonly output_tail: string;
}

/** Makes the report; `masked` removes the secrets from every text of the host. */
export function proofReportOf(
  { proof, exitStatus, steps, outputTail }: ProofResult,
  masked: (text: string) => string,
): ProofReport {
  const { copy } = proof;
  const summary = masked(proof.summary);
  const fields = proofFields({
    ...proof,
    summary,
    copy: copy && { ...copy, location: masked(copy.location) },
    assertions: proof.assertions.map((assertion) => withTexts(assertion, masked)),
  });
  return {
    ...fields,
    exit_status: exitStatus,
    location: fields.copy?.location ?? null,
    error: proof.ending === 'proven' ? null : withoutName(summary, proof.jobId, proof.node),
    steps: snakeCased(steps.map((step) => ({ ...step, message: masked(step.message) }))),
    output_tail: masked(outputTail).slice(-MAX_OUTPUT),
  };
}

/** Whether people are to be notified: of everything but a proof, and a proof that another one kept from running. */
export function isProofFailure({ proof: { ending } }: ProofResult): boolean {
  return ending !== 'proven' && ending !== 'locked';
}

/** The report for where little room is: what failed comes first, and texts are cut. */
export function shortProof({ output_tail, steps, assertions, summary, error, ...rest }: ProofReport): object {
  const cut = (text: string): string => text.slice(0, MAX_TEXT);
  return {
    ...rest,
    summary: summary.slice(0, 4 * MAX_TEXT),
    error: error?.slice(0, 4 * MAX_TEXT) ?? null,
    assertions: assertions
      .toSorted((a, b) => Number(a.holds) - Number(b.holds))
      .slice(0, MAX_ASSERTIONS)
      .map((assertion) => withTexts(assertion, cut)),
  };
}

function withTexts({ asked, wanted, found, holds }: Assertion, change: (text: string) => string): Assertion {
  return { asked: change(asked), wanted: change(wanted), found: change(found), holds };
}
