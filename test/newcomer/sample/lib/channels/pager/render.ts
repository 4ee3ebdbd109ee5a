import type { Message } from '../../core/message/message.ts';
import { textForm } from '../../core/message/text-form.ts';

/** What a pager shows. */
const MAX_TEXT = 80;

export function renderPager(message: Message): string {
  return textForm(message).subject.slice(0, MAX_TEXT);
}
