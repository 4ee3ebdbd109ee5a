import type { Json } from '../event/snake-case.ts';

/** One message in every form a channel may want. Everything that came from outside is escaped for its form already. */
export interface RenderedMessage {
  readonly slack: SlackMessage;
  readonly email: EmailMessage;
  /** For machines: webhook bodies. In snake_case, instants as ISO-8601 UTC, sizes in bytes, durations in seconds. */
  readonly json: Readonly<Record<string, Json>>;
}

/** What chat.postMessage and chat.update take, within their limits (50 blocks, 3000 characters a section). */
export interface SlackMessage {
  /** Shown in notifications, and where blocks cannot be: mrkdwn, escaped. */
  readonly text: string;
  readonly blocks: readonly SlackBlock[];
}

export type SlackBlock = Readonly<Record<string, Json>>;

export interface EmailMessage {
  /** One line. */
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** The breaks that it is about, each a thread; absent where it is about none. */
  readonly threads?: readonly string[];
}
