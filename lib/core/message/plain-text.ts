import type { Notice } from './notice.ts';
import { linksOf, signInLink } from './notice-links.ts';
import { wordsOf } from './notice-words.ts';
import type { Notification } from './notification.ts';
import { lineOf, type PartLimits, partsOf } from './notification-parts.ts';
import { drillWords, notificationTitle, omittedWords, zoneWords } from './notification-words.ts';
import { ACTION_LABELS, type RenderOptions, SEEN_LABEL } from './render-options.ts';

/** What a text shows of a long notification. */
export const TEXT_LIMITS: PartLimits = { sharedCauses: 3, linesPerCause: 30, full: 8, brief: 60 };

/** A notification as plain text, for every channel that shows text. */
export function notificationText(notification: Notification, options: RenderOptions, limits: PartLimits): string {
  const { sharedCauses: causes, full, brief, omitted } = partsOf(notification, limits);
  const drill = drillWords(notification);
  const rest = omittedWords(omitted);
  const paragraphs = [
    notification.notices.length === 1 ? [] : [notificationTitle(notification)],
    drill === null ? [] : [drill],
    ...causes,
    ...full.map((notice) => noticeLines(notice, notification, options)),
    [...brief.map((notice) => lineOf(notice, notification)), ...(rest === null ? [] : [rest])],
    signInLine(notification, options),
    [zoneWords(notification)],
  ];
  const texts = paragraphs.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
  return `${texts.join('\n\n')}\n`;
}

function signInLine(notification: Notification, options: RenderOptions): string[] {
  const link = signInLink(notification, options);
  return link === null ? [] : [`${link.label}: ${link.url}`, link.note];
}

function noticeLines(notice: Notice, notification: Notification, options: RenderOptions): string[] {
  const words = wordsOf(notice, notification);
  const links = linksOf(notice, options).map(({ label, url }) => `${label}: ${url}`);
  const actions = linkedActions(notice, notification.personId, options).map(({ label, url }) => `${label}: ${url}`);
  return [
    `${words.symbol} ${words.title}`,
    words.what,
    ...words.also.map((also) => `Also: ${also}`),
    words.risk,
    words.standsInFor,
    words.owner,
    words.since,
    words.next,
    words.others,
    words.rule,
    words.note,
    words.place,
    ...links,
    ...actions,
  ].filter((line) => line !== null);
}

/** The one-click links of a notice: each opens a page that asks to confirm. */
export function linkedActions(
  notice: Notice,
  personId: string,
  { linkFor, seenLinkFor }: RenderOptions,
): { label: string; url: string }[] {
  if (notice.drillId !== null) {
    return seenLinkFor === undefined ? [] : [{ label: SEEN_LABEL, url: seenLinkFor(notice.drillId, personId) }];
  }
  if (linkFor === undefined) return [];
  return notice.actions.map((action) => ({ label: ACTION_LABELS[action], url: linkFor(notice, action, personId) }));
}
