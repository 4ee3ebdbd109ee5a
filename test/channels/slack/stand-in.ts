import { HttpStandIn, type Reaction, type ReceivedRequest } from '../http-stand-in.ts';

/** One request to the Web API, in the order in which they came. */
export interface SlackCall {
  readonly method: string;
  readonly token: string;
  // biome-ignore lint/suspicious/noExplicitAny: what is sent is looked into as the tests like.
  readonly body: any;
}

export interface ShownMessage {
  readonly channel: string;
  readonly ts: string;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  readonly blocks: readonly any[];
  readonly isEdited: boolean;
}

/** What came to the address that Slack gives with each press; private answers are shown to the one who pressed only. */
export interface SlackHookAnswer {
  readonly ts: string;
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  readonly body: any;
}

/** Slack's limits, as its reference gives them. */
const MAX_BLOCKS = 50;
const MAX_POSTED_TEXT = 40_000;
const MAX_UPDATED_TEXT = 4_000;
const MAX_OF: Readonly<Record<string, number>> = { section: 3_000, header: 150, button: 75, context: 3_000 };

/**
 * Slack's Web API, as far as the sentinel uses it, on this machine: tokens, members, channels, direct messages, limits
 * of blocks and text, changes of messages, rate limits and error codes.
 */
export class SlackStandIn {
  readonly calls: SlackCall[] = [];
  readonly messages: ShownMessage[] = [];
  /** Forms that were opened, and answers to presses, in the order in which they came. */
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  readonly forms: any[] = [];
  readonly hookAnswers: SlackHookAnswer[] = [];
  readonly tokens = new Set<string>();
  readonly members = new Set<string>();
  /** Channels by id; the app posts only where it is a member. */
  readonly channels = new Map<string, { readonly isArchived: boolean; readonly isJoined: boolean }>();
  /** The least time between two messages in a channel, in seconds; more often is answered by 429. */
  secondsBetween = 0;
  /** Asked for each call that would be answered in the ordinary way: an error code, another reaction, or null. */
  fault: (call: SlackCall) => string | Reaction | null = () => null;
  readonly #server: HttpStandIn;
  readonly #lastAt = new Map<string, number>();
  #stamp = 1_795_000_000;

  private constructor(server: HttpStandIn) {
    this.#server = server;
  }

  static async start(): Promise<SlackStandIn> {
    const holder: { slack?: SlackStandIn } = {};
    const server = await HttpStandIn.start((request) => holder.slack?.react(request) ?? 'hang');
    holder.slack = new SlackStandIn(server);
    return holder.slack;
  }

  /** What the API's methods are written after. */
  get url(): string {
    return `${this.#server.url}/api/`;
  }

  /** The address that Slack would give with the press of a button in a message. */
  hookOf({ ts }: ShownMessage): string {
    return `${this.url}hooks/${ts}`;
  }

  stop(): Promise<void> {
    return this.#server.stop();
  }

  react({ method: verb, path, headers, body: text }: ReceivedRequest): Reaction {
    const method = path.replace('/api/', '');
    if (verb !== 'POST') return failed('invalid_post_type');
    if (headers['content-type'] !== 'application/json; charset=utf-8') return failed('invalid_post_type');
    if (method.startsWith('hooks/')) return this.#answer(method.replace('hooks/', ''), JSON.parse(text));
    const token = /^Bearer (\S+)$/.exec(headers.authorization ?? '')?.[1];
    if (token === undefined) return failed('not_authed');
    const call = { method, token, body: JSON.parse(text) };
    this.calls.push(call);
    if (!this.tokens.has(token)) return failed('invalid_auth');
    const fault = this.fault(call);
    if (fault !== null)
      return typeof fault !== 'string' || fault === 'reset' || fault === 'hang' ? fault : failed(fault);
    switch (method) {
      case 'conversations.open':
        return this.members.has(call.body.users)
          ? succeeded({ channel: { id: directMessage(call.body.users) } })
          : failed('user_not_found');
      case 'chat.postMessage':
        return this.#post(call.body);
      case 'chat.update':
        return this.#update(call.body);
      case 'views.open':
        this.forms.push(call.body.view);
        return call.body.trigger_id ? succeeded({ view: { id: 'V1' } }) : failed('invalid_trigger_id');
      default:
        return failed('unknown_method');
    }
  }

