import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { type Dispatched, type DispatchOptions, dispatch, setupTroubles } from '../../lib/app/dispatch/dispatch.ts';
import { runDrill } from '../../lib/app/dispatch/drill.ts';
import { loadRules } from '../../lib/app/rules/load-rules.ts';
import type { Transition } from '../../lib/core/decision/transition.ts';
import { formatInstant, HOUR_MS, type Instant } from '../../lib/core/instant.ts';
import type { RenderOptions } from '../../lib/core/message/render-options.ts';
import { People } from '../../lib/core/people/people.ts';
import { routeText } from '../../lib/core/routing/route-reason.ts';
import type { Drill } from '../../lib/ports/drill-log.ts';
import { SecretUnavailable } from '../../lib/ports/secrets.ts';
import { StateStoreUnavailable } from '../../lib/ports/state-store.ts';
import { type Instruments, instrumentsFor } from '../instruments.ts';
import { DispatchContext } from './context.ts';
import { readWakingMessages } from './event.ts';

/** Messages of the queue that have to be given again. */
export interface BatchResponse {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

type RulesInForce = Pick<DispatchOptions, 'document' | 'holidays' | 'rendering'>;

/** Dispatch as a function: reads the messages, lets the use case run, tells how it went. */
export class Dispatcher {
  readonly #surroundings: DispatchContext;
  readonly #clock: () => Instant;
  readonly #instruments: Instruments;

  constructor(env: NodeJS.ProcessEnv, clock: () => Instant = Date.now) {
    this.#surroundings = new DispatchContext(env, clock);
    this.#clock = clock;
    this.#instruments = instrumentsFor(this.#surroundings.prefix, 'dispatch');
  }

  /** Resolves to the messages that have to be given again; throws where none could be dealt with. */
  async handle(event: unknown): Promise<BatchResponse> {
    const { logger, metrics } = this.#instruments;
    const messages = readWakingMessages(event);
    const unreadable = messages.filter(({ transition, drill }) => transition === null && drill === null);
    // It would be no more readable the next time; the queue's dead letters keep it for whoever looks.
    for (const { messageId } of unreadable)
      logger.error('message brings neither a change nor a drill', { message_id: messageId });
    try {
      const loaded = await this.#load();
      const again = await this.#dispatch(
        messages.flatMap(({ transition }) => transition ?? []),
        loaded,
      );
      // After the changes: a drill that cannot be ended must not keep anybody from being told what is true.
      const undrilled = new Set<string>();
      for (const { messageId, drill } of messages) {
        if (drill !== null && !(await this.#drill(drill, loaded))) undrilled.add(messageId);
      }
      const failed = messages.filter(
        (each) =>
          unreadable.includes(each) ||
          undrilled.has(each.messageId) ||
          (each.transition !== null && again.has(each.transition.eventId)),
      );
      return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
    } finally {
      if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
    }
  }

  async #load(): Promise<RulesInForce> {
    const { rules, readings } = this.#surroundings;
    const { document, lastGood, source } = await loadRules(rules, this.#clock(), readings);
    if (document === null) throw new Error(`no usable rules doc at ${source}: nobody can be told`);
    return { document, holidays: lastGood?.holidays ?? {}, rendering: await this.#rendering() };
  }

  /** A message without links is worth more than none: where their key cannot be had, that is told of and no more. */
  async #rendering(): Promise<RenderOptions> {
    const actions = this.#surroundings.hasButtons;
    try {
      return { actions, ...(await this.#surroundings.links()) };
    } catch (error) {
      if (!(error instanceof SecretUnavailable)) throw error;
      const { logger, metrics } = this.#instruments;
      logger.error('messages go without links', { why: error.message });
      metrics.addMetric('Undeliverable', MetricUnit.Count, 1);
      return { actions };
    }
  }

  /**
   * One that comes twice is told twice: whoever asked for it is waiting for it. Resolves to false when its result could
   * not be stored.
   */
  async #drill(drill: Drill, { document, holidays, rendering }: RulesInForce): Promise<boolean> {
    const { ports, drills } = this.#surroundings;
    const { logger } = this.#instruments;
    const jobs = new Map(document.jobs.map((job) => [job.id, job]));
    const people = new People(document, holidays);
    const { channels } = ports;
    const result = await runDrill(drill, { jobs, people, channels, rendering, clock: this.#clock });
    const { outcome, personId, channel, why } = result;
    logger.info('drill', { drill_id: drill.id, outcome, person: personId, channel, why });
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
  async #dispatch(wakes: readonly Transition[], rules: RulesInForce): Promise<ReadonlySet<string>> {
    if (wakes.length === 0) return new Set();
    const dispatched = await dispatch(wakes, this.#surroundings.ports, {
      now: this.#clock(),
      clock: this.#clock,
      lookEveryMs: HOUR_MS,
      ...rules,
    });
    this.#report(dispatched);
    return new Set(dispatched.again.map(({ eventId }) => eventId));
  }

  #report({ told, deferred, dropped, again, unreachable, unreached, unusable }: Dispatched): void {
    const { logger, metrics } = this.#instruments;
    for (const { personId, jobIds, isUpdate, delivered } of told) {
      const { outcome, address, troubles } = delivered;
      const line = { person: personId, jobs: jobIds, update: isUpdate, channel: address?.channel ?? null, troubles };
      logger[outcome === 'accepted' ? 'info' : 'warn'](`message ${outcome}`, line);
    }
    for (const { personId, jobId, until, reasons } of deferred) {
      const why = routeText(reasons);
      logger.info('deferred', { person: personId, job_id: jobId, until: formatInstant(until), why });
    }
    for (const { personId, jobId, reasons } of dropped) {
      logger.info('dropped', { person: personId, job_id: jobId, why: routeText(reasons) });
    }
    for (const { jobId, why } of unusable) logger.error('row cannot be used', { job_id: jobId, why });
    if (again.length > 0) logger.info('given again, when the turn of its person is over', { events: again.length });
    if (unreachable.length > 0) logger.error('nobody can be told', { jobs: unreachable });
    for (const { personId, jobIds } of unreached)
      logger.error('no channel reaches a person', { person: personId, jobs: jobIds });
    const undeliverable = unreached.length + unreachable.length + setupTroubles(told).length;
    metrics.addMetric('Undeliverable', MetricUnit.Count, undeliverable);
  }
}
