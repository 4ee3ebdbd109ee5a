import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import type { ChannelKind } from '../../lib/core/model/channel-kind.ts';
import { SmtpStandIn } from '../channels/email/smtp-stand-in.ts';
import { HttpStandIn, type Reaction, type ReceivedRequest } from '../channels/http-stand-in.ts';
import { SlackStandIn } from '../channels/slack/stand-in.ts';
import type { Sandbox } from '../program/sandbox.ts';

const TOPICS = 'arn:aws:sns:eu-west-1:111122223333:';

/** One kind of channel over a server on this machine, as the rules doc writes it, and what came by it. */
export interface FailingChannel {
  /** An entry of a person's that works while the server does. */
  readonly entry: string;
  /** One that the server refuses for good. */
  readonly gone: string;
  /** What was sent by it, as its subject or first line. */
  readonly sent: () => string[];
}

/** A server for every kind of channel: each works, or none does anything. */
export class FailingChannels {
  readonly of: Readonly<Record<ChannelKind, FailingChannel>>;
  /** What a command is started with that is to use these servers. */
  readonly env: Readonly<Record<string, string>>;
  /** The channels that are out of order: mail says 451 to sam, the others 503 to everyone. */
  readonly dead = new Set<ChannelKind>();
  readonly #slack: SlackStandIn;
  readonly #smtp: SmtpStandIn;
  readonly #http: HttpStandIn;
  readonly #hooks: string[] = [];
  readonly #published: string[] = [];

  private constructor(slack: SlackStandIn, smtp: SmtpStandIn, http: Readonly<{ server: HttpStandIn }>) {
    this.#slack = slack;
    this.#smtp = smtp;
    this.#http = http.server;
    slack.tokens.add('xoxb-here');
    slack.members.add('U0SAM');
    slack.channels.set('C0SAM', { isArchived: false, isJoined: true });
    slack.fault = () => (this.dead.has('slack') || this.dead.has('slack-channel') ? { status: 503 } : null);
    smtp.fault = (stage, recipient) => {
      if (stage !== 'recipient') return null;
      if (this.dead.has('email') && recipient === 'sam@acme.example') return '451 4.3.0 try later';
      return recipient === 'gone@acme.example' ? '550 5.1.1 no such user' : null;
    };
    this.of = {
      slack: { entry: 'slack: U0SAM', gone: 'slack: U0GONE', sent: () => this.#slackMessages('D0SAM') },
      'slack-channel': {
        entry: 'slack_channel: C0SAM',
        gone: 'slack_channel: C0GONE',
        sent: () => this.#slackMessages('C0SAM'),
      },
      email: {
        entry: 'email: sam@acme.example',
        gone: 'email: gone@acme.example',
        sent: () => this.mailsTo('sam@acme.example'),
      },
      webhook: {
        entry: `webhook: "${this.#http.url}/sam"`,
        gone: `webhook: "${this.#http.url}/gone"`,
        sent: () => this.#hooks,
      },
      sns: { entry: `sns: "${TOPICS}sam"`, gone: `sns: "${TOPICS}gone"`, sent: () => this.#published },
    };
    this.env = {
      SENTINEL_SLACK_URL: slack.url,
      SENTINEL_SMTP_URL: `smtp://127.0.0.1:${smtp.port}`,
      SENTINEL_MAIL_FROM: 'backups@acme.example',
      SENTINEL_WEBHOOK_NETWORKS: '127.0.0.0/8',
      AWS_ENDPOINT_URL_SNS: `${this.#http.url}/sns`,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    };
  }

  static async start(): Promise<FailingChannels> {
    const holder: { channels?: FailingChannels } = {};
    const server = await HttpStandIn.start((request) => holder.channels?.react(request) ?? 'hang');
    holder.channels = new FailingChannels(await SlackStandIn.start(), await SmtpStandIn.start(), { server });
    return holder.channels;
  }

  async stop(): Promise<void> {
    await Promise.all([this.#slack.stop(), this.#smtp.stop(), this.#http.stop()]);
  }

  /** The secrets that these servers ask for, in a sandbox's state folder. */
  async writeSecrets(sandbox: Sandbox): Promise<void> {
    for (const [name, secret] of [
      ['slack-bot-token', 'xoxb-here'],
      ['webhook-key', 'a-long-random-key'],
    ] as const) {
      await sandbox.write(`state/secrets/${name}`, secret);
      await chmod(join(sandbox.state, 'secrets', name), 0o600);
    }
  }

  /** What Slack takes. */
  get slackTokens(): Set<string> {
    return this.#slack.tokens;
  }

  mailsTo(address: string): string[] {
    return this.#smtp.taken.filter(({ to }) => to.includes(address)).map(({ mail }) => mail.subject ?? '');
  }

  react({ path, body }: ReceivedRequest): Reaction {
    return path.startsWith('/sns') ? this.#publish(new URLSearchParams(body)) : this.#hook(path, body);
  }

  #hook(path: string, body: string): Reaction {
    if (this.dead.has('webhook')) return { status: 503 };
    if (path !== '/sam') return { status: 404 };
    this.#hooks.push(JSON.parse(body).title);
    return { status: 200 };
  }

  #publish(form: URLSearchParams): Reaction {
    const headers = { 'content-type': 'text/xml' };
    if (this.dead.has('sns')) return { status: 503, headers };
    if (form.get('TopicArn') !== `${TOPICS}sam`) {
      const error = '<Error><Type>Sender</Type><Code>NotFound</Code><Message>Topic does not exist</Message></Error>';
      return { status: 404, headers, body: `<ErrorResponse>${error}</ErrorResponse>` };
    }
    this.#published.push(form.get('Subject') ?? '');
    const body = '<PublishResponse><PublishResult><MessageId>m-1</MessageId></PublishResult></PublishResponse>';
    return { status: 200, headers, body };
  }

  #slackMessages(channel: string): string[] {
    return this.#slack.messages.filter((message) => message.channel === channel).map(({ text }) => text);
  }
}
