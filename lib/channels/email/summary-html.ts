import { escapeHtml } from '../../core/message/escape-html.ts';
import type { SummarySection } from '../../core/summary/composed-summary.ts';
import { BY_MODEL, type SummaryToRender, shownLines } from '../../core/summary/summary-text.ts';
import { type Edge, GREY, heading, htmlPage, INK, paragraph, startOfCard } from './page.ts';

const EDGES = { bad: 'worst', doubtful: 'mild', plain: 'still' } as const satisfies Record<
  SummarySection['tone'],
  Edge
>;
const SMALL = `${GREY};font-size:13px`;

/** The HTML part of a summary; each list names `most`. */
export function summaryHtml({ summary, paragraph: worded }: SummaryToRender, most: number): string {
  const { subject, headline, sections, passes, timezone } = summary;
  const body = [
    heading(headline),
    ...(worded === null ? [] : [small(BY_MODEL), text(worded)]),
    ...sections.map((section) => card(section, most)),
    ...(passes === null ? [] : [text(passes)]),
    ...(sections.length === 0 && passes === null ? [] : [small(`Times are in ${timezone}.`)]),
  ];
  return htmlPage(subject, body);
}

function text(line: string): string {
  return paragraph(line, INK, 'ink');
}

function small(line: string): string {
  return paragraph(line, SMALL, 'grey');
}

function card(section: SummarySection, most: number): string {
  const { title, verbatim, tone } = section;
  const lines = shownLines(section, most).map(
    (line) => `<li style="margin:0 0 6px"><bdi>${escapeHtml(line)}</bdi></li>`,
  );
  const yaml =
    verbatim === null
      ? ''
      : `\n<pre class="ink" style="margin:0 0 8px;font-size:13px;white-space:pre-wrap;${INK}">${escapeHtml(verbatim)}</pre>`;
  return `${startOfCard(EDGES[tone])}
<h2 class="ink" style="margin:0 0 8px;font-size:17px;line-height:1.3;${INK}">${escapeHtml(title)}</h2>
<ul class="ink" style="margin:0 0 4px;padding-left:18px;font-size:15px;${INK}">
${lines.join('\n')}
</ul>${yaml}
</div>`;
}
