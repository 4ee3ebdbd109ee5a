import type { JobRow } from '../../core/decision/row.ts';
import type { Transition } from '../../core/decision/transition.ts';
import { inParallel } from '../../core/in-parallel.ts';
import type { Instant } from '../../core/instant.ts';
import { makeNotice } from '../../core/message/make-notice.ts';
import type { Notification, ReadyNotice } from '../../core/message/notification.ts';
import type { RenderOptions } from '../../core/message/render-options.ts';
import { notificationsOf, TOGETHER_MS } from '../../core/message/together.ts';
import { People, type ResolvedHolidays } from '../../core/people/people.ts';
import { type Delivery, MAX_REWRITTEN, TAKE_OVER_MS } from '../../core/routing/delivery.ts';
import type { RouteReason } from '../../core/routing/route-reason.ts';
import type { Plan } from '../../core/routing/routed.ts';
import type { Deferral, Deferrals } from '../../ports/deferrals.ts';
import type { DeliveryLog } from '../../ports/delivery-log.ts';
import type { AuditLog, StateStore, UnusableRow } from '../../ports/state-store.ts';
import type { RulesDocument } from '../../rules-doc/document.ts';
import { type Channels, type Delivered, type DeliveryFailure, deliverNotification } from './deliver-notification.ts';
import { newestTriggers, type RoutedTrigger, type RoutingContext, routeTrigger } from './dispatch-job.ts';
import { wholeMessage } from './whole-message.ts';

export interface DispatchPorts {
  readonly store: StateStore;
  readonly audit: AuditLog;
  readonly deliveries: DeliveryLog;
  readonly deferrals: Deferrals;
  readonly channels: Channels;
}

export interface DispatchOptions {
  readonly now: Instant;
  readonly document: RulesDocument;
  readonly holidays: ResolvedHolidays;
  readonly rendering: RenderOptions;
}

/** What was done for the events that triggered a dispatch. */
export interface Dispatched {
  readonly notified: readonly Notified[];
  readonly deferred: readonly {
    readonly personId: string;
    readonly jobId: string;
    readonly until: Instant;
    readonly reasons: readonly RouteReason[];
  }[];
  readonly dropped: readonly {
    readonly personId: string | null;
    readonly jobId: string;
    readonly reasons: readonly RouteReason[];
  }[];
  /** Nothing is lost, and nothing is done yet: give them again in a minute. */
  readonly again: readonly Transition[];
  /** Failing jobs that no one can be notified of. */
  readonly unreachable: readonly string[];
  /** Jobs whose rows cannot be read, so that what is due is not known; their events are among `again`. */
  readonly unusable: readonly UnusableRow[];
}

export interface Notified {
  readonly personId: string;
  readonly jobIds: readonly string[];
  readonly isUpdate: boolean;
  readonly delivered: Delivered;
}

/** Jobs that are looked up side by side. */
const LANES = 16;
/** A refusal leads on to the admin, and that is all that one attempt can lead to. */
const MAX_ROUNDS = 3;

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
  const round = new Dispatching(ports, options);
  let open = newestTriggers(triggers);
  for (let count = 0; open.length > 0 && count < MAX_ROUNDS; count += 1) open = await round.go(open);
  await round.finish(triggers, open);
  return round.dispatched();
}

/** A claim that is ours, and the notice it is for. */
interface Claimed {
  readonly ready: ReadyNotice;
  readonly delivery: Delivery;
  readonly trigger: Transition;
}

class Dispatching {
  readonly #ports: DispatchPorts;
  readonly #options: DispatchOptions;
  readonly #context: RoutingContext;
  readonly #notified: Notified[] = [];
  readonly #deferrals = new Map<string, Deferral & { readonly plan: Plan; readonly reasons: readonly RouteReason[] }>();
  readonly #dropped = new Map<string, Dispatched['dropped'][number]>();
  readonly #again = new Map<string, Transition>();
  readonly #unreachable = new Set<string>();
  readonly #unusable = new Map<string, UnusableRow>();
  /** Whose turn is ours in this dispatch; null when it is, else when the other one ends. */
  readonly #turns = new Map<string, Promise<Instant | null>>();

