import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { S3Client } from '@aws-sdk/client-s3';
import { SmtpTransport } from '../../lib/channels/email/smtp.ts';
import { SlackApi } from '../../lib/channels/slack/api.ts';
import { renderSlack } from '../../lib/channels/slack/render.ts';
import { SlackSender } from '../../lib/channels/slack/send.ts';
import { AddressGate } from '../../lib/channels/webhook/address-gate.ts';
import { renderWebhook } from '../../lib/channels/webhook/render.ts';
import { WebhookSender } from '../../lib/channels/webhook/send.ts';
import type { Message } from '../../lib/core/message/message.ts';
import { EvidenceUnreadable } from '../../lib/ports/evidence-source.ts';
import { S3Evidence } from '../../lib/sources/s3/list.ts';
import { scanContents } from '../../lib/sources/s3/scan-contents.ts';
import { alert, notificationOf } from '../core/message/sample-notifications.ts';
import { buffers, type Target } from './target.ts';

const SECRETS = { get: async () => 'xoxb-1' };
const MESSAGE: Message = { kind: 'notification', notification: notificationOf(alert()), options: {} };
const OUTGOING = { deliveryId: 'a delivery', earlier: null };
const TIMEOUT_MS = 100;

/** A server on this machine that answers whatever it is sent with the same bytes, and closes. */
class Answering {
  #server: Server | null = null;
  #answer: Buffer = Buffer.alloc(0);
  /** What an SMTP server says before it is asked. */
  readonly #speaksFirst: boolean;

  constructor(speaksFirst: boolean) {
    this.#speaksFirst = speaksFirst;
  }

