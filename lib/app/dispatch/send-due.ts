import { addTo } from '../../core/add-to.ts';
import { inParallel } from '../../core/in-parallel.ts';
import type { Instant } from '../../core/instant.ts';
import { makeNotice } from '../../core/message/make-notice.ts';
import type { RenderOptions } from '../../core/message/render-options.ts';
import { notificationsOf, pilesOf, TOGETHER_MS } from '../../core/message/together.ts';
import type { Transition } from '../../core/model/transition.ts';
import type { People } from '../../core/people/people.ts';
import { claimOf } from '../../core/routing/claim.ts';
import { type Address, type Delivery, MAX_REWRITTEN, newClaim } from '../../core/routing/delivery.ts';
import type { Plan } from '../../core/routing/routed.ts';
import type { DeliveryLog } from '../../ports/delivery-log.ts';
import type { AuditLog, StateStore } from '../../ports/state-store.ts';
import { type Channels, type Delivered, deliverNotification } from './deliver-notification.ts';
import type { RoutedTrigger, RoutingContext } from './dispatch-job.ts';
import type { FailureBook } from './failure-book.ts';
import { Lanes } from './lanes.ts';
import { wholeMessage } from './whole-message.ts';

/** One job's part of what a person is to be sent now. */
export interface Due {
  readonly plan: Plan;
  readonly routedTrigger: RoutedTrigger;
}

/** What was sent, or tried: one message to one person. */
export interface Notified {
  readonly personId: string;
  readonly jobIds: readonly string[];
  readonly isUpdate: boolean;
  readonly delivered: Delivered;
}

export interface SendPorts {
  readonly store: StateStore;
  readonly audit: AuditLog;
  readonly deliveries: DeliveryLog;
  readonly channels: Channels;
}

export interface SendContext {
  readonly people: People;
  readonly rendering: RenderOptions;
  readonly book: FailureBook;
  /** Now, as time goes on while channels are waited for. */
  readonly clock: () => Instant;
  /** Whether too little time is left to begin a notification: it would be cut off in the middle. */
  readonly isLate: () => boolean;
  /** How the jobs are routed at this moment. */
  readonly routing: () => RoutingContext;
}

/** What became of what was due: given back, taken by another process, or tried. */
export interface SendOutcome {
  readonly notified: Notified[];
  /** What became of each job's part of what was tried. */
  readonly settled: { readonly jobId: string; readonly delivery: Delivery }[];
  /** It is another process's turn with this person, or too late to begin: given again in a minute. */
  readonly notYet: Transition[];
  /** Another process has claimed it. */
  readonly elsewhere: Due[];
  /** Not accepted: routed again, to learn what comes next. */
  readonly open: Transition[];
}

/** People served side by side on one server, and claims of one message. */
const LANE_WIDTH = 16;

/**
 * Sends what is due, people side by side (docs/design/routing.md#one-message). A claim is taken just before its sending, so that a
 * process that dies leaves no more than the messages under way. Throws StateStoreUnavailable when all the others are
 * through.
 */
export class Sender {
  readonly #ports: SendPorts;
  readonly #context: SendContext;
  readonly #lanes = new Lanes(LANE_WIDTH);
  /** Whose turn is ours in this dispatch; null when it is, else when the other one ends. */
  readonly #turns = new Map<string, Promise<Instant | null>>();

  constructor(ports: SendPorts, context: SendContext) {
    this.#ports = ports;
    this.#context = context;
  }

  async send(due: readonly Due[]): Promise<SendOutcome> {
    const outcome: SendOutcome = { notified: [], settled: [], notYet: [], elsewhere: [], open: [] };
    const byPerson = new Map<string, Due[]>();
    for (const each of due) addTo(byPerson, each.plan.personId, each);
    const people = [...byPerson.values()].map((theirs) =>
      this.#lanes.run(laneOf(theirs[0]?.plan), () => this.#sendTo(theirs, outcome)),
    );
    // Who hangs or fails must not cut off the others: only when all are through does an error end the dispatch.
    const failed = (await Promise.allSettled(people)).find((each) => each.status === 'rejected');
    if (failed) throw failed.reason;
    return outcome;
  }

