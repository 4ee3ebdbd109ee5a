import { memberFolders } from '../../core/evidence/member-folders.ts';
import type { Job } from '../../core/model/job.ts';
import type { WholeLooks } from './whole-looks.ts';

/**
 * Whether a member's place is listed by itself, as that of a job of its own, and not with those of all members: where it
 * has a folder of its own and this pass has not listed all of them.
 */
export function looksAlone({ member }: Job, wholes?: WholeLooks): boolean {
  const place = member?.whole.place ?? null;
  return member !== undefined && place !== null && memberFolders(place) !== null && !wholes?.isMade(member.whole);
}
