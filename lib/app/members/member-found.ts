import { placeText } from '../../core/evidence/place.ts';
import { formatInstant, type Instant } from '../../core/instant.ts';
import type { KnownMember } from '../../core/members/member-list.ts';
import type { Job } from '../../core/model/job.ts';
import type { Announcement } from '../../ports/announcements.ts';

/** The news that a member is expected from `now` on. A process that dies before the list is stored announces the same again. */
export function memberFound(job: Job, member: KnownMember, now: Instant): Announcement {
  return {
    kind: 'member-found',
    eventId: `member#${job.id}#${formatInstant(member.firstTs)}`,
    at: now,
    detail: {
      job_id: job.id,
      name: job.name,
      group: job.group,
      owner: job.owner,
      member: { job_id: job.parentId, name: member.value },
      place: job.place && placeText(job.place),
      first_run_at: formatInstant(member.firstTs),
    },
  };
}
