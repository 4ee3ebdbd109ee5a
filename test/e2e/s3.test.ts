import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createS3Client } from '../../lib/adapters/s3/client.ts';
import { S3Rules } from '../../lib/adapters/s3/rules.ts';
import { evidenceSourceContract } from '../contracts/evidence-source.ts';
import { rulesSourceContract } from '../contracts/rules-source.ts';
import { s3Harness } from '../sources/s3/list-harness.ts';
import { type AwsServer, startMiniStack } from './aws-servers.ts';

const BUCKET = 'acme-backups';

describe("MiniStack's S3", () => {
  let server: AwsServer;
  let client: S3Client;
  let documents = 0;

  beforeAll(async () => {
    server = await startMiniStack();
    client = createS3Client({ AWS_ENDPOINT_URL: server.endpoint });
    client.config.credentials = async () => ({ accessKeyId: 'test', secretAccessKey: 'test' });
    await client.send(new CreateBucketCommand({ Bucket: BUCKET }));
  });
  afterAll(async () => {
    client.destroy();
    await server.stop();
  });

  evidenceSourceContract("MiniStack's S3", () => s3Harness(client, BUCKET));

  rulesSourceContract("a rules doc in MiniStack's S3", async () => {
    documents += 1;
    const key = `sentinel ${documents}/rules.yaml`;
    const put = async (at: string, body: string | Uint8Array): Promise<void> => {
      await client.send(new PutObjectCommand({ Bucket: BUCKET, Key: at, Body: body }));
    };
    return {
      source: new S3Rules(client, BUCKET, key),
      putDocument: (bytes) => put(key, bytes),
      removeDocument: async () => {
        await client.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: key }));
      },
      putLastGood: (text) => put(`${key}.last-good.json`, text),
      close: async () => {},
    };
  });

  test('a document is written only where it is as the writer knows it, and sent only when it is not', async () => {
    const rules = new S3Rules(client, BUCKET, 'conditions/rules.yaml');
    const first = (await rules.write(Buffer.from('first'), null)) ?? '';
    expect(await rules.write(Buffer.from('not the first'), null)).toBeNull();
    const second = await rules.write(Buffer.from('second'), first);
    expect(await rules.write(Buffer.from('from the first'), first)).toBeNull();
    expect(await rules.read(100)).toMatchObject({ bytes: Buffer.from('second'), etag: second });

    const known = { Bucket: BUCKET, Key: 'conditions/rules.yaml', IfNoneMatch: second ?? '' };
    const notModified = { $metadata: expect.objectContaining({ httpStatusCode: 304 }) };
    await expect(client.send(new GetObjectCommand(known))).rejects.toMatchObject(notModified);
  });
});
