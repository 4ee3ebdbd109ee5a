import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { freePort, ServerProcess } from './server-process.ts';
import { dynamoDbLocal, LAMBDA_NODE, PYTHON } from './tools.ts';

/** A server that speaks AWS's protocols. */
export interface AwsServer {
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** What the emulators take for an account. */
export const KEYS = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-east-1' };

/** What rclone and the AWS tools need to take such a server, which they call `acme`, for S3. */
export function s3Environment({ endpoint }: AwsServer): Record<string, string> {
  return {
    ...KEYS,
    AWS_ENDPOINT_URL: endpoint,
    // A machine's own certificates and proxies have no business here, and rclone does not start with the former.
    AWS_CA_BUNDLE: '',
    NO_PROXY: '127.0.0.1',
    RCLONE_CONFIG: '/dev/null',
    RCLONE_CONFIG_ACME_TYPE: 's3',
    RCLONE_CONFIG_ACME_PROVIDER: 'Other',
    RCLONE_CONFIG_ACME_ENV_AUTH: 'true',
    RCLONE_CONFIG_ACME_ENDPOINT: endpoint,
  };
}

const LAUNCHER = resolve('test/e2e/ministack-launcher.py');

/** MiniStack, with nothing in it: S3, DynamoDB, EventBridge, Lambda, CloudFormation and more behind one port. */
export async function startMiniStack(): Promise<AwsServer> {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  // It unpacks the functions there, and leaves them.
  const folder = await mkdtemp(join(tmpdir(), 'ministack-'));
  const clean = (): Promise<void> => rm(folder, { recursive: true, force: true });
  const server = await ServerProcess.start({
    name: 'MiniStack',
    program: PYTHON,
    args: [LAUNCHER],
    env: {
      ...KEYS,
      AWS_DEFAULT_REGION: KEYS.AWS_REGION,
      PATH: `${LAMBDA_NODE}:${process.env.PATH}`,
      TMPDIR: folder,
      BIND_HOST: '127.0.0.1',
      GATEWAY_PORT: String(port),
      SFTP_ENABLED: '0',
      PERSIST_STATE: '0',
      S3_PERSIST: '0',
    },
    isReady: async () => (await fetch(`${endpoint}/_ministack/health`)).ok,
  }).catch(async (error) => {
    await clean();
    throw error;
  });
  const stop = async (): Promise<void> => {
    await server.stop();
    await clean();
  };
  return { endpoint, stop };
}

/** moto, with nothing in it, which can refuse what IAM does not allow. */
export async function startMoto(): Promise<AwsServer> {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const server = await ServerProcess.start({
    name: 'moto',
    program: join(dirname(PYTHON), 'moto_server'),
    args: ['-H', '127.0.0.1', '-p', String(port)],
    env: { ...KEYS, AWS_DEFAULT_REGION: KEYS.AWS_REGION },
    isReady: async () => (await fetch(`${endpoint}/moto-api/data.json`)).ok,
  });
  return { endpoint, stop: () => server.stop() };
}

/** Amazon's own DynamoDB Local, in memory. */
export async function startDynamoDbLocal(): Promise<AwsServer> {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const folder = dynamoDbLocal();
  if (folder === null) throw new Error('DynamoDB Local is not installed');
  const flags = ['-inMemory', '-sharedDb', '-disableTelemetry', '-port', String(port)];
  const server = await ServerProcess.start({
    name: 'DynamoDB Local',
    program: 'java',
    args: ['-Djava.library.path=./DynamoDBLocal_lib', '-jar', 'DynamoDBLocal.jar', ...flags],
    cwd: folder,
    // Without a signature it answers 400: it is there.
    isReady: async () => (await fetch(endpoint)).status === 400,
  });
  return { endpoint, stop: () => server.stop() };
}
