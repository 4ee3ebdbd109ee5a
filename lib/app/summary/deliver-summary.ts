import { createHash } from 'node:crypto';
import { inParallel } from '../../core/in-parallel.ts';
import { formatInstant, type Instant, SECOND_MS } from '../../core/instant.ts';
import { composeSummary } from '../../core/summary/composed-summary.ts';
import { factsFor, type SummaryFacts } from '../../core/summary/facts.ts';
import { summaryJson } from '../../core/summary/summary-json.ts';
import { summaryText } from '../../core/summary/summary-text.ts';
import { type AdminChannel, AdminUnreachable } from '../../ports/admin-notice.ts';
import { StateStoreUnavailable } from '../../ports/state-store.ts';
import type { SummaryClaims, SummaryKey } from '../../ports/summary-claims.ts';
import type { Wording } from '../../ports/wording.ts';
import { type Channels, deliverMessage } from '../dispatch/deliver-notification.ts';
import type { AddressedReader } from './summary-readers.ts';
import { type Paragraph, WordingUntilFailure, wordSummary } from './word-summary.ts';

/**
 * Longer than wording and delivery take, retries included, and shorter than the minute after which a function that
 * failed is invoked again, which happens once: that attempt must not find the summary taken by the one before.
 * Source: Lambda, asynchronous invocation.
 */
const DELIVERY_MS = 50 * SECOND_MS;
/** Readers whose summaries are delivered side by side. */
const LANES = 8;

export interface SummaryDeliveryPorts {
  readonly claims: SummaryClaims;
  readonly channels: Channels;
  /** Who gets what the admin's own channels do not take; null where there is nothing of the kind. */
  readonly lastResort: AdminChannel | null;
  /** Null where no model is set: then nothing asks one. */
  readonly wording: Wording | null;
  /** Read when a summary is taken: gathering it has taken its time. */
  readonly clock: () => Instant;
}

/** What became of one reader's summary. */
export interface DeliveredSummary {
  readonly personId: string | null;
  /**
   * `repeated`: delivered before, or being delivered by another process. `later`: another attempt may bring it. `refused`: none
   * will.
   */
  readonly outcome: 'delivered' | 'repeated' | 'later' | 'refused';
  /** The channel that took it; `last-resort` for the admin's; null when none did. */
  readonly channel: string | null;
  readonly paragraph: Paragraph;
  /** What did not work on the way, for people. */
  readonly failures: readonly string[];
}

/**
 * Delivers to each reader their own part of the facts, once for a scheduled instant, however often the schedule comes; null
 * as the instant is a summary that someone asked for, which is notified in any case. The failure of one reader never affects
 * another's. Throws StateStoreUnavailable and AdminUnreachable when everyone else has been dealt with.
 */
export async function deliverSummaries(
  facts: SummaryFacts,
  readers: readonly AddressedReader[],
  scheduledAt: Instant | null,
  ports: SummaryDeliveryPorts,
): Promise<readonly DeliveredSummary[]> {
  const failures: Error[] = [];
  const wording = ports.wording && new WordingUntilFailure(ports.wording);
  const delivered = await inParallel(readers, LANES, async (reader) => {
    try {
      return await deliverToReader(facts, reader, scheduledAt, { ...ports, wording });
    } catch (error) {
      if (!(error instanceof StateStoreUnavailable || error instanceof AdminUnreachable)) throw error;
      failures.push(error);
      return null;
    }
  });
  if (failures[0]) throw failures[0];
  return delivered.filter((each) => each !== null);
}

async function deliverToReader(
  all: SummaryFacts,
  reader: AddressedReader,
  scheduledAt: Instant | null,
  { claims, channels, lastResort, wording, clock }: SummaryDeliveryPorts,
): Promise<DeliveredSummary> {
  const { personId } = reader;
  const key: SummaryKey | null = scheduledAt === null ? null : { scheduledAt, personId };
  if (key !== null && !(await claims.take(key, clock(), DELIVERY_MS))) {
    return { personId, outcome: 'repeated', channel: null, paragraph: { kind: 'none' }, failures: [] };
  }
  const facts = factsFor(all, reader);
  const summary = composeSummary(facts, reader);
  const paragraph = await wordSummary(facts, summary.isCalm, wording);
  const words = { summary, paragraph: paragraph.kind === 'worded' ? paragraph.text : null };
  const message = { kind: 'summary', summary: { ...words, json: summaryJson(facts, reader, words) } } as const;
  const deliveryId = deliveryIdOf(key ?? { scheduledAt: clock(), personId });
  const delivered = await deliverMessage({ deliveryId, message, addresses: reader.addresses }, channels);
  const failures = delivered.failures.map(({ channel, message }) => `${channel}: ${message}`);
  const isTaken = delivered.outcome === 'accepted' || delivered.outcome === 'unknown';
  if (isTaken || (reader.isAdmin && lastResort !== null)) {
    // The one message that must not get lost for want of a channel.
    if (!isTaken) await lastResort?.notify({ subject: summary.subject, text: summaryText(words) });
    const failure = await noted(key, claims, clock());
    const channel = isTaken ? (delivered.address?.channel ?? null) : 'last-resort';
    return { personId, outcome: 'delivered', channel, paragraph, failures: [...failures, ...failure] };
  }
  if (delivered.outcome === 'later') return { personId, outcome: 'later', channel: null, paragraph, failures };
  // Trying again would bring the same refusal.
  const failure = await noted(key, claims, clock());
  return { personId, outcome: 'refused', channel: null, paragraph, failures: [...failures, ...failure] };
}

/** To fail now would deliver it again. Resolves to why it could not be noted. */
async function noted(key: SummaryKey | null, claims: SummaryClaims, now: Instant): Promise<string[]> {
  if (key === null) return [];
  try {
    await claims.noteDelivered(key, now);
    return [];
  } catch (error) {
    if (error instanceof StateStoreUnavailable) return [`delivered, but not recorded as delivered: ${error.message}`];
    throw error;
  }
}

function deliveryIdOf({ scheduledAt, personId }: SummaryKey): string {
  return createHash('sha256')
    .update(`summary#${formatInstant(scheduledAt)}#${personId ?? ''}`)
    .digest('hex');
}
