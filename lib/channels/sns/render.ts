import type { Message } from '../../core/message/message.ts';
import { textForm } from '../../core/message/text-form.ts';
import { snsSubject, snsText } from './text.ts';

/** A message as SNS takes it. */
export interface SnsMessage {
  readonly subject: string;
  readonly text: string;
  /** Lists of strings that a subscription can filter by. */
  readonly attributes: Readonly<Record<string, readonly string[]>>;
}

/** Jobs named in the attributes of a message; attributes count towards its size. */
const MAX_JOBS = 100;

/** A message as the text of a mail, with the jobs and states in it, for subscriptions to filter by. Pure; never throws. */
export function renderSns(message: Message): SnsMessage {
  const { subject, text } = textForm(message);
  return { subject: snsSubject(subject), text: snsText(text), attributes: attributesOf(message) };
}

function attributesOf(message: Message): SnsMessage['attributes'] {
  if (message.kind !== 'notification') return {};
  const { notices } = message.notification;
  const job = [...new Set(notices.map(({ jobId }) => jobId))].slice(0, MAX_JOBS);
  return job.length === 0 ? {} : { job, state: [...new Set(notices.map(({ state }) => state))] };
}
