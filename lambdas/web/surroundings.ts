import { createDynamoStores } from '../../lib/adapters/dynamodb-stores.ts';
import { createS3Client } from '../../lib/adapters/s3-client.ts';
import { S3Rules } from '../../lib/adapters/s3-rules.ts';
import { SlackApi } from '../../lib/adapters/slack-api.ts';
import { SlackInteraction } from '../../lib/adapters/slack-interaction.ts';
import { SsmParameters } from '../../lib/adapters/ssm-parameters.ts';
import { loadRules, RulesReadings } from '../../lib/app/load-rules.ts';
import type { Instant } from '../../lib/core/instant.ts';
import type { SlackPorts } from '../../lib/web/slack-actions.ts';
import { readEnvironment } from '../environment.ts';
import { type Instruments, instrumentsFor } from '../instruments.ts';
import { rulesReader } from '../rules-reader.ts';
import { busOnDemand } from './bus-on-demand.ts';

export interface WebSurroundings {
  readonly ports: SlackPorts;
  /** Parameters with the key of the links, and with what Slack signs with; the latter empty where there are no buttons. */
  readonly linkKeyName: string;
  readonly signingSecretName: string;
  readonly instruments: Instruments;
}

/**
 * What owners are served with: clients that are made once, without a request, and kept while the process lives.
 * Throws an Error that names what is missing from `env`.
 */
export function webSurroundings(env: NodeJS.ProcessEnv, now: () => Instant = Date.now): WebSurroundings {
  const environment = readEnvironment(
    [
      'SENTINEL_PREFIX',
      'RULES_BUCKET',
      'RULES_KEY',
      'BUS_NAME',
      'SLACK_TOKEN_PARAMETER',
      'SLACK_URL',
      'SLACK_SIGNING_PARAMETER',
      'LINK_KEY_PARAMETER',
    ],
    env,
  );
  const { SENTINEL_PREFIX, RULES_BUCKET, RULES_KEY, SLACK_TOKEN_PARAMETER, SLACK_URL } = environment;
  const stores = createDynamoStores({ prefix: SENTINEL_PREFIX, now });
  const secrets = new SsmParameters();
  const rules = new S3Rules(createS3Client(env), RULES_BUCKET, RULES_KEY);
  const readings = new RulesReadings(rulesReader());
  const slackUrl = SLACK_URL === '' ? [] : [SLACK_URL];
  const inForce = async () => {
    const { document, source } = await loadRules(rules, now(), readings);
    if (document === null) throw new Error(`no usable rules doc at ${source}: nobody can act`);
    return document;
  };
  return {
    ports: {
      store: stores.state,
      audit: stores.audit,
      // Without it, whoever was told would see that a job is quiet at the next tick only, up to an hour later.
      sink: busOnDemand(environment.BUS_NAME),
      rules: inForce,
      secrets,
      now,
      slack: new SlackInteraction(new SlackApi(secrets, SLACK_TOKEN_PARAMETER, ...slackUrl), ...slackUrl),
    },
    linkKeyName: environment.LINK_KEY_PARAMETER,
    signingSecretName: environment.SLACK_SIGNING_PARAMETER,
    instruments: instrumentsFor(SENTINEL_PREFIX, 'web'),
  };
}
