import { SNSClient } from '@aws-sdk/client-sns';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SnsSender } from '../../../lib/channels/sns/send.ts';
import { snsSubject, snsText } from '../../../lib/channels/sns/text.ts';
import { rendering, type Sender } from '../../../lib/ports/channel.ts';
import { type Behaviour, channelContract } from '../../contracts/channel.ts';
import { messageOf } from '../../contracts/channel-samples.ts';
import type { Forms } from '../every-form.ts';
import { type GivenAnswer, HttpStandIn, type Reaction } from '../http-stand-in.ts';

const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:backups';

function snsError(code: string, message: string, status = 400): GivenAnswer {
  const body = `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;
  return { status, headers: { 'content-type': 'text/xml' }, body };
}

const FAULTS: Readonly<Record<Behaviour, Reaction | null>> = {
  accepts: null,
  'is busy': snsError('Throttled', 'Rate exceeded', 429),
  'knows no such address': snsError('NotFound', 'Topic does not exist', 404),
  'refuses the sentinel': snsError('AuthorizationError', 'not authorized to perform: SNS:Publish', 403),
  'breaks off': 'reset',
  'falls silent': 'hang',
};

const ATTRIBUTES = { job: ['orders'], state: ['alert'] };
const asText = (sender: SnsSender) =>
  rendering(
    ({ email: { subject, text } }: Forms) => ({
      subject: snsSubject(subject),
      text: snsText(text),
      attributes: ATTRIBUTES,
    }),
    sender,
  );

interface SnsSetting {
  readonly server: HttpStandIn;
  readonly channel: Sender<Forms>;
  readonly regions: string[];
  readonly published: URLSearchParams[];
  fault: Reaction | null;
}

async function startSns(timeoutMs: number): Promise<SnsSetting> {
  const setting: Pick<SnsSetting, 'regions' | 'published' | 'fault'> = { regions: [], published: [], fault: null };
  const server = await HttpStandIn.start(({ body }) => {
    const form = new URLSearchParams(body);
    if (form.get('Action') !== 'Publish') return snsError('InvalidAction', 'no such action');
    if (setting.fault) return setting.fault;
    setting.published.push(form);
    return {
      status: 200,
      headers: { 'content-type': 'text/xml' },
      body: '<PublishResponse><PublishResult><MessageId>m-1</MessageId></PublishResult></PublishResponse>',
    };
  });
  const endpoint = server.url;
  const sender = new SnsSender((region) => {
    setting.regions.push(region);
    return new SNSClient({
      endpoint,
      region,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      maxAttempts: 1,
      requestHandler: new NodeHttpHandler({ requestTimeout: timeoutMs, throwOnRequestTimeout: true }),
    });
  });
  return Object.assign(setting, { server, channel: asText(sender) });
}

channelContract('SNS', false, async ({ timeoutMs }) => {
  const setting = await startSns(timeoutMs);
  return {
    channel: setting.channel,
    to: TOPIC,
    behave: (behaviour) => {
      setting.fault = FAULTS[behaviour];
    },
    shown: () => setting.published.map((form) => form.get('Message') ?? ''),
    stop: () => setting.server.stop(),
    close: () => setting.server.stop(),
  };
});

describe('SNS', () => {
  let setting: SnsSetting;

  beforeEach(async () => {
    setting = await startSns(2_000);
  });

  afterEach(async () => {
    await setting.server.stop();
  });

  const send = (message: Forms = messageOf('orders: alert'), to = TOPIC) =>
    setting.channel.send({ deliveryId: 'd', to, message, earlier: null });

  it('a message has the subject and the text of the mail, and attributes to filter by', async () => {
    const message = {
      ...messageOf('x'),
      email: { subject: 'Alert: Größe “klein” 😀', text: 'Größe\nklein', html: '' },
    };
    expect(await send(message)).toEqual({ outcome: 'accepted', receipt: 'm-1' });
    const form = setting.published[0];
    expect(form?.get('TopicArn')).toBe(TOPIC);
    expect(form?.get('Message')).toBe('Größe\nklein');
    expect(form?.get('Subject')).toBe('Alert: Gr?e ?klein? ?');
    const attributes = [1, 2].map((index) => [
      form?.get(`MessageAttributes.entry.${index}.Name`),
      form?.get(`MessageAttributes.entry.${index}.Value.StringValue`),
    ]);
    expect(attributes).toEqual([
      ['job', '["orders"]'],
      ['state', '["alert"]'],
    ]);
  });

  it.each(['a\r\nb', '😀', '- x', 'x'.repeat(300), '\u0000\u001b', ''])(
    'the subject %j becomes one that SNS takes',
    async (subject) => {
      await send({ ...messageOf('x'), email: { subject, text: 'x', html: '' } });
      expect(setting.published[0]?.get('Subject')).toMatch(/^[A-Za-z0-9][\x20-\x7e]{0,98}$/);
    },
  );

  it('a text that is too long is cut between two characters', async () => {
    await send({ ...messageOf('x'), email: { subject: 'x', text: 'é'.repeat(200_000), html: '' } });
    const text = setting.published[0]?.get('Message') ?? '';
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(256 * 1024);
    expect(text).toMatch(/^é+\n\.\.\.$/);
  });

  it('each region is asked in the region, by one client', async () => {
    const other = 'arn:aws-cn:sns:cn-north-1:111122223333:t';
    for (const to of [TOPIC, other, TOPIC]) await send(messageOf('x'), to);
    expect(setting.regions).toEqual(['eu-west-1', 'cn-north-1']);
  });

  it.each([
    'backups',
    'arn:aws:sqs:eu-west-1:111122223333:q',
    'arn:aws:sns:eu-west-1:1:t',
    'arn:aws:sns:x/../y:111122223333:t',
  ])('%j is no topic, and nothing is sent', async (to) => {
    expect(await send(messageOf('x'), to)).toMatchObject({ outcome: 'refused', cause: 'address' });
    expect(setting.server.requests).toEqual([]);
  });

  const errors: readonly (readonly [string, string, number, string])[] = [
    ['Throttled', 'Rate exceeded', 429, 'later'],
    ['ThrottlingException', 'Rate exceeded', 400, 'later'],
    ['KMSThrottling', 'slow', 400, 'later'],
    ['InternalError', 'oops', 500, 'later'],
    ['ServiceUnavailable', 'oops', 503, 'later'],
    ['NotFound', 'Topic does not exist', 404, 'address'],
    ['InvalidParameter', 'Invalid parameter: TopicArn', 400, 'address'],
    ['InvalidParameter', 'Invalid parameter: Message too long', 400, 'setup'],
    ['EndpointDisabled', 'disabled', 400, 'address'],
    ['AuthorizationError', 'not authorized', 403, 'setup'],
    ['KMSAccessDenied', 'no key', 400, 'setup'],
    ['InvalidSecurity', 'unsigned', 403, 'setup'],
    ['InvalidClientTokenId', 'who', 403, 'setup'],
  ];
  it.each(errors)('%s (%s, %i) means: %s', async (code, message, status, meaning) => {
    setting.fault = snsError(code, message, status);
    const receipt = await send();
    expect(receipt.outcome === 'refused' ? receipt.cause : receipt.outcome).toBe(meaning);
    expect(receipt).toMatchObject({ message: expect.stringContaining(message) });
  });

  it('an answer that nobody can read is one that was lost', async () => {
    setting.fault = { status: 200, headers: { 'content-type': 'text/xml' }, body: '<html><br></oops>' };
    expect((await send()).outcome).toBe('unknown');
  });

  it('without credentials nothing is sent, and the fault is the setting', async () => {
    const credentials = () => Promise.reject(Object.assign(new Error('none'), { name: 'CredentialsProviderError' }));
    const channel = asText(
      new SnsSender((region) => new SNSClient({ endpoint: setting.server.url, region, credentials })),
    );
    const receipt = await channel.send({ deliveryId: 'd', to: TOPIC, message: messageOf('x'), earlier: null });
    expect(receipt).toMatchObject({ outcome: 'refused', cause: 'setup' });
    expect(setting.server.requests).toEqual([]);
  });

  it.each(['reset', 'hang'] as const)('after %s it is not sent again', async (fault) => {
    setting.fault = fault;
    expect((await send()).outcome).toBe('unknown');
    expect(setting.server.requests).toHaveLength(1);
  });
});
