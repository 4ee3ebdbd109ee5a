import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createS3Client } from '../../lib/adapters/s3/client.ts';
import { type AwsServer, s3Environment, startMiniStack } from './aws-servers.ts';
import { ProofSetting } from './proof-setting.ts';

let setting: ProofSetting;
let server: AwsServer;
const RUNS = ['--recipe', 'command', '--copy-from', 's3://acme-proofs/nights/{run}/'];

beforeAll(async () => {
  setting = await ProofSetting.make();
  server = await startMiniStack();
  const client = createS3Client({ AWS_ENDPOINT_URL: server.endpoint });
  client.config.credentials = async () => ({ accessKeyId: 'test', secretAccessKey: 'test' });
  await client.send(new CreateBucketCommand({ Bucket: 'acme-proofs' }));
  const put = (key: string, body: string) =>
    client.send(new PutObjectCommand({ Bucket: 'acme-proofs', Key: key, Body: body }));
  await put('one/orders.txt', 'orders');
  for (const part of ['a', 'deep/b']) await put(`nights/first/${part}`, part.repeat(100));
  client.destroy();
});
afterAll(async () => {
  await server?.stop();
  await setting?.remove();
});

test('an object is fetched with its ETag, and its credentials stay behind', async () => {
  const check = 'test "$(cat "$SENTINEL_COPY")" = orders && test -z "$AWS_SECRET_ACCESS_KEY$AWS_ACCESS_KEY_ID"';
  const words = ['--recipe', 'command', '--copy-from', 's3://acme-proofs/one/*.txt', '--', 'sh', '-c', check];
  const proved = await setting.prove('object', words, s3Environment(server));
  expect(proved.report).toMatchObject({
    verdict: 'proven',
    copy: { location: 's3://acme-proofs/one/orders.txt', etag: expect.stringMatching(/[0-9a-f]{32}/) },
  });
});

test('a folder of a run is fetched whole', async () => {
  const check = 'cp -r "$SENTINEL_COPY"/. "$SENTINEL_SCRATCH"';
  const asked = ['--expect-files', '2', '--expect-file', 'deep/b', '= 600 B'];
  const proved = await setting.prove('run', [...RUNS, ...asked, '--', 'sh', '-c', check], s3Environment(server));
  expect(proved.report).toMatchObject({ verdict: 'proven', copy: { location: 's3://acme-proofs/nights/first/' } });
});

test('a bucket that is not there is no copy to be had', async () => {
  const words = ['--recipe', 'command', '--copy-from', 's3://acme-nowhere/*.txt', '--', 'true'];
  const proved = await setting.prove('nowhere', words, s3Environment(server));
  expect(proved.report).toMatchObject({ ending: 'unreachable' });
  expect(proved.status).toBe(69);
});
