import type { Lifetime } from '../../core/evidence/lifetime.ts';
import { formatInstant } from '../../core/instant.ts';
import { type JobRow, newRow, type SetAside, type Signature } from '../../core/model/job-row.ts';
import { headAttribute } from './chain.ts';
import { instantText } from './schema.ts';
import { proofAttribute } from './stored-proof.ts';
import { runAttribute, seenText } from './stored-run.ts';
import { type Item, type Plain, plainCopy } from './values.ts';

/**
 * A row's attributes as they are stored, but for those that only the store itself writes (job_id, schema, version,
 * outbox, handled_seq, and the keys of the index). What is as in a new row is left out, so that items stay small and readable; but for `runs`, whose
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
    proofs: row.proofs.map(proofAttribute),
    lifetime: row.lifetime && lifetimeAttribute(row.lifetime),
    expiry_days: row.expiryDays,
    restorable: row.restorable && { proven_at: instantText(row.restorable.provenAt) },
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
      ...(row.listing.orderedInFolder && { ordered_in_folder: true }),
      last_full_at: formatInstant(row.listing.lastFullAt),
    },
    look_mark: row.nextLook?.mark ?? null,
    keys: row.keys,
    days: row.days && {
      today: row.days.today.day,
      state: row.days.today.state,
      size_bytes: row.days.today.sizeBytes,
      age_seconds: row.days.today.ageSeconds,
      before: row.days.before,
    },
    chain: row.chain && headAttribute(row.chain),
  };
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

function signatureAttribute({ by, at, reason }: Signature): Item {
  return { by, at: formatInstant(at), reason };
}

function lifetimeAttribute({ there, oldestTs, low, ages, isByAge }: Lifetime): Item {
  return {
    there,
    oldest_ts: formatInstant(oldestTs),
    low,
    gone_from_ms: ages?.from ?? null,
    gone_to_ms: ages?.to ?? null,
    by_age: isByAge,
  };
}