  /** The port, with what is answered from now on. */
  async portFor(answer: Buffer): Promise<number> {
    this.#answer = answer;
    this.#server ??= createServer((socket) => this.#serve(socket));
    if (!this.#server.listening) {
      this.#server.listen(0, '127.0.0.1');
      await once(this.#server, 'listening');
    }
    return (this.#server.address() as AddressInfo).port;
  }

  #serve(socket: Socket): void {
    socket.on('error', () => {});
    const answer = () => socket.end(this.#answer);
    if (this.#speaksFirst) answer();
    else socket.once('data', answer);
    socket.resume();
  }

  async close(): Promise<void> {
    await new Promise((resolve) => (this.#server === null ? resolve(null) : this.#server.close(resolve)));
  }
}

const mailServer = new Answering(true);
const receiver = new Answering(false);

const PLACE = { scheme: 's3', container: 's3://acme/', bucket: 'acme', template: 'orders/' } as const;
const XML = '<?xml version="1.0" encoding="UTF-8"?>';
const OBJECT =
  '<Contents><Key>orders/1%202.dump</Key><LastModified>2026-11-21T02:00:00.000Z</LastModified><ETag>&quot;d41d8&quot;</ETag><Size>350000000</Size><StorageClass>STANDARD</StorageClass></Contents>';
const LISTINGS = buffers(
  `${XML}<ListBucketResult><Name>acme</Name><Prefix>orders/</Prefix><KeyCount>2</KeyCount><MaxKeys>1000</MaxKeys><IsTruncated>false</IsTruncated><EncodingType>url</EncodingType>${OBJECT}${OBJECT}</ListBucketResult>`,
  `${XML}<ListMultipartUploadsResult><Bucket>acme</Bucket><IsTruncated>false</IsTruncated><Upload><Key>orders/3</Key><UploadId>x</UploadId><Initiated>2026-11-21T02:00:00.000Z</Initiated></Upload></ListMultipartUploadsResult>`,
  `${XML}<Error><Code>SlowDown</Code><Message>Reduce your request rate.</Message></Error>`,
  `${XML}<Error><Code>Slow\u001b[2JDown</Code><Message>Reduce\u0007 it.</Message></Error>`,
  `${XML}<Error><Code>PermanentRedirect</Code><Message>other</Message><Endpoint>s3.eu-west-1.amazonaws.com</Endpoint></Error>`,
);

/** What a bucket is found to hold, or why it cannot be looked at, by S3's client over an answer of these bytes. */
async function lookAtBucket(input: Buffer): Promise<unknown> {
  const statusCode = [200, 200, 403, 503][(input[0] ?? 0) % 4] ?? 200;
  const handle = async () => ({ response: { statusCode, headers: {}, body: Readable.from([input]) } });
  const credentials = { accessKeyId: 'x', secretAccessKey: 'x' };
  const client = new S3Client({ region: 'eu-west-1', credentials, maxAttempts: 1, requestHandler: { handle } });
  const source = new S3Evidence(client);
  const said: unknown[] = [];
  const look = async (make: () => Promise<unknown>) => {
    try {
      await make();
    } catch (error) {
      if (!(error instanceof EvidenceUnreadable)) throw error;
      said.push(error.message);
    }
  };
  await look(async () => {
    let pages = 0;
    // An answer that says that there is more is the answer to the next request as well.
    for await (const _ of source.list(PLACE, 'orders/')) if (++pages === 3) break;
  });
  await look(() => source.read(PLACE, 'orders/1', 100));
  client.destroy();
  return said;
}

/** Slack's API over an answer of these bytes. */
async function askSlack(input: Buffer): Promise<unknown> {
  const real = globalThis.fetch;
  globalThis.fetch = async () => new Response(new Uint8Array(input), { status: 200 + ((input[0] ?? 0) % 4) * 100 });
  try {
    const sender = new SlackSender('slack', new SlackApi(SECRETS, 'slack'));
    return await sender.send({ ...OUTGOING, to: 'U0SAM', message: renderSlack(MESSAGE) });
  } finally {
    globalThis.fetch = real;
  }
}

/** What outside systems answer to what the sentinel sends or asks. */
export const ANSWERS: readonly Target[] = [
  {
    name: 'what Slack answers',
    seeds: buffers('{"ok":true,"channel":{"id":"D1"},"ts":"1.2"}', '{"ok":false,"error":"channel_not_found"}'),
    read: askSlack,
    isShown: true,
    share: 0.2,
  },
  {
    name: 'what a mail server answers',
    seeds: buffers(
      '220 mail.acme.example ESMTP\r\n250-mail.acme.example\r\n250-SIZE 1000\r\n250 8BITMIME\r\n250 ok\r\n250 ok\r\n354 go\r\n250 2.0.0 taken\r\n',
      '220 mail\r\n250 mail\r\n250 ok\r\n550 5.1.1 no such user \u001b[2J\r\n',
      '421 4.3.2 too busy\r\n',
    ),
    read: async (input) => {
      const settings = { host: '127.0.0.1', port: await mailServer.portFor(input), secure: false, allowPlain: true };
      const transport = new SmtpTransport({ ...settings, login: null }, SECRETS, TIMEOUT_MS);
      const [from, to] = ['backups@acme.example', 'sam@acme.example'];
      return transport.send({ from, to, messageId: '<1@acme.example>', raw: Buffer.from('Subject: x\r\n\r\nx\r\n') });
    },
    isShown: true,
    share: 0.01,
    close: () => mailServer.close(),
  },
  {
    name: 'what the receiver of a webhook answers',
    seeds: buffers(
      'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nOK',
      'HTTP/1.1 429 Too Many\r\nretry-after: 120\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n',
      'HTTP/1.1 302 Found\r\nlocation: http://169.254.169.254/\r\n\r\n',
    ),
    read: async (input) => {
      const gate = new AddressGate(['127.0.0.0/8']);
      const sender = new WebhookSender(SECRETS, 'webhook-key', { gate, allowPlain: true, timeoutMs: TIMEOUT_MS });
      const to = `http://127.0.0.1:${await receiver.portFor(input)}/hook`;
      return sender.send({ ...OUTGOING, to, message: renderWebhook(MESSAGE) });
    },
    isShown: true,
    share: 0.02,
    close: () => receiver.close(),
  },
  { name: 'what S3 answers', seeds: LISTINGS, read: lookAtBucket, isShown: true, share: 0.05 },
  { name: 'the objects of a listing of S3', seeds: LISTINGS, read: (input) => scanContents(input.toString()) },
];
