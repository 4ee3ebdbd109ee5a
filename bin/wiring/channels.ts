import { join } from 'node:path';
import { settingsFingerprint } from '../../lib/app/dispatch/channel-settings.ts';
import type { Channels } from '../../lib/app/dispatch/deliver-notification.ts';
import type { SlackApi } from '../../lib/channels/slack/api.ts';
import type { ChannelKind } from '../../lib/core/model/channel-kind.ts';
import type { Channel } from '../../lib/ports/channel.ts';
import type { Secrets } from '../../lib/ports/secrets.ts';
import { UsageError } from '../usage-error.ts';
import { boxSecrets } from './box-secrets.ts';
import { type MailSettings, mailSettings } from './mail-settings.ts';

const SLACK_TOKEN = 'slack-bot-token';
const WEBHOOK_KEY = 'webhook-key';
const SMTP_PASSWORD = 'smtp-password';

/**
 * The channels of a single host: secrets in files, the rest in the environment. Each is loaded when it is set up;
 * otherwise it says what is missing. Throws UsageError for a setting that cannot be used.
 */
export async function openChannels(stateFolder: string, env: NodeJS.ProcessEnv): Promise<Channels> {
  const { secrets, folder, has } = boxSecrets(stateFolder, env);
  const [slack, webhook] = await Promise.all([has(SLACK_TOKEN), has(WEBHOOK_KEY)]);
  const noSlack = { missing: `Slack is not set up; put the bot token into ${join(folder, SLACK_TOKEN)} (chmod 600)` };
  const made: Record<ChannelKind, Channel | { readonly missing: string }> = {
    slack: slack ? await slackChannel('slack', secrets, env) : noSlack,
    'slack-channel': slack ? await slackChannel('slack-channel', secrets, env) : noSlack,
    email: await emailChannel(mailSettings(env), secrets),
    webhook: webhook
      ? await webhookChannel(secrets, env)
      : { missing: `webhooks are not set up; put a long random key into ${join(folder, WEBHOOK_KEY)} (chmod 600)` },
    sns: await snsChannel(),
  };
  const settings = Object.entries(env).filter(([name]) => name.startsWith('SENTINEL_'));
  const plain = [String(slack), String(webhook), ...settings.sort().map((pair) => pair.join('='))];
  const names = [SLACK_TOKEN, WEBHOOK_KEY, SMTP_PASSWORD];
  return { of: (kind) => made[kind], settings: () => settingsFingerprint(plain, names, secrets) };
}

async function slackChannel(kind: 'slack' | 'slack-channel', secrets: Secrets, env: NodeJS.ProcessEnv) {
  const { SlackChannel } = await import('../../lib/channels/slack/send.ts');
  return new SlackChannel(kind, await slackApi(secrets, env));
}

/** Slack's API, where SENTINEL_SLACK_URL says. Throws UsageError. */
export async function slackApi(secrets: Secrets, env: NodeJS.ProcessEnv): Promise<SlackApi> {
  const { SlackApi } = await import('../../lib/channels/slack/api.ts');
  const url = env.SENTINEL_SLACK_URL;
  if (url && !URL.canParse(url)) throw new UsageError(`SENTINEL_SLACK_URL is "${url}", which is not a URL`);
  return new SlackApi(secrets, SLACK_TOKEN, ...(url ? [url] : []));
}

async function emailChannel(settings: MailSettings | { readonly missing: string }, secrets: Secrets) {
  if ('missing' in settings) return settings;
  const { EmailChannel } = await import('../../lib/channels/email/send.ts');
  const { SmtpTransport } = await import('../../lib/channels/email/smtp.ts');
  const { from, user, ...server } = settings;
  const login = user === null ? null : { user, passwordName: SMTP_PASSWORD };
  return new EmailChannel(from, new SmtpTransport({ ...server, login }, secrets));
}

async function webhookChannel(secrets: Secrets, env: NodeJS.ProcessEnv) {
  const { AddressGate } = await import('../../lib/channels/webhook/address-gate.ts');
  const { WebhookChannel } = await import('../../lib/channels/webhook/send.ts');
  const allowed = (env.SENTINEL_WEBHOOK_NETWORKS ?? '').split(/[\s,]+/).filter((network) => network !== '');
  try {
    return new WebhookChannel(secrets, WEBHOOK_KEY, { gate: new AddressGate(allowed), allowPlain: allowed.length > 0 });
  } catch (error) {
    throw new UsageError(`SENTINEL_WEBHOOK_NETWORKS: ${(error as Error).message}`);
  }
}

async function snsChannel() {
  const { SnsChannel } = await import('../../lib/channels/sns/send.ts');
  return new SnsChannel();
}
