import { DeleteObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, test } from 'vitest';
import { createS3Client } from '../../../lib/adapters/s3/client.ts';
import type { Place } from '../../../lib/core/evidence/place.ts';
import { parsePlace } from '../../../lib/rules-doc/sections/place-text.ts';
import { S3Destination } from '../../../lib/sources/s3/destination.ts';

const placeOf = (text: string): Place => parsePlace(text, '/').place as Place;

describe('S3 as a destination', () => {
  const env = { AWS_REGION: 'eu-central-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
  const client = createS3Client(env);
  const s3 = mockClient(client);
  const destination = new S3Destination(client, env);
  const place = placeOf('s3://acme/orders/{run}/');
  beforeEach(() => s3.reset());

  test('is asked for one key below its prefix', async () => {
    s3.on(ListObjectsV2Command).resolves({});
    await destination.reach(place);
    expect(s3.commandCalls(ListObjectsV2Command)[0]?.args[0].input).toEqual({
      Bucket: 'acme',
      Prefix: 'orders/',
      MaxKeys: 1,
    });
  });

  test('says what to do where it refuses', async () => {
    s3.on(ListObjectsV2Command).rejects(Object.assign(new Error('no'), { name: 'NoSuchBucket' }));
    await expect(destination.reach(place)).rejects.toThrow(/^s3:\/\/acme\/orders\/: NoSuchBucket: no such bucket/);
  });

  test('is written to by a probe, which is removed', async () => {
    s3.on(PutObjectCommand).resolves({}).on(DeleteObjectCommand).resolves({});
    await destination.probe(place, 'probe-1');
    const Key = 'orders/.sentinel/probe-1';
    expect(s3.commandCalls(PutObjectCommand)[0]?.args[0].input).toMatchObject({ Bucket: 'acme', Key });
    expect(s3.commandCalls(DeleteObjectCommand)[0]?.args[0].input).toEqual({ Bucket: 'acme', Key });
  });

  test('that lets nobody delete says so of the probe', async () => {
    s3.on(PutObjectCommand).resolves({});
    s3.on(DeleteObjectCommand).rejects(Object.assign(new Error('no'), { name: 'AccessDenied' }));
    await expect(destination.probe(place, 'probe-1')).rejects.toThrow(/cannot be removed \(leave preflight-write out/);
  });
});
