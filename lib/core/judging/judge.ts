import type { EvidenceRead, EvidenceRefused, EvidenceUnknown } from '../evidence/evidence.ts';
import { HEARTBEAT_PLACE } from '../evidence/heartbeat-place.ts';
import { quietSince } from '../evidence/quiet-success.ts';
import { recall } from '../evidence/remembered-place.ts';
import { type Instant, SECOND_MS } from '../instant.ts';
import type { JobRow } from '../model/job-row.ts';
import type { Rule } from '../model/rule.ts';
import type { Run } from '../model/run.ts';
import { type Severity, worse } from '../model/severity.ts';
import type { TestResult, Verdict } from '../model/verdict.ts';
import { ageSeconds } from './age.ts';
import { type JudgedRuns, judgeRuns } from './baseline.ts';
import { severityOf, testResult } from './finding.ts';
import { judgeFinished, runningRun, startOf } from './finished.ts';
import { judgeRecent, judgeUnread } from './recent.ts';

/** A verdict over evidence that could be read, with the runs it was made from. */
export interface Judged {
  readonly verdict: Verdict;
  readonly runs: JudgedRuns;
  /** See `quietSince`. */
  readonly quietTs: Instant | null;
}

/** The three tests over evidence that could be read (docs/design/decision.md#tests). `row` speaks of this place. */
export function judge(rule: Rule, place: string, evidence: EvidenceRead, row: JobRow, now: Instant): Judged {
  const areAllFinished = evidence.runs.every(isFinished);
  const finishedRuns = areAllFinished ? evidence.runs : evidence.runs.filter(isFinished);
  const runs = judgeRuns(rule, finishedRuns, row.runs, row.accepted);
  const running = areAllFinished ? null : runningRun(evidence.runs);
  const finished = judgeFinished(rule, evidence, runs.latest, running, now);
  const going = running && { since: startOf(running), until: startOf(running) + rule.finishWithinS * SECOND_MS };
  // One that never finished is shown by its own test, not as something to wait for.
  const isAwaited = going !== null && now <= going.until;
  const hasEnded = row.lastEvidenceTs !== null || evidence.runs.some(({ outcome }) => outcome !== 'unfinished');
  const recent = judgeRecent(
    rule,
    {
      lastGood: runs.lastGood,
      latest: runs.latest,
      refutedTs: runs.latest?.isRefuted ? runs.latest.ts : null,
      lastEvidenceTs: row.lastEvidenceTs,
      seen: row.runs,
      hasUnended: runs.latest === null && evidence.runs.some(isInPlace),
      futureDated: evidence.futureDated,
      running: isAwaited ? going : null,
      place,
      newestDone: evidence.newestDone ?? null,
      waitingSince: place === HEARTBEAT_PLACE && !hasEnded ? row.placeSince : null,
    },
    now,
  );
  const quietTs = runs.lastGood && quietSince(rule, runs.lastGood.ts, evidence, now);
  const size = testResult(rule, runs.size);
  const verdict: Verdict = {
    worst: worse(severityOf(finished), worse(severityOf(recent), severityOf(size))),
    tests: { finished, recent, size },
    latest: runs.latest,
    lastGood: runs.lastGood,
    running,
    dataAtRiskS: runs.lastGood ? ageSeconds(quietTs ?? runs.lastGood.ts, now) : null,
    at: now,
  };
  return { verdict, runs, quietTs };
}

/**
 * The verdict while the place cannot be read: never "no backup", and never a reason to be green
 * (docs/design/decision.md#unreadable). `floor` is the severity that must not be lowered by not knowing.
 */
export function judgeBlind(
  rule: Rule,
  evidence: EvidenceRefused | EvidenceUnknown,
  row: JobRow,
  floor: Severity,
  now: Instant,
): Verdict {
  const remembered = row.lastGood;
  const until = remembered && (row.quietTs ?? remembered.ts);
  const nothing = { measured: null, threshold: null } as const;
  const notLooked: TestResult = {
    ...nothing,
    result: 'pass',
    reason: { kind: 'not-looked' },
    at: rule.at('finish_within'),
  };
  const { kind, ...failure } = evidence;
  const recent: TestResult =
    kind === 'refused'
      ? { ...nothing, result: 'hard', reason: { kind: 'unreadable', ...failure }, at: rule.at('allow') }
      : judgeUnread(rule, until, row.unreadable ?? { count: 1, since: now, error: failure.error }, now);
  return {
    worst: worse(severityOf(recent), floor),
    tests: { finished: notLooked, recent, size: notLooked },
    latest: row.latest && recall(row.latest),
    lastGood: remembered && recall(remembered),
    running: null,
    dataAtRiskS: until === null ? null : ageSeconds(until, now),
    at: now,
  };
}

function isFinished(run: Run): boolean {
  return run.outcome === 'finished';
}

function isInPlace({ source }: Run): boolean {
  return source === 'file' || source === 'folder';
}
