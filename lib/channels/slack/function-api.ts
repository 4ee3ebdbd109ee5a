import type { FunctionSetup } from '../../ports/channel-setup.ts';
import { SlackApi } from './api.ts';

/** Slack's API as a function reaches it, or what is missing. */
export function slackApiInFunction({ setting, secrets }: FunctionSetup): SlackApi | { readonly missing: string } {
  const parameter = setting('SLACK_TOKEN_PARAMETER');
  if (parameter === '') {
    return { missing: 'Slack is not set up; set "slack": true in cdk.json once its parameter exists' };
  }
  const url = setting('SLACK_URL');
  return new SlackApi(secrets, parameter, ...(url === '' ? [] : [url]));
}
