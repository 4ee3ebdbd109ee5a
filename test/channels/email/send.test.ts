import { SESv2Client } from '@aws-sdk/client-sesv2';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import PostalMime from 'postal-mime';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EmailSender } from '../../../lib/channels/email/send.ts';
import { SesTransport } from '../../../lib/channels/email/ses.ts';
import { type SmtpSettings, SmtpTransport } from '../../../lib/channels/email/smtp.ts';
import type { MailTransport } from '../../../lib/channels/email/transport.ts';
import { type Outgoing, type Receipt, rendering, type Sender } from '../../../lib/ports/channel.ts';
import { type Behaviour, channelContract } from '../../contracts/channel.ts';
import { messageOf, SECRETS, secretsOf } from '../../contracts/channel-samples.ts';
import type { Forms } from '../every-form.ts';
import { type GivenAnswer, HttpStandIn, type Reaction } from '../http-stand-in.ts';
import { SmtpStandIn } from './smtp-stand-in.ts';

const FROM = 'sentinel@acme.example';
const TO = 'dana@acme.example';

const byMail = (transport: MailTransport) => rendering(({ email }: Forms) => email, new EmailSender(FROM, transport));

function outgoingOf(change: Partial<Outgoing<Forms>> = {}): Outgoing<Forms> {
  return { deliveryId: 'd1', to: TO, message: messageOf('orders: alert'), earlier: null, ...change };
}

function settingsOf(port: number, change: Partial<SmtpSettings> = {}): SmtpSettings {
  return { host: '127.0.0.1', port, secure: false, allowPlain: false, login: null, ...change };
}

const LOGIN = { user: 'sentinel', passwordName: 'smtp/password' };

const SMTP_FAULTS: Readonly<Record<Behaviour, readonly [string, string] | null>> = {
  accepts: null,
  'is busy': ['recipient', '451 4.3.2 try later'],
  'knows no such address': ['recipient', '550 5.1.1 no such user'],
  'refuses the sentinel': ['sender', '550 5.7.1 you may not send'],
  'breaks off': ['message', 'reset'],
  'falls silent': ['message', 'hang'],
};

channelContract('email by SMTP', true, async ({ secrets, timeoutMs }) => {
  const server = await SmtpStandIn.start();
  server.passwords.set('sentinel', SECRETS['smtp/password'] ?? '');
  const transport = new SmtpTransport(settingsOf(server.port, { login: LOGIN }), secrets, timeoutMs);
  return {
    channel: byMail(transport),
    to: TO,
    behave: (behaviour) => {
      const [stage, reply] = SMTP_FAULTS[behaviour] ?? [];
      server.fault = (at) => (at === stage ? (reply ?? null) : null);
    },
    shown: () => server.taken.map(({ mail }) => (mail.text ?? '').trimEnd()),
    stop: () => server.stop(),
    close: () => server.stop(),
  };
});

