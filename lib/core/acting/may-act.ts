import type { PeopleSource } from '../people/people.ts';

/** Whose a job is, as far as leave to act on it goes. */
export interface ActableJob {
  readonly owner: string | null;
  readonly groupOwner: string | null;
  readonly escalateTo: string | null;
}

/**
 * Whether a person may act on a job: its owner, its group's owner, the escalation target, the admin, and whoever covers
 * for one of them, for their cover, and so on: all whom routing may tell in their place. Being away or back changes
 * nothing: a message that came to a cover can be answered later.
 */
export function mayAct(
  personId: string,
  { owner, groupOwner, escalateTo }: ActableJob,
  { admin, people }: Pick<PeopleSource, 'admin' | 'people'>,
): boolean {
  const inCharge = new Set([owner, groupOwner, escalateTo, admin].filter((id) => id !== null));
  // A set that grows while it is walked: each cover brings their own, and nobody comes twice.
  for (const id of inCharge) {
    const cover = people.get(id)?.cover ?? null;
    if (cover !== null) inCharge.add(cover);
  }
  return inCharge.has(personId);
}
