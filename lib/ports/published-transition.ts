import type * as z from 'zod';
import type { Instant } from '../core/instant.ts';
import type { RunIdentity } from '../core/model/run.ts';
import type { Transition } from '../core/model/transition.ts';
import type { RenderedVerdict } from '../core/wording/rendered-verdict.ts';
import { publishedTransition } from './transition-shape.ts';

type Published = z.infer<typeof publishedTransition>;

/** The transition that `publishable` made this of; null when it is none. What else there is in it is left out. */
export function readPublished(detail: unknown): Transition | null {
  const read = publishedTransition.safeParse(detail);
  if (!read.success) return null;
  const { verdict, ...transition } = read.data;
  return {
    eventId: transition.event_id,
    jobId: transition.job_id,
    seq: transition.seq,
    breakSeq: transition.break_seq,
    from: transition.from,
    to: transition.to,
    reason: transition.reason,
    at: Date.parse(transition.at),
    fixedRefuted: transition.fixed_refuted,
    by: transition.by,
    until: transition.until === null ? null : Date.parse(transition.until),
    verdict: verdict && renderedVerdict(verdict),
  };
}

function renderedVerdict(verdict: NonNullable<Published['verdict']>): RenderedVerdict {
  const { running } = verdict;
  return {
    worst: verdict.worst,
    tests: verdict.tests as RenderedVerdict['tests'],
    latest: renderedRun(verdict.latest),
    lastGood: renderedRun(verdict.last_good),
    running: running && { startedAt: Date.parse(running.started_at), location: running.location },
    dataAtRiskSeconds: verdict.data_at_risk_seconds,
  };
}

function renderedRun(run: { ts: string; size_bytes: number | null; location: string } | null): RunIdentity | null {
  return run && { ts: Date.parse(run.ts) as Instant, sizeBytes: run.size_bytes, location: run.location };
}
