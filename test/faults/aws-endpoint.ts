import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { tableNames } from '../../lib/adapters/dynamodb/tables.ts';
import { createTables } from '../adapters/dynamodb/create-tables.ts';
import { AwsBuckets } from './aws-buckets.ts';
import { functionEnvironment } from './function-environment.ts';

export type Service = 's3' | 'dynamodb' | 'events' | 'sqs' | 'sns' | 'ssm' | 'scheduler' | 'ses' | 'watchdog';

/** A request as a fault is chosen for it. */
export interface Call {
  readonly service: Service;
  /** `PutEvents`, `UpdateItem`; for S3 the method. */
  readonly operation: string;
  readonly url: URL;
  /** Counted from 1, of this service. */
  readonly count: number;
}

/** What happens instead of an answer: another answer, silence, a broken connection; or the answer, late. */
export type Fault =
  | { readonly status: number; readonly body: string; readonly headers?: Record<string, string> }
  | 'hang'
  | 'reset'
  | { readonly delayMs: number };

export interface PublishedEvent {
  readonly type: string;
  readonly bus: string;
  // biome-ignore lint/suspicious/noExplicitAny: events are looked into as the tests like.
  readonly detail: any;
}

export interface SentMail {
  readonly from: string;
  readonly to: readonly string[];
  /** Headers and body as they were handed over. */
  readonly raw: string;
}

/** AWS, as far as the functions use it, on a port of this machine: the real SDK clients speak to it over HTTP. */
export class AwsEndpoint {
  readonly buckets = new AwsBuckets();
  readonly events: PublishedEvent[] = [];
  readonly messages: string[] = [];
  readonly notices: { readonly subject: string; readonly text: string }[] = [];
  readonly parameters = new Map<string, string>();
  /** What the Scheduler was asked for, by the name of the schedule. */
  // biome-ignore lint/suspicious/noExplicitAny: schedules are looked into as the tests like.
  readonly schedules = new Map<string, any>();
  readonly mails: SentMail[] = [];
  /** Messages of queues that are to be received again, and after how long. */
  readonly givenBack: { readonly ReceiptHandle: string; readonly VisibilityTimeout: number }[] = [];
  /** Keys that BatchGetItem was asked for. */
  keysRead = 0;
  pings = 0;
  /** Asked for each request; null for the ordinary answer. */
  fault: (call: Call) => Fault | null = () => null;
  /** The error code of an event entry; null for an entry that is taken. */
  entryError: (eventId: string) => string | null = () => null;
  /** The error code of a message of a queue; null for a message that is taken. */
  messageError: (id: string) => string | null = () => null;
  readonly calls = new Map<Service, number>();
  readonly #server: Server;
  readonly #tables = dynalite({ createTableMs: 0 });

  private constructor() {
    // A client that gives up is no error of ours.
    this.#server = createServer((request, response) => void this.#handle(request, response).catch(() => {}));
  }