  /** One person's messages, one after the other. */
  async #sendTo(due: readonly Due[], outcome: SendOutcome): Promise<void> {
    for (const pile of pilesOf(due, ({ plan }) => plan)) {
      const isPing = pile[0]?.plan.earlier === null;
      if (this.#context.isLate() || (isPing && (await this.#turnOf(pile[0]?.plan.personId ?? '')) !== null)) {
        outcome.notYet.push(...pile.map(({ routedTrigger }) => routedTrigger.trigger));
        continue;
      }
      const claims = await inParallel(pile, LANE_WIDTH, (each) => this.#claim(each));
      outcome.elsewhere.push(...pile.filter((_, index) => claims[index] === null));
      const claimed = pile.flatMap((due, index) => {
        const delivery = claims[index];
        return delivery ? [{ due, delivery }] : [];
      });
      if (claimed.length > 0) await this.#deliver(claimed, outcome);
    }
  }

  /** One message a person and minute, whichever dispatch sends it. */
  #turnOf(personId: string): Promise<Instant | null> {
    const known = this.#turns.get(personId);
    if (known) return known;
    const turn = this.#ports.deliveries.takeTurn(personId, this.#context.clock(), TOGETHER_MS);
    this.#turns.set(personId, turn);
    return turn;
  }

  /** Null when another process was faster. */
  async #claim({ plan, routedTrigger: { input } }: Due): Promise<Delivery | null> {
    const before = claimOf(input.deliveries, plan.eventId, plan.personId, plan.insteadOf);
    const delivery = newClaim(plan, before, this.#context.clock());
    return (await this.#ports.deliveries.claim(plan.jobId, delivery, before)) ? delivery : null;
  }

  async #deliver(
    claimed: readonly { readonly due: Due; readonly delivery: Delivery }[],
    outcome: SendOutcome,
  ): Promise<void> {
    const { channels, deliveries } = this.#ports;
    const { people, rendering, book, clock, routing } = this.#context;
    const ready = claimed.map(({ due: { plan, routedTrigger } }) => ({
      ...plan,
      notice: makeNotice(routedTrigger.input, plan, routedTrigger.routing.routed),
    }));
    const timezoneOf = (id: string) => people.find(id)?.timezone ?? people.timezone;
    const [notification] = notificationsOf(ready, routing().now, timezoneOf);
    if (!notification) return;
    const { personId, earlier } = notification;
    const whole = earlier ? await wholeMessage(notification, earlier, routing(), this.#ports) : notification;
    const attempt = Math.max(...claimed.map(({ delivery }) => delivery.attempts));
    const delivered = await deliverNotification(whole, channels, attempt, rendering);
    const jobIds = whole.notices.map(({ jobId }) => jobId);
    // A change that is refused says that the message is gone, not that the channel does not work.
    const answered = earlier
      ? delivered.attempts.filter(({ receipt }) => receipt.outcome !== 'refused')
      : delivered.attempts;
    const { address, receipt, failures } = delivered;
    const isAccepted = delivered.outcome === 'accepted';
    const settled = {
      outcome: delivered.outcome,
      // What was shown is noted first: it would be shown again.
      retryAt: isAccepted ? null : await book.note(personId, answered, clock()),
      address,
      receipt,
      error: failures.length === 0 ? null : failures.map(({ channel, message }) => `${channel}: ${message}`).join('; '),
      jobIds: jobIds.length > MAX_REWRITTEN ? null : jobIds,
    };
    await inParallel(claimed, LANE_WIDTH, async ({ due: { plan }, delivery }) => {
      const ended = { ...delivery, ...settled };
      await deliveries.settle(plan.jobId, ended);
      outcome.settled.push({ jobId: plan.jobId, delivery: ended });
    });
    if (isAccepted) await book.note(personId, answered, clock());
    outcome.notified.push({ personId, jobIds, isUpdate: earlier !== null, delivered });
    if (!isAccepted) outcome.open.push(...claimed.map(({ due }) => due.routedTrigger.trigger));
  }
}

/** A channel that hangs delays its own; where each recipient has a server of their own, that server delays its own. */
function laneOf(plan: Plan | undefined): string {
  const address: Address | null = plan?.earlier?.address ?? plan?.addresses[0] ?? null;
  if (address === null) return '';
  return `${address.channel} ${URL.canParse(address.to) ? new URL(address.to).host : ''}`;
}
