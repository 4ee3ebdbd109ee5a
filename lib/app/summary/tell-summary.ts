import { createHash } from 'node:crypto';
import { inParallel } from '../../core/in-parallel.ts';
import { formatInstant, type Instant, SECOND_MS } from '../../core/instant.ts';
import { factsFor, type SummaryFacts } from '../../core/summary/facts.ts';
import { renderSummary, summaryText } from '../../core/summary/render-summary.ts';
import { summaryJson } from '../../core/summary/summary-json.ts';
import { tellFacts } from '../../core/summary/told-summary.ts';
import { type AdminChannel, AdminUnreachable } from '../../ports/admin-notice.ts';
import { StateStoreUnavailable } from '../../ports/state-store.ts';
import type { SummaryClaims, SummaryKey } from '../../ports/summary-claims.ts';
import type { Wording } from '../../ports/wording.ts';
import { type Channels, deliverMessage } from '../dispatch/deliver-notification.ts';
import type { AddressedReader } from './summary-readers.ts';
import { type Paragraph, WordingUntilFault, wordSummary } from './word-summary.ts';

/**
 * Longer than wording and telling take, retries included, and shorter than the minute after which a function that
 * failed is invoked again, which happens once: that attempt must not find the summary taken by the one before.
 * Source: Lambda, asynchronous invocation.
 */
const TELLING_MS = 50 * SECOND_MS;
/** Readers who are told side by side. */
const LANES = 8;

export interface TellPorts {
  readonly claims: SummaryClaims;
  readonly channels: Channels;
  /** Who is told what the admin's own channels do not take; null where there is nothing of the kind. */
  readonly lastResort: AdminChannel | null;
  /** Null where no model is set: then nothing asks one. */
  readonly wording: Wording | null;
  /** Read when a summary is taken: gathering it has taken its time. */
  readonly clock: () => Instant;
}

/** What became of one reader's summary. */
export interface ToldReader {
  readonly personId: string | null;
  /**
   * `repeated`: told before, or just being told by somebody else. `later`: another attempt may bring it. `refused`: none
   * will.
   */
  readonly outcome: 'told' | 'repeated' | 'later' | 'refused';
  /** The channel that took it; `last-resort` for the admin's; null when none did. */
  readonly channel: string | null;
  readonly paragraph: Paragraph;
  /** What did not work on the way, for people. */
  readonly troubles: readonly string[];
}

/**
 * Tells each reader their own part of the facts, once for a scheduled instant, however often the schedule comes; null
 * as the instant is a summary that somebody asked for, which is told in any case. One reader's trouble is never
 * another's. Throws StateStoreUnavailable and AdminUnreachable when everybody else has been dealt with.
 */
export async function tellSummaries(
  facts: SummaryFacts,
  readers: readonly AddressedReader[],
  scheduledAt: Instant | null,
  ports: TellPorts,
): Promise<readonly ToldReader[]> {
  const failures: Error[] = [];
  const wording = ports.wording && new WordingUntilFault(ports.wording);
  const told = await inParallel(readers, LANES, async (reader) => {
    try {
      return await tellReader(facts, reader, scheduledAt, { ...ports, wording });
    } catch (error) {
      if (!(error instanceof StateStoreUnavailable || error instanceof AdminUnreachable)) throw error;
      failures.push(error);
      return null;
    }
  });
  if (failures[0]) throw failures[0];
  return told.filter((each) => each !== null);
}

async function tellReader(
  all: SummaryFacts,
  reader: AddressedReader,
  scheduledAt: Instant | null,
  { claims, channels, lastResort, wording, clock }: TellPorts,
): Promise<ToldReader> {
  const { personId } = reader;
  const key: SummaryKey | null = scheduledAt === null ? null : { scheduledAt, personId };
  if (key !== null && !(await claims.take(key, clock(), TELLING_MS))) {
    return { personId, outcome: 'repeated', channel: null, paragraph: { kind: 'none' }, troubles: [] };
  }
  const facts = factsFor(all, reader);
  const summary = tellFacts(facts, reader);
  const paragraph = await wordSummary(facts, summary.isCalm, wording);
  const words = { summary, paragraph: paragraph.kind === 'worded' ? paragraph.text : null };
  const message = renderSummary({ ...words, json: summaryJson(facts, reader, words) });
  const deliveryId = deliveryIdOf(key ?? { scheduledAt: clock(), personId });
  const delivered = await deliverMessage({ deliveryId, message, addresses: reader.addresses }, channels);
  const troubles = delivered.troubles.map(({ channel, why }) => `${channel}: ${why}`);
  const isTaken = delivered.outcome === 'accepted' || delivered.outcome === 'unknown';
  if (isTaken || (reader.isAdmin && lastResort !== null)) {
    // The one message that must not get lost for want of a channel.
    if (!isTaken) await lastResort?.tell({ subject: summary.subject, text: summaryText(words) });
    const trouble = await noted(key, claims, clock());
    const channel = isTaken ? (delivered.address?.channel ?? null) : 'last-resort';
    return { personId, outcome: 'told', channel, paragraph, troubles: [...troubles, ...trouble] };
  }
  if (delivered.outcome === 'later') return { personId, outcome: 'later', channel: null, paragraph, troubles };
  // Trying again would bring the same refusal.
  const trouble = await noted(key, claims, clock());
  return { personId, outcome: 'refused', channel: null, paragraph, troubles: [...troubles, ...trouble] };
}

/** To fail now would be to tell it again. Resolves to why it could not be noted. */
async function noted(key: SummaryKey | null, claims: SummaryClaims, now: Instant): Promise<string[]> {
  if (key === null) return [];
  try {
    await claims.noteTold(key, now);
    return [];
  } catch (error) {
    if (error instanceof StateStoreUnavailable) return [`told, and not noted as told: ${error.message}`];
    throw error;
  }
}

function deliveryIdOf({ scheduledAt, personId }: SummaryKey): string {
  return createHash('sha256')
    .update(`summary#${formatInstant(scheduledAt)}#${personId ?? ''}`)
    .digest('hex');
}
