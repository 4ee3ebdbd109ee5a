import { inParallel } from '../../core/in-parallel.ts';
import type { Instant } from '../../core/instant.ts';
import type { AuditEntry, JobRow } from '../../core/model/job-row.ts';
import type { Transition } from '../../core/model/transition.ts';
import { claimId, type Delivery, TAKE_OVER_MS, wasNotified } from '../../core/routing/delivery.ts';
import type { RecordLog } from '../../ports/record-log.ts';
import type { AuditLog, StateStore } from '../../ports/state-store.ts';
import { flushEntries } from '../check/flush-outbox.ts';
import { recorded } from './recorded.ts';

export interface RecordDeliveriesPorts {
  readonly store: StateStore;
  readonly audit: AuditLog;
  readonly record: Pick<RecordLog, 'deliveryIds'>;
}

/** What has ended of one job's notifications. */
export interface EndedDeliveries {
  readonly trigger: Transition;
  readonly deliveries: readonly Delivery[];
}

/** A row that others keep changing is left to the next dispatch of its job after this many tries. */
const MAX_TRIES = 5;
const LANES = 16;

/**
 * Of the deliveries of a trigger's break those that have ended: that were taken, and those of earlier transitions, which
 * are not tried again. Of one that is named twice, the later counts.
 */
export function finalDeliveries(
  { breakSeq, seq }: Transition,
  deliveries: readonly Delivery[],
  now: Instant,
): Delivery[] {
  const latest = new Map(deliveries.map((each) => [claimId(each.eventId, each.personId, each.insteadOf), each]));
  return [...latest.values()].filter((delivery) => {
    if (delivery.breakSeq !== breakSeq) return false;
    const isUnderWay = delivery.outcome === null && now - delivery.claimedAt < TAKE_OVER_MS;
    return wasNotified(delivery) || (delivery.seq < seq && !isUnderWay);
  });
}

/**
 * Puts what has ended into the record, each delivery once: one that is there or in the outbox is left out, so that the next
 * dispatch makes good what one that died has left. Throws StateStoreUnavailable.
 */
export async function recordDeliveries(ended: readonly EndedDeliveries[], ports: RecordDeliveriesPorts): Promise<void> {
  const { rows } = await ports.store.read(ended.map(({ trigger }) => trigger.jobId));
  await inParallel(ended, LANES, async ({ trigger: { jobId }, deliveries }) => {
    const row = rows.get(jobId);
    if (row) await recordOfJob(row, deliveries.map(entryOf), ports);
  });
}

async function recordOfJob(
  first: JobRow,
  entries: readonly AuditEntry[],
  { store, audit, record }: RecordDeliveriesPorts,
): Promise<void> {
  let row: JobRow | undefined = first;
  for (let tries = 0; row !== undefined && tries < MAX_TRIES; tries += 1) {
    // After the row: what has left its outbox since is in the log by now.
    const known = new Set([...idsInOutbox(row), ...(await record.deliveryIds(row.jobId))]);
    const missing = entries.filter(({ id }) => !known.has(id));
    const { row: next, entry } = recorded(row, { row, transition: null, audit: missing });
    if (entry === null) return;
    if (await store.write(row, next, entry)) {
      await flushEntries(row.jobId, [entry], { store, audit, sink: null });
      return;
    }
    row = (await store.read([row.jobId])).rows.get(row.jobId);
  }
}

function idsInOutbox({ outbox }: JobRow): string[] {
  return outbox.flatMap(({ audit }) => audit.map(({ id }) => id));
}

/** The final row of a delivery. Its id is the same whichever process writes it. */
function entryOf(delivery: Delivery): AuditEntry {
  const { personId, insteadOf, breakSeq, eventId, state, claimedAt, attempts, outcome, address, error } = delivery;
  return {
    id: `n#${new Date(claimedAt).toISOString()}#${claimId(eventId, personId, insteadOf)}`,
    at: claimedAt,
    kind: 'delivery',
    by: null,
    reason: null,
    detail: {
      person: personId,
      instead_of: insteadOf,
      break_seq: breakSeq,
      event_id: eventId,
      state,
      channel: address?.channel ?? null,
      outcome: outcome ?? 'unknown',
      attempts,
      error,
    },
  };
}
