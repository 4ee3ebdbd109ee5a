import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { PublicHolidays } from '../../lib/adapters/date-holidays/public-holidays.ts';
import { createEventBridgeClient, EventBridgeEvents } from '../../lib/adapters/eventbridge/events.ts';
import { createS3Client } from '../../lib/adapters/s3/client.ts';
import { SnsAdmin } from '../../lib/adapters/sns/admin.ts';
import { type Review, type ReviewPorts, reviewRules } from '../../lib/app/rules/review-rules.ts';
import { rulesReader } from '../../lib/app/rules/rules-reader.ts';
import type { Instant } from '../../lib/core/instant.ts';
import { formatProblem } from '../../lib/rules-doc/yaml/format-problem.ts';
import { readEnvironment } from '../environment.ts';
import { functionRules } from '../function-rules.ts';
import { type Instruments, instrumentsFor } from '../instruments.ts';
import { readReviewEvent } from './event.ts';

/** A line of a log has its limits, and the mail names more. */
const MAX_LOGGED = 50;

/** Answers each upload of the rules doc. */
export class RulesGate {
  readonly #env: NodeJS.ProcessEnv;
  readonly #environment;
  readonly #s3;
  readonly #events = createEventBridgeClient();
  readonly #admin: SnsAdmin;
  readonly #clock: () => Instant;
  readonly #instruments: Instruments;

  constructor(env: NodeJS.ProcessEnv, clock: () => Instant = Date.now) {
    this.#env = env;
    this.#environment = readEnvironment(
      ['SENTINEL_PREFIX', 'RULES_BUCKET', 'RULES_KEY', 'BUS_NAME', 'ADMIN_TOPIC_ARN'],
      env,
    );
    this.#s3 = createS3Client(env);
    this.#admin = new SnsAdmin(this.#environment.ADMIN_TOPIC_ARN);
    this.#clock = clock;
    this.#instruments = instrumentsFor(this.#environment.SENTINEL_PREFIX, 'rules-gate');
  }

  /** Throws where the review has to be done again: then the service invokes again. */
  async handle(event: unknown): Promise<void> {
    const { SENTINEL_PREFIX, RULES_BUCKET, RULES_KEY, BUS_NAME } = this.#environment;
    const { logger, metrics } = this.#instruments;
    const { location, upload } = readReviewEvent(event);
    if (location !== null && (location.bucket !== RULES_BUCKET || location.key !== RULES_KEY)) {
      logger.info('not the rules doc', { ...location });
      return;
    }
    // A new one each time: it keeps what it has read, and the same content uploaded again is another upload.
    const rules = functionRules(this.#env, this.#s3);
    const announcements = new EventBridgeEvents(BUS_NAME, this.#events);
    const holidays = new PublicHolidays();
    const ports: ReviewPorts = {
      rules,
      holidays,
      announcements,
      admin: this.#admin,
      reader: rulesReader(),
      foresee: async (...changed) => {
        const { foreseeing } = await import('./foreseeing.ts');
        return foreseeing(SENTINEL_PREFIX, holidays, this.#instruments)(...changed);
      },
    };
    const review = await reviewRules(upload, ports, this.#clock());
    this.#log(review, upload);
    if (review.kind === 'overtaken' || review.kind === 'missing') return;
    if (review.loaded.used === 'current') return;
    metrics.addMetric('RulesRejected', MetricUnit.Count, 1);
    metrics.publishStoredMetrics();
  }

  #log(review: Review, upload: string | null): void {
    const { logger } = this.#instruments;
    switch (review.kind) {
      case 'accepted':
        logger.info('rules accepted', {
          upload,
          version: review.accepted.version,
          change: { ...review.accepted.change },
        });
        return;
      case 'rejected': {
        const { problems, fileName } = review.loaded;
        logger.error('rules rejected', {
          upload,
          problems: problems.slice(0, MAX_LOGGED).map((problem) => formatProblem(fileName, problem)),
        });
        return;
      }
      case 'known':
        logger.info('rules known: announced before', { upload });
        return;
      case 'overtaken':
        logger.info('rules overtaken by another upload', { upload });
        return;
      case 'missing':
        logger.warn('there is no rules doc', { upload });
        return;
    }
  }
}
