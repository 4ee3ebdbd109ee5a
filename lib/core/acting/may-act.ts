import type { Job } from '../model/job.ts';
import type { PeopleSource } from '../people/people.ts';

/**
 * Whether a person may act on a job: its owner, its group's owner, the escalation target, the admin, and those who cover
 * for one of them, for their cover, and so on: all whom routing may notify in their place. Being away or back changes
 * nothing: a message that came to a cover can be answered later.
 */
export function mayAct(
  personId: string,
  { owner, groupOwner, escalateTo }: Pick<Job, 'owner' | 'groupOwner' | 'escalateTo'>,
  { admin, people }: Pick<PeopleSource, 'admin' | 'people'>,
): boolean {
  const inCharge = new Set([owner, groupOwner, escalateTo, admin].filter((id) => id !== null));
  // A set that grows while it is walked: each cover brings their own, and no one comes twice.
  for (const id of inCharge) {
    const cover = people.get(id)?.cover ?? null;
    if (cover !== null) inCharge.add(cover);
  }
  return inCharge.has(personId);
}