describe('email by SMTP', () => {
  let server: SmtpStandIn;

  beforeEach(async () => {
    server = await SmtpStandIn.start();
  });

  afterEach(async () => {
    await server.stop();
  });

  const send = (
    outgoing: Partial<Outgoing<Forms>> = {},
    settings: Partial<SmtpSettings> = {},
    secrets = secretsOf(SECRETS),
    timeoutMs = 10_000,
  ) => byMail(new SmtpTransport(settingsOf(server.port, settings), secrets, timeoutMs)).send(outgoingOf(outgoing));
  const verdict = (receipt: Receipt): string => (receipt.outcome === 'refused' ? receipt.cause : receipt.outcome);

  it('mails of one break refer to one id, so that they are a thread', async () => {
    for (const deliveryId of ['first', 'second']) {
      const email = { ...messageOf(deliveryId).email, threads: ['orders-db#3'] };
      await send({ deliveryId, message: { ...messageOf(deliveryId), email } });
    }
    await send({ deliveryId: 'third' });
    const [first, second, third] = server.taken.map(({ mail }) => mail);
    expect(first?.inReplyTo).toMatch(/^<[0-9a-f]{32}@/);
    expect(second?.inReplyTo).toBe(first?.inReplyTo);
    expect(second?.messageId).not.toBe(first?.messageId);
    expect(third?.inReplyTo).toBeUndefined();
  });

  it('a mail has text and HTML, one sender, one recipient, and says that a machine wrote it', async () => {
    const text = 'Zeile eins: 30 MB – “zu klein”\n.\n..zwei\n';
    await send({ message: { ...messageOf('x'), email: { subject: 'Größe 😀', text, html: '<p>Größe</p>' } } });
    const [{ from, to, mail } = { from: '', to: [], mail: null }] = server.taken;
    expect([from, to]).toEqual([FROM, [TO]]);
    expect(mail).toMatchObject({
      from: { name: 'Backup sentinel', address: FROM },
      to: [{ name: '', address: TO }],
      subject: 'Größe 😀',
    });
    expect(mail?.text?.replaceAll('\r\n', '\n').trimEnd()).toBe(text.trimEnd());
    expect(mail?.html?.trim()).toBe('<p>Größe</p>');
    const headers = Object.fromEntries((mail?.headers ?? []).map(({ key, value }) => [key, value]));
    expect(headers).toMatchObject({ 'auto-submitted': 'auto-generated', 'x-auto-response-suppress': 'All' });
  });

  it('the Message-ID is the same for the same delivery, of the sender’s domain, and the receipt', async () => {
    const receipts = [await send(), await send(), await send({ deliveryId: 'd2' })];
    const ids = server.taken.map(({ mail }) => mail.messageId);
    expect(ids[0]).toMatch(/^<[0-9a-f]{32}@acme\.example>$/);
    expect(ids[1]).toBe(ids[0]);
    expect(ids[2]).not.toBe(ids[0]);
    expect(receipts).toEqual(ids.map((receipt) => ({ outcome: 'accepted', receipt })));
  });

  it.each([
    'a\r\nBcc: eve@x.example',
    'a\nX-Evil: 1',
    'a\r\n\r\nbody',
    'a\u2028b\u0085c\u0000d',
    `=?utf-8?Q?a=0D=0ABcc:_eve@x.example?=`,
    'x'.repeat(10_000),
  ])('the subject %j makes no header of its own', async (subject) => {
    await send({
      deliveryId: `x>\r\nBcc: eve@x.example`,
      message: { ...messageOf('x'), email: { ...messageOf('x').email, subject } },
    });
    const [taken] = server.taken;
    expect(taken?.to).toEqual([TO]);
    expect(taken?.mail.headers.map(({ key }) => key).sort()).toEqual([
      'auto-submitted',
      'content-type',
      'date',
      'from',
      'message-id',
      'mime-version',
      'subject',
      'to',
      'x-auto-response-suppress',
    ]);
    const head = taken?.raw.split('\r\n\r\n')[0] ?? '';
    expect(Math.max(...head.split('\r\n').map((line) => line.length))).toBeLessThan(998);
  });

  it.each([
    'a@x.example, b@x.example',
    'a@x.example;b@x.example',
    'A <a@x.example>',
    'a@x.example\r\nBcc: b@x.example',
    'a@b@x.example',
    '"a b"@x.example',
    'file:///etc/passwd',
    `${'a'.repeat(250)}@x.example`,
  ])('%j is not one address, and nothing is sent', async (to) => {
    expect(verdict(await send({ to }))).toBe('address');
    expect(server.taken).toEqual([]);
  });

  it('a sender that is no address is refused before anything is sent', () => {
    expect(
      () => new EmailSender('A <a@x.example>', { send: async () => ({ outcome: 'accepted', receipt: null }) }),
    ).toThrow('no mail address');
  });

  const replies: readonly (readonly [string, string, string])[] = [
    ['connect', '421 4.3.2 too many connections', 'later'],
    ['connect', '554 5.7.1 you are on a list', 'setup'],
    ['connect', 'hang', 'later'],
    ['connect', 'reset', 'later'],
    ['sender', '451 4.7.1 greylisted', 'later'],
    ['sender', '553 5.7.1 not your address', 'setup'],
    ['sender', 'reset', 'later'],
    ['recipient', '450 4.2.1 mailbox busy', 'later'],
    ['recipient', '452 4.2.2 mailbox full', 'later'],
    ['recipient', '550 5.1.1 no such user', 'address'],
    ['recipient', '552 5.2.2 mailbox full', 'address'],
    ['recipient', '554 5.7.1 Relay access denied', 'setup'],
    ['recipient', '530 5.7.0 log in first', 'setup'],
    ['recipient', 'hang', 'later'],
    ['recipient', 'reset', 'later'],
    ['message', '451 4.3.0 no space', 'later'],
    ['message', '550 5.1.1 no such user after all', 'address'],
    ['message', '554 5.7.1 looks like spam', 'setup'],
    ['message', 'reset', 'unknown'],
    ['message', 'hang', 'unknown'],
  ];
  it.each(replies)('at the stage of %s, %s means: %s', async (stage, reply, meaning) => {
    server.fault = (at) => (at === stage ? reply : null);
    const receipt = await send({}, {}, secretsOf(SECRETS), reply === 'hang' ? 1_000 : 10_000);
    expect(verdict(receipt)).toBe(meaning);
    expect(receipt).toMatchObject({ message: expect.stringContaining(/^\d/.test(reply) ? reply : '') });
    expect(server.taken).toEqual([]);
  });

  describe('a login', () => {
    beforeEach(() => {
      server.passwords.set('sentinel', SECRETS['smtp/password'] ?? '');
    });

    it('is made with the secret', async () => {
      expect(verdict(await send({}, { login: LOGIN }))).toBe('accepted');
      expect(server.taken[0]?.user).toBe('sentinel');
    });

    it('with a wrong password is a fault of the setting, and the password is not told', async () => {
      const receipt = await send({}, { login: LOGIN }, secretsOf({ 'smtp/password': 'a-wrong-password' }));
      expect(verdict(receipt)).toBe('setup');
      expect(JSON.stringify(receipt)).not.toMatch(/wrong-password|YS13cm9uZy/);
    });

    it('that the server cannot check for now is tried later', async () => {
      server.fault = (at) => (at === 'login' ? '454 4.7.0 temporary failure' : null);
      expect(verdict(await send({}, { login: LOGIN }))).toBe('later');
    });

    it('that the server does not offer is a fault of the setting, and nothing is sent without', async () => {
      await server.stop();
      server = await SmtpStandIn.start({ disabledCommands: ['AUTH'] });
      expect(await send({}, { login: LOGIN })).toMatchObject({
        cause: 'setup',
        message: expect.stringContaining('no login'),
      });
      expect(server.taken).toEqual([]);
    });
  });

  // Linux takes 0.0.0.0 for this machine; for us it is a host like any other.
  describe.runIf(process.platform === 'linux')('to another host', () => {
    it('a server without STARTTLS gets neither mail nor password', async () => {
      await server.stop();
      server = await SmtpStandIn.start({ hideSTARTTLS: true, disabledCommands: ['STARTTLS'] });
      const receipt = await send({}, { host: '0.0.0.0', login: LOGIN });
      expect(receipt).toMatchObject({ cause: 'setup', message: expect.stringContaining('STARTTLS') });
      expect(server.taken).toEqual([]);
    });

    it.each([{ secure: false }, { secure: true }])(
      '%j: a certificate that does not hold is refused',
      async ({ secure }) => {
        await server.stop();
        server = await SmtpStandIn.start({ secure });
        const receipt = await send({}, { host: '0.0.0.0', secure });
        expect(receipt).toMatchObject({ cause: 'setup', message: expect.stringContaining('certificate') });
        expect(server.taken).toEqual([]);
      },
    );

    it('plain is allowed only where the setting says so', async () => {
      expect(verdict(await send({}, { host: '0.0.0.0', allowPlain: true }))).toBe('accepted');
      expect(server.taken[0]?.isEncrypted).toBe(false);
    });
  });
});

