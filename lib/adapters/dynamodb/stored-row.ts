import * as z from 'zod';
import type { Lifetime } from '../../core/evidence/lifetime.ts';
import { JUDGED_DAY_STATES, type RowDays } from '../../core/history/day.ts';
import type { JobRow, SetAside } from '../../core/model/job-row.ts';
import type { RenderedVerdict } from '../../core/wording/rendered-verdict.ts';
import { storedHead } from './chain.ts';
import { storedOutbox, storedState } from './outbox.ts';
import { instant, orNull } from './schema.ts';
import { storedProof } from './stored-proof.ts';
import { rememberedRun, runIdentity, seenRun, sizeBytes } from './stored-run.ts';

const signature = z.object({ by: z.string(), at: instant, reason: orNull(z.string()) });

const listing = z
  .object({
    newest_key: z.string(),
    ordered: z.boolean(),
    ordered_in_folder: z.literal(true).optional(),
    last_full_at: instant,
  })
  .transform((memo) => ({
    newestKey: memo.newest_key,
    ordered: memo.ordered,
    ...(memo.ordered_in_folder && { orderedInFolder: memo.ordered_in_folder }),
    lastFullAt: memo.last_full_at,
  }));

const restorable = z.object({ proven_at: orNull(instant) }).transform(({ proven_at }) => ({ provenAt: proven_at }));

const lifetime = z
  .object({
    there: z.number().int(),
    oldest_ts: instant,
    low: orNull(z.number().int()),
    gone_from_ms: orNull(z.number()),
    gone_to_ms: orNull(z.number()),
    by_age: z.boolean(),
  })
  .transform(({ there, oldest_ts, low, gone_from_ms: from, gone_to_ms: to, by_age }): Lifetime => {
    const ages = from === null || to === null ? null : { from, to };
    return { there, oldestTs: oldest_ts, low, ages, isByAge: by_age };
  });

const days = z
  .object({
    today: z.string(),
    state: z.enum(JUDGED_DAY_STATES),
    size_bytes: sizeBytes,
    age_seconds: orNull(z.number().nonnegative()),
    before: z.string(),
  })
  .transform(
    ({ today, state, size_bytes, age_seconds, before }): RowDays => ({
      today: { day: today, state, sizeBytes: size_bytes, ageSeconds: age_seconds },
      before,
    }),
  );

const until = z.object({ by: z.string(), at: instant, reason: orNull(z.string()), until: instant });

const refuted = z.object({ count: z.number().int(), at: instant });

const wouldBe = z.object({ state: z.enum(['warn', 'alert']), since: instant });

const retired = z
  .object({
    at: instant,
    state: storedState,
    since: orNull(instant),
    break_seq: orNull(z.number().int()),
    told_at: orNull(instant),
    hard_told_at: orNull(instant),
    pending_fixed: orNull(signature),
    refuted: orNull(refuted),
    snoozed: orNull(until),
    snooze_count: z.number().int(),
    muted: orNull(signature),
    would_be: orNull(wouldBe),
    resumed: z.boolean(),
  })
  .transform(
    (aside): SetAside => ({
      at: aside.at,
      state: aside.state,
      since: aside.since,
      breakSeq: aside.break_seq,
      toldAt: aside.told_at,
      hardToldAt: aside.hard_told_at,
      pendingFixed: aside.pending_fixed,
      refuted: aside.refuted,
      snoozed: aside.snoozed,
      snoozeCount: aside.snooze_count,
      muted: aside.muted,
      wouldBe: aside.would_be,
      resumed: aside.resumed,
    }),
  );

/** Data that was already rendered for showing: passed on as it is. */
const found = z.object({ at: instant, verdict: z.custom<RenderedVerdict>((value) => typeof value === 'object') });

/** An item of bk-state as a row; attributes that an older version did not write get the values of a new row. */
export const storedRow = z
  .object({
    job_id: z.string(),
    version: z.number().int().min(1),
    state: storedState,
    since: orNull(instant),
    seq: z.number().int().default(0),
    changed_at: orNull(instant),
    place: orNull(z.string()),
    place_since: orNull(instant),
    latest: orNull(rememberedRun),
    last_good: orNull(rememberedRun),
    runs: z.array(seenRun).optional(),
    // What earlier versions wrote in place of the two above: the newest three good runs.
    good_runs: z.array(rememberedRun).default([]),
    last_evidence_ts: orNull(instant),
    quiet_ts: orNull(instant),
    accepted: orNull(runIdentity),
    proofs: z.array(storedProof).default([]),
    lifetime: orNull(lifetime),
    expiry_days: orNull(z.number().int().positive()),
    restorable: orNull(restorable),
    break_seq: orNull(z.number().int()),
    told_at: orNull(instant),
    hard_told_at: orNull(instant),
    pending_fixed: orNull(signature),
    snoozed: orNull(signature),
    snoozed_until: orNull(instant),
    snooze_count: z.number().int().default(0),
    muted: orNull(signature),
    would_be: orNull(wouldBe),
    resumed: z.boolean().default(false),
    refuted: orNull(refuted),
    held_since: orNull(instant),
    unreadable: orNull(
      z.object({ count: z.number().int(), since: instant, error: z.string(), refused: z.boolean().default(false) }),
    ),
    found: orNull(found),
    retired: orNull(retired),
    listing: orNull(listing),
    next_look_at: orNull(instant),
    look_mark: orNull(z.string()),
    keys: orNull(z.number().int().nonnegative()),
    days: orNull(days),
    chain: orNull(storedHead),
    handled_seq: orNull(z.number().int()),
    // Written with every new row: without it an entry could not be added, so its absence is damage.
    outbox: storedOutbox,
  })
  .refine((item) => (item.snoozed === null) === (item.snoozed_until === null), {
    path: ['snoozed_until'],
    message: 'snoozed and snoozed_until are there only together',
  })
  .transform(
    (item): JobRow => ({
      jobId: item.job_id,
      version: item.version,
      state: item.state,
      since: item.since,
      seq: item.seq,
      changedAt: item.changed_at,
      place: item.place,
      placeSince: item.place_since,
      latest: item.latest,
      lastGood: item.runs === undefined ? (item.good_runs[0] ?? null) : item.last_good,
      runs: item.runs ?? item.good_runs.map(({ ts, sizeBytes }) => ({ ts, sizeBytes, finding: 'good' })),
      lastEvidenceTs: item.last_evidence_ts,
      quietTs: item.quiet_ts,
      accepted: item.accepted,
      proofs: item.proofs,
      lifetime: item.lifetime,
      expiryDays: item.expiry_days,
      restorable: item.restorable,
      breakSeq: item.break_seq,
      toldAt: item.told_at,
      hardToldAt: item.hard_told_at,
      pendingFixed: item.pending_fixed,
      snoozed: item.snoozed && item.snoozed_until !== null ? { ...item.snoozed, until: item.snoozed_until } : null,
      snoozeCount: item.snooze_count,
      muted: item.muted,
      wouldBe: item.would_be,
      resumed: item.resumed,
      refuted: item.refuted,
      heldSince: item.held_since,
      unreadable: item.unreadable && {
        count: item.unreadable.count,
        since: item.unreadable.since,
        error: item.unreadable.error,
        isRefused: item.unreadable.refused,
      },
      found: item.found,
      retired: item.retired,
      listing: item.listing,
      nextLook:
        item.next_look_at === null || item.look_mark === null ? null : { at: item.next_look_at, mark: item.look_mark },
      keys: item.keys,
      days: item.days,
      chain: item.chain,
      handledSeq: item.handled_seq,
      outbox: item.outbox,
    }),
  );
