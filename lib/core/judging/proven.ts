import { type Instant, SECOND_MS } from '../instant.ts';
import type { ProvenReason, ToldProof } from '../model/reason.ts';
import type { Clause, Rule } from '../model/rule.ts';
import type { Run } from '../model/run.ts';
import { SEVERITY_RANK } from '../model/severity.ts';
import type { TestGrade, Verdict } from '../model/verdict.ts';
import { BY_HAND } from '../proof/proof-job.ts';
import { newestProven, type SeenProof } from '../proof/seen-proof.ts';
import { ageSeconds } from './age.ts';
import { type Finding, severityOf, testResult } from './finding.ts';
import { startOf } from './recent.ts';

/** One thing that the proofs of a job say; seconds. */
type ProvenFinding = Finding<ProvenReason>;

/**
 * *Proven?* (docs/design/decision.md#proven): the worst of what the proofs say, of equals what explains the others. `proofs`
 * come newest first; `since`: when the clause was first judged. Exactly at a line is the milder side.
 */
export function judgeProven(rule: Rule, proofs: readonly SeenProof[], since: Instant, now: Instant): Verdict {
  const proven = newestProven(proofs);
  const conclusive = proofs.find(({ verdict }) => verdict !== 'inconclusive') ?? null;
  const [newest = null] = proofs;
  const tried = newest?.verdict === 'inconclusive' ? toldProof(newest) : null;
  const findings = [
    conclusive?.verdict === 'refuted' ? refuted(conclusive) : null,
    proven === null ? judgeNever(rule, since, tried, now) : judgeProofAge(rule, proven, tried, now),
    tried === null ? null : finding('soft', { kind: 'not-restored', ...tried }, 'proven'),
    proven === null ? null : judgeDuration(rule, proven),
  ].filter((each) => each !== null);
  const worst = findings.reduce((a, b) => (rank(b) > rank(a) ? b : a));
  return {
    worst: severityOf(worst),
    tests: { proven: testResult(rule, worst) },
    latest: conclusive && runOf(conclusive),
    lastGood: proven && runOf(proven),
    running: null,
    dataAtRiskS: null,
    at: now,
  };
}

function refuted(proof: SeenProof): ProvenFinding {
  return finding('hard', { kind: 'restore-refuted', ...toldProof(proof) }, 'proven');
}

function judgeProofAge(rule: Rule, { at, copy, by }: SeenProof, tried: ToldProof | null, now: Instant): ProvenFinding {
  const { everyS, hardAfterS } = clockOf(rule);
  const ageS = ageSeconds(at, now);
  const measures = { measured: ageS, threshold: everyS, clause: 'proven' } as const;
  if (ageS <= everyS) {
    return { result: 'pass', reason: { kind: 'proven', at, copyTs: copy?.ts ?? null, by }, ...measures };
  }
  const reason = { kind: 'proof-old', ageS, everyS, hardAfterS, tried } as const;
  return { result: ageS > hardAfterS ? 'hard' : 'soft', reason, ...measures };
}

/** A new clause has one period for the first proof, and before the first backup there is nothing to prove. */
function judgeNever(rule: Rule, first: Instant, tried: ToldProof | null, now: Instant): ProvenFinding {
  const { everyS } = clockOf(rule);
  const since = Math.max(first, startOf(rule) ?? first);
  const ageS = ageSeconds(since, now);
  const measures = { measured: ageS, threshold: everyS, clause: 'proven' } as const;
  if (ageS <= everyS) {
    return { result: 'pass', reason: { kind: 'first-proof', until: since + everyS * SECOND_MS }, ...measures };
  }
  const reason = { kind: 'never-proven', since, everyS, tried } as const;
  return { result: ageS > 2 * everyS ? 'hard' : 'soft', reason, ...measures };
}

function judgeDuration(rule: Rule, { at, restoreMs }: SeenProof): ProvenFinding | null {
  const withinS = rule.restoreWithinS;
  if (withinS === null || restoreMs === null || restoreMs <= withinS * SECOND_MS) return null;
  const tookS = Math.ceil(restoreMs / SECOND_MS);
  const reason = { kind: 'restore-slow', at, tookS, withinS } as const;
  return { result: 'soft', reason, measured: tookS, threshold: withinS, clause: 'restore_within' };
}

function finding(result: TestGrade, reason: ProvenReason, clause: Clause): ProvenFinding {
  return { result, reason, measured: null, threshold: null, clause };
}

function rank(found: ProvenFinding): number {
  return SEVERITY_RANK[severityOf(found)];
}

function toldProof({ at, copy, words }: SeenProof): ToldProof {
  return { at, copyTs: copy?.ts ?? null, words };
}

/** The proof as what it is judged like: it ended then, and the copy has that size. */
function runOf({ id, at, copy }: SeenProof): Run {
  const size = copy?.sizeBytes ?? null;
  return {
    ts: at,
    outcome: 'finished',
    location: copy?.location ?? BY_HAND,
    key: id,
    source: 'report',
    ...(size === null ? {} : { sizeBytes: size }),
  };
}

function clockOf({ proven }: Rule): NonNullable<Rule['proven']> {
  if (proven === null) throw new TypeError('only a rule with proven every is judged by its proofs');
  return proven;
}