const SES_ID = '0102018f-1';

function sesError(name: string, message: string, status = 400): GivenAnswer {
  return {
    status,
    headers: { 'x-amzn-errortype': name, 'content-type': 'application/json' },
    body: JSON.stringify({ message }),
  };
}

const SES_FAULTS: Readonly<Record<Behaviour, Reaction | null>> = {
  accepts: null,
  'is busy': sesError('TooManyRequestsException', 'Maximum sending rate exceeded.', 429),
  'knows no such address': sesError('BadRequestException', 'Illegal address'),
  'refuses the sentinel': sesError('MessageRejected', 'Email address is not verified. The following identities failed'),
  'breaks off': 'reset',
  'falls silent': 'hang',
};

interface SesSetting {
  readonly server: HttpStandIn;
  readonly channel: Sender<Forms>;
  fault: Reaction | null;
  /** Mails as they were taken, each with whom it was for. */
  readonly taken: { readonly to: readonly string[]; readonly from: string; readonly raw: Buffer }[];
}

async function startSes(timeoutMs: number): Promise<SesSetting> {
  const setting: { fault: Reaction | null; taken: SesSetting['taken'] } = { fault: null, taken: [] };
  const server = await HttpStandIn.start(({ method, path, headers, body }) => {
    if (method !== 'POST' || path !== '/v2/email/outbound-emails') return sesError('NotFoundException', path, 404);
    if (!headers.authorization?.startsWith('AWS4-HMAC-SHA256 '))
      return sesError('AccessDeniedException', 'unsigned', 403);
    if (setting.fault) return setting.fault;
    const { FromEmailAddress, Destination, Content } = JSON.parse(body);
    const raw = Buffer.from(Content.Raw.Data, 'base64');
    setting.taken.push({ to: Destination.ToAddresses, from: FromEmailAddress, raw });
    return {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ MessageId: SES_ID }),
    };
  });
  const client = new SESv2Client({
    endpoint: server.url,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
    requestHandler: new NodeHttpHandler({ requestTimeout: timeoutMs, throwOnRequestTimeout: true }),
  });
  return Object.assign(setting, { server, channel: byMail(new SesTransport(client)) });
}

