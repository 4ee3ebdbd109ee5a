import { Aws, Validations } from 'aws-cdk-lib';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { LOOKS_INDEX } from '../adapters/dynamodb/indexes.ts';
import type { Settings } from '../settings/settings.ts';
import { awsBackup } from '../sources/aws-backup/source.ts';
import type { AdminTopic } from './admin-topic.ts';
import { type Names, RULES_KEY } from './names.ts';
import type { SentinelFunction } from './sentinel-function.ts';
import type { SliceQueue } from './slice-queue.ts';
import { decryptAccess, watchedAccess } from './watched-access.ts';

/** What functions may be granted. */
export interface SentinelResources {
  readonly names: Names;
  readonly rulesBucket: string;
  readonly bus: EventBus;
  readonly topic: AdminTopic;
  /** Null where no document is large and no job pings. */
  readonly slices: SliceQueue | null;
}

/** The checker: reads the rules and the watched places, keeps state, publishes on the bus. */
export function grantChecker(checker: SentinelFunction, resources: SentinelResources, settings: Settings): void {
  const { names, bus, slices } = resources;
  allowReadingRules(checker, resources);
  checker.allow(
    'State',
    ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:Scan'],
    [tableArn(names.tables.state)],
  );
  allowListing(checker, names);
  const audit = tableArn(names.tables.audit);
  checker.allow('Audit', ['dynamodb:PutItem'], [audit]);
  const heads = ['dynamodb:Query', 'dynamodb:UpdateItem'];
  checker.addToPolicy(withKeys('RecordHeads', heads, audit, 'StringEquals', ['#record']));
  const evidence = tableArn(names.tables.evidence);
  checker.allow('Evidence', ['dynamodb:Query'], [evidence]);
  checker.addToPolicy(
    withKeys('Mirrors', ['dynamodb:GetItem', 'dynamodb:PutItem'], evidence, 'StringEquals', ['#mirror', '#unwatched']),
  );
  const keep = ['dynamodb:PutItem', 'dynamodb:BatchWriteItem'];
  checker.addToPolicy(withKeys('Members', keep, evidence, 'StringEquals', ['#members']));
  checker.allow('Tell', ['events:PutEvents'], [bus.eventBusArn]);
  if (slices) checker.allow('Slice', ['sqs:SendMessage'], [slices.queueArn]);
  if (settings.watchdog) {
    checker.allow('Watchdog', ['ssm:GetParameter'], [parameterArn(names.watchdogParameter)]);
  }
  for (const watched of settings.watched) {
    checker.addToPolicy(...watchedAccess(watched));
    const decrypt = decryptAccess(watched);
    if (decrypt) checker.addToPolicy(decrypt);
  }
  acknowledgeReading(checker, settings);
  if (settings.awsBackup) allowRecoveryPoints(checker);
}

/** Of all resources: AWS Backup lets no policy name some for these. They show no content and change nothing. */
function allowRecoveryPoints(checker: SentinelFunction): void {
  checker.allow('RecoveryPoints', awsBackup.permissions.list, ['*']);
  Validations.of(checker).acknowledge({
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason: 'AWS Backup knows no resources for these two actions, which list recovery points and restores.',
  });
}

/** The gate: reads the rules doc and rows, keeps the last good document beside it, notifies bus and admin. */
export function grantRulesGate(gate: SentinelFunction, resources: SentinelResources): void {
  const { names, rulesBucket, bus, topic } = resources;
  const [, ...beside] = ruleObjects(rulesBucket);
  allowReadingRules(gate, resources);
  gate.allow('Runs', ['dynamodb:BatchGetItem'], [tableArn(names.tables.state)]);
  gate.allow('KeepBesideRules', ['s3:PutObject'], beside);
  gate.allow('Tell', ['events:PutEvents'], [bus.eventBusArn]);
  gate.allow('TellAdmin', ['sns:Publish'], [topic.topicArn]);
}

/** Dispatch: reads rules and state, records what it has handled, claims deliveries, and sends. */
export function grantDispatch(dispatch: SentinelFunction, resources: SentinelResources, settings: Settings): void {
  const { names, topic } = resources;
  allowReadingRules(dispatch, resources);
  dispatch.allow('State', ['dynamodb:BatchGetItem', 'dynamodb:UpdateItem'], [tableArn(names.tables.state)]);
  const claims = ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem', 'dynamodb:UpdateItem'];
  dispatch.allow('Audit', claims, [tableArn(names.tables.audit)]);
  const evidence = tableArn(names.tables.evidence);
  dispatch.addToPolicy(withKeys('Members', ['dynamodb:Query'], evidence, 'StringEquals', ['#members']));
  dispatch.allow('TellAdmin', ['sns:Publish'], [topic.topicArn]);
  allowNotifying(dispatch, resources, settings, settings.web ? [names.linkKeyParameter] : []);
}

