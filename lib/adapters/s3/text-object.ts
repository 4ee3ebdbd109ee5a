import { PutObjectCommand } from '@aws-sdk/client-s3';
import { createS3Client } from './client.ts';
import { s3Failure } from './failure.ts';

/** Writes a text as the object `s3://bucket/key`. Throws an Error whose message says what to do. */
export async function writeTextObject(location: string, text: string, signal: AbortSignal): Promise<void> {
  const [, bucket = '', key = ''] = /^s3:\/\/([^/]+)\/(.+)$/s.exec(location) ?? [];
  const client = createS3Client();
  const command = new PutObjectCommand({ Bucket: bucket, Key: key, Body: text, ContentType: 'application/json' });
  try {
    await client.send(command, { abortSignal: signal });
  } catch (error) {
    throw new Error(s3Failure(error, 'read', location).message);
  } finally {
    client.destroy();
  }
}
