import type { Instant } from '../../core/instant.ts';
import type { Job } from '../../core/model/job.ts';
import { type JobRow, newRow } from '../../core/model/job-row.ts';
import type { Transition } from '../../core/model/transition.ts';
import type { People } from '../../core/people/people.ts';
import type { ChannelFailures } from '../../core/routing/channel-failure.ts';
import { flappingOf } from '../../core/routing/flapping.ts';
import { route } from '../../core/routing/route.ts';
import type { RouteInput, Routing } from '../../core/routing/routed.ts';
import type { DeliveryLog } from '../../ports/delivery-log.ts';
import type { AuditLog } from '../../ports/state-store.ts';

export interface JobHistoryPorts {
  readonly audit: AuditLog;
  readonly deliveries: DeliveryLog;
}

/** What all jobs of one round are routed by. */
export interface RoutingContext {
  readonly jobs: ReadonlyMap<string, Job>;
  readonly people: People;
  /** The channels that do not work now. */
  readonly failures: ChannelFailures;
  readonly now: Instant;
}

/** A trigger transition, with what was decided for it. */
export interface RoutedTrigger {
  readonly trigger: Transition;
  readonly input: RouteInput;
  readonly routing: Routing;
}

/** Routes one trigger transition by the row as it is now and by what has been notified of its break so far. */
export async function routeTrigger(
  trigger: Transition,
  row: JobRow | undefined,
  { jobs, people, failures, now }: RoutingContext,
  ports: JobHistoryPorts,
): Promise<RoutedTrigger> {
  const { jobId } = trigger;
  // From before the break: who quieted, and whether the job flaps.
  const from = Math.max(1, (trigger.breakSeq ?? trigger.seq) - RECENT);
  const [recent, claims] = await Promise.all([ports.audit.transitions(jobId, from), ports.deliveries.read(jobId)]);
  const isLong = from > 1 && flappingOf([...recent].reverse()) !== null;
  const logged = isLong ? await ports.audit.transitions(jobId, Math.max(1, from - LONG)) : recent;
  const undone = undoneIn(logged);
  const transitions = logged.filter(({ eventId }) => !undone.has(eventId));
  const deliveries = claims.filter(({ eventId }) => !undone.has(eventId));
  const job = jobs.get(jobId) ?? null;
  const input = { jobId, job, people, row: row ?? newRow(jobId), transitions, trigger, deliveries, failures, now };
  return { trigger, input, routing: route(input) };
}

/** More transitions than four breaks in a row have, as a rule. */
const RECENT = 12;
/** Of a job that flaps it matters since when. */
const LONG = 200;

/**
 * The ids of transitions that a restored state table knows nothing of. Numbers that were given before are given again
 * then, and only then; what was notified under them is not what is to be notified now. `logged` is newest first.
 */
function undoneIn(logged: readonly Transition[]): ReadonlySet<string> {
  const isNumberedAnew = new Set(logged.map(({ seq }) => seq)).size < logged.length;
  const undone = new Set<string>();
  if (!isNumberedAnew) return undone;
  let lowest = Number.POSITIVE_INFINITY;
  for (const { seq, eventId } of logged) {
    if (seq < lowest) lowest = seq;
    else undone.add(eventId);
  }
  return undone;
}

/** The newest routedTrigger of each job's break: an older one would only find out the same. In the order they came. */
export function newestTriggers(triggers: readonly Transition[]): Transition[] {
  const newest = new Map<string, Transition>();
  for (const routedTrigger of triggers) {
    const key = `${routedTrigger.breakSeq} ${routedTrigger.jobId}`;
    const known = newest.get(key);
    if (!known || known.seq <= routedTrigger.seq) newest.set(key, routedTrigger);
  }
  return [...newest.values()];
}
