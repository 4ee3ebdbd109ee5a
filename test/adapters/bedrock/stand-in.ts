import { HttpStandIn, type ReceivedRequest } from '../../channels/http-stand-in.ts';

/** What a request of the Converse API brought. */
export interface Conversation {
  readonly modelId: string;
  readonly system: string;
  readonly data: string;
  // biome-ignore lint/suspicious/noExplicitAny: requests are looked into as the tests like.
  readonly body: any;
}

export type ModelBehaviour =
  | { readonly says: string; readonly stopReason?: string }
  /** An error as the service sends it. */
  | { readonly error: string; readonly status: number; readonly message?: string }
  /** It begins to answer and never ends; or it never begins. */
  | 'hang';

/** Bedrock's Converse API on this machine, with a model that behaves as the test says. */
export class BedrockStandIn {
  behaviour: ModelBehaviour | ((request: Conversation) => ModelBehaviour) = { says: '' };
  #server!: HttpStandIn;

  private constructor() {}

  static async start(): Promise<BedrockStandIn> {
    const standIn = new BedrockStandIn();
    standIn.#server = await HttpStandIn.start((request) => standIn.#react(request));
    return standIn;
  }

  get url(): string {
    return this.#server.url;
  }

  /** What was asked, oldest first; each attempt counts. */
  get conversations(): Conversation[] {
    return this.#server.requests.map(conversationIn);
  }

  async stop(): Promise<void> {
    await this.#server.stop();
  }

  #react(request: ReceivedRequest): ReturnType<Parameters<typeof HttpStandIn.start>[0]> {
    if (request.method !== 'POST' || !/^\/model\/[^/]+\/converse$/.test(request.path)) return { status: 404 };
    const behaviour = typeof this.behaviour === 'function' ? this.behaviour(conversationIn(request)) : this.behaviour;
    if (behaviour === 'hang') return 'hang';
    const headers = { 'content-type': 'application/json' };
    if ('error' in behaviour) {
      const body = JSON.stringify({ message: behaviour.message ?? 'by the test' });
      return { status: behaviour.status, headers: { ...headers, 'x-amzn-errortype': behaviour.error }, body };
    }
    const answer = {
      output: { message: { role: 'assistant', content: [{ text: behaviour.says }] } },
      stopReason: behaviour.stopReason ?? 'end_turn',
      usage: { inputTokens: 600, outputTokens: 60, totalTokens: 660 },
      metrics: { latencyMs: 1 },
    };
    return { status: 200, headers, body: JSON.stringify(answer) };
  }
}

function conversationIn({ path, body }: ReceivedRequest): Conversation {
  const parsed = JSON.parse(body);
  return {
    modelId: decodeURIComponent(path.split('/')[2] ?? ''),
    system: parsed.system[0].text,
    data: parsed.messages[0].content[0].text,
    body: parsed,
  };
}