  #post({ channel, text, blocks = [] }: SlackCall['body']): Reaction {
    const failure = this.#placeTrouble(channel) ?? contentTrouble(text, blocks, MAX_POSTED_TEXT);
    if (failure !== null) return failed(failure);
    const since = performance.now() - (this.#lastAt.get(channel) ?? -Infinity);
    if (since < this.secondsBetween * 1000) {
      return {
        status: 429,
        headers: { 'retry-after': String(this.secondsBetween) },
        body: JSON.stringify({ ok: false, error: 'ratelimited' }),
      };
    }
    this.#lastAt.set(channel, performance.now());
    this.#stamp += 1;
    const ts = `${this.#stamp}.000100`;
    this.messages.push({ channel, ts, text, blocks, isEdited: false });
    return succeeded({ channel, ts, message: { text, blocks } });
  }

  #update({ channel, ts, text, blocks }: SlackCall['body']): Reaction {
    const failure = this.#placeTrouble(channel) ?? contentTrouble(text, blocks ?? [], MAX_UPDATED_TEXT);
    if (failure !== null) return failed(failure);
    const index = this.messages.findIndex((message) => message.channel === channel && message.ts === ts);
    const former = this.messages[index];
    if (!former) return failed('message_not_found');
    // Blocks that are left out stay as they were.
    this.messages[index] = { ...former, text, blocks: blocks ?? former.blocks, isEdited: true };
    return succeeded({ channel, ts, text });
  }

  /** It asks for no token: the address is the secret. */
  #answer(ts: string, body: SlackCall['body']): Reaction {
    const index = this.messages.findIndex((message) => message.ts === ts);
    const former = this.messages[index];
    if (!former) return { status: 404, body: 'no_such_message' };
    this.hookAnswers.push({ ts, body });
    if (body.replace_original === true) {
      this.messages[index] = { ...former, text: body.text, blocks: body.blocks, isEdited: true };
    }
    return { status: 200, body: 'ok' };
  }

  #placeTrouble(place: unknown): string | null {
    if ([...this.members].some((member) => directMessage(member) === place)) return null;
    const channel = this.channels.get(String(place));
    if (!channel) return 'channel_not_found';
    if (channel.isArchived) return 'is_archived';
    return channel.isJoined ? null : 'not_in_channel';
  }
}

/** The id of the direct message with a member. */
export function directMessage(member: string): string {
  return member.replace(/^./, 'D');
}

function contentTrouble(text: unknown, blocks: SlackCall['body'], maxText: number): string | null {
  if (typeof text !== 'string' || text === '') return 'no_text';
  if (text.length > maxText) return 'msg_too_long';
  if (!Array.isArray(blocks)) return 'invalid_blocks_format';
  if (blocks.length > MAX_BLOCKS) return 'invalid_blocks';
  return blocks.every(isDrawable) ? null : 'invalid_blocks';
}

function isDrawable(block: SlackCall['body']): boolean {
  const { type, text, fields, elements } = block;
  if (typeof type !== 'string') return false;
  if (text && (text.text === '' || text.text.length > (MAX_OF[type] ?? 3_000))) return false;
  if (fields && (fields.length > 10 || fields.some((field: SlackCall['body']) => field.text.length > 2_000)))
    return false;
  return !elements || (elements.length <= (type === 'context' ? 10 : 25) && elements.every(isElementDrawable));
}

function isElementDrawable({ type, text, value = '', action_id = '' }: SlackCall['body']): boolean {
  const words = typeof text === 'string' ? text : (text?.text ?? '');
  return words.length <= (MAX_OF[type] ?? 3_000) && value.length <= 2_000 && action_id.length <= 255;
}

function succeeded(body: object): Reaction {
  return { status: 200, body: JSON.stringify({ ok: true, ...body }) };
}

function failed(error: string): Reaction {
  return { status: 200, body: JSON.stringify({ ok: false, error }) };
}
