import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import S3rver from 's3rver';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createS3Client } from '../../../lib/adapters/s3/client.ts';
import { S3Rules } from '../../../lib/adapters/s3/rules.ts';
import { RulesUnavailable } from '../../../lib/ports/rules-source.ts';
import { NOTHING_CHANGED, rulesSourceContract } from '../../contracts/rules-source.ts';

const BUCKET = 'acme-rules';

describe('S3', () => {
  const directory = mkdtempSync(join(tmpdir(), 's3-rules-'));
  const server = new S3rver({ port: 0, address: '127.0.0.1', silent: true, directory });
  let client: S3Client;
  let documents = 0;

  beforeAll(async () => {
    const { port } = await server.run();
    client = new S3Client({
      endpoint: `http://127.0.0.1:${port}`,
      region: 'us-east-1',
      credentials: { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' },
      forcePathStyle: true,
      maxAttempts: 1,
    });
    await client.send(new CreateBucketCommand({ Bucket: BUCKET }));
  });

  afterAll(async () => {
    client.destroy();
    await server.close();
    await rm(directory, { recursive: true });
  });

  const put = async (key: string, body: string | Uint8Array): Promise<void> => {
    await client.send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: body }));
  };

  rulesSourceContract('a rules doc in a bucket', async () => {
    documents += 1;
    const key = `sentinel ${documents}/rules.yaml`;
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

  const message = async (work: Promise<unknown>): Promise<string> => {
    const failure = await work.catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(RulesUnavailable);
    expect((failure as Error).message).not.toContain('\n');
    return (failure as Error).message;
  };

  it('an editor gets the ETag to name in If-Match', async () => {
    await put('etag.yaml', 'version: 1');
    expect((await new S3Rules(client, BUCKET, 'etag.yaml').read(100)).by).toBeNull();
    expect((await new S3Rules(client, BUCKET, 'etag.yaml').read(100)).etag).toMatch(/^"[0-9a-f]{32}"$/);
  });

  it('gives the name of who pushed a document, in whatever script', async () => {
    const source = new S3Rules(client, BUCKET, 'pushed.yaml');
    await source.write(new TextEncoder().encode('version: 1'), null, 'Zoë Ångström');
    expect((await source.read(100)).by).toBe('Zoë Ångström');
  });

  it('a bucket that does not exist is named', async () => {
    const source = new S3Rules(client, 'no-such-bucket', 'rules.yaml');
    expect(await message(source.read(10))).toMatch(
      /s3:\/\/no-such-bucket\/rules.yaml is in a bucket that does not exist/,
    );
    expect(await message(source.readLastGood())).toContain('rules.yaml.last-good.json');
    const lastGood = { schema: 1, source: '', version: '', acceptedAt: '', text: '' } as const;
    const nothing = { jobKeys: [], jobIds: [], holidayYears: [], holidays: {}, ...NOTHING_CHANGED };
    expect(await message(source.writeLastGood({ ...lastGood, ...nothing }))).toContain('does not exist');
  });

  it('a region that nobody has named is asked for', async () => {
    for (const name of ['AWS_REGION', 'AWS_DEFAULT_REGION', 'AWS_PROFILE']) vi.stubEnv(name, undefined);
    for (const name of ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE']) vi.stubEnv(name, '/dev/null');
    const nowhere = createS3Client({});
    const source = new S3Rules(nowhere, BUCKET, 'rules.yaml');
    await expect(source.read(100)).rejects.toThrow('rules.yaml has no region; set AWS_REGION to that of its bucket');
    nowhere.destroy();
    vi.unstubAllEnvs();
  });

  it('a server that cannot be reached is no missing document', async () => {
    const nobody = new S3Client({
      endpoint: 'http://127.0.0.1:1',
      region: 'us-east-1',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      maxAttempts: 1,
    });
    const source = new S3Rules(nobody, BUCKET, 'rules.yaml');
    expect(await message(source.read(10))).toMatch(/cannot be used now .*ECONNREFUSED/);
    expect(await message(source.readLastGood())).toContain('cannot be used now');
    nobody.destroy();
  });
});
