import { createDynamoStores } from '../../lib/adapters/dynamodb/create-stores.ts';
import { SsmParameters } from '../../lib/adapters/ssm/parameters.ts';
import { ChecksOnPing, mayChangeState } from '../../lib/app/ping/checks-on-ping.ts';
import { masterKeyFrom } from '../../lib/app/ping/ping-key.ts';
import type { PingPorts } from '../../lib/app/ping/receive-ping.ts';
import { loadRules, RulesReadings } from '../../lib/app/rules/load-rules.ts';
import { rulesReader } from '../../lib/app/rules/rules-reader.ts';
import { SECOND_MS } from '../../lib/core/instant.ts';
import { FAILED_PROPOSALS, failedProposalLine } from '../../lib/core/ping/proposal.ts';
import type { JobsChecks } from '../../lib/ports/slice-queue.ts';
import { readEnvironment } from '../environment.ts';
import { functionRules } from '../function-rules.ts';
import { type Instruments, instrumentsFor, reportUnreadable } from '../instruments.ts';

export interface PingContext {
  readonly ports: PingPorts;
  readonly instruments: Instruments;
}

/**
 * What pings are taken with: clients that are made once, without a request, and kept while the process lives.
 * Throws an Error that names what is missing from `env`.
 */
export function pingContext(env: NodeJS.ProcessEnv): PingContext {
  const { SENTINEL_PREFIX, PING_KEY_PARAMETER, SLICE_QUEUE_URL, ADMIN_TOPIC_ARN } = readEnvironment(
    ['SENTINEL_PREFIX', 'PING_KEY_PARAMETER', 'SLICE_QUEUE_URL', 'ADMIN_TOPIC_ARN'],
    env,
  );
  const instruments = instrumentsFor(SENTINEL_PREFIX, 'ping');
  const stores = createDynamoStores({ prefix: SENTINEL_PREFIX, onUnreadable: reportUnreadable(instruments) });
  const rules = functionRules(env);
  const readings = new RulesReadings(rulesReader());
  const secrets = new SsmParameters();
  const checks = new ChecksOnPing(() => performance.now());
  const queue = checksOnDemand(SLICE_QUEUE_URL);
  const ports: PingPorts = {
    document: async (now) => (await loadRules(rules, now, readings)).document,
    masterKey: () => masterKeyFrom(secrets, PING_KEY_PARAMETER),
    keys: stores.pingKeys,
    proposals: stores.proposals,
    heartbeats: stores.heartbeats,
    onHeartbeat: async (heartbeat) => {
      if (!(await mayChangeState(heartbeat, stores.state))) return;
      const { jobId } = heartbeat;
      const waitMs = checks.schedule(jobId);
      if (waitMs !== null) await queue.sendCheck({ kind: 'jobs', jobIds: [jobId] }, Math.ceil(waitMs / SECOND_MS));
    },
    onFailedProposal: async (proposal) => {
      const { SnsAdmin } = await import('../../lib/adapters/sns/admin.ts');
      const text = failedProposalLine(proposal);
      await new SnsAdmin(ADMIN_TOPIC_ARN).notify({ subject: `Backup sentinel: ${FAILED_PROPOSALS}`, text });
    },
    clock: Date.now,
    elapsedMs: () => performance.now(),
    onError: (message) => instruments.logger.error('pings cannot be taken as they should be', { why: message }),
  };
  return { ports, instruments };
}

/** The checker's queue, whose client is loaded for the first ping that may change a state. */
function checksOnDemand(url: string): JobsChecks {
  let made: Promise<JobsChecks> | null = null;
  const make = async () => new (await import('../../lib/adapters/sqs/slices.ts')).SqsSlices(url);
  return {
    sendCheck: async (check, delayS) => {
      made ??= make();
      await (await made).sendCheck(check, delayS);
    },
  };
}
