import type { Look } from '../../lib/app/check/check-job.ts';
import type { EvidenceOfRuns } from '../../lib/core/evidence/evidence.ts';
import { placeText } from '../../lib/core/evidence/place.ts';
import type { SeenRun } from '../../lib/core/evidence/seen-run.ts';
import { goodCopyOf } from '../../lib/core/history/good-copy.ts';
import { formatSecond, type Instant } from '../../lib/core/instant.ts';
import type { Job } from '../../lib/core/model/job.ts';
import { labelOf } from '../../lib/core/model/job-label.ts';
import type { JobRow } from '../../lib/core/model/job-row.ts';
import { quietedOf } from '../../lib/core/model/quieted.ts';
import type { Rule } from '../../lib/core/model/rule.ts';
import type { Run } from '../../lib/core/model/run.ts';
import { eachTest, type Verdict } from '../../lib/core/model/verdict.ts';
import { nextChange } from '../../lib/core/planning/next-change.ts';
import type { SeenProof } from '../../lib/core/proof/seen-proof.ts';
import { formatAge, formatBytes } from '../../lib/core/quantity.ts';
import { sameTrend } from '../../lib/core/summary/trends.ts';
import { sentenceOf } from '../../lib/core/wording/sentence.ts';
import { printable } from './printable.ts';

/** Runs shown of the evidence; older ones are counted. */
const MAX_RUNS = 10;

/** How the state of a job is decided: evidence, tests, row before and after, next change. */
export function explanation(job: Job, row: JobRow, look: Look, now: Instant): string {
  const { evidence, input, decision } = look;
  const next = nextChange(input, decision);
  const lines = [
    `${job.id}  ${labelOf(job)}`,
    `  rule      ${job.understood} (${job.at})`,
    `  place     ${job.place ? placeText(job.place) : job.proofOf ? `proofs of ${job.proofOf.id}` : 'heartbeats only'}`,
    `  now       ${formatSecond(now)}`,
    '  evidence',
    ...(evidence.kind === 'proofs'
      ? // What was seen once counts, whether its report is still there or not.
        proofLines(decision.row.proofs)
      : evidenceLines(evidence, decision.row.runs, job.rule)
    ).map((line) => `    ${line}`),
    '  tests',
    ...(decision.verdict
      ? testLines(decision.verdict, goodCopyOf(decision.row, now).deletedAbout)
      : ['not judged: the evidence could not be read']
    ).map((line) => `    ${line}`),
    `  before    ${stateLine(row, now)}`,
    `  after     ${stateLine(decision.row, now)}${decision.transition ? `, ${decision.transition.reason}` : ', no change'}`,
    next
      ? `  next      ${next.state} at ${formatSecond(next.at)}, if nothing lands before`
      : '  next      no change unless something lands',
  ];
  return `${lines.map(printable).join('\n')}\n`;
}

function evidenceLines(evidence: EvidenceOfRuns, remembered: readonly SeenRun[], rule: Rule): string[] {
  if (evidence.kind !== 'read') {
    return [`${evidence.kind}: ${evidence.operation} ${evidence.location}: ${evidence.error}`];
  }
  const runs = [...evidence.runs].sort((a, b) => b.ts - a.ts);
  const lines = runs.slice(0, MAX_RUNS).map(runLine);
  if (runs.length > MAX_RUNS) lines.push(`and ${runs.length - MAX_RUNS} older`);
  if (runs.length === 0) lines.push('no run');
  const same = sameTrend(remembered, rule);
  if (same?.kind === 'repeating')
    lines.push(`the newest ${same.count} have the same bytes; must change in the rule would report it`);
  if (evidence.partial) lines.push('listed from the newest key on');
  if (evidence.futureDated) {
    lines.push(`dated in the future: ${evidence.futureDated.location} ${formatSecond(evidence.futureDated.ts)}`);
  }
  if (evidence.unreadableReport) lines.push(`unreadable report: ${evidence.unreadableReport.location}`);
  return lines;
}

function proofLines(proofs: readonly SeenProof[]): string[] {
  if (proofs.length === 0) return ['no proof'];
  return proofs.slice(0, MAX_RUNS).map(({ at, verdict, by, copy, words }) => {
    const what = by === null ? (copy?.location ?? 'no copy') : `by hand, by ${by}`;
    return `${formatSecond(at)}  ${verdict.padEnd(12)}  ${what}: ${words}`;
  });
}

function runLine(run: Run): string {
  const size = run.sizeBytes === undefined ? 'size unknown' : formatBytes(run.sizeBytes);
  return `${formatSecond(run.ts)}  ${run.outcome.padEnd(10)}  ${size.padStart(9)}  ${run.location}`;
}

function testLines(verdict: Verdict, deletedAbout: Instant | null): string[] {
  const lines = eachTest(verdict.tests).map(
    ({ name, test }) => `${name.padEnd(8)}  ${test.result.padEnd(4)}  ${sentenceOf(test)}`,
  );
  if (verdict.tests.proven !== undefined) return lines;
  const risk = verdict.dataAtRiskS;
  lines.push(risk === null ? 'at risk   everything: there is no good backup' : `at risk   ${formatAge(risk)}`);
  if (deletedAbout !== null)
    lines.push(`runway    the last good backup will be deleted about ${formatSecond(deletedAbout)}`);
  return lines;
}

function stateLine(row: JobRow, now: Instant): string {
  const quieted = quietedOf(row, now);
  const since = row.since === null ? 'never checked' : `since ${formatSecond(row.since)}`;
  return `${row.state}${quieted ? ` (${quieted})` : ''}, ${since}`;
}
