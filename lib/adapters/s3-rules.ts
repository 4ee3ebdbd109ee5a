import { createHash } from 'node:crypto';
import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { formatLastGood, LARGEST_LAST_GOOD_BYTES, parseLastGood } from '../ports/last-good.ts';
import { type LastGood, type RulesSource, RulesUnavailable } from '../ports/rules-source.ts';

/** A document as S3 gave it. `etag` is what a careful writer names in If-Match, so as not to overwrite another's. */
export interface S3Document {
  readonly bytes: Uint8Array;
  readonly version: string;
  readonly etag: string | null;
}

/** A rules doc in a bucket; its last good copy lies beside it, under its key and `.last-good.json`. */
export class S3Rules implements RulesSource {
  readonly name: string;
  readonly folder = null;
  private readonly client: S3Client;
  private readonly bucket: string;
  private readonly key: string;

  constructor(client: S3Client, bucket: string, key: string) {
    this.client = client;
    this.bucket = bucket;
    this.key = key;
    this.name = `s3://${bucket}/${key}`;
  }

  async read(maxBytes: number): Promise<S3Document> {
    try {
      const { bytes, etag } = await this.get(this.key, maxBytes + 1);
      return { bytes, version: `sha256:${createHash('sha256').update(bytes).digest('hex')}`, etag };
    } catch (error) {
      throw unavailable('the rules doc', this.name, 's3:GetObject', error);
    }
  }

  async readLastGood(): Promise<LastGood | null> {
    let bytes: Buffer;
    try {
      ({ bytes } = await this.get(this.lastGoodKey, LARGEST_LAST_GOOD_BYTES));
    } catch (error) {
      if ((error as Error).name === 'NoSuchKey') return null;
      throw unavailable('the last good copy of the rules doc', this.lastGoodName, 's3:GetObject', error);
    }
    return parseLastGood(bytes.toString('utf8'), this.lastGoodName);
  }

  async writeLastGood(lastGood: LastGood): Promise<void> {
    const command = new PutObjectCommand({
      Bucket: this.bucket,
      Key: this.lastGoodKey,
      Body: formatLastGood(lastGood),
      ContentType: 'application/json',
    });
    try {
      await this.client.send(command);
    } catch (error) {
      throw unavailable('the last good copy of the rules doc', this.lastGoodName, 's3:PutObject', error);
    }
  }

  private get lastGoodKey(): string {
    return `${this.key}.last-good.json`;
  }

  private get lastGoodName(): string {
    return `${this.name}.last-good.json`;
  }

  /** At most `maxBytes` of an object. Not by Range, which S3 refuses for an empty one. */
  private async get(key: string, maxBytes: number): Promise<{ bytes: Buffer; etag: string | null }> {
    const answer = await this.client.send(new GetObjectCommand({ Bucket: this.bucket, Key: key }));
    const chunks: Uint8Array[] = [];
    let room = maxBytes;
    // Leaving the loop early ends the stream, and with it the download.
    for await (const chunk of (answer.Body ?? []) as AsyncIterable<Uint8Array>) {
      chunks.push(chunk.subarray(0, room));
      room -= chunk.length;
      if (room <= 0) break;
    }
    return { bytes: Buffer.concat(chunks), etag: answer.ETag ?? null };
  }
}

function unavailable(what: string, location: string, permission: string, error: unknown): RulesUnavailable {
  const { name, message } = error as Error;
  return new RulesUnavailable(`${what} ${location} ${explain(name, message, permission)}`, error);
}

function explain(name: string, message: string, permission: string): string {
  switch (name) {
    case 'NoSuchKey':
      return 'is not there; name it with --rules s3://bucket/key';
    case 'NoSuchBucket':
      return 'is in a bucket that does not exist; name another with --rules s3://bucket/key';
    case 'AccessDenied':
      // Without leave to list the bucket, S3 says this of an object that is not there as well.
      return `may not be used, or is not there; grant ${permission} on it, and check the name`;
    case 'PermanentRedirect':
      return 'is in a bucket of another region; set AWS_REGION to that one';
    default:
      return `cannot be used now (${name}: ${message.replace(/\s+/g, ' ')}); check the network and the credentials`;
  }
}
