import { createDynamoStores, type DynamoStores } from '../../lib/adapters/dynamodb-stores.ts';
import { EmailChannel } from '../../lib/adapters/email-channel.ts';
import { SesTransport } from '../../lib/adapters/email-ses.ts';
import { createS3Client } from '../../lib/adapters/s3-client.ts';
import { S3Rules } from '../../lib/adapters/s3-rules.ts';
import { SchedulerDeferral } from '../../lib/adapters/scheduler-deferral.ts';
import { SlackApi } from '../../lib/adapters/slack-api.ts';
import { SlackChannel } from '../../lib/adapters/slack-channel.ts';
import { SnsChannel } from '../../lib/adapters/sns-channel.ts';
import { SsmParameters } from '../../lib/adapters/ssm-parameters.ts';
import { AddressGate } from '../../lib/adapters/webhook-address.ts';
import { WebhookChannel } from '../../lib/adapters/webhook-channel.ts';
import type { Channels } from '../../lib/app/deliver-letter.ts';
import type { DispatchPorts } from '../../lib/app/dispatch.ts';
import { RulesReadings } from '../../lib/app/load-rules.ts';
import type { Instant } from '../../lib/core/instant.ts';
import type { RenderOptions } from '../../lib/core/message/render-options.ts';
import type { DrillLog } from '../../lib/ports/drill-log.ts';
import type { RulesSource } from '../../lib/ports/rules-source.ts';
import type { Secrets } from '../../lib/ports/secrets.ts';
import { sentLinks } from '../../lib/web/sent-links.ts';
import { readEnvironment } from '../environment.ts';
import { rulesReader } from '../rules-reader.ts';

/** The clients of dispatch: made once, without a request, and kept while the process lives. */
export class DispatchSurroundings {
  readonly prefix: string;
  readonly rules: RulesSource;
  readonly readings = new RulesReadings(rulesReader());
  readonly ports: DispatchPorts;
  readonly drills: DrillLog;
  /** Whether Slack's messages have buttons. */
  readonly hasButtons: boolean;
  readonly #secrets = new SsmParameters();
  readonly #web: { readonly url: string; readonly linkKeyName: string };
  readonly #now: () => Instant;

  /** Throws an Error that names what is missing from `env`. */
  constructor(env: NodeJS.ProcessEnv, now: () => Instant) {
    const environment = readEnvironment(
      [
        'SENTINEL_PREFIX',
        'RULES_BUCKET',
        'RULES_KEY',
        'FROM_EMAIL',
        'SLACK_TOKEN_PARAMETER',
        'SLACK_URL',
        'WEBHOOK_KEY_PARAMETER',
        'WEB_URL',
        'LINK_KEY_PARAMETER',
        'SLACK_BUTTONS',
        'SCHEDULE_GROUP',
        'DISPATCH_QUEUE_ARN',
        'DEAD_LETTERS_ARN',
        'DEFERRAL_ROLE_ARN',
      ],
      env,
    );
    this.prefix = environment.SENTINEL_PREFIX;
    this.rules = new S3Rules(createS3Client(env), environment.RULES_BUCKET, environment.RULES_KEY);
    const stores: DynamoStores = createDynamoStores({ prefix: this.prefix });
    this.drills = stores.drills;
    this.hasButtons = environment.SLACK_BUTTONS === 'true';
    this.#web = { url: environment.WEB_URL, linkKeyName: environment.LINK_KEY_PARAMETER };
    this.#now = now;
    this.ports = {
      store: stores.state,
      audit: stores.audit,
      deliveries: stores.deliveries,
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

  /** The links of messages; none where nobody serves them. Throws SecretUnavailable. */
  async links(): Promise<RenderOptions> {
    const { url, linkKeyName } = this.#web;
    return url === '' ? {} : sentLinks(url, await this.#secrets.get(linkKeyName), this.#now);
  }
}

type ChannelSettings = Readonly<
  Record<'FROM_EMAIL' | 'SLACK_TOKEN_PARAMETER' | 'SLACK_URL' | 'WEBHOOK_KEY_PARAMETER', string>
>;

/** What is not set up says so, in the operator's words, when somebody is to be told by it. */
function channelsOf(
  { FROM_EMAIL, SLACK_TOKEN_PARAMETER, SLACK_URL, WEBHOOK_KEY_PARAMETER }: ChannelSettings,
  secrets: Secrets,
): Channels {
  const slack = new SlackApi(secrets, SLACK_TOKEN_PARAMETER, ...(SLACK_URL === '' ? [] : [SLACK_URL]));
  const noSlack = { missing: 'Slack is not set up; set "slack": true in cdk.json once its parameter exists' };
  const noEmail = { missing: 'mail is not set up; set "fromEmail" in cdk.json to a verified SES identity' };
  const made = {
    slack: SLACK_TOKEN_PARAMETER === '' ? noSlack : new SlackChannel('slack', slack),
    'slack-channel': SLACK_TOKEN_PARAMETER === '' ? noSlack : new SlackChannel('slack-channel', slack),
    email: FROM_EMAIL === '' ? noEmail : new EmailChannel(FROM_EMAIL, new SesTransport()),
    webhook: new WebhookChannel(secrets, WEBHOOK_KEY_PARAMETER, { gate: new AddressGate(), allowPlain: false }),
    sns: new SnsChannel(),
  };
  return { of: (kind) => made[kind] };
}
