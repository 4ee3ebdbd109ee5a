import * as z from 'zod';
import { type JobRow, newRow, type SetAside, type Signature } from '../../core/decision/row.ts';
import { FINDINGS, type SeenRun } from '../../core/evidence/seen-run.ts';
import { JUDGED_DAY_STATES, type RowDays } from '../../core/history/day.ts';
import { formatInstant, parseInstant } from '../../core/instant.ts';
import type { LookedInside } from '../../core/model/looked-inside.ts';
import type { RememberedRun } from '../../core/model/run.ts';
import type { RenderedVerdict } from '../../core/wording/rendered-verdict.ts';
import { storedOutbox, storedState } from './outbox.ts';
import { instant, instantText, orNull } from './schema.ts';
import { type Item, type Plain, plainCopy } from './values.ts';

const sizeBytes = orNull(z.number().nonnegative());

const looked = z
  .union([
    z.object({ finding: z.enum(['good', 'damaged', 'hollow']), words: z.string(), deep: z.boolean() }),
    z.object({ finding: z.literal('pending'), since: instant }),
  ])
  .transform(
    (found): LookedInside =>
      found.finding === 'pending' ? found : { finding: found.finding, words: found.words, isDeep: found.deep },
  );

/** What versions before wrote: only whether it is well-formed. */
function fromWellFormed(isWellFormed: boolean | null): LookedInside | null {
  if (isWellFormed === null) return null;
  return isWellFormed
    ? { finding: 'good', words: 'it is well-formed', isDeep: false }
    : { finding: 'damaged', words: 'it is cut short or damaged', isDeep: false };
}

const rememberedRun = z
  .object({
    ts: instant,
    size_bytes: sizeBytes,
    location: z.string(),
    key: z.string(),
    well_formed: orNull(z.boolean()),
    looked: orNull(looked),
  })
  .transform(
    (run): RememberedRun => ({
      ts: run.ts,
      sizeBytes: run.size_bytes,
      location: run.location,
      key: run.key,
      looked: run.looked ?? fromWellFormed(run.well_formed),
    }),
  );

const runIdentity = z
  .object({ location: z.string(), ts: instant, size_bytes: sizeBytes })
  .transform(({ location, ts, size_bytes }) => ({ location, ts, sizeBytes: size_bytes }));

/** One run a string, since there are many: `2026-11-20T02:05:00Z 412000000 good`, and the content's mark; a dash for an unknown size. */
const seenRun = z.string().transform((text, context): SeenRun => {
  const [time = '', bytes = '', finding, content] = text.split(' ');
  const ts = parseInstant(time);
  const known = FINDINGS.find((each) => each === finding);
  const sizeBytes = bytes === '-' ? null : Number(bytes);
  if (ts !== null && known !== undefined && (sizeBytes === null || sizeBytes >= 0)) {
    return { ts, sizeBytes, finding: known, ...(content === undefined ? {} : { content }) };
  }
  context.addIssue({ code: 'custom', message: `"${text}" is no remembered run` });
  return z.NEVER;
});

const signature = z.object({ by: z.string(), at: instant, reason: orNull(z.string()) });

const listing = z
  .object({ newest_key: z.string(), ordered: z.boolean(), last_full_at: instant })
  .transform((memo) => ({ newestKey: memo.newest_key, ordered: memo.ordered, lastFullAt: memo.last_full_at }));

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
    days: orNull(days),
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
      days: item.days,
      handledSeq: item.handled_seq,
      outbox: item.outbox,
    }),
  );

/**
 * A row's attributes as they are stored, but for those that only the store itself writes (job_id, schema, version,
 * outbox, handled_seq). What is as in a new row is left out, so that items stay small and readable; but for `runs`, whose
 * absence says that an earlier version wrote the row.
 */
export function rowAttributes(row: JobRow): Item {
  const empty = attributes(newRow(row.jobId));
  const given = Object.entries(attributes(row));
  return Object.fromEntries(
    given.filter(([name, value]) => name === 'state' || name === 'runs' || !isSame(value, empty[name])),
  );
}

/** The attributes whose values differ, in two sets made by `rowAttributes`. */
export function changedAttributes(before: Item, after: Item): { set: Item; remove: readonly string[] } {
  const set = Object.fromEntries(Object.entries(after).filter(([name, value]) => !isSame(value, before[name])));
  return { set, remove: Object.keys(before).filter((name) => !(name in after)) };
}

