import { DynamoDBClient, GetItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import {
  DeleteRuleCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { DeleteObjectsCommand, ListObjectVersionsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { type Deployment, RULES_BUCKET, WATCHED_BUCKET } from './deployment.ts';
import { Heard } from './heard.ts';

const BUS = 'backup-sentinel';
const EVERYTHING = JSON.stringify({ source: ['backup-sentinel'] });
/** Name of the rule on the bus, and of its target. */
const HUNG = 'e2e';

type Detail = Readonly<Record<string, unknown>>;

interface BusEvent {
  readonly 'detail-type': string;
  readonly detail: Detail;
}

/** As SNS hands it to a queue. */
interface AdminMail {
  readonly Subject: string;
  readonly Message: string;
}

/** What there is to do with a sentinel that is deployed, and what it says: on its bus, to its admin, in its tables. */
export class DeployedSentinel {
  readonly s3: S3Client;
  readonly #deployment: Deployment;
  readonly #events: EventBridgeClient;
  readonly #tables: DynamoDBClient;
  readonly #sqs: SQSClient;
  readonly #told: Heard<BusEvent>;
  readonly #mailed: Heard<AdminMail>;

  private constructor(deployment: Deployment, sqs: SQSClient, told: Heard<BusEvent>, mailed: Heard<AdminMail>) {
    this.#deployment = deployment;
    this.s3 = new S3Client({ ...deployment.client, forcePathStyle: true });
    this.#events = new EventBridgeClient(deployment.client);
    this.#tables = new DynamoDBClient(deployment.client);
    this.#sqs = sqs;
    this.#told = told;
    this.#mailed = mailed;
  }

  /** Hangs a queue on the bus of a deployment, and another on the topic of its admin. */
  static async listenTo(deployment: Deployment): Promise<DeployedSentinel> {
    const sqs = new SQSClient(deployment.client);
    const told = await Heard.createQueue<BusEvent>(sqs, 'told');
    const mailed = await Heard.createQueue<AdminMail>(sqs, 'mailed');
    const sentinel = new DeployedSentinel(deployment, sqs, told, mailed);
    const bus = { Rule: HUNG, EventBusName: BUS };
    await sentinel.#events.send(new PutRuleCommand({ Name: HUNG, EventBusName: BUS, EventPattern: EVERYTHING }));
    await sentinel.#events.send(new PutTargetsCommand({ ...bus, Targets: [{ Id: HUNG, Arn: told.arn }] }));
    const sns = new SNSClient(deployment.client);
    const topic = mailed.arn.replace(':sqs:', ':sns:').replace(/mailed$/, 'bk-admin');
    await sns.send(new SubscribeCommand({ TopicArn: topic, Protocol: 'sqs', Endpoint: mailed.arn }));
    sns.destroy();
    return sentinel;
  }

  /** Takes away what is the listener's and would stand in the way of taking the stacks away. */
  async leave(): Promise<void> {
    const bus = { EventBusName: BUS };
    await this.#events.send(new RemoveTargetsCommand({ ...bus, Rule: HUNG, Ids: [HUNG] }));
    await this.#events.send(new DeleteRuleCommand({ ...bus, Name: HUNG }));
    await Promise.all([this.#told.deleteQueue(), this.#mailed.deleteQueue()]);
  }

  /** Removes every version of every object in the bucket of the rules doc, as the operator's page says. */
  async emptyRulesBucket(): Promise<void> {
    const bucket = { Bucket: RULES_BUCKET };
    const { Versions = [], DeleteMarkers = [] } = await this.s3.send(new ListObjectVersionsCommand(bucket));
    const Objects = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));
    await this.s3.send(new DeleteObjectsCommand({ ...bucket, Delete: { Objects } }));
  }

  /** Puts a backup of some 4 KB where it is watched. */
  async backUp(key: string): Promise<void> {
    await this.s3.send(new PutObjectCommand({ Bucket: WATCHED_BUCKET, Key: key, Body: Buffer.alloc(4_000, 'x') }));
  }

  /** A pass now, and not when the schedule says so. */
  async tick(): Promise<void> {
    await this.#deployment.invoke('bk-checker', { kind: 'tick', scheduledAt: new Date().toISOString() });
  }

  /** The details of all events of a type that came over the bus so far. */
  async details(type: string): Promise<readonly Detail[]> {
    const events = await this.#told.all();
    return events.filter((event) => event['detail-type'] === type).map(({ detail }) => detail);
  }

  /** All changes of state that came over the bus so far, as `orders-db: green to alert, worsened`. */
  async changes(): Promise<readonly string[]> {
    const details = await this.details('Backup Job State Changed');
    return details.map(({ job_id, from, to, reason }) => `${job_id}: ${from} to ${to}, ${reason}`);
  }

  /** The subjects of what the admin has been told so far. */
  async adminSubjects(): Promise<readonly string[]> {
    return (await this.#mailed.all()).map(({ Subject }) => Subject);
  }

  /** The row of a job in bk-state, as DynamoDB writes it. */
  async row(jobId: string) {
    const request = { TableName: 'bk-state', Key: { job_id: { S: jobId } }, ConsistentRead: true };
    return (await this.#tables.send(new GetItemCommand(request))).Item;
  }

  /** The sort keys of a job's changes of state in bk-audit, oldest first. */
  async auditedChanges(jobId: string): Promise<readonly (string | undefined)[]> {
    const KeyConditionExpression = 'job_id = :job and begins_with(at_id, :kind)';
    const ExpressionAttributeValues = { ':job': { S: jobId }, ':kind': { S: 't#' } };
    const request = { TableName: 'bk-audit', KeyConditionExpression, ExpressionAttributeValues };
    const { Items = [] } = await this.#tables.send(new QueryCommand(request));
    return Items.map(({ at_id }) => at_id?.S);
  }

  close(): void {
    for (const client of [this.s3, this.#events, this.#tables, this.#sqs]) client.destroy();
  }
}
