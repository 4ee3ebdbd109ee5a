import type { Json } from '../event/snake-case.ts';
import { escapeHtml } from '../message/escape-html.ts';
import type { EmailMessage, RenderedMessage, SlackBlock } from '../message/rendered-message.ts';
import { context, escapeMrkdwn, plainSection, plainText } from '../message/slack-text.ts';
import type { ComposedSummary, SummarySection } from './composed-summary.ts';

/** Each list names this many; the rest is counted. */
const MAX_IN_MAIL = 60;
const MIN_IN_MAIL = 10;
const MAX_IN_SLACK = 15;
/** Gmail cuts mail of more than 102 KB. */
const MAX_HTML_BYTES = 100_000;
/** Slack takes 3,000 characters in a section. */
const MAX_SECTION = 2_900;

const BY_MODEL = 'In short, worded by a model from the figures below:';

/** What goes out: the summary and, where there is one that was found true, a paragraph. */
export interface SummaryToRender {
  readonly summary: ComposedSummary;
  /** With the jobs' names in it; null for none. */
  readonly paragraph: string | null;
  /** The facts for machines. */
  readonly json: Readonly<Record<string, Json>>;
}

/** A summary in every form that a channel may want, escaped for each. Pure; never throws. */
export function renderSummary(given: SummaryToRender): RenderedMessage {
  return { slack: slackSummary(given), email: emailSummary(given), json: given.json };
}

/** The summary as plain text: one line on a calm day with no news. */
export function summaryText({ summary, paragraph }: Omit<SummaryToRender, 'json'>, most = MAX_IN_MAIL): string {
  const { headline, sections, passes, timezone } = summary;
  const blocks = [
    [headline],
    ...(paragraph === null ? [] : [[BY_MODEL, paragraph]]),
    ...sections.map((section) => [
      `${section.title}:`,
      ...shown(section, most).map((line) => `  ${line}`),
      ...(section.verbatim === null ? [] : ['', section.verbatim]),
    ]),
    ...(passes === null ? [] : [[passes]]),
    ...(sections.length === 0 && passes === null ? [] : [[`Times are in ${timezone}.`]]),
  ];
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function shown({ lines }: SummarySection, most: number): readonly string[] {
  const more = lines.length - most;
  return more > 0 ? [...lines.slice(0, most), `... and ${more} more`] : lines;
}

function emailSummary(given: SummaryToRender): EmailMessage {
  const roomy = summaryHtml(given, MAX_IN_MAIL);
  const isRoomy = new TextEncoder().encode(roomy).length <= MAX_HTML_BYTES;
  return {
    subject: given.summary.subject,
    text: summaryText(given),
    html: isRoomy ? roomy : summaryHtml(given, MIN_IN_MAIL),
  };
}

/** The colours of the messages: at least 4.5 to 1, the light ones inline, the dark ones where a client has them. */
const DARK = `:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){
.page{background:#16181d!important}.card{background:#22252c!important;border-color:#3a3f4a!important}
.ink{color:#f0f1f3!important}.grey{color:#b3b8c2!important}
.bad{border-left-color:#ff6b6b!important}.doubtful{border-left-color:#f2c14e!important}.plain{border-left-color:#8a909c!important}
}`;
const EDGES = { bad: '#c62828', doubtful: '#b7791f', plain: '#767c88' } as const;
const FONT = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const INK = 'color:#1b1e24';
const GREY = 'color:#565c68;font-size:13px';

function summaryHtml({ summary, paragraph }: SummaryToRender, most: number): string {
  const { subject, headline, sections, passes, timezone } = summary;
  const body = [
    `<h1 class="ink" style="margin:4px 0 12px;font-size:20px;line-height:1.3;${INK}">${escapeHtml(headline)}</h1>`,
    ...(paragraph === null
      ? []
      : [
          `<p class="grey" style="margin:0 0 4px;${GREY}">${BY_MODEL}</p>`,
          `<p class="ink" style="margin:0 0 14px;${INK}"><bdi>${escapeHtml(paragraph)}</bdi></p>`,
        ]),
    ...sections.map((section) => card(section, most)),
    ...(passes === null ? [] : [`<p class="ink" style="margin:0 0 8px;${INK}">${escapeHtml(passes)}</p>`]),
    ...(sections.length === 0 && passes === null
      ? []
      : [`<p class="grey" style="margin:0 0 8px;${GREY}">Times are in ${escapeHtml(timezone)}.</p>`]),
  ];
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(subject)}</title><style>${DARK}</style></head>
<body class="page" style="margin:0;padding:0;background:#f3f4f6">
<div class="page" style="max-width:600px;margin:0 auto;padding:12px;background:#f3f4f6;${FONT};font-size:16px;line-height:1.45;word-wrap:break-word;overflow-wrap:anywhere">
${body.join('\n')}
</div></body></html>
`;
}

function card(section: SummarySection, most: number): string {
  const { title, verbatim, tone } = section;
  const lines = shown(section, most).map((line) => `<li style="margin:0 0 6px"><bdi>${escapeHtml(line)}</bdi></li>`);
  const yaml =
    verbatim === null
      ? ''
      : `\n<pre class="ink" style="margin:0 0 8px;font-size:13px;white-space:pre-wrap;${INK}">${escapeHtml(verbatim)}</pre>`;
  return `<div class="card ${tone}" style="margin:0 0 12px;padding:14px 14px 8px;background:#ffffff;border:1px solid #d9dce1;border-left:5px solid ${EDGES[tone]};border-radius:6px">
<h2 class="ink" style="margin:0 0 8px;font-size:17px;line-height:1.3;${INK}">${escapeHtml(title)}</h2>
<ul class="ink" style="margin:0 0 4px;padding-left:18px;font-size:15px;${INK}">
${lines.join('\n')}
</ul>${yaml}
</div>`;
}

/** Few blocks: a headline, a section for each list, small print. What is longer is in the mail, or `sentinel summary`. */
function slackSummary({ summary, paragraph }: SummaryToRender): RenderedMessage['slack'] {
  const { subject, headline, sections, passes, timezone } = summary;
  const blocks: SlackBlock[] = [
    plainSection(headline),
    ...(paragraph === null ? [] : [context([plainText(BY_MODEL)]), plainSection(paragraph)]),
    ...sections.flatMap((section) => slackSection(section)),
    ...(passes === null ? [] : [plainSection(passes)]),
    ...(sections.length === 0 && passes === null ? [] : [context([plainText(`Times are in ${timezone}.`)])]),
  ];
  return { text: escapeMrkdwn(subject), blocks };
}

function slackSection(section: SummarySection): SlackBlock[] {
  const lines: string[] = [`${section.title}:`];
  const all = shown(section, MAX_IN_SLACK);
  for (const [index, line] of all.entries()) {
    const more = section.lines.length - index;
    if (`${lines.join('\n')}\n• ${line}`.length > MAX_SECTION - 40) {
      lines.push(`... and ${more} more`);
      break;
    }
    lines.push(`• ${line}`);
  }
  const { verbatim } = section;
  return [
    { type: 'divider' },
    plainSection(lines.join('\n')),
    ...(verbatim === null ? [] : [plainSection(verbatim.slice(0, MAX_SECTION))]),
  ];
}
