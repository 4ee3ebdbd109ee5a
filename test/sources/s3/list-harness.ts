import { DeleteObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { Place } from '../../../lib/core/evidence/place.ts';
import { S3Evidence } from '../../../lib/sources/s3/list.ts';
import type { EvidenceHarness } from '../../contracts/evidence-source.ts';

export function s3Place(bucket: string, template: string): Place {
  return { scheme: 's3', container: `s3://${bucket}/`, bucket, template };
}

/** Any S3, by a client and a bucket of it that may be written to. `lacks`: what this server does not do. */
export function s3Harness(client: S3Client, bucket: string, lacks: EvidenceHarness['lacks'] = []): EvidenceHarness {
  return {
    put: async (key, bytes) => {
      await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes }));
    },
    remove: async (key) => {
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
    },
    newSource: (options) => new S3Evidence(client, options?.signal),
    placeFor: (template) => s3Place(bucket, template),
    missingPlace: () => s3Place(`${bucket}-nowhere`, 'orders/'),
    sorts: true,
    setsTimes: false,
    lacks,
  };
}
