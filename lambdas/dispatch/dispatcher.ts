import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { dispatch, setupFailures } from '../../lib/app/dispatch/dispatch.ts';
import type { DispatchOptions } from '../../lib/app/dispatch/dispatch-options.ts';
import type { Dispatched } from '../../lib/app/dispatch/dispatched.ts';
import { runDrill } from '../../lib/app/dispatch/drill.ts';
import { withMembers } from '../../lib/app/members/with-members.ts';
import { loadRules } from '../../lib/app/rules/load-rules.ts';
import { formatInstant, HOUR_MS, type Instant, SECOND_MS } from '../../lib/core/instant.ts';
import type { RenderOptions } from '../../lib/core/message/render-options.ts';
import type { Transition } from '../../lib/core/model/transition.ts';
import { People } from '../../lib/core/people/people.ts';
import { routeText } from '../../lib/core/routing/route-reason.ts';
import type { Drill } from '../../lib/ports/drill-log.ts';
import { SecretUnavailable } from '../../lib/ports/secrets.ts';
import { StateStoreUnavailable } from '../../lib/ports/state-store.ts';
import type { FunctionContext } from '../deadline.ts';
import { type Instruments, instrumentsFor } from '../instruments.ts';
import { DispatchContext } from './context.ts';
import { readTriggerMessages } from './event.ts';

/** Messages of the queue that have to be given again. */
export interface BatchResponse {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/**
 * Nothing is begun with less time left: one person's message takes so long where each of their channels hangs. What is
 * not begun goes back to the queue, instead of being cut off with its claim taken.
 */
const RESERVED_MS = 35 * SECOND_MS;

type RulesInForce = Pick<DispatchOptions, 'document' | 'holidays' | 'rendering'>;

/** Dispatch as a function: reads the messages, lets the use case run, reports how it went. */
export class Dispatcher {
  readonly #context: DispatchContext;
  readonly #clock: () => Instant;
  readonly #instruments: Instruments;

  constructor(env: NodeJS.ProcessEnv, clock: () => Instant = Date.now) {
    this.#context = new DispatchContext(env, clock);
    this.#clock = clock;
    this.#instruments = instrumentsFor(this.#context.prefix, 'dispatch');
  }

  /** Resolves to the messages that have to be given again; throws where none could be dealt with. */
  async handle(event: unknown, context: FunctionContext): Promise<BatchResponse> {
    const beginUntil = this.#clock() + context.getRemainingTimeInMillis() - RESERVED_MS;
    const { logger, metrics } = this.#instruments;
    const messages = readTriggerMessages(event);
    const unreadable = messages.filter(({ transition, drill }) => transition === null && drill === null);
    // It would be no more readable the next time; the queue's dead letters keep it for people who look.
    for (const { messageId } of unreadable)
      logger.error('message brings neither a change nor a drill', { message_id: messageId });
    try {
      const loaded = await this.#load();
      const again = await this.#dispatch(
        messages.flatMap(({ transition }) => transition ?? []),
        { ...loaded, beginUntil },
      );
      // After the changes: a drill that cannot be ended must not hold up the notifications of real breaks.
      const undrilled = new Set<string>();
      for (const { messageId, drill } of messages) {
        if (drill === null) continue;
        if (this.#clock() >= beginUntil || !(await this.#drill(drill, loaded))) undrilled.add(messageId);
      }
      const failed = messages.filter(
        (each) =>
          unreadable.includes(each) ||
          undrilled.has(each.messageId) ||
          (each.transition !== null && again.has(each.transition.eventId)),
      );
      const soon = failed.filter(({ transition, receipt }) => transition !== null && receipt !== '');
      if (soon.length > 0) await this.#context.giveBack(soon.map(({ receipt }) => receipt));
      return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
    } finally {
      if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
    }
  }

