import type { Message } from '../../core/message/message.ts';
import { slackAnnouncement } from './announcement.ts';
import type { SlackMessage } from './message.ts';
import { slackNotification } from './notification.ts';
import { slackSummary } from './summary.ts';

/** A message as Slack's blocks, escaped and within Slack's limits. Pure; never throws. */
export function renderSlack(message: Message): SlackMessage {
  switch (message.kind) {
    case 'notification':
      return slackNotification(message.notification, message.options);
    case 'announcement':
      return slackAnnouncement(message.causes);
    case 'summary':
      return slackSummary(message.summary);
  }
}
