import type { AdminCause } from '../../core/admin/admin-cause.ts';
import { announcementSections, announcementSubject } from '../../core/admin/announcement.ts';
import { escapeMrkdwn } from '../../core/message/escape-mrkdwn.ts';
import { plainSection } from './blocks.ts';
import type { SlackMessage } from './message.ts';

/** What a block of 3,000 characters holds. */
const MAX_TEXT = 2_900;

/** What the admin gets of some causes: a section for each title. */
export function slackAnnouncement(causes: readonly AdminCause[]): SlackMessage {
  return {
    text: escapeMrkdwn(announcementSubject(causes)),
    blocks: announcementSections(causes).map((section) => plainSection(section.join('\n').slice(0, MAX_TEXT))),
  };
}
