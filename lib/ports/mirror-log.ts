import type { MirrorCounts } from '../core/evidence/mirror-count.ts';

/** What mirrors added up to when they were counted last (docs/design/evidence.md#mirrors). */
export interface MirrorLog {
  /** Null for a job that was never counted. Throws StateStoreUnavailable. */
  read(jobId: string): Promise<MirrorCounts | null>;
  /** Throws StateStoreUnavailable. */
  write(jobId: string, counts: MirrorCounts): Promise<void>;
}

/** For a look that writes nothing. */
export function readOnly(log: MirrorLog): MirrorLog {
  return { read: (jobId) => log.read(jobId), write: async () => {} };
}
