import type { HostSetup } from '../../ports/channel-setup.ts';
import { SlackApi } from './api.ts';

/** The secret that holds the bot token. */
export const SLACK_TOKEN = 'slack-bot-token';

/** Slack's API, where SENTINEL_SLACK_URL says. */
export function slackApiOnHost({ secrets, env, refuse }: Pick<HostSetup, 'secrets' | 'env' | 'refuse'>): SlackApi {
  const url = env.SENTINEL_SLACK_URL;
  if (url && !URL.canParse(url)) refuse(`SENTINEL_SLACK_URL is "${url}", which is no web address`);
  return new SlackApi(secrets, SLACK_TOKEN, ...(url ? [url] : []));
}

/** What is missing where the token is not there; null when it is. */
export async function missingOnHost({
  hasSecret,
  secretPath,
}: HostSetup): Promise<{ readonly missing: string } | null> {
  if (await hasSecret(SLACK_TOKEN)) return null;
  return { missing: `Slack is not set up; put the bot token into ${secretPath(SLACK_TOKEN)} (chmod 600)` };
}
