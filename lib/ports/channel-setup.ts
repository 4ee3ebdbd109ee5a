import type { Channel } from './channel.ts';
import type { Secrets } from './secrets.ts';

/** A channel that is set up, or what is missing, in the operator's words. */
export type OpenedChannel = Channel | { readonly missing: string };

/** What a channel is set up from on a single host. */
export interface HostSetup {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly secrets: Secrets;
  hasSecret(name: string): Promise<boolean>;
  /** The file that would hold a secret. */
  secretPath(name: string): string;
  /** Ends the program because of a setting that cannot be used; `message` names it. */
  refuse(message: string): never;
}

/** `on-host.ts` of a channel's folder. */
export interface ChannelOnHost {
  openOnHost(setup: HostSetup): Promise<OpenedChannel>;
}

/** What a channel is set up from in a function on AWS. */
export interface FunctionSetup {
  /** A variable of the function; empty where it is not set. */
  setting(name: string): string;
  readonly secrets: Secrets;
}

/** `in-function.ts` of a channel's folder. */
export interface ChannelInFunction {
  openInFunction(setup: FunctionSetup): OpenedChannel;
}