  async #load(): Promise<RulesInForce> {
    const { rules, readings, members } = this.#context;
    const loaded = await loadRules(rules, this.#clock(), readings);
    const { document, lastGood, source } = await withMembers(loaded, members);
    if (document === null) throw new Error(`no usable rules doc at ${source}: no notification can be delivered`);
    return { document, holidays: lastGood?.holidays ?? {}, rendering: await this.#rendering() };
  }

  /** A message without links is worth more than none: where their key cannot be had, that is logged and no more. */
  async #rendering(): Promise<RenderOptions> {
    const base = { actions: this.#context.hasButtons, console: this.#context.console };
    try {
      return { ...base, ...(await this.#context.links()) };
    } catch (error) {
      if (!(error instanceof SecretUnavailable)) throw error;
      const { logger, metrics } = this.#instruments;
      logger.error('messages go without links', { why: error.message });
      metrics.addMetric('Undeliverable', MetricUnit.Count, 1);
      return base;
    }
  }

  /**
   * One that comes twice is delivered twice: the person who asked for it is waiting for it. Resolves to false when its result could
   * not be stored.
   */
  async #drill(drill: Drill, { document, holidays, rendering }: RulesInForce): Promise<boolean> {
    const { ports, drills } = this.#context;
    const { logger } = this.#instruments;
    const jobs = new Map(document.jobs.map((job) => [job.id, job]));
    const people = new People(document, holidays);
    const { channels } = ports;
    const result = await runDrill(drill, { store: ports.store, jobs, people, channels, rendering, clock: this.#clock });
    const { outcome, personId, channel, message } = result;
    logger.info('drill', { drill_id: drill.id, outcome, person: personId, channel, why: message });
    try {
      await drills.settle(drill, result);
      return true;
    } catch (error) {
      if (!(error instanceof StateStoreUnavailable)) throw error;
      logger.error('the result of the drill could not be stored', { drill_id: drill.id, why: error.message });
      return false;
    }
  }

  /** The ids of the events that are to be given again. */
  async #dispatch(
    triggers: readonly Transition[],
    rules: RulesInForce & Pick<DispatchOptions, 'beginUntil'>,
  ): Promise<ReadonlySet<string>> {
    if (triggers.length === 0) return new Set();
    const dispatched = await dispatch(triggers, this.#context.ports, {
      now: this.#clock(),
      clock: this.#clock,
      lookEveryMs: HOUR_MS,
      ...rules,
    });
    this.#report(dispatched);
    return new Set(dispatched.again.map(({ eventId }) => eventId));
  }

  #report({ notified, deferred, dropped, again, unreachable, unreached, unusable }: Dispatched): void {
    const { logger, metrics } = this.#instruments;
    for (const { personId, jobIds, isUpdate, delivered } of notified) {
      const { outcome, address, failures } = delivered;
      const line = {
        person: personId,
        jobs: jobIds,
        update: isUpdate,
        channel: address?.channel ?? null,
        troubles: failures.map(({ channel, isSetup, message }) => ({ channel, isSetup, why: message })),
      };
      logger[outcome === 'accepted' ? 'info' : 'warn'](`message ${outcome}`, line);
    }
    for (const { personId, jobId, until, reasons } of deferred) {
      const message = routeText(reasons);
      logger.info('deferred', { person: personId, job_id: jobId, until: formatInstant(until), why: message });
    }
    for (const { personId, jobId, reasons } of dropped) {
      logger.info('dropped', { person: personId, job_id: jobId, why: routeText(reasons) });
    }
    for (const { jobId, message } of unusable) logger.error('row cannot be used', { job_id: jobId, why: message });
    if (again.length > 0)
      logger.info('given again in a minute: another turn with its person, or too little time left', {
        events: again.length,
      });
    if (unreachable.length > 0) logger.error('no recipient can be reached', { jobs: unreachable });
    for (const { personId, jobIds } of unreached)
      logger.error('no channel reaches a person', { person: personId, jobs: jobIds });
    const undeliverable = unreached.length + unreachable.length + setupFailures(notified).length;
    if (undeliverable > 0) metrics.addMetric('Undeliverable', MetricUnit.Count, undeliverable);
  }
}
