import { goodCopyOf } from '../history/good-copy.ts';
import type { Instant } from '../instant.ts';
import type { JobRow } from '../model/job-row.ts';
import type { Notice } from './notice.ts';

/** A drill's notice, with the job's real standing in place of that of the pretended break. */
export function drillNotice(notice: Notice, row: JobRow | null, now: Instant): Notice {
  const good = row && goodCopyOf(row, now);
  return {
    ...notice,
    standing: row === null || row.since === null ? null : row.state,
    atRisk: {
      seconds: good?.atRiskS ?? null,
      lastGoodAt: good?.run?.ts ?? null,
      isUnseen: good?.isUnseen ?? false,
      isNeverSeen: !good?.isKnownPlace,
      ...(good?.deletedAbout && { deletedAbout: good.deletedAbout }),
      restorable: good?.restorable ?? null,
      isOfProofs: good?.isOfProofs ?? false,
    },
  };
}
