import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accountInventory } from './account-inventory.ts';
import { type AwsServer, KEYS, startMiniStack } from './aws-servers.ts';
import { cdk } from './cdk.ts';
import { answerTo, jsonRequest, pathRequest } from './plain-requests.ts';

const ACCOUNT = '000000000000';
/** A bucket of the account that is no part of the stacks: what is watched. */
export const WATCHED_BUCKET = 'acme-backups';
export const RULES_BUCKET = `bk-rules-${ACCOUNT}-${KEYS.AWS_REGION}`;

const SETTINGS = {
  adminEmail: 'ops@acme.example',
  retain: false,
  dashboard: true,
  tick: 'rate(1 minute)',
  watched: [{ bucket: WATCHED_BUCKET, prefixes: ['orders/'] }],
};

/** An emulated account of its own, with the CDK's own stack in it, for the stacks of the app as its sources are now. */
export class Deployment {
  /** Configuration of SDK clients. */
  readonly client: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  /** The same for programs. */
  readonly env: Readonly<Record<string, string>>;
  /** For files of the tests. */
  readonly folder: string;
  readonly #server: AwsServer;
  readonly #settings: Readonly<Record<string, unknown>>;
  readonly #ending = new AbortController();

  private constructor(server: AwsServer, folder: string, settings: Readonly<Record<string, unknown>>) {
    const { endpoint } = server;
    this.#server = server;
    this.folder = folder;
    this.#settings = { ...SETTINGS, ...settings };
    const credentials = { accessKeyId: KEYS.AWS_ACCESS_KEY_ID, secretAccessKey: KEYS.AWS_SECRET_ACCESS_KEY };
    this.client = { endpoint, region: KEYS.AWS_REGION, credentials };
    this.env = {
      ...KEYS,
      AWS_DEFAULT_REGION: KEYS.AWS_REGION,
      AWS_ENDPOINT_URL: endpoint,
      AWS_ENDPOINT_URL_S3: endpoint,
      SENTINEL_CONFIG: join(folder, 'sentinel.config.yaml'),
    };
  }

  /** Starts an account and readies it for the CDK. `settings` are the app's, beside or in place of the usual ones. */
  static async start(settings: Readonly<Record<string, unknown>> = {}): Promise<Deployment> {
    const server = await startMiniStack();
    const folder = await mkdtemp(join(tmpdir(), 'sentinel-e2e-'));
    const deployment = new Deployment(server, folder, settings);
    try {
      // Where no app is, none is synthesized.
      await deployment.#cdk(['bootstrap', `aws://${ACCOUNT}/${KEYS.AWS_REGION}`], folder);
      return deployment;
    } catch (error) {
      await deployment.stop();
      throw error;
    }
  }

  /** Deploys all stacks. Resolves to what the CDK says. */
  async deploy(): Promise<string> {
    // JSON is YAML.
    await writeFile(this.env.SENTINEL_CONFIG ?? '', JSON.stringify(this.#settings));
    const said = await this.#cdk(['synth', '--quiet', '--output', this.#assembly]);
    return said + (await this.#cdk(['deploy', '--all', '--require-approval', 'never', '--app', this.#assembly]));
  }

  async destroy(): Promise<void> {
    await this.#cdk(['destroy', '--all', '--force', '--app', this.#assembly]);
  }

  /** What there is in the account, as `function bk-checker` and so on, sorted. */
  inventory(): Promise<string[]> {
    return accountInventory(this.client.endpoint);
  }

  /** Invokes a function and waits for it. Throws with what it failed with. */
  async invoke(name: string, event: object): Promise<void> {
    const url = `${this.client.endpoint}/2015-03-31/functions/${name}/invocations`;
    await answerTo(url, { ...pathRequest('lambda'), method: 'POST', body: JSON.stringify(event) });
  }

  /** Calls an operation of a service that speaks JSON, such as `Logs_20140328.FilterLogEvents`. */
  async call(operation: string, input: object): Promise<unknown> {
    return JSON.parse(await answerTo(this.client.endpoint, jsonRequest(operation, input)));
  }

  /** The JSON lines in the log of a function: what it said, and the metrics it wrote. */
  async logLines(name: string): Promise<readonly Record<string, unknown>[]> {
    const answer = await this.call('Logs_20140328.FilterLogEvents', { logGroupName: `/aws/lambda/${name}` });
    const { events } = answer as { readonly events: readonly { readonly message: string }[] };
    return events.flatMap(({ message }) => (message.startsWith('{') ? [JSON.parse(message)] : []));
  }

  /** Ends all that runs, whatever it is doing. */
  async stop(): Promise<void> {
    this.#ending.abort();
    await this.#server.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** What the app was made into by the deployment. */
  get #assembly(): string {
    return join(this.folder, 'cdk.out');
  }

  #cdk(args: readonly string[], cwd?: string): Promise<string> {
    const { env, folder } = this;
    return cdk(args, { env, folder, signal: this.#ending.signal, ...(cwd && { cwd }) });
  }
}
