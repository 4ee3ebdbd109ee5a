import type { PeopleSource } from '../routing/people.ts';

/** Whose a job is, as far as leave to act on it goes. */
export interface ActableJob {
  readonly owner: string | null;
  readonly groupOwner: string | null;
  readonly escalateTo: string | null;
}

/**
 * Whether a person may act on a job: its owner, its group's owner, the escalation target, whoever covers for one of
 * them, and the admin. Being away or back changes nothing: a message that came to a cover can be answered later.
 */
export function mayAct(
  personId: string,
  job: ActableJob,
  { admin, people }: Pick<PeopleSource, 'admin' | 'people'>,
): boolean {
  if (personId === admin) return true;
  const inCharge = [job.owner, job.groupOwner, job.escalateTo].filter((id) => id !== null);
  return inCharge.some((id) => id === personId || people.get(id)?.cover === personId);
}
