import type { Wording } from '../../lib/ports/wording.ts';
import { UsageError } from '../usage-error.ts';

/** The model that SENTINEL_MODEL_ID names; null, with nothing of it loaded, without one. Throws UsageError. */
export async function openWording(env: NodeJS.ProcessEnv): Promise<Wording | null> {
  const modelId = (env.SENTINEL_MODEL_ID ?? '').trim();
  if (modelId === '') return null;
  if (!/^[A-Za-z0-9.:/-]+$/.test(modelId)) {
    throw new UsageError(
      `SENTINEL_MODEL_ID is "${modelId}", which is not a model id; write the id of a model on Bedrock`,
    );
  }
  const { awsPlaceOf } = await import('../../lib/ports/aws-place.ts');
  const { problem } = awsPlaceOf('BEDROCK_RUNTIME', env);
  if (problem !== null) throw new UsageError(problem);
  const { BedrockWording } = await import('../../lib/adapters/bedrock/wording.ts');
  return new BedrockWording(modelId);
}
