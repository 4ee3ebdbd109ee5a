import type { Run } from '../evidence/run.ts';
import type { Instant } from '../instant.ts';
import type { TestName, TestResult, Verdict } from '../judging/verdict.ts';
import type { Reason } from './reason.ts';
import { sentenceOf } from './sentence.ts';
import type { Severity } from './state.ts';

/** A verdict as it is stored, published and printed: plain data, reasons in words. Seconds and bytes. */
export interface RenderedVerdict {
  readonly worst: Severity;
  readonly tests: Readonly<Record<TestName, RenderedTest>>;
  readonly latest: RenderedRun | null;
  readonly lastGood: RenderedRun | null;
  readonly running: { readonly startedAt: Instant; readonly location: string } | null;
  readonly dataAtRiskSeconds: number | null;
}

export interface RenderedTest {
  readonly result: TestResult['result'];
  /** The kind of its reason; absent from what earlier versions stored. */
  readonly kind?: Reason['kind'];
  readonly reason: string;
  readonly measured: number | null;
  readonly threshold: number | null;
  readonly at: string;
}

export interface RenderedRun {
  readonly ts: Instant;
  readonly sizeBytes: number | null;
  readonly location: string;
}

/** Puts a verdict into words and plain values. */
export function renderVerdict(verdict: Verdict): RenderedVerdict {
  const { finished, recent, size } = verdict.tests;
  return {
    worst: verdict.worst,
    tests: { finished: renderTest(finished), recent: renderTest(recent), size: renderTest(size) },
    latest: verdict.latest && renderRun(verdict.latest),
    lastGood: verdict.lastGood && renderRun(verdict.lastGood),
    running: verdict.running && {
      startedAt: verdict.running.startedAt ?? verdict.running.ts,
      location: verdict.running.location,
    },
    dataAtRiskSeconds: verdict.dataAtRiskS,
  };
}

function renderTest(test: TestResult): RenderedTest {
  const { result, measured, threshold, at } = test;
  return { result, kind: test.reason.kind, reason: sentenceOf(test), measured, threshold, at };
}

function renderRun(run: Pick<Run, 'ts' | 'location'> & { sizeBytes?: number | null }): RenderedRun {
  return { ts: run.ts, sizeBytes: run.sizeBytes ?? null, location: run.location };
}
