import { escapeMrkdwn } from '../../core/message/escape-mrkdwn.ts';
import type { Notice } from '../../core/message/notice.ts';
import { signInLink } from '../../core/message/notice-links.ts';
import { wordsOf } from '../../core/message/notice-words.ts';
import type { Notification } from '../../core/message/notification.ts';
import { lineOf, partsOf } from '../../core/message/notification-parts.ts';
import {
  drillWords,
  notificationSymbol,
  notificationTitle,
  omittedWords,
  zoneWords,
} from '../../core/message/notification-words.ts';
import { oneLine } from '../../core/message/outside-text.ts';
import type { RenderOptions } from '../../core/message/render-options.ts';
import { context, mrkdwn, plainSection, plainText } from './blocks.ts';
import type { SlackBlock, SlackMessage } from './message.ts';
import { slackNotice } from './notice.ts';

/** A header block's text. */
const MAX_TITLE = 150;
/** The notification's text, before escaping. */
const MAX_TEXT = 300;
/** Slack refuses blocks of about 13,200 characters in all, which it does not document (slackapi/bolt-js#2509). */
const MAX_CHARACTERS = 11_000;
/** Kept for what ends a message: how many are not listed, the way to the status page, and the clock. */
const MAX_ENDING = 1200;
/** A notice in full takes five blocks, so that with all the rest they are fewer than the 50 that Slack takes. */
const LIMITS = { sharedCauses: 3, linesPerCause: 8, full: 5, brief: 30 };
/** Of the 3,000 characters that a section's text may have. */
const MAX_SECTION = 2500;

/** A notification as Slack's blocks, within its limits whatever the notification holds: what does not fit is counted. */
export function slackNotification(notification: Notification, options: RenderOptions): SlackMessage {
  const title = oneLine(`${notificationSymbol(notification)} ${notificationTitle(notification)}`, MAX_TITLE);
  const drill = drillWords(notification);
  const isOne = notification.notices.length === 1;
  const { sharedCauses: causes, full, brief, omitted } = partsOf(notification, LIMITS);
  const budget = new MessageBudget([
    { type: 'header', text: plainText(title) },
    ...(drill === null ? [] : [plainSection(drill)]),
    ...causes.flatMap(sections),
  ]);
  const firstLeft = full.findIndex((notice) => !budget.add(inFull(notice, notification, options, isOne), isOne));
  const left = firstLeft < 0 ? [] : full.slice(firstLeft);
  const lines: string[] = [];
  for (const notice of [...left, ...brief]) {
    if (!budget.hasRoomFor([...lines, lineOf(notice, notification)])) break;
    lines.push(lineOf(notice, notification));
  }
  const rest = omittedWords([...[...left, ...brief].slice(lines.length), ...omitted]);
  const ending = sections([...lines, ...(rest === null ? [] : [rest])]);
  const blocks = [
    ...budget.blocks,
    ...ending,
    ...signInBlock(notification, options),
    context([plainText(zoneWords(notification))]),
  ];
  return { text: notificationText(notification, title), blocks };
}

/** Blocks as they are put together, up to what Slack takes. */
class MessageBudget {
  readonly blocks: SlackBlock[];

  constructor(blocks: SlackBlock[]) {
    this.blocks = blocks;
  }

  /** False, with nothing added, when there is no room left; a message's only notice always is. */
  add(more: readonly SlackBlock[], isOnly: boolean): boolean {
    if (!isOnly && !this.hasRoomFor(more)) return false;
    this.blocks.push(...more);
    return true;
  }

  hasRoomFor(more: unknown): boolean {
    return JSON.stringify(this.blocks).length + JSON.stringify(more).length + MAX_ENDING <= MAX_CHARACTERS;
  }
}

function inFull(notice: Notice, notification: Notification, options: RenderOptions, isOne: boolean): SlackBlock[] {
  const words = wordsOf(notice, notification);
  const body = slackNotice(notice, words, options);
  return isOne ? body : [{ type: 'divider' }, plainSection(`${words.symbol} ${words.title}`), ...body];
}

function signInBlock(notification: Notification, options: RenderOptions): SlackBlock[] {
  const link = signInLink(notification, options);
  return link === null ? [] : [context([mrkdwn(`<${escapeMrkdwn(link.url)}|${link.label}>. ${link.note}`)])];
}

/** Lines, as few sections as will hold them. */
function sections(lines: readonly string[]): SlackBlock[] {
  const texts: string[] = [];
  for (const line of lines) {
    const last = texts.at(-1);
    if (last === undefined || last.length + line.length > MAX_SECTION) texts.push(line);
    else texts[texts.length - 1] = `${last}\n${line}`;
  }
  return texts.length === 0 ? [] : [{ type: 'divider' }, ...texts.map(plainSection)];
}

/** Would take effect in a notification where there are two; within a word, as in `pg_dump`, they have none. */
const MARKS = /(?<![\p{L}\p{N}])[*_~]|[*_~](?![\p{L}\p{N}])|`/gu;

/** Shown in notifications: title and, of a single notice, what failed. */
function notificationText(notification: Notification, title: string): string {
  const [only] = notification.notices;
  const what = only && notification.notices.length === 1 ? ` — ${wordsOf(only, notification).what}` : '';
  return escapeMrkdwn(oneLine(withoutMarks(`${title}${what}`), MAX_TEXT));
}

function withoutMarks(text: string): string {
  const marks = text.match(MARKS) ?? [];
  return text.replace(MARKS, (mark) => (marks.filter((other) => other === mark).length > 1 ? ' ' : mark));
}
