import type { Json } from '../core/event/snake-case.ts';
import type { Instant } from '../core/instant.ts';

/** What happened other than a job's change of state. */
export type AnnouncementKind =
  | 'rules-accepted'
  | 'rules-rejected'
  | 'pass-completed'
  | 'record-head'
  | 'member-found'
  | 'drill';

export interface Announcement {
  readonly kind: AnnouncementKind;
  /** The same happening announced again has the same id. */
  readonly eventId: string;
  readonly at: Instant;
  /** In snake_case, as it is published; `event_id` and `at` are added to it. */
  readonly detail: Readonly<Record<string, Json>>;
}

/** Where such news goes: the event bus. */
export interface Announcements {
  /** Resolves to false when it was not taken; never throws for an outside failure. */
  announce(announcement: Announcement): Promise<boolean>;
}
