import { createDynamoStores } from '../../lib/adapters/dynamodb/create-stores.ts';
import { createS3Client } from '../../lib/adapters/s3/client.ts';
import { S3Rules } from '../../lib/adapters/s3/rules.ts';
import { SsmParameters } from '../../lib/adapters/ssm/parameters.ts';
import { masterKeyFrom } from '../../lib/app/ping/ping-key.ts';
import type { PingPorts } from '../../lib/app/ping/receive-ping.ts';
import { loadRules, RulesReadings } from '../../lib/app/rules/load-rules.ts';
import { readEnvironment } from '../environment.ts';
import { type Instruments, instrumentsFor, reportUnreadable } from '../instruments.ts';
import { rulesReader } from '../rules-reader.ts';

export interface PingContext {
  readonly ports: PingPorts;
  readonly instruments: Instruments;
}

/**
 * What pings are taken with: clients that are made once, without a request, and kept while the process lives.
 * Throws an Error that names what is missing from `env`.
 */
export function pingContext(env: NodeJS.ProcessEnv): PingContext {
  const { SENTINEL_PREFIX, RULES_BUCKET, RULES_KEY, PING_KEY_PARAMETER } = readEnvironment(
    ['SENTINEL_PREFIX', 'RULES_BUCKET', 'RULES_KEY', 'PING_KEY_PARAMETER'],
    env,
  );
  const instruments = instrumentsFor(SENTINEL_PREFIX, 'ping');
  const stores = createDynamoStores({ prefix: SENTINEL_PREFIX, onUnreadable: reportUnreadable(instruments) });
  const rules = new S3Rules(createS3Client(env), RULES_BUCKET, RULES_KEY);
  const readings = new RulesReadings(rulesReader());
  const secrets = new SsmParameters();
  const ports: PingPorts = {
    document: async (now) => (await loadRules(rules, now, readings)).document,
    masterKey: () => masterKeyFrom(secrets, PING_KEY_PARAMETER),
    keys: stores.pingKeys,
    proposals: stores.proposals,
    heartbeats: stores.heartbeats,
    clock: Date.now,
    elapsedMs: () => performance.now(),
    onError: (message) => instruments.logger.error('pings cannot be taken as they should be', { why: message }),
  };
  return { ports, instruments };
}