/** The summary: reads rules, state and history, claims each reader's summary, and sends; asks the model that is set. */
export function grantSummary(summary: SentinelFunction, resources: SentinelResources, settings: Settings): void {
  const { names, topic } = resources;
  allowReadingRules(summary, resources);
  summary.allow('State', ['dynamodb:GetItem', 'dynamodb:BatchGetItem'], [tableArn(names.tables.state)]);
  allowListing(summary, names);
  summary.allow('Audit', ['dynamodb:Query', 'dynamodb:UpdateItem'], [tableArn(names.tables.audit)]);
  // Proposals, what no job watches, and the members of jobs.
  summary.allow('Proposals', ['dynamodb:Query'], [tableArn(names.tables.evidence)]);
  summary.allow('TellAdmin', ['sns:Publish'], [topic.topicArn]);
  allowNotifying(summary, resources, settings);
  if (settings.modelId !== '') allowModel(summary, settings.modelId);
}

/** To notify people by the channels that are set up, and to read `more` secrets beside theirs. */
function allowNotifying(
  lambda: SentinelFunction,
  { names }: SentinelResources,
  settings: Settings,
  more: readonly string[] = [],
): void {
  const secrets = [names.webhookKeyParameter, ...(settings.slack ? [names.slackTokenParameter] : []), ...more];
  lambda.allow('Secrets', ['ssm:GetParameter'], secrets.map(parameterArn));
  if (settings.topics.length > 0) lambda.allow('TellTopics', ['sns:Publish'], settings.topics);
  if (settings.fromEmail === '') return;
  // In its sandbox SES asks for the recipient's identity too, and for the configuration set that an identity has.
  const resources = ['identity/*', 'configuration-set/*'].map(
    (resource) => `arn:${Aws.PARTITION}:ses:${Aws.REGION}:${Aws.ACCOUNT_ID}:${resource}`,
  );
  lambda.addToPolicy(
    new PolicyStatement({
      sid: 'Mail',
      actions: ['ses:SendEmail', 'ses:SendRawEmail'],
      resources,
      conditions: { StringEquals: { 'ses:FromAddress': settings.fromEmail } },
    }),
  );
  for (const resource of resources) {
    Validations.of(lambda).acknowledge({
      id: `AwsSolutions-IAM5[Resource::${resource.replace(Aws.PARTITION, '<AWS::Partition>').replace(Aws.REGION, '<AWS::Region>').replace(Aws.ACCOUNT_ID, '<AWS::AccountId>')}]`,
      reason: 'SES checks the identities of recipients as well; the condition allows one sender and no other.',
    });
  }
}

/** Geographic and global inference profiles: `eu.anthropic.claude-...` stands for a model in several regions. */
const PROFILE = /^(?:us|us-gov|eu|apac|jp|au|ca|sa|me|af|global)\.(.+)$/;

/** One model and no other; that of an inference profile in whatever region, by way of the profile only. */
function allowModel(lambda: SentinelFunction, modelId: string): void {
  if (modelId.startsWith('arn:')) {
    allowProfile(lambda, modelId, '*');
    return;
  }
  const model = PROFILE.exec(modelId)?.[1];
  if (model === undefined) {
    const arn = `arn:${Aws.PARTITION}:bedrock:${Aws.REGION}::foundation-model/${modelId}`;
    lambda.allow('Model', ['bedrock:InvokeModel'], [arn]);
    return;
  }
  const profile = `arn:${Aws.PARTITION}:bedrock:${Aws.REGION}:${Aws.ACCOUNT_ID}:inference-profile/${modelId}`;
  allowProfile(lambda, profile, model);
}

