import type { Json } from '../../core/event/snake-case.ts';

/** What chat.postMessage and chat.update take, within their limits (50 blocks, 3000 characters a section). */
export interface SlackMessage {
  /** Shown in notifications, and where blocks cannot be: mrkdwn, escaped. */
  readonly text: string;
  readonly blocks: readonly SlackBlock[];
}

export type SlackBlock = Readonly<Record<string, Json>>;
