import { type App, Tags, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import type { Settings } from '../settings/settings.ts';
import { AccessStack } from './access-stack.ts';
import { DataStack } from './data-stack.ts';
import { SentinelStack } from './sentinel-stack.ts';

/** The stacks of one sentinel. */
export interface SentinelStacks {
  readonly data: DataStack;
  readonly sentinel: SentinelStack;
  /** One for each other account that owns watched buckets. */
  readonly access: readonly AccessStack[];
}

/** Adds the sentinel's stacks to an app, with the checks they must pass. `bundles`: the folder of the functions' code. */
export function addStacks(app: App, settings: Settings, bundles: string): SentinelStacks {
  const { prefix, sentinelAccountId } = settings;
  const home = sentinelAccountId === null ? {} : { env: { account: sentinelAccountId } };
  const data = new DataStack(app, `${prefix}-data`, settings, home);
  const sentinel = new SentinelStack(app, `${prefix}-sentinel`, settings, { ...home, bundles });
  sentinel.addStackDependency(data);
  const stacks = { data, sentinel, access: addAccessStacks(app, settings) };
  Tags.of(app).add('backup-sentinel', prefix);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
  return stacks;
}

function addAccessStacks(app: App, settings: Settings): AccessStack[] {
  const { prefix, watched, sentinelAccountId } = settings;
  if (sentinelAccountId === null) return [];
  const accounts = new Set(watched.flatMap(({ accountId }) => (accountId === null ? [] : [accountId])));
  accounts.delete(sentinelAccountId);
  return [...accounts].sort().map(
    (account) =>
      new AccessStack(app, `${prefix}-access-${account}`, settings, {
        env: { account },
        watched: watched.filter(({ accountId }) => accountId === account),
        sentinelAccountId,
      }),
  );
}
