import type { Notifier } from '../notifier.ts';
import { EndNotifier } from './end-notifier.ts';
import type { NotifyOptions } from './notify-options.ts';
import { isProofFailure, type ProofResult, proofReportOf } from './proof-report.ts';

/** The notifications of a proof: its start is no start of the job, so it is not sent. Throws NotifyOptionInvalid. */
export async function openProofNotifier(options: NotifyOptions): Promise<Notifier<ProofResult>> {
  const kind = { word: 'proof', hasStart: false, reportOf: proofReportOf, isFailure: isProofFailure } as const;
  return new EndNotifier(options, kind);
}
