import { BedrockRuntimeClient, ConverseCommand, type ConverseCommandOutput } from '@aws-sdk/client-bedrock-runtime';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { SECOND_MS } from '../../core/instant.ts';
import { oneLine } from '../../core/message/outside-text.ts';
import { type AwsPlace, awsPlaceOf } from '../../ports/aws-place.ts';
import type { Unworded, Worded, Wording } from '../../ports/wording.ts';

/** Enough for three sentences, and the most that a day can cost. */
const MAX_TOKENS = 400;
const REQUEST_TIMEOUT_MS = 8 * SECOND_MS;
const CONNECTION_TIMEOUT_MS = 2 * SECOND_MS;
/** One retry. */
const MAX_ATTEMPTS = 2;
/** Both attempts with the wait between them; also ends an answer that begins and never comes to its end. */
const LIMIT_MS = 20 * SECOND_MS;
const MAX_SAID = 300;

const THROTTLED: ReadonlySet<string> = new Set([
  'ThrottlingException',
  'ServiceQuotaExceededException',
  'ModelNotReadyException',
  'TooManyRequestsException',
]);

type AwsError = Error & { readonly $metadata?: { readonly httpStatusCode?: number } };

/** A model of Amazon Bedrock, asked by the Converse API. */
export class BedrockWording implements Wording {
  readonly #modelId: string;
  readonly #client: BedrockRuntimeClient;
  readonly #limitMs: number;

  /** `modelId`: a model's id, or that of an inference profile. */
  constructor(modelId: string, client: BedrockRuntimeClient = createBedrockClient(), limitMs: number = LIMIT_MS) {
    this.#modelId = modelId;
    this.#client = client;
    this.#limitMs = limitMs;
  }

  async word(instruction: string, data: string): Promise<Worded> {
    const command = new ConverseCommand({
      modelId: this.#modelId,
      system: [{ text: instruction }],
      messages: [{ role: 'user', content: [{ text: data }] }],
      // No temperature: newer models refuse it.
      inferenceConfig: { maxTokens: MAX_TOKENS },
      ...(thinksByDefault(this.#modelId) && { additionalModelRequestFields: { thinking: { type: 'disabled' } } }),
    });
    try {
      return wordedIn(await this.#client.send(command, { abortSignal: AbortSignal.timeout(this.#limitMs) }));
    } catch (error) {
      return this.#failure(error as AwsError);
    }
  }

  #failure({ name, message, $metadata }: AwsError): Unworded {
    const model = `the model ${this.#modelId}`;
    const said = oneLine(`${name}: ${message}`, MAX_SAID);
    if (/Timeout|Abort/.test(name)) return { kind: 'timeout', message: `${model} did not answer in time` };
    if (THROTTLED.has(name) || $metadata?.httpStatusCode === 429) {
      return { kind: 'throttled', message: `${model} was too busy (${said})` };
    }
    if (name === 'AccessDeniedException') {
      return {
        kind: 'no-access',
        message: `${model} may not be used (${said}); is it enabled in this account and region?`,
      };
    }
    if (name === 'ResourceNotFoundException' || name === 'ValidationException') {
      const todo = 'it may be retired, or want the id of an inference profile; set another modelId, or none';
      return { kind: 'no-model', message: `${model} cannot be used so (${said}); ${todo}` };
    }
    return { kind: 'unavailable', message: `${model} could not be asked (${said})` };
  }
}

function wordedIn({ stopReason, output }: ConverseCommandOutput): Worded {
  const text = (output?.message?.content ?? []).flatMap((block) => block.text ?? []).join('');
  if (stopReason === 'max_tokens' || stopReason === 'model_context_window_exceeded') {
    return { kind: 'cut', message: `the model was cut off (${stopReason})` };
  }
  if (stopReason !== 'end_turn' || text.trim() === '') {
    return { kind: 'refused', message: `the model ended without an answer (${oneLine(String(stopReason), 40)})` };
  }
  return { text };
}

/** Claude's newer models think unless that is switched off, which would use up the tokens; others know no such field. */
function thinksByDefault(modelId: string): boolean {
  return /(^|[./])anthropic\./.test(modelId);
}

/** A client for where the environment says that AWS is. */
export function createBedrockClient(env: NodeJS.ProcessEnv = process.env): BedrockRuntimeClient {
  const { region, endpoint }: AwsPlace = awsPlaceOf('BEDROCK_RUNTIME', env);
  return new BedrockRuntimeClient({
    ...(region !== null && { region }),
    ...(endpoint !== null && { endpoint, region: region ?? 'us-east-1' }),
    maxAttempts: MAX_ATTEMPTS,
    // The SDK's own choice for this service is HTTP/2, for streams, which no one here needs.
    requestHandler: new NodeHttpHandler({
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      throwOnRequestTimeout: true,
    }),
  });
}