channelContract('email by SES', false, async ({ timeoutMs }) => {
  const setting = await startSes(timeoutMs);
  return {
    channel: setting.channel,
    to: TO,
    behave: (behaviour) => {
      setting.fault = SES_FAULTS[behaviour];
    },
    shown: async () => {
      const mails = await Promise.all(setting.taken.map(({ raw }) => PostalMime.parse(raw)));
      return mails.map(({ text }) => (text ?? '').trimEnd());
    },
    stop: () => setting.server.stop(),
    close: () => setting.server.stop(),
  };
});

describe('email by SES', () => {
  let setting: SesSetting;

  beforeEach(async () => {
    setting = await startSes(2_000);
  });

  afterEach(async () => {
    await setting.server.stop();
  });

  it('a mail is the same as by SMTP, for one recipient, and its receipt is the id that SES gives', async () => {
    expect(await setting.channel.send(outgoingOf())).toEqual({ outcome: 'accepted', receipt: SES_ID });
    const [{ to, from, raw } = { to: [], from: '', raw: Buffer.alloc(0) }] = setting.taken;
    expect([to, from]).toEqual([[TO], FROM]);
    expect(raw.toString()).not.toMatch(/[^\r]\n/);
    expect(await PostalMime.parse(raw)).toMatchObject({ subject: 'orders: alert', to: [{ address: TO }] });
  });

  const errors: readonly (readonly [string, string, number, string])[] = [
    ['TooManyRequestsException', 'Daily message quota exceeded.', 429, 'later'],
    ['LimitExceededException', 'too many', 400, 'later'],
    ['ThrottlingException', 'Rate exceeded', 400, 'later'],
    ['InternalServiceErrorException', 'oops', 500, 'later'],
    ['MessageRejected', 'Email address is not verified. The following identities failed the check: dana', 400, 'setup'],
    ['MessageRejected', 'Address is on the suppression list.', 400, 'address'],
    ['MessageRejected', 'a virus', 400, 'setup'],
    ['BadRequestException', 'Missing final @domain', 400, 'address'],
    ['BadRequestException', 'Bad charset', 400, 'setup'],
    ['AccountSuspendedException', 'suspended', 400, 'setup'],
    ['SendingPausedException', 'paused', 400, 'setup'],
    ['MailFromDomainNotVerifiedException', 'MAIL FROM', 400, 'setup'],
    ['NotFoundException', 'configuration set', 404, 'setup'],
    ['AccessDeniedException', 'not authorized to perform ses:SendEmail', 403, 'setup'],
  ];
  it.each(errors)('%s (%s, %i) means: %s', async (name, message, status, meaning) => {
    setting.fault = sesError(name, message, status);
    const receipt = await setting.channel.send(outgoingOf());
    expect(receipt.outcome === 'refused' ? receipt.cause : receipt.outcome).toBe(meaning);
    expect(receipt).toMatchObject({ message: expect.stringContaining(`${name}: ${message}`) });
    expect(setting.server.requests).toHaveLength(1);
  });

  it('an answer that nobody can read is one that was lost', async () => {
    setting.fault = { status: 200, headers: { 'content-type': 'application/json' }, body: '<html>' };
    expect((await setting.channel.send(outgoingOf())).outcome).toBe('unknown');
  });

  it('without credentials nothing is sent, and the fault is the setting', async () => {
    const credentials = () => Promise.reject(Object.assign(new Error('none'), { name: 'CredentialsProviderError' }));
    const client = new SESv2Client({ endpoint: setting.server.url, region: 'eu-west-1', credentials });
    const receipt = await byMail(new SesTransport(client)).send(outgoingOf());
    expect(receipt).toMatchObject({ outcome: 'refused', cause: 'setup' });
    expect(setting.server.requests).toEqual([]);
  });

  it.each(['reset', 'hang'] as const)('after %s it is not sent again', async (fault) => {
    setting.fault = fault;
    expect((await setting.channel.send(outgoingOf())).outcome).toBe('unknown');
    expect(setting.server.requests).toHaveLength(1);
  });
});
