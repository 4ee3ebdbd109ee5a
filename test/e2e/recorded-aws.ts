import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AwsEndpoint } from '../faults/aws-endpoint.ts';

/** A request to AWS in the words of IAM. */
export interface RecordedCall {
  readonly action: string;
  /** ARN in the account and region of the stand-in. */
  readonly resource: string;
  /** Values of the condition keys that the policies of the stacks look at. */
  readonly context: Readonly<Record<string, readonly string[]>>;
}

const ACCOUNT = 'us-east-1:123456789012';

/** The stand-in for AWS behind a server that notes what each request would need permission for. */
export class RecordedAws {
  readonly aws: AwsEndpoint;
  readonly #server: Server;
  readonly #calls: RecordedCall[] = [];

  private constructor(aws: AwsEndpoint) {
    this.aws = aws;
    this.#server = createServer((incoming, response) => void this.#pass(incoming, response));
  }

  static async start(): Promise<RecordedAws> {
    const recorded = new RecordedAws(await AwsEndpoint.start());
    await new Promise<void>((resolve) => recorded.#server.listen(0, '127.0.0.1', resolve));
    return recorded;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** What was asked for since the last time. */
  take(): RecordedCall[] {
    return this.#calls.splice(0);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    await this.aws.stop();
  }

  async #pass(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const { method = 'GET', url = '/', headers } = incoming;
    const target = String(headers['x-amz-target'] ?? '');
    if (!url.startsWith('/watchdog')) this.#calls.push(...callsOf(method, new URL(url, this.aws.url), target, body));
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      request(this.aws.url + url, { method, headers }, resolve)
        .on('error', reject)
        .end(body);
    });
    response.writeHead(answer.statusCode ?? 500, answer.headers);
    answer.pipe(response);
  }
}

function callsOf(method: string, url: URL, target: string, body: Buffer): RecordedCall[] {
  const [service = '', operation = ''] = target.split('.');
  if (service.startsWith('DynamoDB_')) return dynamoCalls(operation, JSON.parse(body.toString()));
  if (service === 'AWSEvents') {
    const buses = JSON.parse(body.toString()).Entries.map(({ EventBusName }: { EventBusName: string }) => EventBusName);
    return [...new Set<string>(buses)].map((bus) =>
      plain('events:PutEvents', `arn:aws:events:${ACCOUNT}:event-bus/${bus}`),
    );
  }
  if (service === 'AmazonSQS') {
    const queue = new URL(JSON.parse(body.toString()).QueueUrl).pathname.split('/').at(-1);
    return [plain(`sqs:${operation.replace(/Batch$/, '')}`, `arn:aws:sqs:${ACCOUNT}:${queue}`)];
  }
  if (service === 'AmazonSSM') {
    return [plain(`ssm:${operation}`, `arn:aws:ssm:${ACCOUNT}:parameter${JSON.parse(body.toString()).Name}`)];
  }
  if (url.pathname.startsWith('/schedules/')) {
    const { GroupName, Target } = JSON.parse(body.toString());
    const name = url.pathname.split('/').at(-1);
    return [
      plain('scheduler:CreateSchedule', `arn:aws:scheduler:${ACCOUNT}:schedule/${GroupName}/${name}`),
      {
        action: 'iam:PassRole',
        resource: Target.RoleArn,
        context: { 'iam:PassedToService': ['scheduler.amazonaws.com'] },
      },
    ];
  }
  if (url.pathname === '/v2/email/outbound-emails') {
    const { FromEmailAddress: from } = JSON.parse(body.toString());
    const address = /<(.+)>$/.exec(from)?.[1] ?? from;
    // The identity of the sender, and in the sandbox that of the recipient.
    return ['acme.example', 'sam@acme.example'].map((identity) => ({
      action: 'ses:SendEmail',
      resource: `arn:aws:ses:${ACCOUNT}:identity/${identity}`,
      context: { 'ses:FromAddress': [address] },
    }));
  }
  const form = new URLSearchParams(body.toString());
  if (form.get('Action') === 'Publish') return [plain('sns:Publish', form.get('TopicArn') ?? '')];
  return [s3Call(method, url)];
}

function dynamoCalls(operation: string, input: Record<string, unknown>): RecordedCall[] {
  const action = `dynamodb:${operation}`;
  const table = (name: string) => `arn:aws:dynamodb:${ACCOUNT}:table/${name}`;
  if (operation.startsWith('Batch')) {
    const items = input.RequestItems as Record<string, unknown>;
    return Object.entries(items).map(([name, asked]) => ({ action, resource: table(name), context: keysIn(asked) }));
  }
  return [{ action, resource: table(String(input.TableName)), context: keysIn(input) }];
}

/** The partition keys that a request names, wherever in it: each is `job_id`, or the value of the key condition. */
function keysIn(input: unknown): RecordedCall['context'] {
  const keys = new Set<string>();
  const { ExpressionAttributeValues: values, KeyConditionExpression: condition = '' } = (input ?? {}) as {
    readonly ExpressionAttributeValues?: Record<string, { readonly S?: string }>;
    readonly KeyConditionExpression?: string;
  };
  const variable = /=\s*(:\w+)/.exec(condition)?.[1];
  if (variable !== undefined) keys.add(values?.[variable]?.S ?? '');
  else {
    JSON.stringify(input, (name, value) => {
      if (name === 'job_id' && typeof value?.S === 'string') keys.add(value.S);
      return value;
    });
  }
  return { 'dynamodb:LeadingKeys': [...keys] };
}

function s3Call(method: string, url: URL): RecordedCall {
  const [, bucket = '', ...rest] = url.pathname.split('/');
  const key = decodeURIComponent(rest.join('/'));
  const isUploads = url.searchParams.has('uploads');
  const context = { 'aws:ResourceAccount': ['123456789012'] };
  if (key === '' && isUploads)
    return { action: 's3:ListBucketMultipartUploads', resource: `arn:aws:s3:::${bucket}`, context };
  if (key === '') {
    const prefix = [url.searchParams.get('prefix') ?? ''];
    return {
      action: 's3:ListBucket',
      resource: `arn:aws:s3:::${bucket}`,
      context: { ...context, 's3:prefix': prefix },
    };
  }
  return {
    action: method === 'PUT' ? 's3:PutObject' : 's3:GetObject',
    resource: `arn:aws:s3:::${bucket}/${key}`,
    context,
  };
}

function plain(action: string, resource: string): RecordedCall {
  return { action, resource, context: {} };
}
