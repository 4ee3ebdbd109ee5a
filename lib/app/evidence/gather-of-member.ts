import type { ListingMode } from '../../core/evidence/choose-listing.ts';
import { allTogether } from '../../core/evidence/member-collectors.ts';
import { PlaceMatcher } from '../../core/evidence/place-matcher.ts';
import type { RememberedPlace } from '../../core/evidence/remembered-place.ts';
import type { Instant } from '../../core/instant.ts';
import type { Job } from '../../core/model/job.ts';
import type { BackupPorts, BackupsFound } from './backups-found.ts';
import { allSince, leftOut } from './plan-listings.ts';
import { WholeLooks } from './whole-looks.ts';

/** A member's part of the look that is made for all of them; of the job itself, all together. */
export async function gatherOfMember(
  job: Job,
  memory: RememberedPlace,
  now: Instant,
  mode: ListingMode,
  { sourceOf, listings, wholes = new WholeLooks(sourceOf, listings) }: BackupPorts,
): Promise<BackupsFound> {
  const whole = job.member?.whole ?? job;
  const none = { backups: [], futureDated: null, markedAt: null };
  if (whole.place === null)
    return { ...none, notLookedAt: [], partial: false, allSince: null, listing: null, keys: null };
  const known = new Set(job.member === undefined ? [] : [job.member.value]);
  const look = await wholes.look(whole, whole.place, { mode, memory, now, known });
  const found = job.member === undefined ? allTogether(look.members.values()) : look.members.get(job.member.value);
  const { backups, futureDated, markedAt } = found ?? none;
  const partial = look.mode === 'from-newest';
  return {
    backups,
    futureDated,
    markedAt,
    partial,
    allSince: partial
      ? null
      : allSince(whole, new PlaceMatcher(whole.place.template), look.listings, { mode: look.mode, memory, now }),
    notLookedAt: partial ? leftOut(memory, look.listings) : [],
    // Its next look by itself goes on from the newest key that it knows, where its keys are in order still.
    listing: found?.ordered || found?.orderedInFolder ? memory.listing : null,
    keys: null,
  };
}
