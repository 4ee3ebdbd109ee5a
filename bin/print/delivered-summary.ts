import type { DeliveredSummary } from '../../lib/app/summary/deliver-summary.ts';
import { formatSecond, type Instant } from '../../lib/core/instant.ts';
import { printable } from './printable.ts';

/** A line for each reader: who got the summary, by which channel, and what failed. */
export function deliveredSummaryLines(delivered: readonly DeliveredSummary[], now: Instant, asJson: boolean): string[] {
  return delivered.map((reader) => `${asJson ? jsonLine(reader, now) : textLine(reader, now)}\n`);
}

function textLine({ personId, outcome, channel, paragraph, failures }: DeliveredSummary, now: Instant): string {
  const by = channel === null ? '' : ` by ${channel}`;
  const plain = 'message' in paragraph ? [`no paragraph: ${paragraph.message}`] : [];
  const notes = [...failures, ...plain].map((note) => `; ${note}`).join('');
  return printable(
    `${formatSecond(now)} summary ${outcome === 'delivered' ? 'sent' : outcome}: ${personId ?? 'the admin'}${by}${notes}`,
  );
}

function jsonLine({ personId, outcome, channel, paragraph, failures }: DeliveredSummary, now: Instant): string {
  return JSON.stringify({
    at: formatSecond(now),
    // The name that scripts know.
    summary: outcome === 'delivered' ? 'told' : outcome,
    person: personId,
    channel,
    paragraph: paragraph.kind,
    ...('message' in paragraph && { why: paragraph.message }),
    troubles: failures,
  });
}
