import type { Instant } from '../instant.ts';
import type { Job } from '../model/job.ts';
import { type JobRow, newRow } from '../model/job-row.ts';
import { FAILING_STATES, type FailingState } from '../model/state.ts';
import { nextTransition } from '../model/transition.ts';
import type { People } from '../people/people.ts';
import { ChannelFailures } from './channel-failure.ts';
import { route } from './route.ts';
import type { RouteInput, Routing } from './routed.ts';

/** What would be done if a job broke at some instant. */
export interface ExplainedRoute {
  readonly state: FailingState;
  readonly routing: Routing;
}

/**
 * Who would be notified of each state, when and why, if a job that no one has been notified of entered it at `at`. It is what
 * `route` itself says of such a break, so that the explanation cannot differ from what happens. Sends nothing.
 */
export function explainRoute(job: Job, people: People, at: Instant): ExplainedRoute[] {
  return FAILING_STATES.map((state) => ({
    state,
    routing: route(pretendedBreak(job, people, state, at)),
  }));
}

/** What a break that begins at `at` with this state is routed by, before any notification. */
export function pretendedBreak(job: Job, people: People, state: ExplainedRoute['state'], at: Instant): RouteInput {
  const trigger = nextTransition({ ...newRow(job.id), breakSeq: 1 }, { to: state, reason: 'worsened', at });
  const row: JobRow = { ...newRow(job.id), state, since: at, seq: 1, breakSeq: 1 };
  return {
    jobId: job.id,
    job,
    people,
    row,
    transitions: [trigger],
    trigger,
    deliveries: [],
    failures: new ChannelFailures([]),
    now: at,
  };
}
