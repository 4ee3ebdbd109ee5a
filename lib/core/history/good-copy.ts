import type { Instant } from '../instant.ts';
import { ageSeconds } from '../judging/age.ts';
import { type JobRow, UNREAD_BEFORE_JUDGED } from '../model/job-row.ts';
import type { RunIdentity } from '../model/run.ts';
import { PROOFS_PLACE } from '../proof/proof-job.ts';
import { deletedAbout } from './runway.ts';

/** What there is to restore from, as far as was seen: what every message, page, figure and metric says of it. */
export interface GoodCopy {
  /** The newest good run that was there at the last look; null if none. */
  readonly run: RunIdentity | null;
  /** When it ended, or a later run that found nothing new: from then on is lost what is lost with the source. */
  readonly atRiskSince: Instant | null;
  /** The whole seconds since then. */
  readonly atRiskS: number | null;
  /** True while the place cannot be looked at: `run` was there when it last could. */
  readonly isUnseen: boolean;
  /** True when a backup was seen there before, good or not, there or gone. */
  readonly isKnownPlace: boolean;
  /** In a break, about when `run` will be deleted; null where that is not known. */
  readonly deletedAbout: Instant | null;
  /** When a restore was last shown to work; null where the rule does not ask. */
  readonly restorable: JobRow['restorable'];
  /** True for the row of a job's proofs, which keeps no copies: the job's own row says what is at risk. */
  readonly isOfProofs: boolean;
}

type CopyRow = Pick<
  JobRow,
  | 'place'
  | 'lastGood'
  | 'lifetime'
  | 'expiryDays'
  | 'breakSeq'
  | 'lastEvidenceTs'
  | 'quietTs'
  | 'unreadable'
  | 'restorable'
>;

/** The one answer to what a job's newest good copy is (docs/design/decision.md#good). */
export function goodCopyOf(row: CopyRow, now: Instant): GoodCopy {
  const { unreadable, restorable, breakSeq } = row;
  const isOfProofs = row.place === PROOFS_PLACE;
  const isUnseen = unreadable !== null && (unreadable.isRefused || unreadable.count >= UNREAD_BEFORE_JUDGED);
  const run = isOfProofs ? null : row.lastGood;
  const atRiskSince = run && (row.quietTs ?? run.ts);
  return {
    run,
    atRiskSince,
    atRiskS: atRiskSince === null ? null : ageSeconds(atRiskSince, now),
    isUnseen,
    isKnownPlace: row.lastEvidenceTs !== null,
    deletedAbout: breakSeq === null || isUnseen || isOfProofs ? null : deletedAbout(row),
    restorable,
    isOfProofs,
  };
}
