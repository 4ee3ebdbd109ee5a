/** The ways to reach a person, as `via:` in the rules doc names them; the preferred ones first. */
export const CHANNEL_KINDS = ['slack', 'slack-channel', 'email', 'webhook', 'sns'] as const;

export type ChannelKind = (typeof CHANNEL_KINDS)[number];
