import type { Outgoing, Receipt, Sender } from '../../ports/channel.ts';
import { accepted, later } from '../../ports/receipt.ts';
import type { SlackAnswer, SlackApi, SlackMethod } from './api.ts';
import { GONE, UNDRAWABLE } from './failure.ts';
import type { SlackMessage } from './message.ts';

/** For a message with all its requests. More than the 10 seconds after which `fetch` gives up on a connection. */
const TIMEOUT_MS = 15_000;
/** Text that Slack takes on its own, in a change (4,000) as in a new message. */
const MAX_TEXT = 3_900;

/**
 * Messages from the app: `slack` to a member, by the direct message that conversations.open gives, since chat.update
 * takes no member id; `slack-channel` to a channel. An earlier message is changed, and posted again only if it is gone.
 */
export class SlackSender implements Sender<SlackMessage> {
  readonly #kind: 'slack' | 'slack-channel';
  readonly #api: SlackApi;
  readonly #timeoutMs: number;
  /** Direct messages that are open, by member. */
  readonly #open = new Map<string, string>();

  constructor(kind: 'slack' | 'slack-channel', api: SlackApi, timeoutMs: number = TIMEOUT_MS) {
    this.#kind = kind;
    this.#api = api;
    this.#timeoutMs = timeoutMs;
  }

  async send({ to, message, earlier }: Outgoing<SlackMessage>): Promise<Receipt> {
    const deadline = AbortSignal.timeout(this.#timeoutMs);
    const former = earlier === null ? null : readReceipt(earlier);
    if (former) {
      const answer = await this.#show('chat.update', to, former, message, deadline);
      if (answer.ok || !GONE.has(answer.code ?? '')) return receiptFor(answer);
    }
    const channel = this.#kind === 'slack' ? await this.#conversation(to, deadline) : to;
    if (typeof channel !== 'string') return channel;
    const place = { channel, unfurl_links: false, unfurl_media: false };
    const answer = await this.#show('chat.postMessage', to, place, message, deadline);
    if (!answer.ok && answer.code === 'channel_not_found') this.#open.delete(to);
    return receiptFor(answer);
  }

  /** Shows a message, as plain text where Slack cannot draw it. */
  async #show(
    method: SlackMethod,
    to: string,
    place: object,
    { text, blocks }: SlackMessage,
    deadline: AbortSignal,
  ): Promise<SlackAnswer> {
    // A change that leaves `parse` out makes links and mentions of bare words.
    const manner = { ...place, parse: 'none', link_names: false };
    const answer = await this.#api.call(method, to, { ...manner, text, blocks }, deadline);
    if (answer.ok || !UNDRAWABLE.has(answer.code ?? '')) return answer;
    // A change without blocks would keep the former ones.
    return this.#api.call(method, to, { ...manner, text: shortened(text), blocks: [] }, deadline);
  }

  /** The direct message with a member, or why there is none. */
  async #conversation(member: string, deadline: AbortSignal): Promise<string | Receipt> {
    const known = this.#open.get(member);
    if (known !== undefined) return known;
    const answer = await this.#api.call('conversations.open', member, { users: member }, deadline);
    if (!answer.ok) {
      const { receipt } = answer;
      // Nothing was to be shown yet.
      return receipt.outcome === 'unknown' ? later(receipt.message) : receipt;
    }
    const { id } = (answer.body.channel ?? {}) as { readonly id?: unknown };
    if (typeof id !== 'string') return later('Slack opened a direct message and did not say which');
    this.#open.set(member, id);
    return id;
  }
}

function receiptFor(answer: SlackAnswer): Receipt {
  if (!answer.ok) return answer.receipt;
  const { channel, ts } = answer.body;
  return accepted(typeof channel === 'string' && typeof ts === 'string' ? `${channel}:${ts}` : null);
}

function readReceipt(receipt: string): { readonly channel: string; readonly ts: string } | null {
  const [, channel, ts] = /^([A-Z0-9]+):(\d+\.\d+)$/.exec(receipt) ?? [];
  return channel && ts ? { channel, ts } : null;
}

function shortened(text: string): string {
  return text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT).replace(/[\ud800-\udbff]$/, '')} ...`;
}
