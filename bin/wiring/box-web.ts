import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Context, Hono } from 'hono';
import { withMembers } from '../../lib/app/members/with-members.ts';
import { pingAddresses } from '../../lib/app/ping/ping-address.ts';
import type { PingPorts } from '../../lib/app/ping/receive-ping.ts';
import type { LoadedRules } from '../../lib/app/rules/load-rules.ts';
import { SECOND_MS } from '../../lib/core/instant.ts';
import type { RenderOptions } from '../../lib/core/message/render-options.ts';
import type { RulesDocument } from '../../lib/rules-doc/document.ts';
import { ASKED_LINK_LIFE_MS } from '../../lib/web/sign-in-link.ts';
import type { TrustedProxies } from '../../lib/web/trusted-proxies.ts';
import { complain } from '../print/complain.ts';
import { UsageError } from '../usage-error.ts';
import { boxSecrets } from './box-secrets.ts';
import { refuse } from './channels.ts';
import { clientAddresses } from './client-address.ts';
import type { Stores } from './open-stores.ts';
import { openMasterKey } from './ping-master-key.ts';
import { forgetWatch, noteWatch } from './watch-address.ts';

/** How long the rules are kept for pings. */
const RULES_KEPT_MS = 5 * SECOND_MS;
/** The secrets of the owners' endpoints: the signing secret of Slack, and the key of links. */
const SIGNING_SECRET = 'slack-signing-secret';
const LINK_KEY = 'link-key';

export interface WebOptions {
  readonly port: number;
  readonly bind: string;
  readonly proxies: TrustedProxies;
  readonly hasWatchdog: boolean;
}

/** The port is in use, or this user may not open it. */
export class PortNotFree extends UsageError {}

/** A server that is up, and where. */
export interface RunningWeb {
  readonly url: string;
  /** A link that signs a person in, once. */
  readonly signInUrl: (personId: string) => string;
  close(): Promise<void>;
}

/**
 * Serves heartbeats, the page, the API, and the buttons and links of messages, on a single host. Throws
 * UsageError when the port is not free.
 */
export async function serveWeb(
  { port, bind, proxies, hasWatchdog }: WebOptions,
  stateFolder: string,
  stores: Stores,
  rules: () => Promise<LoadedRules>,
  onHeartbeat: PingPorts['onHeartbeat'],
): Promise<RunningWeb> {
  const { Hono } = await import('hono');
  const { serve } = await import('@hono/node-server');
  const { getConnInfo } = await import('@hono/node-server/conninfo');
  const { slackApiOnHost } = await import('../../lib/channels/slack/host-api.ts');
  const { SlackInteraction } = await import('../../lib/channels/slack/interaction.ts');
  const { webApp } = await import('../../lib/web/web-app.ts');
  const { newSignInPath } = await import('../../lib/web/sign-in-link.ts');
  const { secrets, has } = boxSecrets(stateFolder, process.env);
  const linkKey = await openLinkKey(stateFolder, process.env);
  const hooksUrl = process.env.SENTINEL_SLACK_URL;
  const publicUrl = publicUrlOf(process.env);
  // Where it listens is known only once it does.
  let url = '';
  const note = (untrustedProxy: string | null) =>
    noteWatch(stateFolder, { url, untrustedProxy, hasWatchdog }).catch(() => {});
  const sourceOf = clientAddresses(
    proxies,
    (context) => getConnInfo(context).remote.address ?? 'unknown',
    (proxy) => {
      complain(
        `sentinel: requests come through a proxy at ${proxy}, and all of its clients share one limit; start watch with --trusted-proxy ${proxy}`,
      );
      void note(proxy);
    },
  );
  const masterKey = await openMasterKey({ kind: 'folder', folder: stateFolder }, process.env);
  const base = () => publicUrl ?? url;
  const ports = {
    ...stores,
    store: stores.state,
    secrets,
    // Without its signing secret, no request can be verified.
    slack: (await has(SIGNING_SECRET))
      ? new SlackInteraction(slackApiOnHost({ secrets, env: process.env, refuse }), ...(hooksUrl ? [hooksUrl] : []))
      : null,
    rules: async () => withMembers(await rules(), stores.members),
    now: Date.now,
    elapsedMs: () => performance.now(),
    onError: (message: string) => complain(`sentinel: ${message}`),
    pingAddressOf: pingAddresses({ keys: stores.pingKeys, masterKey, now: Date.now, base }),
  };
  const names = { linkKeyName: LINK_KEY, signingSecretName: SIGNING_SECRET };
  const app = new Hono();
  app.route('/', await pings(masterKey, stores, async () => (await rules()).document, sourceOf, onHeartbeat));
  app.route('/', webApp(ports, { ...names, sourceOf, publicUrl, rulesKeptMs: RULES_KEPT_MS }));
  app.notFound((context) => context.text('not found', 404));
  const server = serve({ fetch: app.fetch, port, hostname: bind });
  await once(server, 'listening').catch(({ code }: NodeJS.ErrnoException) => {
    throw new PortNotFree(`port ${port} of ${bind} is not free (${code}); choose another with --port or --bind`);
  });
  const { address, port: taken, family } = server.address() as AddressInfo;
  const here = /^(0\.0\.0\.0|::)$/.test(address) ? '127.0.0.1' : family === 'IPv6' ? `[${address}]` : address;
  url = `http://${here}:${taken}/`;
  await note(null);
  return {
    url,
    signInUrl: (personId) =>
      new URL(
        newSignInPath({ personId, jobId: null, expiresAt: Date.now() + ASKED_LINK_LIFE_MS }, linkKey),
        publicUrl ?? url,
      ).href,
    close: async () => {
      await forgetWatch(stateFolder).catch(() => {});
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        if ('closeAllConnections' in server) server.closeAllConnections();
      });
    },
  };
}

