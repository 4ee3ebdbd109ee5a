import { createDynamoStores } from '../../lib/adapters/dynamodb/create-stores.ts';
import { SchedulerDeferral } from '../../lib/adapters/scheduler/deferral.ts';
import { SnsAdmin } from '../../lib/adapters/sns/admin.ts';
import { SsmParameters } from '../../lib/adapters/ssm/parameters.ts';
import type { DispatchPorts } from '../../lib/app/dispatch/dispatch-options.ts';
import { RulesReadings } from '../../lib/app/rules/load-rules.ts';
import { rulesReader } from '../../lib/app/rules/rules-reader.ts';
import type { Instant } from '../../lib/core/instant.ts';
import { consoleOf } from '../../lib/core/message/evidence-link.ts';
import type { RenderOptions } from '../../lib/core/message/render-options.ts';
import type { DrillLog } from '../../lib/ports/drill-log.ts';
import type { MemberLog } from '../../lib/ports/member-log.ts';
import type { RulesSource } from '../../lib/ports/rules-source.ts';
import type { SentinelStores } from '../../lib/ports/stores.ts';
import { sentLinks } from '../../lib/web/sent-links.ts';
import { channelsOf } from '../channels.ts';
import { readEnvironment } from '../environment.ts';
import { functionRules } from '../function-rules.ts';
import { instrumentsFor, reportUnreadable } from '../instruments.ts';

/** How long a person's turn lasts (docs/design/routing.md#one-message). */
const TURN_S = 60;

/** The clients of dispatch: made once, without a request, and kept while the process lives. */
export class DispatchContext {
  readonly prefix: string;
  readonly rules: RulesSource;
  readonly readings = new RulesReadings(rulesReader());
  readonly ports: DispatchPorts;
  readonly drills: DrillLog;
  readonly members: MemberLog;
  /** The console of the partition. */
  readonly console: string;
  /** Whether Slack's messages have buttons. */
  readonly hasButtons: boolean;
  readonly #secrets = new SsmParameters();
  readonly #web: { readonly url: string; readonly linkKeyName: string };
  readonly #queueUrl: string;
  readonly #now: () => Instant;

  /** Throws an Error that names what is missing from `env`. */
  constructor(env: NodeJS.ProcessEnv, now: () => Instant) {
    const environment = readEnvironment(
      [
        'SENTINEL_PREFIX',
        'FROM_EMAIL',
        'SLACK_TOKEN_PARAMETER',
        'SLACK_URL',
        'WEBHOOK_KEY_PARAMETER',
        'WEB_URL',
        'LINK_KEY_PARAMETER',
        'SLACK_BUTTONS',
        'SCHEDULE_GROUP',
        'DISPATCH_QUEUE_ARN',
        'DISPATCH_QUEUE_URL',
        'DEAD_LETTERS_ARN',
        'DEFERRAL_ROLE_ARN',
        'ADMIN_TOPIC_ARN',
      ],
      env,
    );
    this.prefix = environment.SENTINEL_PREFIX;
    this.rules = functionRules(env);
    const stores: SentinelStores = createDynamoStores({
      prefix: this.prefix,
      onUnreadable: reportUnreadable(instrumentsFor(this.prefix, 'dispatch')),
    });
    this.drills = stores.drills;
    this.members = stores.members;
    this.console = consoleOf(env.AWS_REGION ?? null);
    this.hasButtons = environment.SLACK_BUTTONS === 'true';
    this.#web = { url: environment.WEB_URL, linkKeyName: environment.LINK_KEY_PARAMETER };
    this.#queueUrl = environment.DISPATCH_QUEUE_URL;
    this.#now = now;
    this.ports = {
      store: stores.state,
      audit: stores.audit,
      record: stores.record,
      deliveries: stores.deliveries,
      failures: stores.channelFailures,
      adminTopic: new SnsAdmin(environment.ADMIN_TOPIC_ARN),
      channels: channelsOf(environment, this.#secrets),
      deferrals: new SchedulerDeferral(
        {
          groupName: environment.SCHEDULE_GROUP,
          queueArn: environment.DISPATCH_QUEUE_ARN,
          deadLettersArn: environment.DEAD_LETTERS_ARN,
          roleArn: environment.DEFERRAL_ROLE_ARN,
        },
        now,
      ),
    };
  }

  /** Has what waits for the end of a person's turn received again when that is over. */
  async giveBack(receipts: readonly string[]): Promise<void> {
    const { giveBack } = await import('../../lib/adapters/sqs/give-back.ts');
    await giveBack(this.#queueUrl, receipts, TURN_S);
  }

  /** The links of messages; none where no one serves them. Throws SecretUnavailable. */
  async links(): Promise<RenderOptions> {
    const { url, linkKeyName } = this.#web;
    return url === '' ? {} : sentLinks(url, await this.#secrets.get(linkKeyName), this.#now);
  }
}
