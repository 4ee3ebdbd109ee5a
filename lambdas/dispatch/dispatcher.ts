import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { type Dispatched, dispatch, setupTroubles } from '../../lib/app/dispatch.ts';
import { loadRules } from '../../lib/app/load-rules.ts';
import type { Transition } from '../../lib/core/decision/transition.ts';
import { formatInstant, type Instant } from '../../lib/core/instant.ts';
import { type Instruments, instrumentsFor } from '../instruments.ts';
import { readWakingMessages } from './event.ts';
import { DispatchSurroundings } from './surroundings.ts';

/** Messages of the queue that have to be given again. */
export interface BatchResponse {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/** Dispatch as a function: reads the messages, lets the use case run, tells how it went. */
export class Dispatcher {
  readonly #surroundings: DispatchSurroundings;
  readonly #clock: () => Instant;
  readonly #instruments: Instruments;

  /** `clock` is read once in each invocation. */
  constructor(env: NodeJS.ProcessEnv, clock: () => Instant = Date.now) {
    this.#surroundings = new DispatchSurroundings(env, clock);
    this.#clock = clock;
    this.#instruments = instrumentsFor(this.#surroundings.prefix, 'dispatch');
  }

  /** Resolves to the messages that have to be given again; throws where none could be dealt with. */
  async handle(event: unknown): Promise<BatchResponse> {
    const { logger, metrics } = this.#instruments;
    const messages = readWakingMessages(event);
    const unreadable = messages.filter(({ transition }) => transition === null);
    // It would be no more readable the next time; the queue's dead letters keep it for whoever looks.
    for (const { messageId } of unreadable) logger.error('message brings no transition', { message_id: messageId });
    const wakes = messages.flatMap(({ transition }) => transition ?? []);
    try {
      const again = await this.#dispatch(wakes);
      const isAgain = ({ transition }: { transition: Transition | null }) =>
        transition === null || again.has(transition.eventId);
      const failed = messages.filter(isAgain);
      return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
    } finally {
      if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
    }
  }

  /** The ids of the events that are to be given again. */
  async #dispatch(wakes: readonly Transition[]): Promise<ReadonlySet<string>> {
    if (wakes.length === 0) return new Set();
    const { rules, readings, ports } = this.#surroundings;
    const now = this.#clock();
    const { document, lastGood, source } = await loadRules(rules, now, readings);
    if (document === null) throw new Error(`no usable rules doc at ${source}: nobody can be told`);
    const dispatched = await dispatch(wakes, ports, {
      now,
      document,
      holidays: lastGood?.holidays ?? {},
      rendering: {},
    });
    this.#report(dispatched);
    return new Set(dispatched.again.map(({ eventId }) => eventId));
  }

  #report({ told, deferred, dropped, again, unreachable }: Dispatched): void {
    const { logger, metrics } = this.#instruments;
    for (const { personId, jobIds, isUpdate, delivered } of told) {
      const { outcome, address, troubles } = delivered;
      const line = { person: personId, jobs: jobIds, update: isUpdate, channel: address?.channel ?? null, troubles };
      logger[outcome === 'accepted' ? 'info' : 'warn'](`message ${outcome}`, line);
    }
    for (const { personId, jobId, until, why } of deferred) {
      logger.info('deferred', { person: personId, job_id: jobId, until: formatInstant(until), why });
    }
    for (const { personId, jobId, why } of dropped) logger.info('dropped', { person: personId, job_id: jobId, why });
    if (again.length > 0) logger.info('given again in a minute', { events: again.length });
    if (unreachable.length > 0) logger.error('nobody can be told', { jobs: unreachable });
    const refused = told.filter(({ delivered, isUpdate }) => delivered.outcome === 'refused' && !isUpdate).length;
    metrics.addMetric('Undeliverable', MetricUnit.Count, refused + unreachable.length + setupTroubles(told).length);
  }
}
