import { settingsFingerprint } from '../lib/app/dispatch/channel-settings.ts';
import type { Channels } from '../lib/app/dispatch/deliver-notification.ts';
import { EmailChannel } from '../lib/channels/email/send.ts';
import { SesTransport } from '../lib/channels/email/ses.ts';
import { SlackApi } from '../lib/channels/slack/api.ts';
import { SlackChannel } from '../lib/channels/slack/send.ts';
import { SnsChannel } from '../lib/channels/sns/send.ts';
import { AddressGate } from '../lib/channels/webhook/address-gate.ts';
import { WebhookChannel } from '../lib/channels/webhook/send.ts';
import type { Secrets } from '../lib/ports/secrets.ts';

type ChannelSettings = Readonly<
  Record<'FROM_EMAIL' | 'SLACK_TOKEN_PARAMETER' | 'SLACK_URL' | 'WEBHOOK_KEY_PARAMETER', string>
>;

/** The channels of a function. What is not set up says so, in the operator's words, when somebody is to be notified by it. */
export function channelsOf(settings: ChannelSettings, secrets: Secrets): Channels {
  const { FROM_EMAIL, SLACK_TOKEN_PARAMETER, SLACK_URL, WEBHOOK_KEY_PARAMETER } = settings;
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
  const names = [SLACK_TOKEN_PARAMETER, WEBHOOK_KEY_PARAMETER].filter((name) => name !== '');
  const plain = [FROM_EMAIL, SLACK_TOKEN_PARAMETER, SLACK_URL];
  return { of: (kind) => made[kind], settings: () => settingsFingerprint(plain, names, secrets) };
}
