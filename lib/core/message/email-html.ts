import { linkedActions } from './email-text.ts';
import { escapeHtml } from './escape-html.ts';
import type { Notice } from './notice.ts';
import { linksOf, signInLink } from './notice-links.ts';
import { wordsOf } from './notice-words.ts';
import type { Notification } from './notification.ts';
import { lineOf, type PartLimits, partsOf } from './notification-parts.ts';
import { drillWords, notificationTitle, omittedWords, zoneWords } from './notification-words.ts';
import type { RenderOptions } from './render-options.ts';

/**
 * Colours that keep a contrast of at least 4.5 to 1. Light ones stand inline, where every client takes them; the dark
 * ones come over them by a style sheet in the clients that have a dark mode.
 */
const DARK = `:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){
.page{background:#16181d!important}.card{background:#22252c!important;border-color:#3a3f4a!important}
.ink{color:#f0f1f3!important}.grey{color:#b3b8c2!important}.link{color:#8ab4ff!important}
.button{color:#f0f1f3!important;border-color:#7a8190!important}
.worst{border-left-color:#ff6b6b!important}.mild{border-left-color:#f2c14e!important}.fine{border-left-color:#57c98a!important}.still{border-left-color:#8a909c!important}
}`;

const FONT = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const INK = 'color:#1b1e24';
const GREY = 'color:#565c68';
const BOLD = `${INK};font-weight:bold`;

/** The HTML part of an email: one column, nothing fetched from anywhere, readable at 320 pixels and in the dark. */
export function emailHtml(notification: Notification, options: RenderOptions, limits: PartLimits): string {
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
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(notificationTitle(notification))}</title><style>${DARK}</style></head>
<body class="page" style="margin:0;padding:0;background:#f3f4f6">
<div class="page" style="max-width:600px;margin:0 auto;padding:12px;background:#f3f4f6;${FONT};font-size:16px;line-height:1.45;word-wrap:break-word;overflow-wrap:anywhere">
${body.filter((part) => part !== '').join('\n')}
</div></body></html>
`;
}

function signInParagraph(notification: Notification, options: RenderOptions): string {
  const link = signInLink(notification, options);
  if (link === null) return '';
  const anchor = `<a class="link" href="${escapeHtml(link.url)}" style="color:#0b57d0">${link.label}</a>`;
  return `<p class="grey" style="margin:0 0 8px;${GREY};font-size:14px">${anchor}. ${link.note}</p>`;
}

function heading(text: string): string {
  return `<h1 class="ink" style="margin:4px 0 12px;font-size:20px;line-height:1.3;${INK}">${escapeHtml(text)}</h1>`;
}

function list(lines: readonly string[]): string {
  return lines.map((line) => paragraph(line, `${INK};font-size:15px`, 'ink')).join('\n');
}

function paragraph(text: string, style: string, name: string): string {
  return `<p class="${name}" style="margin:0 0 8px;${style}"><bdi>${escapeHtml(text)}</bdi></p>`;
}

function card(notice: Notice, notification: Notification, options: RenderOptions): string {
  const words = wordsOf(notice, notification);
  const { edge, name } = edgeOf(notice);
  const small = [
    words.standsInFor,
    words.owner,
    words.since,
    words.next,
    words.others,
    words.rule,
    words.note,
    words.place,
  ];
  const links = linksOf(notice, options).map(
    ({ label, url }) => `<a class="link" href="${escapeHtml(url)}" style="color:#0b57d0">${label}</a>`,
  );
  const buttons = linkedActions(notice, notification.personId, options).map(
    ({ label, url }) =>
      `<a class="button" href="${escapeHtml(url)}" style="display:inline-block;margin:8px 8px 0 0;padding:11px 16px;border:1px solid #767c88;border-radius:6px;text-decoration:none;${INK}">${label}</a>`,
  );
  return `<div class="card ${name}" style="margin:0 0 12px;padding:14px 14px 8px;background:#ffffff;border:1px solid #d9dce1;border-left:5px solid ${edge};border-radius:6px">
<h2 class="ink" style="margin:0 0 8px;font-size:18px;line-height:1.3;${INK}"><bdi>${escapeHtml(`${words.symbol} ${words.title}`)}</bdi></h2>
${[words.what, ...words.also.map((also) => `Also: ${also}`)].map((line) => paragraph(line, INK, 'ink')).join('\n')}
${words.risk === null ? '' : paragraph(words.risk, BOLD, 'ink')}
${small.map((line) => (line === null ? '' : paragraph(line, `${GREY};font-size:14px`, 'grey'))).join('\n')}
${links.length === 0 ? '' : `<p style="margin:0 0 8px">${links.join(' &nbsp; ')}</p>`}
${buttons.length === 0 ? '' : `<p style="margin:0 0 8px">${buttons.join('')}</p>`}
</div>`.replace(/\n+/g, '\n');
}

/** The colour of the left edge, which the symbol and the word say as well. */
function edgeOf({ kind, state }: Notice): { edge: string; name: string } {
  if (kind === 'over') return { edge: '#1a7f4b', name: 'fine' };
  if (kind !== 'failing') return { edge: '#767c88', name: 'still' };
  return state === 'warn' ? { edge: '#b7791f', name: 'mild' } : { edge: '#c62828', name: 'worst' };
}
