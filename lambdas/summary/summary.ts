import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { createDynamoStores } from '../../lib/adapters/dynamodb/create-stores.ts';
import { SnsAdmin } from '../../lib/adapters/sns/admin.ts';
import { SsmParameters } from '../../lib/adapters/ssm/parameters.ts';
import type { Channels } from '../../lib/app/dispatch/deliver-notification.ts';
import { withMembers } from '../../lib/app/members/with-members.ts';
import { type LoadedRules, loadRules, RulesReadings } from '../../lib/app/rules/load-rules.ts';
import { rulesReader } from '../../lib/app/rules/rules-reader.ts';
import { type DeliveredSummary, deliverSummaries } from '../../lib/app/summary/deliver-summary.ts';
import { gatherSummary } from '../../lib/app/summary/summarise.ts';
import { type AddressedReader, dueReaders, namelessAdmin, readerNamed } from '../../lib/app/summary/summary-readers.ts';
import { formatOptional } from '../../lib/core/event/publishable.ts';
import type { Instant } from '../../lib/core/instant.ts';
import type { RulesSource } from '../../lib/ports/rules-source.ts';
import type { SentinelStores } from '../../lib/ports/stores.ts';
import type { Wording } from '../../lib/ports/wording.ts';
import { channelsOf } from '../channels.ts';
import { readEnvironment, tickSecondsOf } from '../environment.ts';
import { functionRules } from '../function-rules.ts';
import { type Instruments, instrumentsFor, reportUnreadable } from '../instruments.ts';
import { readSummaryEvent } from './event.ts';

/** The daily summary as a function. */
export class DailySummary {
  readonly #rules: RulesSource;
  readonly #readings = new RulesReadings(rulesReader());
  readonly #stores: SentinelStores;
  readonly #channels: Channels;
  readonly #admin: SnsAdmin;
  readonly #tickS: number;
  readonly #modelId: string;
  readonly #clock: () => Instant;
  readonly #instruments: Instruments;

  constructor(env: NodeJS.ProcessEnv, clock: () => Instant = Date.now) {
    const environment = readEnvironment(
      [
        'SENTINEL_PREFIX',
        'ADMIN_TOPIC_ARN',
        'TICK_SECONDS',
        'FROM_EMAIL',
        'SLACK_TOKEN_PARAMETER',
        'SLACK_URL',
        'WEBHOOK_KEY_PARAMETER',
        'MODEL_ID',
      ],
      env,
    );
    this.#rules = functionRules(env);
    this.#instruments = instrumentsFor(environment.SENTINEL_PREFIX, 'summary');
    const onUnreadable = reportUnreadable(this.#instruments);
    this.#stores = createDynamoStores({ prefix: environment.SENTINEL_PREFIX, onUnreadable });
    this.#channels = channelsOf(environment, new SsmParameters());
    this.#admin = new SnsAdmin(environment.ADMIN_TOPIC_ARN);
    this.#tickS = tickSecondsOf(environment.TICK_SECONDS);
    this.#modelId = environment.MODEL_ID;
    this.#clock = clock;
  }

  /**
   * Delivers to everyone who wishes for it how things stand: for a schedule once, and the admin alone whenever someone
   * invokes it by hand. Throws where the admin could not be notified, or someone may be notified by another attempt.
   */
  async handle(event: unknown): Promise<void> {
    const scheduledAt = readSummaryEvent(event);
    const now = this.#clock();
    const loaded = await withMembers(await loadRules(this.#rules, now, this.#readings), this.#stores.members);
    const readers = scheduledAt === null ? [adminOf(loaded, now)] : dueReaders(loaded, scheduledAt);
    const { state, audit, days, deliveries, proposals, unwatched, record, summaries } = this.#stores;
    const ports = { store: state, audit, days, deliveries, proposals, unwatched, record };
    const facts = await gatherSummary(loaded, ports, { now, tickS: this.#tickS, readers });
    const delivered = await deliverSummaries(facts, readers, scheduledAt, {
      claims: summaries,
      channels: this.#channels,
      lastResort: this.#admin,
      wording: await this.#wording(),
      clock: this.#clock,
    });
    const { logger } = this.#instruments;
    logger.info('summary', {
      scheduled_at: formatOptional(scheduledAt),
      readers: readers.length,
      jobs: facts.jobs.length,
      broken: facts.broken.length,
      unknown: facts.unknown.length,
    });
    for (const reader of delivered) this.#log(reader);
    this.#measure(delivered);
    const later = delivered.filter(({ outcome }) => outcome === 'later');
    // Lambda tries once more in a minute.
    if (later.length > 0)
      throw new Error(`summary not delivered yet: ${later.map(({ personId }) => personId).join(', ')}`);
  }

  #log({ personId, outcome, channel, paragraph, failures }: DeliveredSummary): void {
    const { logger } = this.#instruments;
    const isFine = (outcome === 'delivered' || outcome === 'repeated') && failures.length === 0;
    logger[isFine ? 'info' : 'warn'](`summary ${outcome}`, { person: personId, channel, troubles: failures });
    if ('message' in paragraph) {
      logger.warn('the summary went out without a paragraph', {
        person: personId,
        kind: paragraph.kind,
        why: paragraph.message,
      });
    }
  }

  /** Metrics cost by their number: that of a model is written only where there is one. */
  #measure(delivered: readonly DeliveredSummary[]): void {
    const { metrics } = this.#instruments;
    const refused = delivered.filter(({ outcome }) => outcome === 'refused').length;
    if (refused > 0) metrics.addMetric('Undeliverable', MetricUnit.Count, refused);
    if (this.#modelId !== '') {
      const plain = delivered.filter(({ paragraph }) => 'message' in paragraph).length;
      if (plain > 0) metrics.addMetric('SummaryPlain', MetricUnit.Count, plain);
    }
    if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
  }

  /** Nothing of Bedrock is loaded where no model is set. */
  async #wording(): Promise<Wording | null> {
    if (this.#modelId === '') return null;
    const { BedrockWording } = await import('../../lib/adapters/bedrock/wording.ts');
    return new BedrockWording(this.#modelId);
  }
}

function adminOf(loaded: LoadedRules, now: Instant): AddressedReader {
  const admin = loaded.document?.admin ?? null;
  return (admin === null ? null : readerNamed(loaded, admin, now)) ?? namelessAdmin(loaded, now);
}
