import { describe, expect, it } from 'vitest';
import { channelsOf } from '../../lambdas/channels.ts';
import { CHANNEL_KINDS } from '../../lib/core/model/channel-kind.ts';
import type { Secrets } from '../../lib/ports/secrets.ts';

const SECRETS: Secrets = { get: async () => 'a secret' };
const SETTINGS = {
  FROM_EMAIL: 'backups@acme.example',
  SLACK_TOKEN_PARAMETER: '/bk/slack-bot-token',
  WEBHOOK_KEY_PARAMETER: '/bk/webhook-key',
};

describe('in a function', () => {
  it.each(CHANNEL_KINDS)('%s is opened from its folder, once', async (kind) => {
    const channels = channelsOf(SETTINGS, SECRETS);
    const channel = await channels.of(kind);
    expect(channel).toEqual({ send: expect.any(Function) });
    expect(await channels.of(kind)).toBe(channel);
  });

  it('a channel that is not set up says what is missing', async () => {
    const { of } = channelsOf({}, SECRETS);
    expect(await of('slack')).toEqual({
      missing: 'Slack is not set up; set "slack": true in cdk.json once its parameter exists',
    });
    expect(await of('email')).toEqual({
      missing: 'mail is not set up; set "fromEmail" in cdk.json to a verified SES identity',
    });
  });
});
