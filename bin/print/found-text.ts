import type { FoundMember } from '../../lib/app/members/look-for-members.ts';
import { labelOf } from '../../lib/core/model/job-label.ts';
import { printable } from './printable.ts';

/** What a pass says of a member that it expects from now on. */
export function foundText({ job }: FoundMember): string {
  return printable(`${labelOf(job)}: found, and watched from now on (${job.id})`);
}
