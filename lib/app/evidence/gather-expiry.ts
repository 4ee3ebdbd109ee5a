import { expiryDaysOf } from '../../core/evidence/expiry.ts';
import type { Instant } from '../../core/instant.ts';
import type { Job } from '../../core/model/job.ts';
import type { BackupPorts } from './backups-found.ts';

/**
 * After how many days the bucket of a job's place deletes its copies: null for never as far as is known, undefined where
 * that was not to be known now. The files of a mirror are not copies of each other. Throws nothing of the source's.
 */
export async function gatherExpiry(
  { place, isMirror }: Job,
  now: Instant,
  { sourceOf }: BackupPorts,
): Promise<number | null | undefined> {
  if (place === null || isMirror) return undefined;
  const rules = await (await sourceOf(place.scheme)).expiryRules?.(place, now);
  return rules ? expiryDaysOf(rules, place) : undefined;
}