async function pings(
  masterKey: () => Promise<string>,
  stores: Stores,
  rules: () => Promise<RulesDocument | null>,
  sourceOf: (context: Context) => string,
  onHeartbeat: PingPorts['onHeartbeat'],
): Promise<Hono> {
  const { pingApp } = await import('../../lib/web/ping-app.ts');
  const ports = {
    document: rules,
    masterKey,
    keys: stores.pingKeys,
    proposals: stores.proposals,
    heartbeats: stores.heartbeats,
    clock: Date.now,
    elapsedMs: () => performance.now(),
    onError: complain,
    ...(onHeartbeat && { onHeartbeat }),
  };
  return pingApp(ports, { sourceOf, keptMs: RULES_KEPT_MS });
}

/**
 * What messages may offer, given the secrets that are there: buttons once Slack's requests can be verified, and links
 * once SENTINEL_URL says where this server can be reached. The key of the links is made when there is none.
 */
export async function offeredByMessages(stateFolder: string, env: NodeJS.ProcessEnv): Promise<RenderOptions> {
  const actions = await boxSecrets(stateFolder, env).has(SIGNING_SECRET);
  const base = publicUrlOf(env);
  if (base === null) return { actions };
  const key = await openLinkKey(stateFolder, env);
  const { sentLinks } = await import('../../lib/web/sent-links.ts');
  return { actions, ...sentLinks(base, key, Date.now) };
}

/** Where people reach this server, with its last slash; null when it is not set. Throws UsageError. */
export function publicUrlOf(env: NodeJS.ProcessEnv): string | null {
  const url = env.SENTINEL_URL;
  if (!url) return null;
  // `localhost:8080` is an address too, of the scheme `localhost`: no link could be made from it.
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new UsageError(`SENTINEL_URL is "${url}", which is not a URL; write one such as https://backups.example.com`);
  }
  return url.endsWith('/') ? url : `${url}/`;
}

/** The key of links and sessions; made when there is none. Throws SecretUnavailable. */
export async function openLinkKey(stateFolder: string, env: NodeJS.ProcessEnv): Promise<string> {
  const { secrets, folder, has } = boxSecrets(stateFolder, env);
  if (!(await has(LINK_KEY))) {
    const { makeFileSecret } = await import('../../lib/adapters/file/secret-once.ts');
    await makeFileSecret(folder, LINK_KEY, randomBytes(32).toString('hex'));
  }
  return secrets.get(LINK_KEY);
}