// Both sides come from `attributes`, which always names the keys in one order.
function isSame(a: Plain | undefined, b: Plain | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function attributes(row: JobRow): Item {
  return {
    state: row.state,
    since: instantText(row.since),
    seq: row.seq,
    changed_at: instantText(row.changedAt),
    place: row.place,
    place_since: instantText(row.placeSince),
    latest: row.latest && runAttribute(row.latest),
    // Nothing reads it back: it is there for people who look at the table.
    last_size: row.latest?.sizeBytes ?? null,
    last_good: row.lastGood && runAttribute(row.lastGood),
    runs: row.runs.map(seenText),
    last_evidence_ts: instantText(row.lastEvidenceTs),
    quiet_ts: instantText(row.quietTs),
    accepted: row.accepted && {
      location: row.accepted.location,
      ts: formatInstant(row.accepted.ts),
      size_bytes: row.accepted.sizeBytes,
    },
    break_seq: row.breakSeq,
    told_at: instantText(row.toldAt),
    hard_told_at: instantText(row.hardToldAt),
    pending_fixed: row.pendingFixed && signatureAttribute(row.pendingFixed),
    snoozed: row.snoozed && signatureAttribute(row.snoozed),
    snoozed_until: row.snoozed && formatInstant(row.snoozed.until),
    snooze_count: row.snoozeCount,
    muted: row.muted && signatureAttribute(row.muted),
    would_be: row.wouldBe && wouldBeAttribute(row.wouldBe),
    resumed: row.resumed,
    refuted: row.refuted && refutedAttribute(row.refuted),
    held_since: instantText(row.heldSince),
    unreadable: row.unreadable && {
      count: row.unreadable.count,
      since: formatInstant(row.unreadable.since),
      error: row.unreadable.error,
      refused: row.unreadable.isRefused,
    },
    found: row.found && { at: formatInstant(row.found.at), verdict: plainCopy(row.found.verdict) },
    retired: row.retired && retiredAttribute(row.retired),
    listing: row.listing && {
      newest_key: row.listing.newestKey,
      ordered: row.listing.ordered,
      last_full_at: formatInstant(row.listing.lastFullAt),
    },
    days: row.days && {
      today: row.days.today.day,
      state: row.days.today.state,
      size_bytes: row.days.today.sizeBytes,
      age_seconds: row.days.today.ageSeconds,
      before: row.days.before,
    },
  };
}

function runAttribute(run: RememberedRun): Plain {
  return {
    ts: formatInstant(run.ts),
    size_bytes: run.sizeBytes,
    location: run.location,
    key: run.key,
    well_formed: run.looked === null || run.looked.finding === 'pending' ? null : run.looked.finding === 'good',
    looked: run.looked === null ? null : lookedAttribute(run.looked),
  };
}

function seenText({ ts, sizeBytes, finding, content }: SeenRun): string {
  return `${formatInstant(ts)} ${sizeBytes ?? '-'} ${finding}${content === undefined ? '' : ` ${content}`}`;
}

function refutedAttribute({ count, at }: NonNullable<JobRow['refuted']>): Plain {
  return { count, at: formatInstant(at) };
}

function wouldBeAttribute({ state, since }: NonNullable<JobRow['wouldBe']>): Plain {
  return { state, since: formatInstant(since) };
}

function retiredAttribute(aside: SetAside): Plain {
  const { pendingFixed, refuted, snoozed, muted, wouldBe } = aside;
  return {
    at: formatInstant(aside.at),
    state: aside.state,
    since: instantText(aside.since),
    break_seq: aside.breakSeq,
    told_at: instantText(aside.toldAt),
    hard_told_at: instantText(aside.hardToldAt),
    pending_fixed: pendingFixed && signatureAttribute(pendingFixed),
    refuted: refuted && refutedAttribute(refuted),
    snoozed: snoozed && { ...signatureAttribute(snoozed), until: formatInstant(snoozed.until) },
    snooze_count: aside.snoozeCount,
    muted: muted && signatureAttribute(muted),
    would_be: wouldBe && wouldBeAttribute(wouldBe),
    resumed: aside.resumed,
  };
}

function lookedAttribute(found: LookedInside): Plain {
  if (found.finding === 'pending') return { finding: found.finding, since: formatInstant(found.since) };
  return { finding: found.finding, words: found.words, deep: found.isDeep };
}

function signatureAttribute({ by, at, reason }: Signature): Item {
  return { by, at: formatInstant(at), reason };
}
