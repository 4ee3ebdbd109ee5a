import { type JobRow, newRow } from '../../core/decision/row.ts';
import type { Transition } from '../../core/decision/transition.ts';
import type { Instant } from '../../core/instant.ts';
import type { Job } from '../../core/model/job.ts';
import type { People } from '../../core/people/people.ts';
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
  readonly now: Instant;
}

/** A trigger, with what was decided for it. */
export interface RoutedTrigger {
  readonly trigger: Transition;
  readonly input: RouteInput;
  readonly routing: Routing;
}

/** Routes one trigger by the row as it is now and by the notifications of its break so far. */
export async function routeTrigger(
  trigger: Transition,
  row: JobRow | undefined,
  { jobs, people, now }: RoutingContext,
  ports: JobHistoryPorts,
): Promise<RoutedTrigger> {
  const { jobId } = trigger;
  // Outside a break there is only the trigger itself to report, and who quieted before it.
  const [logged, claims] = await Promise.all([
    ports.audit.transitions(jobId, trigger.breakSeq ?? Math.max(1, trigger.seq - RECENT)),
    ports.deliveries.read(jobId),
  ]);
  const undone = undoneIn(logged);
  const transitions = logged.filter(({ eventId }) => !undone.has(eventId));
  const deliveries = claims.filter(({ eventId }) => !undone.has(eventId));
  const job = jobs.get(jobId) ?? null;
  const input = { jobId, job, people, row: row ?? newRow(jobId), transitions, trigger, deliveries, now };
  return { trigger, input, routing: route(input) };
}

/** A snooze of a green job and its end are two transitions outside any break; between them there may be others. */
const RECENT = 5;

/**
 * The ids of transitions that a restored state table knows nothing of. Numbers that were given before are given again
 * then, and only then; notifications under them do not count now. `logged` is newest first.
 */
function undoneIn(logged: readonly Transition[]): ReadonlySet<string> {
  const isNumberedTwice = new Set(logged.map(({ seq }) => seq)).size < logged.length;
  const undone = new Set<string>();
  if (!isNumberedTwice) return undone;
  let lowest = Number.POSITIVE_INFINITY;
  for (const { seq, eventId } of logged) {
    if (seq < lowest) lowest = seq;
    else undone.add(eventId);
  }
  return undone;
}

/** The newest trigger of each job's break: an older one would only find out the same. In the order they came. */
export function newestTriggers(triggers: readonly Transition[]): Transition[] {
  const newest = new Map<string, Transition>();
  for (const trigger of triggers) {
    const key = `${trigger.breakSeq} ${trigger.jobId}`;
    const known = newest.get(key);
    if (!known || known.seq <= trigger.seq) newest.set(key, trigger);
  }
  return [...newest.values()];
}
