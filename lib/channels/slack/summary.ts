import { escapeMrkdwn } from '../../core/message/escape-mrkdwn.ts';
import type { SummarySection } from '../../core/summary/composed-summary.ts';
import { BY_MODEL, type SummaryToRender, shownLines } from '../../core/summary/summary-text.ts';
import { context, plainSection, plainText } from './blocks.ts';
import type { SlackBlock, SlackMessage } from './message.ts';

/** Each list names this many; the rest is counted. */
const MAX_LINES = 15;
/** Slack takes 3,000 characters in a section. */
const MAX_SECTION = 2_900;

/** Few blocks: a headline, a section for each list, small print. What is longer is in the mail, or `sentinel summary`. */
export function slackSummary({ summary, paragraph }: SummaryToRender): SlackMessage {
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
  const all = shownLines(section, MAX_LINES);
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
