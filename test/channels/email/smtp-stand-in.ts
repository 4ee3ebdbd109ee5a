import type { AddressInfo, Socket } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export interface TakenMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly user: string | null;
  readonly isEncrypted: boolean;
  readonly raw: string;
  readonly mail: Email;
}

export type SmtpStage = 'connect' | 'login' | 'sender' | 'recipient' | 'message';

/** A mail server on this machine that keeps what it takes. */
export class SmtpStandIn {
  readonly taken: TakenMail[] = [];
  /** Who may log in. */
  readonly passwords = new Map<string, string>();
  /** Asked at each stage, with the recipient at theirs: a reply such as `550 5.1.1 no such user`, a connection that breaks or is silent, or null. */
  fault: (stage: SmtpStage, recipient: string) => string | null = () => null;
  readonly #server: SMTPServer;
  readonly #sockets = new Set<Socket>();

  private constructor(options: SMTPServerOptions) {
    this.#server = new SMTPServer({
      authOptional: true,
      allowInsecureAuth: true,
      disableReverseLookup: true,
      closeTimeout: 20,
      // Nothing is said of the certificate that comes with the package, which nobody trusts.
      logger: false,
      ...options,
      onConnect: (_session, done) => this.#answer('connect', done),
      onMailFrom: (_address, _session, done) => this.#answer('sender', done),
      onRcptTo: ({ address }, _session, done) => this.#answer('recipient', done, address),
      onAuth: ({ username = '', password }, _session, done) => {
        const isRight = this.passwords.get(username) === password;
        this.#answer('login', (error) => done(error, isRight ? { user: username } : {}));
      },
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          this.#answer('message', (error) => {
            if (error) return done(error);
            const raw = Buffer.concat(chunks);
            const { mailFrom, rcptTo } = session.envelope;
            void PostalMime.parse(raw).then((mail) => {
              this.taken.push({
                from: mailFrom ? mailFrom.address : '',
                to: rcptTo.map(({ address }) => address),
                user: session.user ?? null,
                isEncrypted: session.secure,
                raw: raw.toString('utf8'),
                mail,
              });
              done();
            });
          });
        });
      },
    });
    // A client that gives up, or refuses our certificate, is no error of ours.
    this.#server.on('error', () => {});
    this.#server.server.on('connection', (socket: Socket) => this.#sockets.add(socket));
  }

  static async start(options: SMTPServerOptions = {}): Promise<SmtpStandIn> {
    const standIn = new SmtpStandIn(options);
    await new Promise<void>((resolve) => standIn.#server.listen(0, '127.0.0.1', resolve));
    return standIn;
  }

  get port(): number {
    return (this.#server.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    if (!this.#server.server.listening) return;
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #answer(stage: SmtpStage, done: (error?: Error | null) => void, recipient = ''): void {
    const fault = this.fault(stage, recipient);
    if (fault === 'hang') return;
    if (fault === 'reset') {
      for (const socket of this.#sockets) socket.destroy();
      return;
    }
    const [, code, text] = /^(\d{3}) (.*)$/.exec(fault ?? '') ?? [];
    done(code ? Object.assign(new Error(text), { responseCode: Number(code) }) : null);
  }
}
