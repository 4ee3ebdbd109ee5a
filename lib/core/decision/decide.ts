import type { EvidenceRead, EvidenceRefused, EvidenceUnknown } from '../evidence/evidence.ts';
import { learnLifetime } from '../evidence/lifetime.ts';
import type { Instant } from '../instant.ts';
import { type Judged, judge, judgeBlind } from '../judging/judge.ts';
import { judgeProven } from '../judging/proven.ts';
import { type JobRow, newRow, UNREAD_BEFORE_JUDGED } from '../model/job-row.ts';
import { remember } from '../model/run.ts';
import type { Severity } from '../model/severity.ts';
import { proofEntry } from '../proof/proof-entry.ts';
import { foldProofs, type SeenProof } from '../proof/seen-proof.ts';
import type { Decision, DecisionInput } from './decision.ts';
import { reinstated } from './retire.ts';
import { Settlement } from './settlement.ts';

/**
 * From evidence to one of four states (docs/design/decision.md). Pure: the same input gives the same output, and
 * deciding again from the row it gave, over the same evidence, changes nothing. Never throws.
 */
export function decide(input: DecisionInput): Decision {
  const { rule, place, evidence, now } = input;
  const row = endQuieting(reinstated(withExpiry(atPlace(input.row, place, now), input), now), now);
  switch (evidence.kind) {
    case 'read': {
      const judged = judge(rule, place, evidence, row, now);
      return new Settlement(input, remembering(row, judged, evidence, now), judged.verdict).settle();
    }
    case 'proofs':
      return decideProofs(input, row, evidence.proofs);
    case 'refused': {
      const since = row.unreadable?.isRefused ? row.unreadable.since : now;
      const refused = { ...row, unreadable: { count: 0, since, error: evidence.error, isRefused: true } };
      return settleBlind(input, row, refused, evidence);
    }
    case 'unknown': {
      const { count = 0, since = now, isRefused = false } = row.unreadable ?? {};
      const unreadable = { count: count + 1, since, error: evidence.error, isRefused };
      if (unreadable.count < UNREAD_BEFORE_JUDGED) {
        return { verdict: null, row: { ...input.row, unreadable }, transition: null, audit: [] };
      }
      const unread = { ...row, unreadable };
      return settleBlind(input, row, unread, evidence);
    }
  }
}

/** Each proof that was not seen before has its row in the audit log, written with what is decided of it. */
function decideProofs(input: DecisionInput, row: JobRow, found: readonly SeenProof[]): Decision {
  const { rule, now } = input;
  const { proofs, fresh } = foldProofs(row.proofs, found);
  const verdict = judgeProven(rule, proofs, row.placeSince ?? now, now);
  const { latest, lastGood } = verdict;
  const next: JobRow = {
    ...row,
    proofs,
    restorable: { provenAt: lastGood?.ts ?? null },
    latest: latest && remember(latest),
    lastGood: lastGood && remember(lastGood),
    lastEvidenceTs: latest?.ts ?? row.lastEvidenceTs,
    unreadable: null,
  };
  const decision = new Settlement(input, next, verdict).settle();
  return { ...decision, audit: [...fresh.toReversed().map(proofEntry), ...decision.audit] };
}

/** When the rules doc names another place, what was remembered of the old one says nothing. */
function atPlace(row: JobRow, place: string, now: Instant): JobRow {
  if (row.place === place) return row;
  // A row without a place may have been checked before places were kept.
  if (row.place === null) return { ...row, place, placeSince: row.since === null ? now : null };
  const { latest, lastGood, runs, lifetime, expiryDays, lastEvidenceTs, quietTs, accepted, listing, keys } = newRow(
    row.jobId,
  );
  const nothing = { latest, lastGood, runs, lifetime, expiryDays, lastEvidenceTs, quietTs, accepted, listing, keys };
  return { ...row, ...nothing, place, placeSince: now };
}

function withExpiry(row: JobRow, { expiryDays = row.expiryDays }: DecisionInput): JobRow {
  return expiryDays === row.expiryDays ? row : { ...row, expiryDays };
}

/** A snooze that has run out is over, and the clocks of the break start again. */
function endQuieting(row: JobRow, now: Instant): JobRow {
  if (row.snoozed === null || now < row.snoozed.until) return row;
  if (row.muted !== null) return { ...row, snoozed: null };
  return { ...row, snoozed: null, wouldBe: null, resumed: true, toldAt: null, hardToldAt: null };
}

function remembering(row: JobRow, { runs, quietTs }: Judged, evidence: EvidenceRead, now: Instant): JobRow {
  const latest = runs.latest && remember(runs.latest);
  const seen = latest?.ts ?? null;
  return {
    ...row,
    latest,
    lastGood: runs.lastGood && remember(runs.lastGood),
    runs: runs.memory,
    lifetime: learnLifetime(row.lifetime, evidence, row.runs, now),
    lastEvidenceTs: seen === null ? row.lastEvidenceTs : Math.max(seen, row.lastEvidenceTs ?? seen),
    quietTs,
    restorable: restorableOf(row, evidence),
    listing: evidence.listing,
    keys: keptCount(row.keys, evidence.keys),
    unreadable: null,
  };
}

/** The very same value where nothing is new, so that a row that did not change is seen to be the same. */
function restorableOf({ restorable: known }: JobRow, evidence: EvidenceRead): JobRow['restorable'] {
  const restorable = evidence.restorable ?? null;
  return known !== null && restorable !== null && known.provenAt === restorable.provenAt ? known : restorable;
}

/** What is about the same is kept as it is: a row is not written for a key more. */
function keptCount(before: number | null, seen: number | undefined): number | null {
  if (seen === undefined) return before;
  return before !== null && Math.abs(seen - before) <= before / 4 ? before : seen;
}

/** Settles what could not be looked at: `row` as it was, `unseen` with what is known of that. */
function settleBlind(
  input: DecisionInput,
  row: JobRow,
  unseen: JobRow,
  evidence: EvidenceRefused | EvidenceUnknown,
): Decision {
  const verdict = judgeBlind(input.rule, evidence, unseen, storedSeverity(row, input), input.now);
  return new Settlement(input, unseen, verdict).settle();
}

/** How bad the stored state is, or would be but for a snooze that ends with this check: what not knowing must not lower. */
function storedSeverity(row: JobRow, { row: stored }: DecisionInput): Severity {
  const state = row.wouldBe?.state ?? stored.wouldBe?.state ?? row.state;
  return state === 'green' ? 'none' : state === 'warn' ? 'soft' : 'hard';
}
