import type { Instant } from '../instant.ts';
import type { Reason } from '../model/reason.ts';
import type { Run, RunIdentity } from '../model/run.ts';
import type { Severity } from '../model/severity.ts';
import { mapTests, type TestResult, type Tests, type Verdict } from '../model/verdict.ts';
import { sentenceOf } from './sentence.ts';

/** A verdict as it is stored, published and printed: plain data, reasons also in words. Seconds and bytes. */
export interface RenderedVerdict {
  readonly worst: Severity;
  readonly tests: Tests<RenderedTest>;
  readonly latest: RunIdentity | null;
  readonly lastGood: RunIdentity | null;
  readonly running: { readonly startedAt: Instant; readonly location: string } | null;
  readonly dataAtRiskSeconds: number | null;
}

export interface RenderedTest {
  readonly result: TestResult['result'];
  /** The kind of its reason; absent from what earlier versions stored. */
  readonly kind?: Reason['kind'];
  /** The reason as data, of which words are made when they are shown; only stored, and absent like `kind`. */
  readonly data?: Reason;
  /** In words, as of the moment of the verdict. */
  readonly reason: string;
  readonly measured: number | null;
  readonly threshold: number | null;
  readonly at: string;
}

/** Puts a verdict into words and plain values. */
export function renderVerdict(verdict: Verdict): RenderedVerdict {
  return {
    worst: verdict.worst,
    tests: mapTests(verdict.tests, renderTest),
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
  return { result, kind: test.reason.kind, data: test.reason, reason: sentenceOf(test), measured, threshold, at };
}

function renderRun(run: Pick<Run, 'ts' | 'location'> & { sizeBytes?: number | null }): RunIdentity {
  return { ts: run.ts, sizeBytes: run.sizeBytes ?? null, location: run.location };
}
