import type { Json } from '../event/snake-case.ts';
import type { ComposedSummary, SummarySection } from './composed-summary.ts';

/** Each list names this many in a text; the rest is counted. */
export const MAX_TEXT_LINES = 60;

export const BY_MODEL = 'In short, worded by a model from the figures below:';

/** What goes out: the summary and, where there is one that was found true, a paragraph. */
export interface SummaryToRender {
  readonly summary: ComposedSummary;
  /** With the jobs' names in it; null for none. */
  readonly paragraph: string | null;
  /** The facts for machines. */
  readonly json: Readonly<Record<string, Json>>;
}

/** The summary as plain text: one line on a calm day with no news. */
export function summaryText({ summary, paragraph }: Omit<SummaryToRender, 'json'>, most = MAX_TEXT_LINES): string {
  const { headline, sections, passes, timezone } = summary;
  const blocks = [
    [headline],
    ...(paragraph === null ? [] : [[BY_MODEL, paragraph]]),
    ...sections.map((section) => [
      `${section.title}:`,
      ...shownLines(section, most).map((line) => `  ${line}`),
      ...(section.verbatim === null ? [] : ['', section.verbatim]),
    ]),
    ...(passes === null ? [] : [[passes]]),
    ...(sections.length === 0 && passes === null ? [] : [[`Times are in ${timezone}.`]]),
  ];
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** The lines of a section; beyond `most` they are counted. */
export function shownLines({ lines }: SummarySection, most: number): readonly string[] {
  const more = lines.length - most;
  return more > 0 ? [...lines.slice(0, most), `... and ${more} more`] : lines;
}
