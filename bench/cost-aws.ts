import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AwsEndpoint } from '../test/faults/aws-endpoint.ts';

/** What was asked of the services. */
export interface Counts {
  s3Lists: number;
  s3Gets: number;
  dynamoReadUnits: number;
  dynamoWriteUnits: number;
  dynamoWrittenBytes: number;
  events: number;
  sqsRequests: number;
  ssmRequests: number;
}

const NOTHING: Counts = {
  s3Lists: 0,
  s3Gets: 0,
  dynamoReadUnits: 0,
  dynamoWriteUnits: 0,
  dynamoWrittenBytes: 0,
  events: 0,
  sqsRequests: 0,
  ssmRequests: 0,
};
/** In a write of a row that has a place in the index; and what that costs, which the stand-in leaves out: one entry goes, and one comes. */
const LOOK = '"next_look_at"';
const INDEX_UNITS = 2;
const WRITES = /^(PutItem|UpdateItem|DeleteItem|BatchWriteItem|TransactWriteItems)$/;

/**
 * The stand-in for AWS that the tests use, behind a server that counts what is charged for. DynamoDB is asked what each
 * request consumes, so that units are the service's own and not computed here.
 */
export class CountedAws {
  readonly aws: AwsEndpoint;
  counts: Counts = { ...NOTHING };
  readonly #server: Server;

  private constructor(aws: AwsEndpoint) {
    this.aws = aws;
    this.#server = createServer((incoming, response) => void this.#pass(incoming, response));
  }

  static async start(): Promise<CountedAws> {
    const counted = new CountedAws(await AwsEndpoint.start());
    await new Promise<void>((resolve) => counted.#server.listen(0, '127.0.0.1', resolve));
    counted.aws.parameters.set('/bk/watchdog-url', `${counted.aws.url}/watchdog`);
    return counted;
  }

  /** For functions that are to be counted. */
  get environment(): Record<string, string> {
    const url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return { ...this.aws.environment, AWS_ENDPOINT_URL: url, SLICE_QUEUE_URL: `${url}/123456789012/slices` };
  }

  /** What was counted since the last time this was asked. */
  take(): Counts {
    const { counts } = this;
    this.counts = { ...NOTHING };
    return counts;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    await this.aws.stop();
  }

  async #pass(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = await bytesOf(incoming);
    const target = String(incoming.headers['x-amz-target'] ?? '');
    const isDynamo = target.startsWith('DynamoDB_');
    const body = isDynamo ? withConsumption(asked) : asked;
    const headers = { ...incoming.headers, 'content-length': String(body.length) };
    const { method = 'GET', url: path = '/' } = incoming;
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      request(this.aws.url + path, { method, headers }, resolve)
        .on('error', reject)
        .end(body);
    });
    const notified = await bytesOf(answer);
    this.#count(target, method, path, asked, notified);
    response.writeHead(answer.statusCode ?? 500, answer.headers).end(notified);
  }

  #count(target: string, method: string, path: string, asked: Buffer, notified: Buffer): void {
    const { counts } = this;
    const operation = target.split('.').at(-1) ?? '';
    if (target.startsWith('DynamoDB_')) {
      const isWrite = WRITES.test(operation);
      counts[isWrite ? 'dynamoWriteUnits' : 'dynamoReadUnits'] += unitsOf(notified, operation);
      if (isWrite) counts.dynamoWrittenBytes += asked.length;
      if (isWrite && asked.includes(LOOK)) counts.dynamoWriteUnits += INDEX_UNITS;
    } else if (target.startsWith('AWSEvents.')) counts.events += JSON.parse(asked.toString()).Entries.length;
    else if (target.startsWith('AmazonSQS.')) counts.sqsRequests += 1;
    else if (target.startsWith('AmazonSSM.')) counts.ssmRequests += 1;
    else if (method === 'GET' && path.includes('?') && /[?&](list-type|uploads)/.test(path)) counts.s3Lists += 1;
    else if (method === 'PUT') counts.s3Lists += 1;
    else if (method === 'GET' || method === 'HEAD') counts.s3Gets += 1;
  }
}

function withConsumption(body: Buffer): Buffer {
  return Buffer.from(JSON.stringify({ ...JSON.parse(body.toString()), ReturnConsumedCapacity: 'TOTAL' }));
}

/** Throws when the service does not say what it consumed; a condition that did not hold is charged as a write of 1 KB. */
function unitsOf(notified: Buffer, operation: string): number {
  const { ConsumedCapacity, __type } = JSON.parse(notified.toString());
  if (__type !== undefined) return 1;
  const all = [ConsumedCapacity].flat();
  const units = all.reduce((sum: number, { CapacityUnits }) => sum + CapacityUnits, 0);
  if (!Number.isFinite(units)) throw new Error(`${operation} did not say what it consumed`);
  return units;
}

async function bytesOf(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
