import { announcementJson } from '../admin/announcement.ts';
import type { Json } from '../event/snake-case.ts';
import { jsonMessage } from './json-message.ts';
import type { Message } from './message.ts';

/** A message for machines: in snake_case, instants as ISO-8601 UTC, sizes in bytes, durations in seconds. Pure. */
export function jsonForm(message: Message): Readonly<Record<string, Json>> {
  switch (message.kind) {
    case 'notification':
      return jsonMessage(message.notification, message.options);
    case 'announcement':
      return announcementJson(message.causes);
    case 'summary':
      return message.summary.json;
  }
}
