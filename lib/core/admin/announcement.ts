import { addTo } from '../add-to.ts';
import type { Json } from '../event/snake-case.ts';
import { oneLine } from '../message/outside-text.ts';
import type { AdminCause } from './admin-cause.ts';

const MAX_SUBJECT = 150;
const MAX_LINE = 500;
/** Named under a title; the rest is counted. */
const MAX_LINES = 200;
/** Names in a subject; the lines below name all. */
const MAX_NAMES = 3;

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
  return `${announcementSections(causes)
    .map((section) => section.join('\n'))
    .join('\n\n')}\n`;
}

/** The causes for machines. */
export function announcementJson(causes: readonly AdminCause[]): Readonly<Record<string, Json>> {
  return {
    version: 1,
    kind: 'admin',
    subject: announcementSubject(causes),
    causes: causes.map(({ key, title, name, lines }) => ({ key, title, name, lines: [...lines] })),
  };
}

/** The lines of each title, each text from outside as one line. */
export function announcementSections(causes: readonly AdminCause[]): string[][] {
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
  for (const cause of causes) addTo(titles, cause.title, cause);
  return titles;
}
