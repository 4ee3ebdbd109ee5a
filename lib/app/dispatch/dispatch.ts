import { addTo } from '../../core/add-to.ts';
import { compareBytes } from '../../core/evidence/byte-order.ts';
import { inParallel } from '../../core/in-parallel.ts';
import type { Instant } from '../../core/instant.ts';
import type { JobRow } from '../../core/model/job-row.ts';
import type { Transition } from '../../core/model/transition.ts';
import { People } from '../../core/people/people.ts';
import { TAKE_OVER_MS } from '../../core/routing/delivery.ts';
import type { RouteReason } from '../../core/routing/route-reason.ts';
import type { Plan } from '../../core/routing/routed.ts';
import type { Deferral } from '../../ports/deferrals.ts';
import type { UnusableRow } from '../../ports/state-store.ts';
import { finalDeliveries, recordDeliveries } from '../record/record-deliveries.ts';
import type { DeliveryFailure } from './deliver-notification.ts';
import { newestTriggers, type RoutedTrigger, type RoutingContext, routeTrigger } from './dispatch-job.ts';
import type { DispatchOptions, DispatchPorts } from './dispatch-options.ts';
import type { Dispatched } from './dispatched.ts';
import { FailureBook } from './failure-book.ts';
import { notePutOff } from './put-off.ts';
import { type Due, type Notified, Sender, type SendOutcome } from './send-due.ts';
import { notifyTopic, type Unreached } from './unreached.ts';

/** Jobs that are looked up side by side. */
const LANES = 16;
/** A refusal leads on to the admin, and that is all that one attempt can lead to; the last round only looks. */
const MAX_ROUNDS = 4;

/**
 * Brings changes to their people (docs/design/routing.md): routes every trigger, claims and sends what is due,
 * defers what is not, and notes what has been dealt with, in this order, so that a dispatch that dies at any moment
 * loses nothing when its events are given again. Throws StateStoreUnavailable and DeferralFailed: then too.
 */
export async function dispatch(
  triggers: readonly Transition[],
  ports: DispatchPorts,
  options: DispatchOptions,
): Promise<Dispatched> {
  const book = await FailureBook.open(ports.failures, ports.channels);
  const round = new Dispatching(ports, options, book);
  let open = newestTriggers(triggers);
  for (let count = 0; open.length > 0 && count < MAX_ROUNDS; count += 1) open = await round.go(open);
  await round.finish(triggers, open);
  return round.dispatched();
}

class Dispatching {
  readonly #ports: DispatchPorts;
  readonly #now: Instant;
  readonly #latestLook: Instant;
  readonly #base: Omit<RoutingContext, 'failures'>;
  readonly #book: FailureBook;
  readonly #sender: Sender;
  readonly #notified: Notified[] = [];
  readonly #settled: SendOutcome['settled'] = [];
  /** What each trigger was routed by first, by its id. */
  readonly #routed = new Map<string, RoutedTrigger>();
  readonly #deferrals = new Map<string, Deferral & { readonly plan: Plan; readonly reasons: readonly RouteReason[] }>();
  readonly #dropped = new Map<string, Dispatched['dropped'][number]>();
  readonly #again = new Map<string, Transition>();
  readonly #unreachable = new Set<string>();
  readonly #unreached = new Map<string, RoutedTrigger>();
  readonly #unusable = new Map<string, UnusableRow>();

  constructor(ports: DispatchPorts, options: DispatchOptions, book: FailureBook) {
    const { document, holidays, now, rendering, clock = () => now, lookEveryMs, beginUntil } = options;
    this.#ports = ports;
    this.#now = now;
    this.#latestLook = lookEveryMs ? now + lookEveryMs : Number.POSITIVE_INFINITY;
    this.#book = book;
    const people = new People(document, holidays);
    this.#base = { jobs: new Map(document.jobs.map((job) => [job.id, job])), people, now };
    const isLate = () => beginUntil !== undefined && clock() >= beginUntil;
    this.#sender = new Sender(ports, { people, rendering, book, clock, isLate, routing: () => this.#routing() });
  }

  #routing(): RoutingContext {
    return { ...this.#base, failures: this.#book.failures };
  }

