import type { Instant } from '../../core/instant.ts';
import { drillNotice } from '../../core/message/drill-notice.ts';
import { makeNotice } from '../../core/message/make-notice.ts';
import type { RenderOptions } from '../../core/message/render-options.ts';
import { notificationsOf } from '../../core/message/together.ts';
import { channelOf } from '../../core/model/channel-kind.ts';
import type { Job } from '../../core/model/job.ts';
import type { JobRow } from '../../core/model/job-row.ts';
import type { People } from '../../core/people/people.ts';
import type { Address } from '../../core/routing/delivery.ts';
import { pretendedBreak } from '../../core/routing/explain-route.ts';
import { route } from '../../core/routing/route.ts';
import { routeText } from '../../core/routing/route-reason.ts';
import type { Routed } from '../../core/routing/routed.ts';
import type { Drill, DrillResult } from '../../ports/drill-log.ts';
import { type StateStore, StateStoreUnavailable } from '../../ports/state-store.ts';
import { type Channels, deliverNotification } from './deliver-notification.ts';

export interface DrillContext {
  /** Where the job's real standing is read. */
  readonly store: Pick<StateStore, 'read'>;
  readonly jobs: ReadonlyMap<string, Job>;
  readonly people: People;
  readonly channels: Channels;
  readonly rendering: RenderOptions;
  readonly clock: () => Instant;
}

/**
 * Pretends that a job broke, and notifies the person who would be notified of an alert, or the person who was asked for: the same
 * routing, message and channels as of a true one, marked as a drill. Nothing is stored of the job. Never throws for an
 * outside failure.
 */
export async function runDrill(drill: Drill, context: DrillContext): Promise<DrillResult> {
  const { jobs, people, channels, rendering, clock } = context;
  const now = clock();
  const ended = (result: Partial<DrillResult> & Pick<DrillResult, 'outcome' | 'message'>): DrillResult => ({
    receivedAt: now,
    endedAt: clock(),
    personId: null,
    channel: null,
    until: null,
    isSeenAsked: false,
    ...result,
  });
  const job = jobs.get(drill.jobId);
  if (!job) return ended({ outcome: 'nobody', message: `there is no job ${drill.jobId} in the rules doc` });
  const owner = drill.personId ?? job.owner;
  if (drill.personId !== null && people.find(drill.personId) === null) {
    return ended({ outcome: 'nobody', message: `there is no person ${drill.personId} in the rules doc` });
  }
  // Urgency is what notifies at once, in quiet time as well.
  const rule = { ...job.rule, urgent: job.rule.urgent || drill.atOnce };
  const input = pretendedBreak({ ...job, owner, rule }, people, 'alert', now);
  const { routed, reasons } = route(input);
  const first = routed.find((each): each is Exclude<Routed, { do: 'drop' }> => each.do !== 'drop');
  if (!first) return ended({ outcome: 'nobody', message: routeText(routed[0]?.reasons ?? reasons) });
  const { plan } = first;
  if (first.do === 'defer') {
    return ended({ outcome: 'held', personId: plan.personId, until: first.until, message: routeText(first.reasons) });
  }
  const person = people.find(plan.personId);
  const notice = drillNotice(makeNotice(input, plan, routed, drill.id), await storedRow(context.store, job.id), now);
  const [notification] = notificationsOf([{ ...plan, notice }], now, () => person?.timezone ?? people.timezone);
  if (!notification) return ended({ outcome: 'nobody', message: routeText(reasons) });
  const { outcome, address, failures } = await deliverNotification(notification, channels, 1, rendering);
  return ended({
    outcome,
    personId: plan.personId,
    channel: address?.channel ?? null,
    isSeenAsked: address !== null && canBeAnswered(address, rendering),
    message: failures.map((failure) => `${failure.channel}: ${failure.message}`).join('; '),
  });
}

/** Null where the store does not answer: a drill tests the way to a person, and goes without. */
async function storedRow(store: DrillContext['store'], jobId: string): Promise<JobRow | null> {
  try {
    return (await store.read([jobId])).rows.get(jobId) ?? null;
  } catch (error) {
    if (error instanceof StateStoreUnavailable) return null;
    throw error;
  }
}

function canBeAnswered({ channel }: Address, { actions, seenLinkFor }: RenderOptions): boolean {
  const { answers } = channelOf(channel);
  return answers === 'buttons' ? actions === true : answers === 'links' && seenLinkFor !== undefined;
}
