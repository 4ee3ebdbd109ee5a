import { type App, Tags, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import type { Settings } from '../settings/settings.ts';
import type { WatchedBucket } from '../settings/watched-bucket.ts';
import { AccessStack } from './access-stack.ts';
import { sendingEvents } from './bucket-events.ts';
import { DataStack } from './data-stack.ts';
import { EventsStack } from './events-stack.ts';
import { SentinelStack } from './sentinel-stack.ts';

/** The stacks of one sentinel. */
export interface SentinelStacks {
  readonly data: DataStack;
  readonly sentinel: SentinelStack;
  /** One for each other account and region that has watched buckets. */
  readonly access: readonly AccessStack[];
  /** One for each other region of the sentinel's own account that has buckets which send their events. */
  readonly events: readonly EventsStack[];
}

/** Adds the sentinel's stacks to an app, with the checks they must pass. `bundles`: the folder of the functions' code. */
export function addStacks(app: App, settings: Settings, bundles: string): SentinelStacks {
  const { prefix, sentinelAccountId } = settings;
  const home = sentinelAccountId === null ? {} : { env: { account: sentinelAccountId } };
  const data = new DataStack(app, `${prefix}-data`, settings, home);
  const sentinel = new SentinelStack(app, `${prefix}-sentinel`, settings, { ...home, bundles });
  sentinel.addStackDependency(data);
  const stacks = { data, sentinel, access: addAccessStacks(app, settings), events: addEventsStacks(app, settings) };
  // Not every region's CloudFormation takes tags of a dashboard yet.
  Tags.of(app).add('backup-sentinel', prefix, { excludeResourceTypes: ['AWS::CloudWatch::Dashboard'] });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
  return stacks;
}

function addAccessStacks(app: App, settings: Settings): AccessStack[] {
  const { prefix, watched, sentinelAccountId, sentinelRegion } = settings;
  if (sentinelAccountId === null) return [];
  const foreign = watched.filter(({ accountId }) => accountId !== null && accountId !== sentinelAccountId);
  // A stack lies in one region, and the policy of a bucket in the region of the bucket.
  const placeOf = ({ accountId, region }: WatchedBucket) => (region === null ? accountId : `${accountId}-${region}`);
  return [...new Set(foreign.map(placeOf))].sort().map((place) => {
    const buckets = foreign.filter((bucket) => placeOf(bucket) === place);
    const { accountId = null, region = null } = buckets[0] ?? {};
    const env = { ...(accountId && { account: accountId }), ...(region && { region }) };
    return new AccessStack(app, `${prefix}-access-${place}`, settings, {
      env,
      watched: buckets,
      sentinelAccountId,
      sentinelRegion,
    });
  });
}

function addEventsStacks(app: App, { prefix, watched, sentinelAccountId, sentinelRegion }: Settings): EventsStack[] {
  if (sentinelRegion === null) return [];
  const own = sendingEvents(watched).filter(({ accountId }) => accountId === null || accountId === sentinelAccountId);
  const regions = new Set(own.flatMap(({ region }) => (region === null || region === sentinelRegion ? [] : region)));
  return [...regions].sort().map((region) => {
    const env = { region, ...(sentinelAccountId && { account: sentinelAccountId }) };
    const buckets = own.filter((bucket) => bucket.region === region);
    return new EventsStack(app, `${prefix}-events-${region}`, { env, watched: buckets, sentinelRegion });
  });
}
