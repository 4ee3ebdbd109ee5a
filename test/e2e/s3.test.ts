import { CreateBucketCommand, DeleteObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe } from 'vitest';
import { createS3Client } from '../../lib/adapters/s3-client.ts';
import { S3Rules } from '../../lib/adapters/s3-rules.ts';
import { s3Harness } from '../adapters/s3-evidence-harness.ts';
import { evidenceSourceContract } from '../contracts/evidence-source.ts';
import { rulesSourceContract } from '../contracts/rules-source.ts';
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
});
