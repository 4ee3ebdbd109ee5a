import { createHmac } from 'node:crypto';
import { type Instant, SECOND_MS } from '../../core/instant.ts';
import type { Outgoing, Receipt, Sender } from '../../ports/channel.ts';
import { accepted, badAddress, badSetup, later, unknown, withoutSecret } from '../../ports/receipt.ts';
import { type Secrets, SecretUnavailable } from '../../ports/secrets.ts';
import type { AddressGate } from './address-gate.ts';
import type { WebhookMessage } from './render.ts';
import { postOnce, type WebhookAnswer } from './request.ts';

const TIMEOUT_MS = 10_000;
const MAX_BODY_BYTES = 256 * 1024;
/** Answers that another try may change: taking too long, too early, too many. All of the 500s do as well. */
const TRANSIENT: ReadonlySet<number> = new Set([408, 425, 429]);

export interface WebhookSettings {
  readonly gate: AddressGate;
  /** Lets messages go over http, unencrypted. */
  readonly allowPlain: boolean;
  readonly timeoutMs?: number;
}

/** Messages as JSON to an address of the receiver's choice, signed so that the receiver can distinguish them from others. */
export class WebhookSender implements Sender<WebhookMessage> {
  readonly #secrets: Secrets;
  readonly #keyName: string;
  readonly #settings: WebhookSettings;
  readonly #now: () => Instant;

  /** `keyName`: of the secret that holds the key of the signatures. */
  constructor(secrets: Secrets, keyName: string, settings: WebhookSettings, now: () => Instant = Date.now) {
    this.#secrets = secrets;
    this.#keyName = keyName;
    this.#settings = settings;
    this.#now = now;
  }

  async send({ deliveryId, to, message }: Outgoing<WebhookMessage>): Promise<Receipt> {
    const { gate, allowPlain, timeoutMs = TIMEOUT_MS } = this.#settings;
    const url = readUrl(to, allowPlain);
    if (typeof url === 'string') return badAddress(url);
    const body = JSON.stringify(message);
    if (Buffer.byteLength(body) > MAX_BODY_BYTES) return badSetup('the message is too large for a webhook');
    try {
      const key = await this.#key();
      const timestamp = String(Math.floor(this.#now() / SECOND_MS));
      const headers = {
        'content-type': 'application/json',
        'content-length': String(Buffer.byteLength(body)),
        'user-agent': 'backup-sentinel',
        'x-sentinel-timestamp': timestamp,
        'x-sentinel-signature': `v1=${signature(key, timestamp, body)}`,
        'x-sentinel-delivery': deliveryId.replace(/[^\x21-\x7e]/g, '-'),
      };
      // The rest of an address may be a secret.
      return receiptOf(await postOnce(url, headers, body, gate, timeoutMs), url.host, this.#now());
    } catch (error) {
      if (error instanceof SecretUnavailable) return withoutSecret("the webhooks' key", error);
      throw error;
    }
  }

  async #key(): Promise<string> {
    const key = (await this.#secrets.get(this.#keyName)).trim();
    if (key !== '') return key;
    throw new SecretUnavailable(`the secret ${this.#keyName} is empty; put a long random key into it`);
  }
}

/** HMAC-SHA256 in hex over version, timestamp (Unix seconds) and body, as the receiver computes it again. */
export function signature(key: string, timestamp: string, body: string): string {
  return createHmac('sha256', key).update(`v1:${timestamp}:${body}`).digest('hex');
}

/** The address, or why it is none that is posted to. */
function readUrl(text: string, allowPlain: boolean): URL | string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:')
    return 'the webhook is no web address; write https://...';
  if (url.protocol === 'http:' && !allowPlain) return `the webhook at ${url.host} is not encrypted; write https://...`;
  if (url.username !== '' || url.password !== '')
    return `the webhook at ${url.host} names a user or a password; take them out, messages are signed instead`;
  return url;
}

function receiptOf(answer: WebhookAnswer, host: string, now: Instant): Receipt {
  switch (answer.kind) {
    case 'closed':
      return badAddress(
        `the webhook at ${host} lies at ${answer.address}, which is no public address; allow it in the sentinel's settings if it is meant`,
      );
    case 'untrusted':
      return badAddress(
        `the webhook at ${host} cannot be talked to safely (${answer.code}); is its certificate valid?`,
      );
    case 'unsent':
      return later(`the webhook at ${host} could not be reached (${answer.code})`);
    case 'lost':
      return unknown(`the webhook at ${host} was sent the message and its answer was lost (${answer.code})`);
    case 'answered':
      return receiptOfStatus(
        answer.status,
        readRetryAfter(answer.retryAfter, now),
        `the webhook at ${host} answered ${answer.status}`,
      );
  }
}

function receiptOfStatus(status: number, afterS: number | null, message: string): Receipt {
  if (status >= 200 && status < 300) return accepted(null);
  if (status >= 500 || TRANSIENT.has(status)) return later(message, afterS);
  if (status >= 300 && status < 400) return badAddress(`${message}, to look elsewhere; write the address it leads to`);
  return badAddress(`${message}; check the address, and the key that its receiver checks signatures with`);
}

/** Seconds to wait, from either form of the header: seconds, or a date (RFC 9110). */
function readRetryAfter(header: string | null, now: Instant): number | null {
  if (header === null) return null;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header);
  const until = header.endsWith(' GMT') ? Date.parse(header) : Number.NaN;
  return Number.isNaN(until) ? null : Math.max(0, Math.ceil((until - now) / SECOND_MS));
}