function allowProfile(lambda: SentinelFunction, profile: string, model: string): void {
  lambda.allow('Model', ['bedrock:InvokeModel'], [profile]);
  lambda.addToPolicy(
    new PolicyStatement({
      sid: 'ModelOfProfile',
      actions: ['bedrock:InvokeModel'],
      resources: [`arn:${Aws.PARTITION}:bedrock:*::foundation-model/${model}`],
      conditions: { StringEquals: { 'bedrock:InferenceProfileArn': profile } },
    }),
  );
  Validations.of(lambda).acknowledge({
    id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:bedrock:*::foundation-model/${model}]`,
    reason:
      'An inference profile chooses the region, and an application profile the model; the condition names the profile.',
  });
}

/**
 * The ping function: reads the rules, knows keys and proposals, and puts heartbeats; it neither reads nor changes one. It
 * reads how a job stands, to have the checker check it for a ping that may change that.
 */
export function grantPing(
  ping: SentinelFunction,
  { names, rulesBucket, topic }: SentinelResources,
  slices: SliceQueue,
): void {
  const [doc, lastGood] = ruleObjects(rulesBucket);
  ping.allow('ReadRules', ['s3:GetObject'], [doc, lastGood]);
  ping.allow('MissingRules', ['s3:ListBucket'], [bucketArn(rulesBucket)]);
  ping.allow('MasterKey', ['ssm:GetParameter'], [parameterArn(names.pingKeyParameter)]);
  ping.allow('Standing', ['dynamodb:BatchGetItem'], [tableArn(names.tables.state)]);
  ping.allow('Check', ['sqs:SendMessage'], [slices.queueArn]);
  ping.allow('TellAdmin', ['sns:Publish'], [topic.topicArn]);
  const evidence = tableArn(names.tables.evidence);
  ping.addToPolicy(
    // Ids of jobs never begin with '#'; keys, tokens and proposals do.
    withKeys('Heartbeats', ['dynamodb:PutItem'], evidence, 'StringNotLike', ['#*']),
    withKeys('KeysAndProposals', ['dynamodb:Query'], evidence, 'StringEquals', ['#ping-key', '#proposal']),
    withKeys('Propose', ['dynamodb:UpdateItem', 'dynamodb:BatchWriteItem'], evidence, 'StringEquals', ['#proposal']),
  );
}

/** What serves owners: reads rules and state, writes their actions, and notifies the bus and Slack. */
export function grantWeb(web: SentinelFunction, resources: SentinelResources, settings: Settings): void {
  const { names, bus } = resources;
  allowReadingRules(web, resources);
  const act = ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'];
  web.allow('State', act, [tableArn(names.tables.state)]);
  allowListing(web, names);
  web.allow('Audit', ['dynamodb:Query', 'dynamodb:PutItem'], [tableArn(names.tables.audit)]);
  const evidence = tableArn(names.tables.evidence);
  web.addToPolicy(
    withKeys('SeenDrills', ['dynamodb:UpdateItem'], tableArn(names.tables.audit), 'StringEquals', ['#drill']),
    withKeys('Runs', ['dynamodb:Query'], evidence, 'StringNotLike', ['#*']),
    withKeys('Members', ['dynamodb:Query', 'dynamodb:BatchWriteItem'], evidence, 'StringEquals', ['#members']),
    withKeys('Proposals', ['dynamodb:Query'], evidence, 'StringEquals', ['#proposal']),
    withKeys('Tokens', ['dynamodb:GetItem'], evidence, 'StringEquals', ['#token']),
    withKeys('Sessions', ['dynamodb:GetItem', 'dynamodb:UpdateItem'], evidence, 'StringEquals', ['#session']),
    withKeys('UsedLinks', ['dynamodb:PutItem'], evidence, 'StringEquals', ['#used-link']),
  );
  web.allow('Tell', ['events:PutEvents'], [bus.eventBusArn]);
  const slack = settings.slackButtons ? [names.slackTokenParameter, names.slackSigningParameter] : [];
  // What an owner sees their job's ping address with.
  const pings = settings.heartbeats ? [names.pingKeyParameter] : [];
  if (settings.heartbeats)
    web.addToPolicy(withKeys('PingKeys', ['dynamodb:Query'], evidence, 'StringEquals', ['#ping-key']));
  web.allow('Secrets', ['ssm:GetParameter'], [names.linkKeyParameter, ...slack, ...pings].map(parameterArn));
}

/** What the index of the rows says of them. */
function allowListing(lambda: SentinelFunction, names: Names): void {
  lambda.allow('ListRows', ['dynamodb:Query'], [`${tableArn(names.tables.state)}/index/${LOOKS_INDEX.name}`]);
}

/** Some actions on the items of a table with such partition keys, and on no others. */
function withKeys(
  sid: string,
  actions: string[],
  table: string,
  are: 'StringEquals' | 'StringNotLike',
  keys: readonly string[],
): PolicyStatement {
  const conditions = { [`ForAllValues:${are}`]: { 'dynamodb:LeadingKeys': keys } };
  return new PolicyStatement({ sid, actions, resources: [table], conditions });
}

function allowReadingRules(lambda: SentinelFunction, { rulesBucket }: SentinelResources): void {
  lambda.allow('ReadRules', ['s3:GetObject'], ruleObjects(rulesBucket));
  // Without it S3 says "access denied" of a document that is not there yet.
  lambda.allow('MissingRules', ['s3:ListBucket'], [bucketArn(rulesBucket)]);
}

/** The rules doc, and what is kept beside it: the last good copy, and which bad upload the admin was notified of. */
function ruleObjects(bucket: string): [doc: string, lastGood: string, rejected: string] {
  const doc = `${bucketArn(bucket)}/${RULES_KEY}`;
  return [doc, `${doc}.last-good.json`, `${doc}.rejected.json`];
}

function bucketArn(bucket: string): string {
  return `arn:${Aws.PARTITION}:s3:::${bucket}`;
}

/** `name` begins with a slash. */
function parameterArn(name: string): string {
  return `arn:${Aws.PARTITION}:ssm:${Aws.REGION}:${Aws.ACCOUNT_ID}:parameter${name}`;
}

function tableArn(table: string): string {
  return `arn:${Aws.PARTITION}:dynamodb:${Aws.REGION}:${Aws.ACCOUNT_ID}:table/${table}`;
}

/** The only stars among the resources: all that begins with a prefix that the operator named for reading. */
function acknowledgeReading(checker: SentinelFunction, { watched }: Settings): void {
  for (const { bucket, read } of watched) {
    for (const prefix of read) {
      Validations.of(checker).acknowledge({
        id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:s3:::${bucket}/${prefix}*]`,
        reason: `The operator lets the checker read the markers, reports or backups under ${prefix} in ${bucket}.`,
      });
    }
  }
}
