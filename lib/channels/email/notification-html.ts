import { escapeHtml } from '../../core/message/escape-html.ts';
import type { Notice } from '../../core/message/notice.ts';
import { EVIDENCE_LABEL, linksOf, signInLink } from '../../core/message/notice-links.ts';
import { wordsOf } from '../../core/message/notice-words.ts';
import type { Notification } from '../../core/message/notification.ts';
import { lineOf, type PartLimits, partsOf } from '../../core/message/notification-parts.ts';
import { drillWords, notificationTitle, omittedWords, zoneWords } from '../../core/message/notification-words.ts';
import { linkedActions } from '../../core/message/plain-text.ts';
import type { RenderOptions } from '../../core/message/render-options.ts';
import { type Edge, GREY, heading, htmlPage, INK, paragraph, startOfCard } from './page.ts';

const BOLD = `${INK};font-weight:bold`;

/** The HTML part of an email: one column, nothing fetched from anywhere, readable at 320 pixels and in the dark. */
export function notificationHtml(notification: Notification, options: RenderOptions, limits: PartLimits): string {
  const { sharedCauses: causes, full, brief, omitted } = partsOf(notification, limits);
  const drill = drillWords(notification);
  const rest = omittedWords(omitted);
  const body = [
    notification.notices.length === 1 ? '' : heading(notificationTitle(notification)),
    drill === null ? '' : paragraph(drill, BOLD, 'ink'),
    ...causes.flatMap(([first = '', ...lines]) => [paragraph(first, BOLD, 'ink'), list(lines)]),
    ...full.map((notice) => card(notice, notification, options)),
    list([...brief.map((notice) => lineOf(notice, notification)), ...(rest === null ? [] : [rest])]),
    signInParagraph(notification, options),
    paragraph(zoneWords(notification), `${GREY};font-size:13px`, 'grey'),
  ];
  return htmlPage(notificationTitle(notification), body);
}

function signInParagraph(notification: Notification, options: RenderOptions): string {
  const link = signInLink(notification, options);
  if (link === null) return '';
  const anchor = `<a class="link" href="${escapeHtml(link.url)}" style="color:#0b57d0">${link.label}</a>`;
  return `<p class="grey" style="margin:0 0 8px;${GREY};font-size:14px">${anchor}. ${link.note}</p>`;
}

function list(lines: readonly string[]): string {
  return lines.map((line) => paragraph(line, `${INK};font-size:15px`, 'ink')).join('\n');
}

function card(notice: Notice, notification: Notification, options: RenderOptions): string {
  const words = wordsOf(notice, notification);
  const links = linksOf(notice, options);
  const anchors = links.map(
    ({ label, url }) => `<a class="link" href="${escapeHtml(url)}" style="color:#0b57d0">${label}</a>`,
  );
  // A link leads to the place: on a phone its path would push the buttons out of sight.
  const place = links.some(({ label }) => label === EVIDENCE_LABEL) ? null : words.place;
  const buttons = linkedActions(notice, notification.personId, options).map(
    ({ label, url }) =>
      `<a class="button" href="${escapeHtml(url)}" style="display:inline-block;margin:8px 8px 0 0;padding:11px 16px;border:1px solid #767c88;border-radius:6px;text-decoration:none;${INK}">${label}</a>`,
  );
  return `${startOfCard(edgeOf(notice))}
<h2 class="ink" style="margin:0 0 8px;font-size:18px;line-height:1.3;${INK}"><bdi>${escapeHtml(`${words.symbol} ${words.title}`)}</bdi></h2>
${[words.what, ...words.also.map((also) => `Also: ${also}`)].map((line) => paragraph(line, INK, 'ink')).join('\n')}
${words.risk === null ? '' : paragraph(words.risk, BOLD, 'ink')}
${small(words.standsInFor, words.owner, words.since, words.next)}
${anchors.length === 0 ? '' : `<p style="margin:0 0 8px">${anchors.join(' &nbsp; ')}</p>`}
${small(place, words.rule, words.note)}
${buttons.length === 0 ? '' : `<p style="margin:0 0 8px">${buttons.join('')}</p>`}
${small(words.others)}
</div>`.replace(/\n+/g, '\n');
}

function small(...lines: readonly (string | null)[]): string {
  return lines.map((line) => (line === null ? '' : paragraph(line, `${GREY};font-size:14px`, 'grey'))).join('\n');
}

/** Says what the symbol and the word say as well. */
function edgeOf({ kind, state }: Notice): Edge {
  if (kind === 'over') return 'fine';
  if (kind !== 'failing') return 'still';
  return state === 'warn' ? 'mild' : 'worst';
}
