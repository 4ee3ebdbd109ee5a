import type { Channels } from '../lib/app/dispatch/deliver-notification.ts';
import { fingerprintOf } from '../lib/app/dispatch/settings-fingerprint.ts';
import type { ChannelKind } from '../lib/core/model/channel-kind.ts';
import type { ChannelInFunction, OpenedChannel } from '../lib/ports/channel-setup.ts';
import { type Secrets, SecretUnavailable } from '../lib/ports/secrets.ts';

/**
 * The channels of a function, each set up by `in-function.ts` in its folder when a delivery first needs it. What is not
 * set up says so, in the operator's words.
 */
export function channelsOf(environment: Readonly<Record<string, string>>, secrets: Secrets): Channels {
  const setup = { setting: (name: string) => environment[name] ?? '', secrets };
  const opened = new Map<ChannelKind, Promise<OpenedChannel>>();
  const open = async (kind: ChannelKind): Promise<OpenedChannel> => {
    const { openInFunction } = (await import(`../lib/channels/${kind}/in-function.ts`)) as ChannelInFunction;
    return openInFunction(setup);
  };
  const secretNames = Object.entries(environment).flatMap(([name, value]) =>
    name.endsWith('_PARAMETER') && value !== '' ? [value] : [],
  );
  const secretOf = (name: string) => secrets.get(name).catch(ignoreUnavailable);
  return {
    settings: async () =>
      fingerprintOf([JSON.stringify(environment), ...(await Promise.all(secretNames.map(secretOf)))]),
    of: (kind) => {
      const channel = opened.get(kind) ?? open(kind);
      opened.set(kind, channel);
      return channel;
    },
  };
}

function ignoreUnavailable(error: unknown): string {
  if (error instanceof SecretUnavailable) return '';
  throw error;
}