  constructor(ports: DispatchPorts, options: DispatchOptions) {
    const { document, holidays, now } = options;
    this.#ports = ports;
    this.#options = options;
    const jobs = new Map(document.jobs.map((job) => [job.id, job]));
    this.#context = { jobs, people: new People(document, holidays), now };
  }

  /** One round. Resolves to the triggers that have to be routed again, since someone could not be reached. */
  async go(triggers: readonly Transition[]): Promise<Transition[]> {
    const { rows, unusable } = await this.#ports.store.read(triggers.map(({ jobId }) => jobId));
    for (const each of unusable) this.#unusable.set(each.jobId, each);
    // Taken for a job without a row, its break would count as over.
    for (const trigger of triggers) if (this.#unusable.has(trigger.jobId)) this.#again.set(trigger.eventId, trigger);
    const readable = triggers.filter(({ jobId }) => !this.#unusable.has(jobId));
    const routed = await inParallel(readable, LANES, (trigger) => this.#route(trigger, rows.get(trigger.jobId)));
    const claimed = (await inParallel(routed, LANES, (each) => this.#claimAll(each))).flat();
    const people = this.#context.people;
    const timezoneOf = (personId: string) => people.find(personId)?.timezone ?? people.timezone;
    const notifications = notificationsOf(
      claimed.map(({ ready }) => ready),
      this.#options.now,
      timezoneOf,
    );
    const byClaim = new Map(claimed.map((each) => [claimKey(each.ready), each]));
    const unfinished = new Map<string, Transition>();
    for (const notification of notifications) {
      const theirs = notification.claimIds.flatMap((id) => byClaim.get(`${notification.personId} ${id}`) ?? []);
      const delivered = await this.#deliver(notification, theirs);
      if (delivered.outcome === 'accepted') continue;
      for (const { trigger } of theirs) unfinished.set(trigger.eventId, trigger);
    }
    return [...unfinished.values()];
  }

  /** Makes the deferrals, then notes what has been dealt with; `open` has not. */
  async finish(triggers: readonly Transition[], open: readonly Transition[]): Promise<void> {
    for (const trigger of open) this.#again.set(trigger.eventId, trigger);
    await inParallel([...this.#deferrals.values()], LANES, ({ key, until, transition }) =>
      this.#ports.deferrals.defer({ key, until, transition }),
    );
    const done = new Map<string, number>();
    for (const { eventId, jobId, seq } of triggers) {
      if (!this.#again.has(eventId)) done.set(jobId, Math.max(seq, done.get(jobId) ?? 0));
    }
    await inParallel([...done], LANES, ([jobId, seq]) => this.#ports.store.noteHandled(jobId, seq));
  }

  dispatched(): Dispatched {
    return {
      notified: this.#notified,
      deferred: [...this.#deferrals.values()].map(({ plan: { personId, jobId }, until, reasons }) => ({
        personId,
        jobId,
        until,
        reasons,
      })),
      dropped: [...this.#dropped.values()],
      again: [...this.#again.values()],
      unreachable: [...this.#unreachable],
      unusable: [...this.#unusable.values()],
    };
  }

  async #route(trigger: Transition, row: JobRow | undefined): Promise<RoutedTrigger> {
    const routedTrigger = await routeTrigger(trigger, row, this.#context, this.#ports);
    const { routed, reasons, isUnreachable } = routedTrigger.routing;
    const { jobId } = trigger;
    if (isUnreachable) this.#unreachable.add(jobId);
    else this.#unreachable.delete(jobId);
    if (routed.length === 0) this.#dropped.set(`${jobId} `, { personId: null, jobId, reasons });
    for (const each of routed) {
      if (each.do === 'defer') this.#defer(each.plan, each.until, trigger, each.reasons);
      if (each.do === 'drop')
        this.#dropped.set(`${jobId} ${each.personId}`, { personId: each.personId, jobId, reasons: each.reasons });
    }
    return routedTrigger;
  }

  #defer(plan: Plan, until: Instant, transition: Transition, reasons: readonly RouteReason[]): void {
    const key = `${plan.claimId} ${until}`;
    this.#deferrals.set(key, { key, until, transition, plan, reasons });
  }

  async #claimAll(routedTrigger: RoutedTrigger): Promise<Claimed[]> {
    const due = routedTrigger.routing.routed.filter((each) => each.do === 'send');
    const claimed: Claimed[] = [];
    for (const { plan } of due) {
      const one = await this.#claim(plan, routedTrigger);
      if (one) claimed.push(one);
    }
    return claimed;
  }

  async #claim(plan: Plan, { trigger, input, routing }: RoutedTrigger): Promise<Claimed | null> {
    const { now } = this.#options;
    if (plan.earlier === null && (await this.#turnOf(plan.personId)) !== null) {
      this.#again.set(trigger.eventId, trigger);
      return null;
    }
    const before = input.deliveries.find((each) => isSameClaim(each, plan)) ?? null;
    const delivery: Delivery = {
      personId: plan.personId,
      insteadOf: plan.insteadOf,
      breakSeq: plan.breakSeq,
      eventId: plan.eventId,
      seq: plan.seq,
      state: plan.state,
      claimedAt: now,
      attempts: (before?.attempts ?? 0) + 1,
      outcome: null,
      retryAt: null,
      address: null,
      receipt: null,
      jobIds: null,
    };
    if (!(await this.#ports.deliveries.claim(plan.jobId, delivery, before))) {
      this.#defer(plan, now + TAKE_OVER_MS, trigger, [{ code: 'claimed-elsewhere' }]);
      return null;
    }
    const notice = makeNotice(input, plan, routing.routed);
    const { personId, claimId, addresses, byAll, earlier } = plan;
    return { ready: { personId, claimId, addresses, byAll, earlier, notice }, delivery, trigger };
  }

  /** One message a person and minute, whichever dispatch sends it. */
  #turnOf(personId: string): Promise<Instant | null> {
    const known = this.#turns.get(personId);
    if (known) return known;
    const turn = this.#ports.deliveries.takeTurn(personId, this.#options.now, TOGETHER_MS);
    this.#turns.set(personId, turn);
    return turn;
  }

  async #deliver(notification: Notification, claimed: readonly Claimed[]): Promise<Delivered> {
    const { channels, deliveries } = this.#ports;
    const { now, rendering } = this.#options;
    const whole = notification.earlier
      ? await wholeMessage(notification, notification.earlier, this.#context, this.#ports)
      : notification;
    const attempt = Math.max(...claimed.map(({ delivery }) => delivery.attempts));
    const delivered = await deliverNotification(whole, channels, attempt, now, rendering);
    const jobIds = whole.notices.map(({ jobId }) => jobId);
    const { outcome, retryAt, address, receipt } = delivered;
    const settled = { outcome, retryAt, address, receipt, jobIds: jobIds.length > MAX_REWRITTEN ? null : jobIds };
    await inParallel(claimed, LANES, ({ ready, delivery }) =>
      deliveries.settle(ready.notice.jobId, { ...delivery, ...settled }),
    );
    this.#notified.push({
      personId: notification.personId,
      jobIds,
      isUpdate: notification.earlier !== null,
      delivered,
    });
    return delivered;
  }
}

function isSameClaim(delivery: Delivery, plan: Plan): boolean {
  return (
    delivery.eventId === plan.eventId && delivery.personId === plan.personId && delivery.insteadOf === plan.insteadOf
  );
}

function claimKey({ personId, claimId }: ReadyNotice): string {
  return `${personId} ${claimId}`;
}

/** Every setup failure that the operator has to fix, once each. */
export function setupFailures(notified: readonly Notified[]): DeliveryFailure[] {
  const failures = notified.flatMap(({ delivered }) => delivered.failures.filter(({ isSetup }) => isSetup));
  return [...new Map(failures.map((failure) => [`${failure.channel} ${failure.message}`, failure])).values()];
}
