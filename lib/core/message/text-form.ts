import { announcementSubject, announcementText } from '../admin/announcement.ts';
import { summaryText } from '../summary/summary-text.ts';
import type { Message } from './message.ts';
import { wordsOf } from './notice-words.ts';
import type { Notification } from './notification.ts';
import { notificationTitle } from './notification-words.ts';
import { oneLine } from './outside-text.ts';
import { notificationText, TEXT_LIMITS } from './plain-text.ts';

const MAX_SUBJECT = 150;

/** A message as one line and plain text: enough for a channel that shows no more. */
export interface TextForm {
  readonly subject: string;
  readonly text: string;
}

/** Pure; never throws. */
export function textForm(message: Message): TextForm {
  switch (message.kind) {
    case 'notification': {
      const { notification, options } = message;
      return { subject: subjectOf(notification), text: notificationText(notification, options, TEXT_LIMITS) };
    }
    case 'announcement':
      return { subject: announcementSubject(message.causes), text: announcementText(message.causes) };
    case 'summary':
      return { subject: message.summary.summary.subject, text: summaryText(message.summary) };
  }
}

/** One line without any symbol: state and name, and of a single failing job what failed. */
function subjectOf(notification: Notification): string {
  const [only] = notification.notices;
  const isOneFailing = only !== undefined && notification.notices.length === 1 && only.kind === 'failing';
  const what = isOneFailing ? ` - ${wordsOf(only, notification).what}` : '';
  return oneLine(`${notificationTitle(notification)}${what}`, MAX_SUBJECT);
}
