import { compareBytes } from '../evidence/byte-order.ts';
import type { EvidenceRead } from '../evidence/evidence.ts';
import { newestSuccess } from '../evidence/quiet-success.ts';
import { DAY_MS, type Instant, SECOND_MS } from '../instant.ts';
import type { Rule } from '../model/rule.ts';
import type { Run } from '../model/run.ts';
import type { TestResult } from '../model/verdict.ts';

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
  latest: Run | null,
  running: Run | null,
  now: Instant,
): TestResult {
  const failed = newestFailed(evidence.runs);
  if (failed && newestSuccess(rule, evidence, latest) <= failed.ts) {
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
  const inside = rule.verify === null || latest === null ? null : judgeInside(rule, latest, now);
  if (inside?.result === 'hard') return result('hard', inside.reason, rule);
  if (evidence.unreadableReport) {
    return result('soft', { kind: 'report-unreadable', ...evidence.unreadableReport }, rule);
  }
  if (inside !== null) return result(inside.result, inside.reason, rule);
  if (latest?.error !== undefined) {
    return result('soft', { kind: 'with-warnings', location: latest.location, warning: latest.error }, rule);
  }
  return result('pass', latest ? { kind: 'finished', ts: latest.ts } : { kind: 'no-run' }, rule);
}

/** What was not looked at passes for a day, and no longer (docs/design/artifacts.md#in-the-decision). */
function judgeInside(
  rule: Rule,
  { looked, location }: Run,
  now: Instant,
): Pick<TestResult, 'result' | 'reason'> | null {
  switch (looked?.finding) {
    case 'damaged':
      return { result: 'hard', reason: { kind: 'malformed', location, words: looked.words } };
    case 'hollow':
      return rule.emptyIsFine ? null : { result: 'hard', reason: { kind: 'hollow', location, words: looked.words } };
    case 'pending':
      if (now - looked.since <= DAY_MS) return null;
      return { result: 'soft', reason: { kind: 'not-looked-inside', location, since: looked.since } };
    case 'good':
    case undefined:
      return null;
  }
}

function newestFailed(runs: readonly Run[]): Run | null {
  let newest: Run | null = null;
  for (const run of runs) if (run.outcome === 'failed' && (newest === null || run.ts > newest.ts)) newest = run;
  return newest;
}

function result(grade: TestResult['result'], reason: TestResult['reason'], rule: Rule): TestResult {
  return { result: grade, reason, measured: null, threshold: null, at: rule.at('finish_within') };
}
