import { createDynamoStores } from '../../lib/adapters/dynamodb/create-stores.ts';
import { SsmParameters } from '../../lib/adapters/ssm/parameters.ts';
import { withMembers } from '../../lib/app/members/with-members.ts';
import { pingAddresses } from '../../lib/app/ping/ping-address.ts';
import { masterKeyFrom } from '../../lib/app/ping/ping-key.ts';
import { loadRules, RulesReadings } from '../../lib/app/rules/load-rules.ts';
import { rulesReader } from '../../lib/app/rules/rules-reader.ts';
import { SlackApi } from '../../lib/channels/slack/api.ts';
import { SlackInteraction } from '../../lib/channels/slack/interaction.ts';
import type { Instant } from '../../lib/core/instant.ts';
import type { WebPorts } from '../../lib/web/web-app.ts';
import { readEnvironment } from '../environment.ts';
import { functionRules } from '../function-rules.ts';
import { type Instruments, instrumentsFor, reportUnreadable } from '../instruments.ts';
import { busOnDemand } from './bus-on-demand.ts';

export interface WebContext {
  readonly ports: WebPorts;
  /** Parameters: with the key of links and sessions, and with what Slack signs with. */
  readonly linkKeyName: string;
  readonly signingSecretName: string;
  readonly instruments: Instruments;
}

/**
 * What owners are served with: clients that are made once, without a request, and kept while the process lives.
 * Throws an Error that names what is missing from `env`.
 */
export function webContext(env: NodeJS.ProcessEnv, now: () => Instant = Date.now): WebContext {
  const environment = readEnvironment(
    [
      'SENTINEL_PREFIX',
      'BUS_NAME',
      'SLACK_TOKEN_PARAMETER',
      'SLACK_URL',
      'SLACK_SIGNING_PARAMETER',
      'LINK_KEY_PARAMETER',
      'PING_URL',
      'PING_KEY_PARAMETER',
    ],
    env,
  );
  const { SENTINEL_PREFIX, SLACK_TOKEN_PARAMETER, SLACK_URL } = environment;
  const instruments = instrumentsFor(SENTINEL_PREFIX, 'web');
  const stores = createDynamoStores({ prefix: SENTINEL_PREFIX, now, onUnreadable: reportUnreadable(instruments) });
  const secrets = new SsmParameters();
  const rules = functionRules(env);
  const readings = new RulesReadings(rulesReader());
  const slackUrl = SLACK_URL === '' ? [] : [SLACK_URL];
  const hasButtons = environment.SLACK_SIGNING_PARAMETER !== '';
  const slackApi = new SlackApi(secrets, SLACK_TOKEN_PARAMETER, ...slackUrl);
  return {
    ports: {
      ...stores,
      store: stores.state,
      // Without it, the recipients would see that a job is quiet at the next tick only, up to an hour later.
      sink: busOnDemand(environment.BUS_NAME),
      rules: async () => withMembers(await loadRules(rules, now(), readings), stores.members),
      secrets,
      // Left out where no heartbeats are received.
      ...(environment.PING_URL !== '' && {
        pingAddressOf: pingAddresses({
          keys: stores.pingKeys,
          masterKey: () => masterKeyFrom(secrets, environment.PING_KEY_PARAMETER),
          now,
          base: () => environment.PING_URL,
        }),
      }),
      slack: hasButtons ? new SlackInteraction(slackApi, ...slackUrl) : null,
      now,
      elapsedMs: () => performance.now(),
      onError: (message) => instruments.logger.error('the owners cannot be served as they should be', { why: message }),
    },
    linkKeyName: environment.LINK_KEY_PARAMETER,
    signingSecretName: environment.SLACK_SIGNING_PARAMETER,
    instruments,
  };
}
