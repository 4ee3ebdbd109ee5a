import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateEventBusCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateScheduleGroupCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { CreateEmailIdentityCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { tableNames } from '../../lib/adapters/dynamodb/tables.ts';
import { createTables } from '../adapters/dynamodb/create-tables.ts';
import type { Granted } from '../stacks/granted.ts';
import { type AwsServer, KEYS, startMoto } from './aws-servers.ts';
import { answerTo, pathRequest } from './plain-requests.ts';

/** What there is beside the tables. */
export interface AccountContent {
  readonly buckets: readonly string[];
  /** By bucket and key. */
  readonly objects: readonly (readonly [bucket: string, key: string, body: string])[];
  readonly parameters: Readonly<Record<string, string>>;
  readonly queues: readonly string[];
  readonly topics: readonly string[];
  readonly bus: string;
  readonly scheduleGroup: string;
  readonly sender: string;
}

/** Credentials as the service puts them into a function's environment. */
export type RoleKeys = Readonly<Record<'AWS_ACCESS_KEY_ID' | 'AWS_SECRET_ACCESS_KEY' | 'AWS_SESSION_TOKEN', string>>;

/**
 * An account of moto's, which refuses what the policies of a role do not allow: signature and action of every request,
 * and the resources of S3 and SQS. It knows the resources of no other service and takes every condition as not met, so
 * its policies go without these; test/e2e/policy.ts evaluates them.
 */
export class MotoAccount {
  readonly #server: AwsServer;

  private constructor(server: AwsServer) {
    this.#server = server;
  }

  get url(): string {
    return this.#server.endpoint;
  }

  static async start(): Promise<MotoAccount> {
    return new MotoAccount(await startMoto());
  }

  stop(): Promise<void> {
    return this.#server.stop();
  }

  /** Makes a role with these grants; resolves to credentials of it. */
  async role(name: string, grants: readonly Granted[]): Promise<RoleKeys> {
    const document = JSON.stringify({ Version: '2012-10-17', Statement: grants.flatMap(motoStatements) });
    const trust = { Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' };
    const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [trust] });
    await this.#query('iam', { Action: 'CreateRole', RoleName: name, AssumeRolePolicyDocument });
    if (grants.length > 0) {
      await this.#query('iam', {
        Action: 'PutRolePolicy',
        RoleName: name,
        PolicyName: 'grants',
        PolicyDocument: document,
      });
    }
    const RoleArn = `arn:aws:iam::123456789012:role/${name}`;
    const answer = await this.#query('sts', { Action: 'AssumeRole', RoleArn, RoleSessionName: name });
    const value = (tag: string) => new RegExp(`<${tag}>(.+)</${tag}>`).exec(answer)?.[1] ?? '';
    return {
      AWS_ACCESS_KEY_ID: value('AccessKeyId'),
      AWS_SECRET_ACCESS_KEY: value('SecretAccessKey'),
      AWS_SESSION_TOKEN: value('SessionToken'),
    };
  }

  /** From here on, every request needs a permission. */
  async enforce(): Promise<void> {
    await answerTo(`${this.url}/moto-api/reset-auth`, { method: 'POST', body: '0' });
  }

  /** Uploads an object with a role's credentials. */
  async put(credentials: RoleKeys, Bucket: string, Key: string, Body: string): Promise<void> {
    const s3 = new S3Client({
      endpoint: this.url,
      region: KEYS.AWS_REGION,
      forcePathStyle: true,
      credentials: {
        accessKeyId: credentials.AWS_ACCESS_KEY_ID,
        secretAccessKey: credentials.AWS_SECRET_ACCESS_KEY,
        sessionToken: credentials.AWS_SESSION_TOKEN,
      },
    });
    await s3.send(new PutObjectCommand({ Bucket, Key, Body }));
    s3.destroy();
  }

  #query(service: string, parameters: Readonly<Record<string, string>>): Promise<string> {
    const body = new URLSearchParams({ Version: service === 'iam' ? '2010-05-08' : '2011-06-15', ...parameters });
    return answerTo(this.url, { ...pathRequest(service), method: 'POST', body });
  }

  /** Makes the tables and what else there is. */
  async fill(content: AccountContent): Promise<void> {
    const options = {
      endpoint: this.url,
      region: KEYS.AWS_REGION,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    };
    const s3 = new S3Client({ ...options, forcePathStyle: true });
    const [ssm, sqs, sns] = [new SSMClient(options), new SQSClient(options), new SNSClient(options)];
    const [events, scheduler, ses] = [
      new EventBridgeClient(options),
      new SchedulerClient(options),
      new SESv2Client(options),
    ];
    const tables = new DynamoDBClient(options);
    await createTables(tables, tableNames('bk'));
    for (const Bucket of content.buckets) await s3.send(new CreateBucketCommand({ Bucket }));
    for (const [Bucket, Key, Body] of content.objects) await s3.send(new PutObjectCommand({ Bucket, Key, Body }));
    for (const [Name, Value] of Object.entries(content.parameters))
      await ssm.send(new PutParameterCommand({ Name, Value, Type: 'SecureString' }));
    for (const QueueName of content.queues) await sqs.send(new CreateQueueCommand({ QueueName }));
    for (const Name of content.topics) await sns.send(new CreateTopicCommand({ Name }));
    await events.send(new CreateEventBusCommand({ Name: content.bus }));
    await scheduler.send(new CreateScheduleGroupCommand({ Name: content.scheduleGroup }));
    await ses.send(new CreateEmailIdentityCommand({ EmailIdentity: content.sender }));
    for (const client of [s3, ssm, sqs, sns, events, scheduler, ses, tables]) client.destroy();
  }
}

/** IAM knows one action for a request and for a batch of it; moto takes the operation's name for the action. */
function motoStatements({ actions, resources }: Granted): object[] {
  const Action = actions.flatMap((action) => (action.startsWith('sqs:') ? [action, `${action}Batch`] : [action]));
  const hasResources = actions.every((action) => /^(?:s3|sqs):/.test(action));
  return [{ Effect: 'Allow', Action, Resource: hasResources ? resources : '*' }];
}
