import { freePort, ServerProcess } from './server-process.ts';
import { dynamoDbLocal, PYTHON } from './tools.ts';

/** A server that speaks AWS's protocols. */
export interface AwsServer {
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** What the emulators take for an account. */
export const KEYS = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-east-1' };

/** MiniStack, with nothing in it: S3, DynamoDB, EventBridge and more behind one port. */
export async function startMiniStack(): Promise<AwsServer> {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const server = await ServerProcess.start({
    name: 'MiniStack',
    program: PYTHON,
    args: ['-m', 'ministack'],
    env: { BIND_HOST: '127.0.0.1', GATEWAY_PORT: String(port), SFTP_ENABLED: '0', PERSIST_STATE: '0', S3_PERSIST: '0' },
    isReady: async () => (await fetch(`${endpoint}/_ministack/health`)).ok,
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
