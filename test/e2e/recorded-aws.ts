import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request to AWS in the words of IAM. */
export interface RecordedCall {
  readonly action: string;
  /** ARN in the account and region of the stand-in. */
  readonly resource: string;
  /** Values of the condition keys that the policies of the stacks look at. */
  readonly context: Readonly<Record<string, readonly string[]>>;
}

const ACCOUNT = 'us-east-1:123456789012';
const JSON_TYPE = { 'content-type': 'application/json' };
const RESOURCE = /^\/resources\/[^/]+\/(recovery-points|restore-jobs)/;
const MODEL = /^\/model\/([^/]+)\/converse$/;

/** What a function did to AWS: each request, and those that were refused. */
export interface Recorded {
  readonly calls: readonly RecordedCall[];
  /** `s3:GetObject: AccessDenied ...` */
  readonly refused: readonly string[];
}

/** A server before AWS, or what stands in for it, that notes what each request needs permission for. */
export class RecordedAws {
  /** The details of the events that were put on the bus, by their type. */
  readonly events: { readonly type: string; readonly detail: unknown }[] = [];
  readonly #target: string;
  readonly #server: Server;
  #calls: RecordedCall[] = [];
  #refused: string[] = [];

  private constructor(target: string) {
    this.#target = target;
    this.#server = createServer((incoming, response) => void this.#pass(incoming, response));
  }

  static async start(target: string): Promise<RecordedAws> {
    const recorded = new RecordedAws(target);
    await new Promise<void>((resolve) => recorded.#server.listen(0, '127.0.0.1', resolve));
    return recorded;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** What was asked for since the last time. */
  take(): Recorded {
    const taken = { calls: this.#calls, refused: this.#refused };
    this.#calls = [];
    this.#refused = [];
    return taken;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #pass(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(incoming);
    const { method = 'GET', url = '/', headers } = incoming;
    // The dead-man's switch is no service of AWS.
    if (url.startsWith('/watchdog')) return void response.end('OK');
    const target = String(headers['x-amz-target'] ?? '');
    const calls = callsOf(method, new URL(url, this.#target), target, body);
    this.#calls.push(...calls);
    if (target === 'AWSEvents.PutEvents') this.#noteEvents(body);
    const own = unknownToMoto(url);
    if (own !== null) return void response.writeHead(200, JSON_TYPE).end(JSON.stringify(own));
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      request(this.#target + url, { method, headers }, resolve)
        .on('error', reject)
        .end(body);
    });
    const answered = await bodyOf(answer);
    if (answer.statusCode === 403) this.#refused.push(`${calls.map(({ action }) => action).join()}: ${answered}`);
    response.writeHead(answer.statusCode ?? 500, answer.headers).end(answered);
  }

  #noteEvents(body: Buffer): void {
    const entries: { readonly DetailType: string; readonly Detail: string }[] = JSON.parse(body.toString()).Entries;
    this.events.push(...entries.map(({ DetailType, Detail }) => ({ type: DetailType, detail: JSON.parse(Detail) })));
  }
}

/** What AWS Backup and Bedrock answer, of which moto knows too little; null for a request that is moto's. */
function unknownToMoto(url: string): object | null {
  const { pathname } = new URL(url, 'http://127.0.0.1');
  if (MODEL.test(pathname)) {
    const message = { role: 'assistant', content: [{ text: 'All is as it was.' }] };
    return { output: { message }, stopReason: 'end_turn', usage: {}, metrics: { latencyMs: 1 } };
  }
  const list = RESOURCE.exec(pathname)?.[1];
  if (list === undefined) return null;
  return list === 'recovery-points' ? { RecoveryPoints: [] } : { RestoreJobs: [] };
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
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
  const list = RESOURCE.exec(url.pathname)?.[1];
  if (list === 'recovery-points') return [plain('backup:ListRecoveryPointsByResource', '*')];
  if (list === 'restore-jobs') return [plain('backup:ListRestoreJobsByProtectedResource', '*')];
  const profile = MODEL.exec(url.pathname)?.[1];
  if (profile !== undefined) return modelCalls(decodeURIComponent(profile));
  const form = new URLSearchParams(body.toString());
  if (form.get('Action') === 'Publish') return [plain('sns:Publish', form.get('TopicArn') ?? '')];
  return [s3Call(method, url)];
}

/** An inference profile takes a model of one of its regions: both are asked for. Its id is the model's, behind a region's. */
function modelCalls(profileId: string): RecordedCall[] {
  const profile = `arn:aws:bedrock:${ACCOUNT}:inference-profile/${profileId}`;
  const model = `arn:aws:bedrock:us-west-2::foundation-model/${profileId.slice(profileId.indexOf('.') + 1)}`;
  const context = { 'bedrock:InferenceProfileArn': [profile] };
  return [plain('bedrock:InvokeModel', profile), { action: 'bedrock:InvokeModel', resource: model, context }];
}

function dynamoCalls(operation: string, input: Record<string, unknown>): RecordedCall[] {
  const action = `dynamodb:${operation}`;
  const table = (name: string) => `arn:aws:dynamodb:${ACCOUNT}:table/${name}`;
  if (operation.startsWith('Batch')) {
    const items = input.RequestItems as Record<string, unknown>;
    return Object.entries(items).map(([name, asked]) => ({ action, resource: table(name), context: keysIn(asked) }));
  }
  const index = input.IndexName === undefined ? '' : `/index/${input.IndexName}`;
  return [{ action, resource: table(String(input.TableName)) + index, context: keysIn(input) }];
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
  if (key === '' && url.searchParams.has('lifecycle'))
    return { action: 's3:GetLifecycleConfiguration', resource: `arn:aws:s3:::${bucket}`, context };
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
