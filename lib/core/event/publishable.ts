import { formatInstant, type Instant } from '../instant.ts';
import type { RunIdentity } from '../model/run.ts';
import type { Transition } from '../model/transition.ts';
import { mapTests } from '../model/verdict.ts';
import type { RenderedTest, RenderedVerdict } from '../wording/rendered-verdict.ts';
import { type Json, snakeCased } from './snake-case.ts';

/** A transition as it leaves the program: snake_case, instants as ISO-8601 UTC. */
export function publishable(transition: Transition): Record<string, Json> {
  const { at, until, verdict, ...rest } = transition;
  return {
    ...(snakeCased(rest) as Record<string, Json>),
    at: formatInstant(at),
    until: until === null ? null : formatInstant(until),
    verdict: verdict && publishableVerdict(verdict),
  };
}

/** A verdict as it leaves the program. Durations are whole seconds, sizes bytes. */
export function publishableVerdict(verdict: RenderedVerdict): Record<string, Json> {
  return {
    worst: verdict.worst,
    tests: snakeCased(publishableTests(verdict.tests)),
    latest: publishableRun(verdict.latest),
    last_good: publishableRun(verdict.lastGood),
    running: verdict.running && {
      started_at: formatInstant(verdict.running.startedAt),
      location: verdict.running.location,
    },
    data_at_risk_seconds: verdict.dataAtRiskSeconds,
  };
}

/** The reason as data is the program's own; outside, its kind and figures stand for it. */
function publishableTests(tests: RenderedVerdict['tests']) {
  return mapTests(tests, ({ data: _, ...test }: RenderedTest) => test);
}

function publishableRun(run: RunIdentity | null): Json {
  return run && { ts: formatInstant(run.ts), size_bytes: run.sizeBytes, location: run.location };
}

/** Null stays null. */
export function formatOptional(instant: Instant | null | undefined): string | null {
  return instant === null || instant === undefined ? null : formatInstant(instant);
}
