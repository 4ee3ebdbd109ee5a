import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Hono } from 'hono';
import { type Instant, SECOND_MS } from '../../lib/core/instant.ts';
import type { RenderOptions } from '../../lib/core/message/render-options.ts';
import type { RulesDocument } from '../../lib/rules-doc/document.ts';
import { complain } from '../print/complain.ts';
import { UsageError } from '../usage-error.ts';
import { boxSecrets } from './box-secrets.ts';
import { slackApi } from './channels.ts';
import type { Stores } from './open-stores.ts';

/** How long pings go by rules that were read. */
const RULES_KEPT_MS = 5 * SECOND_MS;
/** The secrets of the owners' endpoints: what Slack signs with, and what the links of mails are signed with. */
const SIGNING_SECRET = 'slack-signing-secret';
const LINK_KEY = 'link-key';

export interface WebOptions {
  readonly port: number;
  readonly bind: string;
}

/** A server that is up, and where. */
export interface RunningWeb {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves heartbeats, and the buttons and links of messages, on one box. Throws UsageError when the port cannot be had.
 * `rules` gives those in force, or null.
 */
export async function serveWeb(
  { port, bind }: WebOptions,
  stateFolder: string,
  stores: Stores,
  rules: () => Promise<RulesDocument | null>,
): Promise<RunningWeb> {
  const { Hono } = await import('hono');
  const { serve } = await import('@hono/node-server');
  const { SlackInteraction } = await import('../../lib/adapters/slack-interaction.ts');
  const { actionLinks } = await import('../../lib/web/action-links.ts');
  const { slackActions } = await import('../../lib/web/slack-actions.ts');
  const { secrets } = boxSecrets(stateFolder, process.env);
  const hooksUrl = process.env.SENTINEL_SLACK_URL;
  const slack = new SlackInteraction(await slackApi(secrets, process.env), ...(hooksUrl ? [hooksUrl] : []));
  const inForce = async () => {
    const document = await rules();
    if (document === null) throw new Error('there is no usable rules doc');
    return document;
  };
  const now = (): Instant => Date.now();
  const ports = { store: stores.state, audit: stores.audit, rules: inForce, secrets, now, slack };
  const app = new Hono();
  app.route('/', await pings(stateFolder, stores, rules));
  app.route('/', actionLinks(ports, LINK_KEY));
  app.route('/', slackActions(ports, SIGNING_SECRET));
  app.notFound((context) => context.text('not found', 404));
  app.onError((error, context) => {
    complain(`sentinel: a request could not be answered: ${error.message}`);
    return context.text('this could not be done; try again', 503);
  });
  const server = serve({ fetch: app.fetch, port, hostname: bind });
  await once(server, 'listening').catch(({ code }: NodeJS.ErrnoException) => {
    throw new UsageError(`port ${port} of ${bind} cannot be had (${code}); name another with --port or --bind`);
  });
  const { address, port: taken, family } = server.address() as AddressInfo;
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${taken}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  };
}

async function pings(stateFolder: string, stores: Stores, rules: () => Promise<RulesDocument | null>): Promise<Hono> {
  const { getConnInfo } = await import('@hono/node-server/conninfo');
  const { pingApp } = await import('../../lib/web/ping-app.ts');
  const { openMasterKey } = await import('./ping-master-key.ts');
  const ports = {
    document: rules,
    masterKey: await openMasterKey({ kind: 'folder', folder: stateFolder }, process.env),
    keys: stores.pingKeys,
    proposals: stores.proposals,
    heartbeats: stores.heartbeats,
    clock: Date.now,
    elapsedMs: () => performance.now(),
    onTrouble: complain,
  };
  return pingApp(ports, {
    sourceOf: (context) => getConnInfo(context).remote.address ?? 'unknown',
    keptMs: RULES_KEPT_MS,
  });
}

/**
 * What messages may offer, given the secrets that are there: buttons once Slack's requests can be verified, and links
 * once SENTINEL_URL says where this server can be reached. The key of the links is made when there is none.
 */
export async function offeredByMessages(stateFolder: string, env: NodeJS.ProcessEnv): Promise<RenderOptions> {
  const { secrets, folder, has } = boxSecrets(stateFolder, env);
  const actions = await has(SIGNING_SECRET);
  const base = env.SENTINEL_URL;
  if (!base) return { actions };
  if (!URL.canParse(base)) throw new UsageError(`SENTINEL_URL is "${base}", which is no web address`);
  if (!(await has(LINK_KEY))) {
    const { makeFileSecret } = await import('../../lib/adapters/file-secret-once.ts');
    await makeFileSecret(folder, LINK_KEY, randomBytes(32).toString('hex'));
  }
  const key = await secrets.get(LINK_KEY);
  const { mailLinks } = await import('../../lib/web/mail-links.ts');
  return { actions, linkFor: mailLinks(base, key, Date.now) };
}
