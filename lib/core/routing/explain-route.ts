import { type JobRow, newRow } from '../decision/row.ts';
import { eventId, type Transition } from '../decision/transition.ts';
import type { Instant } from '../instant.ts';
import type { Job } from '../model/job.ts';
import type { People } from '../people/people.ts';
import { ChannelFailures } from './channel-failure.ts';
import { route } from './route.ts';
import type { RouteInput, Routing } from './routed.ts';

/** What would be done if a job broke at some instant. */
export interface ExplainedRoute {
  readonly state: 'warn' | 'alert' | 'escalate';
  readonly routing: Routing;
}

/**
 * Who would be told of each state, when and why, if a job that nobody has been told of entered it at `at`. It is what
 * `route` itself says of such a break, so that the explanation cannot differ from what happens. Sends nothing.
 */
export function explainRoute(job: Job, people: People, at: Instant): ExplainedRoute[] {
  return (['warn', 'alert', 'escalate'] as const).map((state) => ({
    state,
    routing: route(pretendedBreak(job, people, state, at)),
  }));
}

/** What a break that begins at `at` with this state is routed by, when nobody has been told anything. */
export function pretendedBreak(job: Job, people: People, state: ExplainedRoute['state'], at: Instant): RouteInput {
  const waking: Transition = {
    eventId: eventId(job.id, 1, at),
    jobId: job.id,
    seq: 1,
    breakSeq: 1,
    from: 'green',
    to: state,
    reason: 'worsened',
    at,
    fixedRefuted: false,
    by: null,
    until: null,
    verdict: null,
  };
  const row: JobRow = { ...newRow(job.id), state, since: at, seq: 1, breakSeq: 1 };
  return {
    jobId: job.id,
    job,
    people,
    row,
    transitions: [waking],
    waking,
    deliveries: [],
    failures: new ChannelFailures([]),
    now: at,
  };
}
