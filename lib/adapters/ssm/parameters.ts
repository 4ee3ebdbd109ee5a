import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { type Secrets, SecretUnavailable } from '../../ports/secrets.ts';

/** A value is asked for again after so long, so that a new one is taken up without a deployment. */
const KEPT_MS = 5 * 60_000;

/** Someone has to change the parameter, its key or a policy. Source: Systems Manager API reference, GetParameter. */
const LASTING: readonly string[] = [
  'AccessDeniedException',
  'InvalidKeyId',
  'ParameterNotFound',
  'ParameterVersionNotFound',
  'ValidationException',
];

/** SecureString parameters, kept for five minutes while the process lives. */
export class SsmParameters implements Secrets {
  readonly #client: SSMClient;
  readonly #elapsedMs: () => number;
  readonly #known = new Map<string, { readonly value: string; readonly at: number }>();

  /** `elapsedMs`: a clock that only goes forward. */
  constructor(client: SSMClient = defaultClient(), elapsedMs: () => number = () => performance.now()) {
    this.#client = client;
    this.#elapsedMs = elapsedMs;
  }

  async get(name: string, { fresh = false }: { readonly fresh?: boolean } = {}): Promise<string> {
    const known = this.#known.get(name);
    if (!fresh && known && this.#elapsedMs() - known.at < KEPT_MS) return known.value;
    const value = await this.#ask(name);
    this.#known.set(name, { value, at: this.#elapsedMs() });
    return value;
  }

  async #ask(name: string): Promise<string> {
    try {
      const { Parameter } = await this.#client.send(new GetParameterCommand({ Name: name, WithDecryption: true }));
      if (Parameter?.Value) return Parameter.Value;
    } catch (error) {
      const { name: kind } = error as Error;
      throw new SecretUnavailable(
        `the parameter ${name} cannot be read (${kind}); check its name and ssm:GetParameter on it`,
        { cause: error, isTransient: !LASTING.includes(kind) },
      );
    }
    throw new SecretUnavailable(`the parameter ${name} is empty; put the value into it`);
  }
}

function defaultClient(): SSMClient {
  return new SSMClient({
    requestHandler: new NodeHttpHandler({
      connectionTimeout: 2_000,
      requestTimeout: 5_000,
      throwOnRequestTimeout: true,
    }),
  });
}
