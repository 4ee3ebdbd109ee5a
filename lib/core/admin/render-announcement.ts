import { escapeHtml } from '../message/escape-html.ts';
import { oneLine } from '../message/outside-text.ts';
import type { RenderedMessage } from '../message/rendered-message.ts';
import { escapeMrkdwn, plainSection } from '../message/slack-text.ts';
import type { AdminCause } from './admin-cause.ts';

const MAX_SUBJECT = 150;
const MAX_LINE = 500;
/** A mail names this many lines under a title; Slack what a block of 3,000 characters holds. */
const MAX_LINES = 200;
const MAX_SLACK_TEXT = 2_900;
/** Names in a subject; the lines below name all. */
const MAX_NAMES = 3;

/** What the admin gets of some causes, in every form; each text from outside is one line and escaped for its form. */
export function renderAnnouncement(causes: readonly AdminCause[]): RenderedMessage {
  const subject = announcementSubject(causes);
  const text = announcementText(causes);
  return {
    email: { subject, text, html: `<pre style="white-space:pre-wrap;font-size:14px">${escapeHtml(text)}</pre>` },
    slack: {
      text: escapeMrkdwn(subject),
      blocks: sectionsOf(causes).map((section) => plainSection(section.join('\n').slice(0, MAX_SLACK_TEXT))),
    },
    json: {
      version: 1,
      kind: 'admin',
      subject,
      causes: causes.map(({ key, title, name, lines }) => ({ key, title, name, lines: [...lines] })),
    },
  };
}

/** `Backup sentinel: places that cannot be read: orders, crm`. */
export function announcementSubject(causes: readonly AdminCause[]): string {
  const [first, ...others] = [...byTitle(causes)];
  if (first === undefined) return 'Backup sentinel';
  const [title, [...own]] = first;
  const names = own.flatMap(({ name }) => name ?? []);
  const more = names.length > MAX_NAMES ? ` and ${names.length - MAX_NAMES} more` : '';
  const named = names.length === 0 ? '' : `: ${names.slice(0, MAX_NAMES).join(', ')}${more}`;
  return oneLine(`Backup sentinel: ${title}${named}${others.length > 0 ? `; ${others[0]?.[0]}` : ''}`, MAX_SUBJECT);
}

/** The causes in plain text, title by title. */
export function announcementText(causes: readonly AdminCause[]): string {
  return `${sectionsOf(causes)
    .map((section) => section.join('\n'))
    .join('\n\n')}\n`;
}

function sectionsOf(causes: readonly AdminCause[]): string[][] {
  return [...byTitle(causes)].map(([title, own]) => {
    const lines = own.flatMap((cause) => cause.lines);
    const more = lines.length - MAX_LINES;
    return [
      `${title.charAt(0).toUpperCase()}${oneLine(title.slice(1), MAX_LINE)}:`,
      ...lines.slice(0, MAX_LINES).map((line) => `- ${oneLine(line, MAX_LINE)}`),
      ...(more > 0 ? [`... and ${more} more`] : []),
    ];
  });
}

function byTitle(causes: readonly AdminCause[]): Map<string, AdminCause[]> {
  const titles = new Map<string, AdminCause[]>();
  for (const cause of causes) titles.set(cause.title, [...(titles.get(cause.title) ?? []), cause]);
  return titles;
}
