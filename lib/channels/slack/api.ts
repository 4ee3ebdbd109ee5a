import type { Receipt } from '../../ports/channel.ts';
import { failureCode, isUnsent, isUntrusted } from '../../ports/network-failure.ts';
import { badSetup, later, unknown, withoutSecret } from '../../ports/receipt.ts';
import { type Secrets, SecretUnavailable } from '../../ports/secrets.ts';
import { OUTWORN, receiptOf } from './failure.ts';

const SLACK_URL = 'https://slack.com/api/';

export type SlackMethod = 'chat.postMessage' | 'chat.update' | 'conversations.open' | 'views.open';

/** What Slack answers, as far as it is looked at. Nothing of it is sure. */
export interface SlackBody {
  readonly ok?: unknown;
  readonly error?: unknown;
  readonly channel?: unknown;
  readonly ts?: unknown;
}

export type SlackAnswer =
  | { readonly ok: true; readonly body: SlackBody }
  /** `code`: of an `ok: false`; null when Slack gave none. `receipt`: what it means unless the caller knows better. */
  | { readonly ok: false; readonly code: string | null; readonly receipt: Receipt };

/** Slack's Web API, by JSON and bearer token. */
export class SlackApi {
  readonly #secrets: Secrets;
  readonly #tokenName: string;
  readonly #baseUrl: string;

  /** `tokenName`: of the secret that holds the bot token. It is read when it is first needed. */
  constructor(secrets: Secrets, tokenName: string, baseUrl: string = SLACK_URL) {
    this.#secrets = secrets;
    this.#tokenName = tokenName;
    this.#baseUrl = baseUrl;
  }

  /** Calls a method. `to`: whom it is for, in words about a refusal. Never throws for an outside failure. */
  async call(method: SlackMethod, to: string, body: object, deadline: AbortSignal): Promise<SlackAnswer> {
    try {
      const token = await this.#token();
      const answer = await this.#request(method, to, body, token, deadline);
      if (answer.ok || !OUTWORN.has(answer.code ?? '')) return answer;
      const renewed = await this.#token(true);
      return renewed === token ? answer : await this.#request(method, to, body, renewed, deadline);
    } catch (error) {
      if (error instanceof SecretUnavailable) return failed(withoutSecret("Slack's token", error));
      throw error;
    }
  }

  async #token(fresh = false): Promise<string> {
    const token = (await this.#secrets.get(this.#tokenName, { fresh })).trim();
    if (/^[\x21-\x7e]+$/.test(token)) return token;
    throw new SecretUnavailable(`the secret ${this.#tokenName} holds no token; put the bot token (xoxb-...) into it`);
  }

  async #request(
    method: SlackMethod,
    to: string,
    body: object,
    token: string,
    deadline: AbortSignal,
  ): Promise<SlackAnswer> {
    // An earlier request of the same message took all the time.
    if (deadline.aborted) return failed(later('Slack was too slow to be asked once more'));
    try {
      const response = await fetch(new URL(method, this.#baseUrl), {
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json; charset=utf-8',
          // A connection kept while the process was frozen breaks in the middle of the next message.
          connection: 'close',
        },
        body: JSON.stringify(body),
        redirect: 'manual',
        signal: deadline,
      });
      return readAnswer(to, response.status, response.headers.get('retry-after'), await response.text());
    } catch (error) {
      const code = failureCode(error);
      if (isUnsent(error)) return failed(later(`Slack could not be reached (${code})`));
      if (isUntrusted(code)) return failed(badSetup(`Slack's certificate is not trusted (${code})`));
      return failed(unknown(`Slack was asked and its answer was lost (${code})`));
    }
  }
}

function readAnswer(to: string, status: number, retryAfter: string | null, text: string): SlackAnswer {
  const afterS = /^\d{1,6}$/.test(retryAfter ?? '') ? Number(retryAfter) : null;
  if (status === 429) return failed(later('Slack takes no more messages for now (429)', afterS));
  if (status >= 500) return failed(later(`Slack failed (${status})`, afterS));
  const body = readObject(text);
  if (body === null) return failed(badSetup(`what should be Slack answered ${status} and no JSON; check its address`));
  if (body.ok === true) return { ok: true, body };
  const code = /^[a-z0-9_]{1,80}$/.test(String(body.error)) ? String(body.error) : 'no code';
  return { ok: false, code, receipt: receiptOf(code, to, afterS) };
}

function readObject(text: string): SlackBody | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : null;
  } catch {
    return null;
  }
}

function failed(receipt: Receipt): SlackAnswer {
  return { ok: false, code: null, receipt };
}
