import { GetObjectCommand, type GetObjectCommandOutput, type S3Client } from '@aws-sdk/client-s3';

/** An object as S3 gave it, or its beginning. */
export interface S3Content {
  readonly bytes: Buffer;
  readonly etag: string | null;
  /** Null in a bucket without versions. */
  readonly versionId: string | null;
  /** Who wrote it, where they said so. */
  readonly by: string | null;
}

/** Metadata travels as ASCII. */
export const WRITTEN_BY = 'sentinel-by';

/** Reads small objects of one bucket, and keeps what it read: an object that has not changed is not sent again. */
export class S3Reader {
  readonly #client: S3Client;
  readonly #bucket: string;
  readonly #kept = new Map<string, S3Content>();

  constructor(client: S3Client, bucket: string) {
    this.#client = client;
    this.#bucket = bucket;
  }

  /** At most `maxBytes` of an object; always the same for one key. Throws the SDK's own errors. */
  async get(key: string, maxBytes: number): Promise<S3Content> {
    const kept = this.#kept.get(key);
    let answer: GetObjectCommandOutput;
    try {
      const condition = kept?.etag ? { IfNoneMatch: kept.etag } : {};
      answer = await this.#client.send(new GetObjectCommand({ Bucket: this.#bucket, Key: key, ...condition }));
    } catch (error) {
      const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
      if (kept && status === 304) return kept;
      this.#kept.delete(key);
      throw error;
    }
    const bytes = await beginningOf(answer, maxBytes);
    const content = { bytes, etag: answer.ETag ?? null, versionId: answer.VersionId ?? null, by: writtenBy(answer) };
    this.#kept.set(key, content);
    return content;
  }
}

/** Not by Range, which S3 refuses for an empty object. */
async function beginningOf(answer: GetObjectCommandOutput, maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let room = maxBytes;
  // Leaving the loop early ends the stream, and with it the download.
  for await (const chunk of (answer.Body ?? []) as AsyncIterable<Uint8Array>) {
    chunks.push(chunk.subarray(0, room));
    room -= chunk.length;
    if (room <= 0) break;
  }
  return Buffer.concat(chunks);
}

function writtenBy({ Metadata }: GetObjectCommandOutput): string | null {
  const by = Metadata?.[WRITTEN_BY];
  if (by === undefined) return null;
  try {
    return decodeURIComponent(by);
  } catch {
    return by;
  }
}
