import { PROOF_KIND } from '../../core/evidence/proof-report.ts';
import type { ProofReport } from './proof-report.ts';
import type { RunReport } from './run-report.ts';
import { shownName, withoutName } from './shown-name.ts';

/** The report of an end: of a run, or of a proof. */
export type EndReport = RunReport | ProofReport;

export function isOfProof(report: EndReport): report is ProofReport {
  return 'kind' in report && report.kind === PROOF_KIND;
}

/** One line for messages: of which job, where, and what is wrong. */
export function headlineOf(report: EndReport): string {
  const { job, node, host, summary } = report;
  const what = isOfProof(report) ? 'Proof of' : 'Backup';
  return `${what} ${shownName(job, node)} on ${host}: ${withoutName(summary, job, node)}`;
}
