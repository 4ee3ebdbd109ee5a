import { DynamoDBClient, GetItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { GetScheduleCommand, ListSchedulesCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { GetQueueAttributesCommand, GetQueueUrlCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Deployment } from './deployment.ts';

/** A delivery as bk-audit has it. */
interface Claim {
  readonly person: string | undefined;
  readonly state: string | undefined;
  readonly outcome: string | undefined;
  readonly channel: string | undefined;
  readonly receipt: string | undefined;
  readonly attempts: number;
  /** Milliseconds since 1970. */
  readonly claimedAt: number;
}

const AUDIT = 'bk-audit';
const DEFERRALS = 'bk-deferrals';

/** What dispatch leaves behind in the account: claims and turns, schedules, messages in its queues. */
export class DispatchTraces {
  readonly #tables: DynamoDBClient;
  readonly #scheduler: SchedulerClient;
  readonly #sqs: SQSClient;

  constructor({ client }: Deployment) {
    this.#tables = new DynamoDBClient(client);
    this.#scheduler = new SchedulerClient(client);
    this.#sqs = new SQSClient(client);
  }

  close(): void {
    for (const client of [this.#tables, this.#scheduler, this.#sqs]) client.destroy();
  }

  /** The claims of a job, the earliest first. */
  async claims(jobId: string): Promise<readonly Claim[]> {
    const KeyConditionExpression = 'job_id = :job and begins_with(at_id, :kind)';
    const ExpressionAttributeValues = { ':job': { S: jobId }, ':kind': { S: 'claim#' } };
    const request = { TableName: AUDIT, KeyConditionExpression, ExpressionAttributeValues };
    const { Items = [] } = await this.#tables.send(new QueryCommand(request));
    const claims = Items.map(
      ({ person_id, state, outcome, address, receipt, attempts, claimed_at }): Claim => ({
        person: person_id?.S,
        state: state?.S,
        outcome: outcome?.S,
        channel: address?.M?.channel?.S,
        receipt: receipt?.S,
        attempts: Number(attempts?.N),
        claimedAt: Date.parse(claimed_at?.S ?? ''),
      }),
    );
    return claims.sort((a, b) => a.claimedAt - b.claimedAt);
  }

  /** Whether a person may be written to again. */
  async isTurnOver(personId: string): Promise<boolean> {
    const Key = { job_id: { S: `#person#${personId}` }, at_id: { S: 'turn' } };
    const { Item } = await this.#tables.send(new GetItemCommand({ TableName: AUDIT, Key, ConsistentRead: true }));
    return Date.now() > Number(Item?.until_ms?.N ?? 0);
  }

  /** The instants, in milliseconds since 1970, at which what was deferred will wake. */
  async deferredUntil(): Promise<readonly number[]> {
    const group = { GroupName: DEFERRALS };
    const { Schedules = [] } = await this.#scheduler.send(new ListSchedulesCommand(group));
    const schedules = Schedules.map(({ Name }) => this.#scheduler.send(new GetScheduleCommand({ ...group, Name })));
    return (await Promise.all(schedules)).map(({ ScheduleExpression = '' }) =>
      Date.parse(`${/^at\((.*)\)$/.exec(ScheduleExpression)?.[1]}Z`),
    );
  }

  /** Hands dispatch an event once more, as the bus and a queue may. */
  async repeat(detail: object): Promise<void> {
    const MessageBody = JSON.stringify({ detail });
    await this.#sqs.send(new SendMessageCommand({ QueueUrl: await this.#url('bk-dispatch'), MessageBody }));
  }

  /** How many messages wait in a queue, or are being dealt with. */
  async waiting(queueName: string): Promise<number> {
    const counts = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
    const QueueUrl = await this.#url(queueName);
    const asked = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...counts] });
    const { Attributes } = await this.#sqs.send(asked);
    return counts.reduce((sum, name) => sum + Number(Attributes?.[name]), 0);
  }

  async #url(queueName: string): Promise<string> {
    const { QueueUrl = '' } = await this.#sqs.send(new GetQueueUrlCommand({ QueueName: queueName }));
    return QueueUrl;
  }
}
