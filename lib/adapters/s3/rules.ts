import { createHash } from 'node:crypto';
import { PutObjectCommand, type PutObjectCommandInput, type S3Client } from '@aws-sdk/client-s3';
import { formatLastGood, LARGEST_LAST_GOOD_BYTES, parseLastGood } from '../../ports/last-good.ts';
import { type LastGood, RulesMissing, RulesUnavailable } from '../../ports/rules-source.ts';
import type { UploadedRules } from '../../ports/uploaded-rules.ts';
import { type S3Content, S3Reader, WRITTEN_BY } from './reader.ts';
import { explainRulesFailure } from './rules-failure.ts';

/** A document as S3 gave it. `etag` is what a careful writer names in If-Match, so as not to overwrite another's. */
export interface S3Document {
  readonly bytes: Uint8Array;
  readonly version: string;
  readonly upload: string;
  readonly etag: string | null;
  /** Who pushed it; null for one that came by another way. */
  readonly by: string | null;
}

const REJECTED_MOST_BYTES = 4096;

/**
 * A rules doc in a bucket; beside it, under its key, its last good copy (`.last-good.json`) and which bad upload was
 * notified of (`.rejected.json`). What has not changed since it was last read is not sent again.
 */
export class S3Rules implements UploadedRules {
  readonly name: string;
  readonly folder = null;
  readonly maxJobs?: number | null;
  readonly #client: S3Client;
  readonly #reader: S3Reader;
  readonly #bucket: string;
  readonly #key: string;
  /** The ETags of the last good copies that were given out. */
  readonly #etags = new WeakMap<LastGood, string>();

  constructor(client: S3Client, bucket: string, key: string, maxJobs?: number | null) {
    if (maxJobs !== undefined) this.maxJobs = maxJobs;
    this.#client = client;
    this.#reader = new S3Reader(client, bucket);
    this.#bucket = bucket;
    this.#key = key;
    this.name = `s3://${bucket}/${key}`;
  }

  async read(maxBytes: number): Promise<S3Document> {
    try {
      const { bytes, etag, versionId, by } = await this.#reader.get(this.#key, maxBytes + 1);
      const version = versionOf(bytes);
      return { bytes, version, upload: versionId ?? version, etag, by };
    } catch (error) {
      if ((error as Error).name === 'NoSuchKey') {
        throw new RulesMissing(`the rules doc ${this.name} ${explainRulesFailure(error, 's3:GetObject')}`, error);
      }
      throw unavailable('the rules doc', this.name, 's3:GetObject', error);
    }
  }

  /**
   * Uploads a document, with who wrote it, if the one that is there still has this ETag; null: if none is there. Resolves to the new
   * ETag, or to null, with nothing written, when another process was faster. Throws RulesUnavailable.
   */
  async write(bytes: Uint8Array, etag: string | null, by: string | null = null): Promise<string | null> {
    const written = by === null ? {} : { Metadata: { [WRITTEN_BY]: encodeURIComponent(by) } };
    const body = { Body: bytes, ContentType: 'application/yaml', ...written };
    return this.#put(this.#key, this.name, 'the rules doc', { ...body, ...condition(etag) });
  }

  async readLastGood(): Promise<LastGood | null> {
    const content = await this.#besideOrNull(LAST_GOOD, LARGEST_LAST_GOOD_BYTES, 'the last good copy of the rules doc');
    if (content === null) return null;
    const lastGood = parseLastGood(content.bytes.toString('utf8'), this.name + LAST_GOOD);
    if (content.etag !== null) this.#etags.set(lastGood, content.etag);
    return lastGood;
  }

  async writeLastGood(lastGood: LastGood, replaces?: LastGood | null): Promise<boolean> {
    const known = replaces === undefined ? undefined : replaces === null ? null : this.#etags.get(replaces);
    const etag = await this.#put(this.#key + LAST_GOOD, this.name + LAST_GOOD, 'the last good copy of the rules doc', {
      Body: formatLastGood(lastGood),
      ContentType: 'application/json',
      ...(known === undefined ? {} : condition(known)),
    });
    if (etag !== null) this.#etags.set(lastGood, etag);
    return etag !== null;
  }

  async readRejected(): Promise<string | null> {
    const content = await this.#besideOrNull(REJECTED, REJECTED_MOST_BYTES, 'the note of the last bad rules doc');
    if (content === null) return null;
    try {
      const { upload } = JSON.parse(content.bytes.toString('utf8')) as { upload?: unknown };
      return typeof upload === 'string' ? upload : null;
    } catch {
      // Only a note of the sentinel's own: without it the admin is notified once more.
      return null;
    }
  }

  async writeRejected(upload: string): Promise<void> {
    const body = { Body: `${JSON.stringify({ upload })}\n`, ContentType: 'application/json' };
    await this.#put(this.#key + REJECTED, this.name + REJECTED, 'the note of the last bad rules doc', body);
  }

  async #besideOrNull(suffix: string, maxBytes: number, what: string): Promise<S3Content | null> {
    try {
      return await this.#reader.get(this.#key + suffix, maxBytes);
    } catch (error) {
      if ((error as Error).name === 'NoSuchKey') return null;
      throw unavailable(what, this.name + suffix, 's3:GetObject', error);
    }
  }

  /** The new ETag; null when a condition did not hold. */
  async #put(
    key: string,
    location: string,
    what: string,
    input: Omit<PutObjectCommandInput, 'Bucket' | 'Key'>,
  ): Promise<string | null> {
    try {
      return (await this.#client.send(new PutObjectCommand({ Bucket: this.#bucket, Key: key, ...input }))).ETag ?? '';
    } catch (error) {
      // 409: another conditional write was under way. With If-Match, 404: the object is gone.
      const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
      const isConditional = input.IfMatch !== undefined || input.IfNoneMatch !== undefined;
      if (isConditional && (status === 412 || status === 409 || (error as Error).name === 'NoSuchKey')) return null;
      throw unavailable(what, location, 's3:PutObject', error);
    }
  }
}

/** The version of a document's content. */
export function versionOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

const LAST_GOOD = '.last-good.json';
const REJECTED = '.rejected.json';

function condition(etag: string | null): Pick<PutObjectCommandInput, 'IfMatch' | 'IfNoneMatch'> {
  return etag === null ? { IfNoneMatch: '*' } : { IfMatch: etag };
}

function unavailable(what: string, location: string, permission: string, error: unknown): RulesUnavailable {
  return new RulesUnavailable(`${what} ${location} ${explainRulesFailure(error, permission)}`, error);
}
