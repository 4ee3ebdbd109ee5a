import type { Rule } from '../decision/rule.ts';
import { compareBytes } from '../evidence/byte-order.ts';
import type { EvidenceRead } from '../evidence/evidence.ts';
import { type Instant, SECOND_MS } from '../instant.ts';
import type { Run } from '../model/run.ts';
import type { JudgedRuns } from './baseline.ts';
import type { TestResult } from './verdict.ts';

/**
 * The run that started last, where it is unfinished; null otherwise. Of equal starts the higher `ts` is the last one,
 * then the key that sorts last (docs/design/decision.md#finished).
 */
export function runningRun(runs: readonly Run[]): Run | null {
  let last: Run | null = null;
  for (const run of runs) if (last === null || compareStarts(run, last) > 0) last = run;
  return last?.outcome === 'unfinished' ? last : null;
}

function compareStarts(a: Run, b: Run): number {
  return startOf(a) - startOf(b) || a.ts - b.ts || compareBytes(a.key, b.key);
}

/** When a run started, as far as the evidence says; else when it ended. */
export function startOf(run: Run): Instant {
  return run.startedAt ?? run.ts;
}

/**
 * *Finished?* (docs/design/decision.md#finished). `running` is what `runningRun` gave. The order of the rules is the
 * page's.
 */
export function judgeFinished(
  rule: Rule,
  evidence: EvidenceRead,
  { latest, finding }: Pick<JudgedRuns, 'latest' | 'finding'>,
  running: Run | null,
  now: Instant,
): TestResult {
  const failed = newestFailed(evidence.runs);
  if (failed && (latest === null || latest.ts <= failed.ts)) {
    const reason = { kind: 'failed', ts: failed.ts, location: failed.location, error: failed.error ?? null } as const;
    return result('hard', reason, rule);
  }
  if (running) {
    const since = startOf(running);
    const withinS = rule.finishWithinS;
    const isLate = now - since > withinS * SECOND_MS;
    return {
      result: isLate ? 'hard' : 'pass',
      reason: isLate
        ? { kind: 'never-finished', since, withinS, location: running.location }
        : { kind: 'running', since, until: since + withinS * SECOND_MS },
      measured: Math.max(0, Math.ceil((now - since) / SECOND_MS)),
      threshold: withinS,
      at: rule.at('finish_within'),
    };
  }
  if (evidence.contradiction) return result('hard', { kind: 'contradiction', ...evidence.contradiction }, rule);
  if (latest !== null && finding === 'damaged')
    return result('hard', { kind: 'malformed', location: latest.location }, rule);
  if (latest !== null && finding === 'hollow')
    return result('hard', { kind: 'hollow', location: latest.location }, rule);
  if (evidence.unreadableReport) {
    return result('soft', { kind: 'report-unreadable', ...evidence.unreadableReport }, rule);
  }
  return result('pass', latest ? { kind: 'finished', ts: latest.ts } : { kind: 'no-run' }, rule);
}

function newestFailed(runs: readonly Run[]): Run | null {
  let newest: Run | null = null;
  for (const run of runs) if (run.outcome === 'failed' && (newest === null || run.ts > newest.ts)) newest = run;
  return newest;
}

function result(grade: TestResult['result'], reason: TestResult['reason'], rule: Rule): TestResult {
  return { result: grade, reason, measured: null, threshold: null, at: rule.at('finish_within') };
}
