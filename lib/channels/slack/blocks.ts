import type { Json } from '../../core/event/snake-case.ts';
import type { SlackBlock } from './message.ts';

/** Text that Slack shows letter by letter: no mentions, links, formatting or `:emoji:` in it. */
export function plainText(text: string): Readonly<Record<string, Json>> {
  return { type: 'plain_text', text, emoji: false };
}

export function mrkdwn(text: string): Readonly<Record<string, Json>> {
  return { type: 'mrkdwn', text, verbatim: true };
}

export function plainSection(text: string): SlackBlock {
  return { type: 'section', text: plainText(text) };
}

/** Small grey text; Slack takes ten elements. */
export function context(elements: readonly Readonly<Record<string, Json>>[]): SlackBlock {
  return { type: 'context', elements: elements.slice(0, 10) };
}
