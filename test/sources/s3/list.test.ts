import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import S3rver from 's3rver';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createS3Client } from '../../../lib/adapters/s3/client.ts';
import { S3Evidence } from '../../../lib/sources/s3/list.ts';
import { everything, evidenceSourceContract } from '../../contracts/evidence-source.ts';
import { s3Harness, s3Place } from './list-harness.ts';

const bucket = 'acme-backups';

describe('S3', () => {
  const directory = mkdtempSync(join(tmpdir(), 's3-evidence-'));
  const server = new S3rver({ port: 0, address: '127.0.0.1', silent: true, directory });
  let client: S3Client;

  beforeAll(async () => {
    const { port } = await server.run();
    client = createS3Client({ AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` });
    client.config.credentials = async () => ({ accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' });
    await client.send(new CreateBucketCommand({ Bucket: bucket }));
  });
  afterAll(async () => {
    client.destroy();
    await server.close();
    rmSync(directory, { recursive: true, force: true });
  });

  // Its tokens need a cipher that OpenSSL no longer has, and it breaks off when an empty object is read in part.
  evidenceSourceContract('S3', () => s3Harness(client, bucket, ['pages', 'empty ranges']));
});

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A server that gives one prepared answer after the other, the last one for ever. */
class ScriptedS3 {
  readonly urls: string[] = [];
  readonly #server: Server;
  #answers: Answer[] = [];

  constructor() {
    this.#server = createServer((request, response) => {
      this.urls.push(request.url ?? '');
      const answer = this.#answers.length > 1 ? this.#answers.shift() : this.#answers[0];
      answer?.(request, response);
    });
  }

  async client(...answers: Answer[]): Promise<S3Client> {
    this.#answers = answers;
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    const { port } = this.#server.address() as AddressInfo;
    return new S3Client({
      endpoint: `http://127.0.0.1:${port}`,
      region: 'us-east-1',
      forcePathStyle: true,
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      requestHandler: new NodeHttpHandler({ requestTimeout: 1_000, throwOnRequestTimeout: true, socketTimeout: 1_000 }),
      retryStrategy: quickRetries(),
    });
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

/** As often as the standard strategy, without its waiting. */
function quickRetries() {
  const token = (count: number) => ({ getRetryCount: () => count, getRetryDelay: () => 0 });
  return {
    acquireInitialRetryToken: async () => token(0),
    refreshRetryTokenForRetry: async (before: { getRetryCount(): number }, info: { errorType: string }) => {
      if (info.errorType === 'CLIENT_ERROR' || before.getRetryCount() >= 2) throw new Error('no more tries');
      return token(before.getRetryCount() + 1);
    },
    recordSuccess: () => {},
  };
}

const xml =
  (status: number, body: string, headers: Record<string, string> = {}): Answer =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/xml', ...headers });
    response.end(body);
  };
const error = (status: number, code: string, headers?: Record<string, string>): Answer =>
  xml(status, `<?xml version="1.0"?><Error><Code>${code}</Code><Message>said ${code}</Message></Error>`, headers);
const page = (keys: string[], next: string | null, extra = ''): Answer =>
  xml(
    200,
    `<?xml version="1.0" encoding="UTF-8"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>b</Name>${
      next ? `<NextContinuationToken>${next}</NextContinuationToken>` : ''
    }<KeyCount>${keys.length}</KeyCount><IsTruncated>${next !== null}</IsTruncated>${extra}${keys
      .map(
        (key) =>
          `<Contents><Key>${key}</Key><LastModified>2026-11-21T02:00:00.000Z</LastModified><Size>5</Size></Contents>`,
      )
      .join('')}</ListBucketResult>`,
  );

describe('S3 in trouble', () => {
  let s3: ScriptedS3;
  const open = async (...answers: Answer[]) => {
    s3 = new ScriptedS3();
    return new S3Evidence(await s3.client(...answers));
  };
  afterEach(() => s3.close());
  const place = s3Place(bucket, 'orders/');
  const listOf = (source: S3Evidence) => everything(source.list(place, 'orders/'));

  it('is asked again after 503 SlowDown, and both requests are counted', async () => {
    const source = await open(error(503, 'SlowDown'), page(['orders/a'], null));
    expect(await listOf(source)).toEqual([
      { key: 'orders/a', sizeBytes: 5, lastModified: Date.parse('2026-11-21T02:00:00Z') },
    ]);
    expect(source.requests).toEqual({ list: 2, get: 0 });
  });

  const refusals = [
    { name: '403 AccessDenied', answer: error(403, 'AccessDenied'), says: /AccessDenied: access denied; let/ },
    { name: '404 NoSuchBucket', answer: error(404, 'NoSuchBucket'), says: /no such bucket/ },
    { name: '403 InvalidAccessKeyId', answer: error(403, 'InvalidAccessKeyId'), says: /AWS_ACCESS_KEY_ID/ },
    { name: '403 SignatureDoesNotMatch', answer: error(403, 'SignatureDoesNotMatch'), says: /AWS_SECRET_ACCESS_KEY/ },
    { name: 'credentials that expire during the run', answer: error(400, 'ExpiredToken'), says: /have expired/ },
    {
      name: 'a 403 of another name',
      answer: error(403, 'AccountProblem'),
      says: /AccountProblem: said AccountProblem/,
    },
    {
      name: 'a redirect to another region',
      answer: error(301, 'PermanentRedirect', { 'x-amz-bucket-region': 'eu-west-1' }),
      says: /in eu-west-1; set AWS_REGION=eu-west-1/,
    },
  ];
  it.each(refusals)('refuses, in words to act on: $name', async ({ answer, says }) => {
    const listing = listOf(await open(answer));
    await expect(listing).rejects.toMatchObject({
      kind: 'refused',
      operation: 'list',
      location: 's3://acme-backups/orders/',
      message: expect.stringMatching(says),
    });
  });

  const passing = [
    { name: '503 for ever', answers: [error(503, 'SlowDown')], says: /SlowDown \(HTTP 503\)/ },
    { name: 'a code with a bell in it', answers: [error(500, 'Slow\u0085Down')], says: /^Slow Down \(HTTP 500\)/ },
    { name: '500', answers: [error(500, 'InternalError')], says: /InternalError/ },
    { name: 'a socket that hangs', answers: [() => {}], says: /Timeout|timed out/i },
    {
      name: 'a connection that is dropped',
      answers: [((_request, response) => response.destroy()) as Answer],
      says: /ECONNRESET|hang up/,
    },
    {
      name: 'XML that breaks off',
      answers: [xml(200, '<?xml version="1.0"?><ListBucketResult><Contents><Key>ord')],
      says: /./,
    },
    { name: 'no XML at all', answers: [xml(200, 'It works!')], says: /./ },
    { name: 'an HTML page', answers: [xml(200, '<html><body>welcome</body></html>')], says: /whole listing|pars/i },
    {
      name: 'fewer keys than are announced',
      answers: [
        xml(200, '<ListBucketResult><KeyCount>2</KeyCount><IsTruncated>false</IsTruncated></ListBucketResult>'),
      ],
      says: /2 keys are announced and 0 are there/,
    },
    {
      name: 'page 3 of 5 failing',
      answers: [page(['orders/a'], '2'), page(['orders/b'], '3'), error(500, 'InternalError')],
      says: /InternalError/,
    },
  ];
  it.each(passing)('says nothing about the backup: $name', async ({ answers, says }) => {
    const listing = listOf(await open(...answers));
    await expect(listing).rejects.toMatchObject({ kind: 'transient', message: expect.stringMatching(says) });
  });

  it('gives the pages before the one that failed, and goes on with the token it was given', async () => {
    const source = await open(page(['orders/a'], 'token-2'), page(['orders/b'], null));
    const pages = [];
    for await (const keys of source.list(place, 'orders/', 'orders/0')) pages.push(keys.map(({ key }) => key));
    expect(pages).toEqual([['orders/a'], ['orders/b']]);
    expect(s3.urls[0]).toMatch(/start-after=orders%2F0/);
    expect(s3.urls[1]).toMatch(/continuation-token=token-2/);
    expect(s3.urls[1]).not.toMatch(/start-after/);
  });

  it('decodes keys only where the answer says that they are encoded', async () => {
    const encoded = await open(page(['a%01b+c%2Bd%F0%9F%98%80'], null, '<EncodingType>url</EncodingType>'));
    expect((await listOf(encoded))[0]?.key).toBe('a\u0001b c+d😀');
    s3.close();
    const plain = await open(page(['a%41+b'], null));
    expect((await listOf(plain))[0]?.key).toBe('a%41+b');
  });

  it('reads an empty object as nothing, whose first byte S3 does not have', async () => {
    const source = await open(error(416, 'InvalidRange'));
    expect(await source.read(place, 'orders/report.json', 10)).toEqual(new Uint8Array());
    expect(source.requests).toEqual({ list: 0, get: 1 });
  });

  it('keeps the request and its signature out of the error', async () => {
    const failure = await listOf(await open(error(403, 'AccessDenied'))).catch((thrown) => thrown);
    expect(inspect(failure, { depth: 10 })).not.toMatch(/authorization|Signature=/i);
  });

  it('keeps a size beyond 32 bits', async () => {
    const body =
      '<ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key>k</Key><LastModified>2026-11-21T02:00:00.000Z</LastModified><Size>5000000000000</Size></Contents></ListBucketResult>';
    expect((await listOf(await open(xml(200, body))))[0]?.sizeBytes).toBe(5e12);
  });

  it('lists unfinished uploads', async () => {
    const upload = (key: string) =>
      `<Upload><Key>${key}</Key><UploadId>u</UploadId><Initiated>2026-11-21T03:10:00.000Z</Initiated></Upload>`;
    const source = await open(
      xml(
        200,
        `<ListMultipartUploadsResult><IsTruncated>true</IsTruncated><NextKeyMarker>orders/a</NextKeyMarker><NextUploadIdMarker>u</NextUploadIdMarker>${upload('orders/a')}</ListMultipartUploadsResult>`,
      ),
      xml(
        200,
        `<ListMultipartUploadsResult><IsTruncated>false</IsTruncated>${upload('orders/b')}</ListMultipartUploadsResult>`,
      ),
    );
    const initiatedAt = Date.parse('2026-11-21T03:10:00Z');
    expect(await source.unfinishedUploads(place, 'orders/')).toEqual([
      { key: 'orders/a', initiatedAt },
      { key: 'orders/b', initiatedAt },
    ]);
    expect(source.requests.list).toBe(2);
  });

  it('refuses without credentials, and says which to set', async () => {
    s3 = new ScriptedS3();
    const client = new S3Client({
      region: 'us-east-1',
      credentials: async () => {
        throw Object.assign(new Error('Could not load credentials from any providers'), {
          name: 'CredentialsProviderError',
        });
      },
    });
    const listing = everything(new S3Evidence(client).list(place, 'orders/'));
    await expect(listing).rejects.toMatchObject({
      kind: 'refused',
      message: expect.stringMatching(/no AWS credentials found/),
    });
  });

  it('is cut short in the middle of a request', async () => {
    s3 = new ScriptedS3();
    const deadline = new AbortController();
    const client = await s3.client(() => setTimeout(() => deadline.abort(), 20));
    const listing = everything(new S3Evidence(client, deadline.signal).list(place, 'orders/'));
    await expect(listing).rejects.toMatchObject({ kind: 'transient', message: expect.stringMatching(/cut short/) });
  });
});

describe('an S3 client', () => {
  it('speaks path style to a server of one’s own, in some region', async () => {
    const client = createS3Client({ AWS_ENDPOINT_URL: 'http://127.0.0.1:9000' });
    expect(client.config.forcePathStyle).toBe(true);
    expect(await client.config.region()).toBe('us-east-1');
  });

  it('takes the region from either variable', async () => {
    expect(await createS3Client({ AWS_DEFAULT_REGION: 'eu-west-1' }).config.region()).toBe('eu-west-1');
    expect(await createS3Client({ AWS_REGION: 'ap-southeast-1', AWS_DEFAULT_REGION: 'x' }).config.region()).toBe(
      'ap-southeast-1',
    );
  });
});
