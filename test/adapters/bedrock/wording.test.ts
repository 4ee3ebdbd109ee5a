import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BedrockWording, createBedrockClient } from '../../../lib/adapters/bedrock/wording.ts';
import { BedrockStandIn, type ModelBehaviour } from './stand-in.ts';

const MODEL = 'eu.anthropic.claude-haiku-5-5';

let bedrock: BedrockStandIn;
beforeEach(async () => {
  bedrock = await BedrockStandIn.start();
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await bedrock.stop();
});

const wording = (modelId = MODEL, limitMs?: number) =>
  new BedrockWording(
    modelId,
    createBedrockClient({ AWS_REGION: 'eu-central-1', AWS_ENDPOINT_URL_BEDROCK_RUNTIME: bedrock.url }),
    limitMs,
  );

describe('a model on Bedrock', () => {
  it('is given instruction and data, few tokens, and no time to think', async () => {
    bedrock.behaviour = { says: ' Words. ' };
    expect(await wording().word('the instruction', 'the data')).toEqual({ text: ' Words. ' });
    expect(bedrock.conversations).toMatchObject([
      {
        modelId: MODEL,
        system: 'the instruction',
        data: 'the data',
        body: {
          inferenceConfig: { maxTokens: 400 },
          additionalModelRequestFields: { thinking: { type: 'disabled' } },
        },
      },
    ]);
  });

  it('that is none of those that think is not told of thinking, which it would not know', async () => {
    bedrock.behaviour = { says: 'Words.' };
    await wording('amazon.nova-2-lite-v1:0').word('i', 'd');
    expect(bedrock.conversations[0]?.modelId).toBe('amazon.nova-2-lite-v1:0');
    expect(bedrock.conversations[0]?.body).not.toHaveProperty('additionalModelRequestFields');
  });

  const failures: { name: string; behaviour: ModelBehaviour; kind: string; message: RegExp; attempts: number }[] = [
    {
      name: 'that refuses',
      behaviour: { says: 'I cannot help with that.', stopReason: 'content_filtered' },
      kind: 'refused',
      message: /content_filtered/,
      attempts: 1,
    },
    {
      name: 'that ends for a reason nobody knows yet',
      behaviour: { says: 'Words.', stopReason: 'bored' },
      kind: 'refused',
      message: /bored/,
      attempts: 1,
    },
    { name: 'that says nothing', behaviour: { says: ' ' }, kind: 'refused', message: /without an answer/, attempts: 1 },
    {
      name: 'that is cut off',
      behaviour: { says: 'Words', stopReason: 'max_tokens' },
      kind: 'cut',
      message: /max_tokens/,
      attempts: 1,
    },
    {
      name: 'that is too busy',
      behaviour: { error: 'ThrottlingException', status: 429 },
      kind: 'throttled',
      message: /too busy/,
      attempts: 2,
    },
    {
      name: 'that fails',
      behaviour: { error: 'InternalServerException', status: 500 },
      kind: 'unavailable',
      message: /could not be asked/,
      attempts: 2,
    },
    {
      name: 'that may not be used',
      behaviour: { error: 'AccessDeniedException', status: 403, message: 'not authorized' },
      kind: 'no-access',
      message: /not authorized.*enabled/,
      attempts: 1,
    },
    {
      name: 'that is retired',
      behaviour: { error: 'ResourceNotFoundException', status: 404, message: 'This model has reached its end of life' },
      kind: 'no-model',
      message: /end of life.*set another modelId/,
      attempts: 1,
    },
    {
      name: 'that wants another id',
      behaviour: { error: 'ValidationException', status: 400, message: 'on-demand throughput is not supported' },
      kind: 'no-model',
      message: /inference profile/,
      attempts: 1,
    },
  ];
  it.each(failures)('$name gives no text, and why', async ({ behaviour, kind, message, attempts }) => {
    bedrock.behaviour = behaviour;
    const worded = await wording().word('i', 'd');
    expect(worded).toEqual({ kind, message: expect.stringMatching(message) });
    expect(bedrock.conversations).toHaveLength(attempts);
  });

  it('that never answers is waited for no longer than the limit', async () => {
    bedrock.behaviour = 'hang';
    expect(await wording(MODEL, 100).word('i', 'd')).toEqual({
      kind: 'timeout',
      message: `the model ${MODEL} did not answer in time`,
    });
  });

  it('that cannot be reached gives no text', async () => {
    const away = wording();
    await bedrock.stop();
    expect(await away.word('i', 'd')).toMatchObject({ kind: 'unavailable' });
  });
});
