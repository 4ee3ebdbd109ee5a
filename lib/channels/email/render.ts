import { escapeHtml } from '../../core/message/escape-html.ts';
import type { Message } from '../../core/message/message.ts';
import type { Notification } from '../../core/message/notification.ts';
import { notificationText, TEXT_LIMITS } from '../../core/message/plain-text.ts';
import type { RenderOptions } from '../../core/message/render-options.ts';
import { textForm } from '../../core/message/text-form.ts';
import { MAX_TEXT_LINES, type SummaryToRender } from '../../core/summary/summary-text.ts';
import { notificationHtml } from './notification-html.ts';
import { summaryHtml } from './summary-html.ts';

/** What a mail says; everything that came from outside is escaped in `html` already. */
export interface EmailMessage {
  /** One line. */
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** The breaks that it is about, each a thread; absent where it is about none. */
  readonly threads?: readonly string[];
}

/** Gmail cuts mail of more than 102 KB, and with it what came last. */
const MAX_HTML_BYTES = 100_000;
/** What a mail shows of a long notification whose texts are long as well, and each list of such a summary. */
const TIGHT_LIMITS = { sharedCauses: 2, linesPerCause: 6, full: 2, brief: 10 };
const TIGHT_LINES = 10;
/** Mails refer to this many breaks at most. */
const MAX_THREADS = 20;

/** A message as a mail of text and HTML, short enough for the readers' programs. Pure; never throws. */
export function renderEmail(message: Message): EmailMessage {
  const form = textForm(message);
  switch (message.kind) {
    case 'notification':
      return { ...form, ...bodyOf(message.notification, message.options), threads: threadsOf(message.notification) };
    case 'announcement':
      return { ...form, html: `<pre style="white-space:pre-wrap;font-size:14px">${escapeHtml(form.text)}</pre>` };
    case 'summary':
      return { ...form, html: summaryBody(message.summary) };
  }
}

function bodyOf(notification: Notification, options: RenderOptions): Partial<EmailMessage> & { readonly html: string } {
  const html = notificationHtml(notification, options, TEXT_LIMITS);
  if (fits(html)) return { html };
  return {
    html: notificationHtml(notification, options, TIGHT_LIMITS),
    text: notificationText(notification, options, TIGHT_LIMITS),
  };
}

function summaryBody(summary: SummaryToRender): string {
  const html = summaryHtml(summary, MAX_TEXT_LINES);
  return fits(html) ? html : summaryHtml(summary, TIGHT_LINES);
}

function fits(html: string): boolean {
  return new TextEncoder().encode(html).length <= MAX_HTML_BYTES;
}

function threadsOf({ notices }: Notification): string[] {
  const ofBreaks = notices.flatMap(({ jobId, breakSeq, isDrill }) =>
    isDrill || breakSeq === null ? [] : [`${jobId}#${breakSeq}`],
  );
  return [...new Set(ofBreaks)].slice(0, MAX_THREADS);
}
