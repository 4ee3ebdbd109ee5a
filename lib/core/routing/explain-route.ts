import { type JobRow, newRow } from '../decision/row.ts';
import { nextTransition } from '../decision/transition.ts';
import type { Instant } from '../instant.ts';
import type { People } from '../people/people.ts';
import { route } from './route.ts';
import type { RouteInput, Routing } from './routed.ts';
import type { RoutedJob } from './routed-job.ts';

/** What would be done if a job broke at some instant. */
export interface ExplainedRoute {
  readonly state: 'warn' | 'alert' | 'escalate';
  readonly routing: Routing;
}

/**
 * Who would be told of each state, when and why, if a job that nobody has been told of entered it at `at`. It is what
 * `route` itself says of such a break, so that the explanation cannot differ from what happens. Sends nothing.
 */
export function explainRoute(job: RoutedJob, people: People, at: Instant): ExplainedRoute[] {
  return (['warn', 'alert', 'escalate'] as const).map((state) => ({
    state,
    routing: route(pretendedBreak(job, people, state, at)),
  }));
}

/** What a break that begins at `at` with this state is routed by, when nobody has been told anything. */
export function pretendedBreak(
  job: RoutedJob,
  people: People,
  state: ExplainedRoute['state'],
  at: Instant,
): RouteInput {
  const waking = nextTransition({ ...newRow(job.id), breakSeq: 1 }, { to: state, reason: 'worsened', at });
  const row: JobRow = { ...newRow(job.id), state, since: at, seq: 1, breakSeq: 1 };
  return { jobId: job.id, job, people, row, transitions: [waking], waking, deliveries: [], now: at };
}