  /** One round. Resolves to the transitions that have to be routed again, since someone could not be reached. */
  async go(triggers: readonly Transition[]): Promise<Transition[]> {
    const { rows, unusable } = await this.#ports.store.read(triggers.map(({ jobId }) => jobId));
    for (const each of unusable) this.#unusable.set(each.jobId, each);
    // Taken for a job without a row, its break would count as over.
    for (const trigger of triggers) if (this.#unusable.has(trigger.jobId)) this.#again.set(trigger.eventId, trigger);
    const readable = triggers.filter(({ jobId }) => !this.#unusable.has(jobId));
    const routing = this.#routing();
    const routed = await inParallel(readable, LANES, (trigger) =>
      this.#route(trigger, rows.get(trigger.jobId), routing),
    );
    const due = routed.flatMap((routedTrigger) =>
      routedTrigger.routing.routed.flatMap((each): Due[] =>
        each.do === 'send' ? [{ plan: each.plan, routedTrigger }] : [],
      ),
    );
    const { notified, settled, notYet, elsewhere, open } = await this.#sender.send(due);
    this.#notified.push(...notified);
    this.#settled.push(...settled);
    for (const trigger of notYet) this.#again.set(trigger.eventId, trigger);
    for (const { plan, routedTrigger } of elsewhere) {
      this.#defer(plan, this.#now + TAKE_OVER_MS, routedTrigger.trigger, [{ code: 'claimed-elsewhere' }]);
    }
    return [...new Map(open.map((trigger) => [trigger.eventId, trigger])).values()];
  }

  /**
   * Notifies the topic of who cannot be reached, makes the deferrals, records what is final, then notes what has been dealt
   * with; `open` has not.
   */
  async finish(triggers: readonly Transition[], open: readonly Transition[]): Promise<void> {
    for (const trigger of open) this.#again.set(trigger.eventId, trigger);
    const { deliveries, adminTopic } = this.#ports;
    if (adminTopic !== null) {
      const { settled, inDoubt } = await notifyTopic(inOrder(this.#unreached), deliveries, adminTopic, this.#now);
      this.#settled.push(...settled);
      for (const { plan, until, trigger } of inDoubt)
        this.#defer(plan, until, trigger, [{ code: 'claimed-elsewhere' }]);
    }
    await inParallel([...this.#deferrals.values()], LANES, ({ key, until, transition }) =>
      this.#ports.deferrals.defer({ key, until, transition }),
    );
    await this.#record();
    const done = new Map<string, number>();
    for (const { eventId, jobId, seq } of triggers) {
      if (!this.#again.has(eventId)) done.set(jobId, Math.max(seq, done.get(jobId) ?? 0));
    }
    await inParallel([...done], LANES, ([jobId, seq]) => this.#ports.store.noteHandled(jobId, seq));
  }

  /** What is final of the jobs' deliveries goes into the record, also what a dispatch that died left out. */
  async #record(): Promise<void> {
    const ended = [...this.#routed.values()].map(({ trigger, input }) => {
      const settled = this.#settled.filter(({ jobId }) => jobId === trigger.jobId).map(({ delivery }) => delivery);
      return { trigger, deliveries: finalDeliveries(trigger, [...input.deliveries, ...settled], this.#now) };
    });
    await recordDeliveries(
      ended.filter(({ deliveries }) => deliveries.length > 0),
      this.#ports,
    );
  }

  dispatched(): Dispatched {
    return {
      notified: this.#notified,
      deferred: inOrder(this.#deferrals).map(({ plan: { personId, jobId }, until, reasons }) => ({
        personId,
        jobId,
        until,
        reasons,
      })),
      dropped: inOrder(this.#dropped),
      again: [...this.#again.values()],
      unreachable: [...this.#unreachable],
      unreached: unreachedOf(inOrder(this.#unreached)),
      unusable: [...this.#unusable.values()],
    };
  }

  async #route(trigger: Transition, row: JobRow | undefined, routing: RoutingContext): Promise<RoutedTrigger> {
    const routedTrigger = await routeTrigger(trigger, row, routing, this.#ports);
    const { routed, reasons, isUnreachable, unreached } = routedTrigger.routing;
    const { jobId } = trigger;
    if (!this.#routed.has(trigger.eventId)) this.#routed.set(trigger.eventId, routedTrigger);
    if (isUnreachable) this.#unreachable.add(jobId);
    else this.#unreachable.delete(jobId);
    if (unreached.length > 0) this.#unreached.set(jobId, routedTrigger);
    if (routed.length === 0) this.#dropped.set(`${jobId} `, { personId: null, jobId, reasons });
    for (const each of routed) {
      if (each.do === 'defer') {
        this.#defer(each.plan, each.until, trigger, each.reasons);
        await notePutOff(each, routedTrigger.input, this.#ports.deliveries);
      }
      if (each.do === 'drop')
        this.#dropped.set(`${jobId} ${each.personId}`, { personId: each.personId, jobId, reasons: each.reasons });
    }
    return routedTrigger;
  }

  #defer(plan: Plan, ready: Instant, transition: Transition, reasons: readonly RouteReason[]): void {
    const isForGood = reasons.some((each) => each.code === 'channel-failing' && each.isForGood);
    const until = isForGood ? Math.min(ready, this.#latestLook) : ready;
    const key = `${plan.claimId} ${until}`;
    this.#deferrals.set(key, { key, until, transition, plan, reasons });
  }
}

/** Jobs are routed side by side, in no order; what is reported of them has one. */
function inOrder<T>(found: ReadonlyMap<string, T>): readonly T[] {
  return [...found].sort(([a], [b]) => compareBytes(a, b)).map(([, each]) => each);
}

function unreachedOf(triggers: Iterable<RoutedTrigger>): Unreached[] {
  const jobIds = new Map<string, string[]>();
  for (const { trigger, routing } of triggers) {
    for (const personId of routing.unreached) addTo(jobIds, personId, trigger.jobId);
  }
  return [...jobIds].map(([personId, ids]) => ({ personId, jobIds: ids }));
}

/** Every failure that the operator has to fix, once each. */
export function setupFailures(notified: readonly Notified[]): DeliveryFailure[] {
  const failures = notified.flatMap(({ delivered }) => delivered.failures.filter(({ isSetup }) => isSetup));
  return [...new Map(failures.map((failure) => [`${failure.channel} ${failure.message}`, failure])).values()];
}
