import { createDynamoStores, type DynamoStores } from '../../lib/adapters/dynamodb-stores.ts';
import { createS3Client } from '../../lib/adapters/s3-client.ts';
import { S3Rules } from '../../lib/adapters/s3-rules.ts';
import { SnsAdmin } from '../../lib/adapters/sns-admin.ts';
import { loadRules, RulesReadings } from '../../lib/app/load-rules.ts';
import { gatherSummary } from '../../lib/app/summarise.ts';
import { tellSummary } from '../../lib/app/tell-summary.ts';
import { formatOptional } from '../../lib/core/event/publishable.ts';
import type { Instant } from '../../lib/core/instant.ts';
import { plainSummary } from '../../lib/core/message/plain-summary.ts';
import { readEnvironment, tickSecondsOf } from '../environment.ts';
import { type Instruments, instrumentsFor } from '../instruments.ts';
import { rulesReader } from '../rules-reader.ts';
import { readSummaryEvent } from './event.ts';

/** The daily summary as a function. */
export class DailySummary {
  readonly #rules: S3Rules;
  readonly #readings = new RulesReadings(rulesReader());
  readonly #stores: DynamoStores;
  readonly #admin: SnsAdmin;
  readonly #tickS: number;
  readonly #clock: () => Instant;
  readonly #instruments: Instruments;

  constructor(env: NodeJS.ProcessEnv, clock: () => Instant = Date.now) {
    const environment = readEnvironment(
      ['SENTINEL_PREFIX', 'RULES_BUCKET', 'RULES_KEY', 'ADMIN_TOPIC_ARN', 'TICK_SECONDS'],
      env,
    );
    this.#rules = new S3Rules(createS3Client(env), environment.RULES_BUCKET, environment.RULES_KEY);
    this.#stores = createDynamoStores({ prefix: environment.SENTINEL_PREFIX });
    this.#admin = new SnsAdmin(environment.ADMIN_TOPIC_ARN);
    this.#tickS = tickSecondsOf(environment.TICK_SECONDS);
    this.#clock = clock;
    this.#instruments = instrumentsFor(environment.SENTINEL_PREFIX, 'summary');
  }

  /**
   * Tells the admin how things stand now: for a schedule once, else whenever it was asked for. Throws where nobody
   * could be told.
   */
  async handle(event: unknown): Promise<void> {
    const { logger } = this.#instruments;
    const scheduledAt = readSummaryEvent(event);
    const now = this.#clock();
    const loaded = await loadRules(this.#rules, now, this.#readings);
    const ports = { store: this.#stores.state, audit: this.#stores.audit };
    const facts = await gatherSummary(loaded, ports, { now, tickS: this.#tickS });
    const { isTold, trouble } = await tellSummary(plainSummary(facts), scheduledAt, {
      claims: this.#stores.summaries,
      admin: this.#admin,
      clock: this.#clock,
    });
    logger.info(isTold ? 'summary told' : 'summary repeated: this schedule came before', {
      scheduled_at: formatOptional(scheduledAt),
      jobs: facts.jobs,
      broken: facts.broken.length,
      unknown: facts.unknown.length,
    });
    if (trouble !== null) logger.warn('the summary was told, and could not be noted as told', { why: trouble });
  }
}
