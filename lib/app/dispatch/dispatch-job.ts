import { type JobRow, newRow } from '../../core/decision/row.ts';
import type { Transition } from '../../core/decision/transition.ts';
import type { Instant } from '../../core/instant.ts';
import type { People } from '../../core/people/people.ts';
import { route } from '../../core/routing/route.ts';
import type { RouteInput, Routing } from '../../core/routing/routed.ts';
import type { DeliveryLog } from '../../ports/delivery-log.ts';
import type { AuditLog } from '../../ports/state-store.ts';
import type { Job } from '../../rules-doc/document.ts';

export interface JobHistoryPorts {
  readonly audit: AuditLog;
  readonly deliveries: DeliveryLog;
}

/** What all jobs of one round are routed by. */
export interface Surroundings {
  readonly jobs: ReadonlyMap<string, Job>;
  readonly people: People;
  readonly now: Instant;
}

/** A waking transition, with what was decided for it. */
export interface RoutedWake {
  readonly waking: Transition;
  readonly input: RouteInput;
  readonly routing: Routing;
}

/** Routes one waking transition by the row as it is now and by what has been told of its break so far. */
export async function routeWake(
  waking: Transition,
  row: JobRow | undefined,
  { jobs, people, now }: Surroundings,
  ports: JobHistoryPorts,
): Promise<RoutedWake> {
  const { jobId } = waking;
  // Outside a break there is only the waking transition itself to be told of, and who quieted before it.
  const [logged, claims] = await Promise.all([
    ports.audit.transitions(jobId, waking.breakSeq ?? Math.max(1, waking.seq - RECENT)),
    ports.deliveries.read(jobId),
  ]);
  const undone = undoneIn(logged);
  const transitions = logged.filter(({ eventId }) => !undone.has(eventId));
  const deliveries = claims.filter(({ eventId }) => !undone.has(eventId));
  const job = jobs.get(jobId) ?? null;
  const input = { jobId, job, people, row: row ?? newRow(jobId), transitions, waking, deliveries, now };
  return { waking, input, routing: route(input) };
}

/** A snooze of a green job and its end are two transitions outside any break; between them there may be others. */
const RECENT = 5;

/**
 * The ids of transitions that a restored state table knows nothing of. Numbers that were given before are given again
 * then, and only then; what was told under them is not what is to be told now. `logged` is newest first.
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

/** The newest wake of each job's break: an older one would only find out the same. In the order they came. */
export function newestWakes(wakes: readonly Transition[]): Transition[] {
  const newest = new Map<string, Transition>();
  for (const wake of wakes) {
    const key = `${wake.breakSeq} ${wake.jobId}`;
    const known = newest.get(key);
    if (!known || known.seq <= wake.seq) newest.set(key, wake);
  }
  return [...newest.values()];
}