  static async start(prefix = 'bk'): Promise<AwsEndpoint> {
    const endpoint = new AwsEndpoint();
    await new Promise<void>((resolve) => endpoint.#server.listen(0, '127.0.0.1', resolve));
    const client = new DynamoDBClient({
      endpoint: endpoint.url,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
    await createTables(client, tableNames(prefix));
    client.destroy();
    endpoint.calls.clear();
    return endpoint;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** What the stack and the service would put into a function's environment. */
  get environment(): Record<string, string> {
    return functionEnvironment(this.url);
  }

  /** The details of the events of one type, oldest first. */
  eventsOf(type: string): PublishedEvent['detail'][] {
    return this.events.filter((event) => event.type === type).map(({ detail }) => detail);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    request.on('error', () => {});
    response.on('error', () => {});
    const url = new URL(request.url ?? '/', 'http://aws');
    const target = String(request.headers['x-amz-target'] ?? '');
    const service = serviceOf(target, url, request);
    const operation = target.split('.').at(-1) || String(request.method);
    const count = (this.calls.get(service) ?? 0) + 1;
    this.calls.set(service, count);
    const fault = this.fault({ service, operation, url, count });
    if (fault === 'hang') return;
    if (fault === 'reset') {
      request.destroy();
      return;
    }
    if (fault && 'delayMs' in fault) await new Promise((resolve) => setTimeout(resolve, fault.delayMs));
    else if (fault) {
      request.resume();
      response.writeHead(fault.status, fault.headers).end(fault.body);
      return;
    }
    // It reads the body itself.
    if (service === 'dynamodb') {
      if (operation === 'BatchGetItem') this.#countKeys(request);
      this.#tables.emit('request', request, response);
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    if (service === 's3') {
      const answer = this.buckets.answer(String(request.method), url, request.headers, body);
      response.writeHead(answer.status, answer.headers).end(answer.body ?? '');
      return;
    }
    const name = url.pathname.split('/').at(-1) ?? '';
    if (service === 'scheduler' && this.schedules.has(name)) {
      response.writeHead(409, { 'x-amzn-errortype': 'ConflictException' }).end('{"Message":"it is there"}');
      return;
    }
    if (service === 'scheduler') this.schedules.set(name, JSON.parse(body.toString('utf8')));
    response.writeHead(200, { 'content-type': service === 'sns' ? 'text/xml' : 'application/x-amz-json-1.1' });
    response.end(this.#answer(service, operation, body.toString('utf8')));
  }

  #countKeys(request: IncomingMessage): void {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const tables: Record<string, { Keys: unknown[] }> = JSON.parse(Buffer.concat(chunks).toString()).RequestItems;
      for (const { Keys } of Object.values(tables)) this.keysRead += Keys.length;
    });
  }

  #answer(service: Exclude<Service, 's3' | 'dynamodb'>, operation: string, body: string): string {
    switch (service) {
      case 'scheduler':
        return '{"ScheduleArn":"arn:aws:scheduler:us-east-1:123456789012:schedule/bk-deferrals/x"}';
      case 'ses': {
        const { FromEmailAddress: from, Destination, Content } = JSON.parse(body);
        const raw = Buffer.from(Content.Raw.Data, 'base64').toString('utf8');
        this.mails.push({ from, to: Destination.ToAddresses, raw });
        return `{"MessageId":"${this.mails.length}"}`;
      }
      case 'events':
        return this.#putEvents(JSON.parse(body).Entries);
      case 'sqs':
        if (operation === 'ChangeMessageVisibilityBatch') {
          this.givenBack.push(...JSON.parse(body).Entries);
          return '{"Successful":[],"Failed":[]}';
        }
        return this.#sendMessages(JSON.parse(body).Entries);
      case 'ssm':
        return JSON.stringify({ Parameter: { Value: this.parameters.get(JSON.parse(body).Name) } });
      case 'sns': {
        const form = new URLSearchParams(body);
        this.notices.push({ subject: form.get('Subject') ?? '', text: form.get('Message') ?? '' });
        return '<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>';
      }
      case 'watchdog':
        this.pings += 1;
        return 'OK';
    }
  }

  #putEvents(entries: { DetailType: string; EventBusName: string; Detail: string }[]): string {
    const results = entries.map(({ DetailType, EventBusName, Detail }) => {
      const detail = JSON.parse(Detail);
      const ErrorCode = this.entryError(detail.event_id);
      if (ErrorCode) return { ErrorCode, ErrorMessage: 'by the test' };
      this.events.push({ type: DetailType, bus: EventBusName, detail });
      return { EventId: '1' };
    });
    return JSON.stringify({
      FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length,
      Entries: results,
    });
  }

  #sendMessages(entries: { Id: string; MessageBody: string }[]): string {
    const refused = entries.filter(({ Id }) => this.messageError(Id) !== null);
    const taken = entries.filter((entry) => !refused.includes(entry));
    this.messages.push(...taken.map(({ MessageBody }) => MessageBody));
    return JSON.stringify({
      Successful: taken.map(({ Id, MessageBody }) => {
        return { Id, MessageId: Id, MD5OfMessageBody: createHash('md5').update(MessageBody).digest('hex') };
      }),
      Failed: refused.map(({ Id }) => ({ Id, Code: this.messageError(Id), SenderFault: false })),
    });
  }
}

function serviceOf(target: string, url: URL, request: IncomingMessage): Service {
  if (target.startsWith('DynamoDB_')) return 'dynamodb';
  if (target.startsWith('AWSEvents.')) return 'events';
  if (target.startsWith('AmazonSQS.')) return 'sqs';
  if (target.startsWith('AmazonSSM.')) return 'ssm';
  if (url.pathname === '/watchdog') return 'watchdog';
  if (url.pathname === '/v2/email/outbound-emails') return 'ses';
  if (request.method === 'POST' && url.pathname.startsWith('/schedules/')) return 'scheduler';
  return request.method === 'POST' && url.pathname === '/' ? 'sns' : 's3';
}

/** DynamoDB's way to say no. */
export function dynamoError(name: string, status = 400): Fault {
  return {
    status,
    body: JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: 'by the test' }),
  };
}
