import { createHash } from 'node:crypto';

/** An object version as S3 keeps it. */
export interface StoredObject {
  readonly body: Buffer;
  readonly lastModified: number;
  readonly etag: string;
  readonly versionId: string;
}

/** An answer of the service. */
export interface S3Answer {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
}

/** What of S3 the sentinel uses: listings in pages, objects with versions, conditional writes. */
export class AwsBuckets {
  /** Keys in one page of a listing. */
  pageSize = 1000;
  readonly #buckets = new Map<string, Map<string, StoredObject>>();
  #versions = 0;

  put(bucket: string, key: string, body: string | Uint8Array, lastModified: number): StoredObject {
    const bytes = Buffer.from(body);
    const etag = `"${createHash('md5').update(bytes).digest('hex')}"`;
    this.#versions += 1;
    const object = { body: bytes, lastModified, etag, versionId: `v${this.#versions}` };
    this.#bucket(bucket).set(key, object);
    return object;
  }

  get(bucket: string, key: string): StoredObject | undefined {
    return this.#buckets.get(bucket)?.get(key);
  }

  #bucket(name: string): Map<string, StoredObject> {
    const bucket = this.#buckets.get(name) ?? new Map<string, StoredObject>();
    this.#buckets.set(name, bucket);
    return bucket;
  }

  answer(method: string, url: URL, headers: Readonly<Record<string, unknown>>, body: Buffer): S3Answer {
    const [, bucket = '', ...rest] = url.pathname.split('/');
    const key = decodeURIComponent(rest.join('/'));
    if (!this.#buckets.has(bucket)) return failure(404, 'NoSuchBucket');
    if (key === '' && url.searchParams.has('uploads')) return { status: 200, body: NO_UPLOADS };
    if (key === '' && url.searchParams.has('lifecycle')) return failure(404, 'NoSuchLifecycleConfiguration');
    if (key === '') return this.#list(bucket, url.searchParams);
    if (method === 'PUT') return this.#write(bucket, key, headers, body);
    const object = this.get(bucket, key);
    if (!object) return failure(404, 'NoSuchKey');
    const known = { etag: object.etag, 'x-amz-version-id': object.versionId };
    if (headers['if-none-match'] === object.etag) return { status: 304, headers: known };
    return { status: 200, headers: known, body: object.body };
  }

  #write(bucket: string, key: string, headers: Readonly<Record<string, unknown>>, body: Buffer): S3Answer {
    const there = this.get(bucket, key);
    const wanted = headers['if-match'];
    if (wanted !== undefined && !there) return failure(404, 'NoSuchKey');
    if (wanted !== undefined && wanted !== there?.etag) return failure(412, 'PreconditionFailed');
    if (headers['if-none-match'] === '*' && there) return failure(412, 'PreconditionFailed');
    const object = this.put(bucket, key, plainBody(headers, body), Date.now());
    return { status: 200, headers: { etag: object.etag, 'x-amz-version-id': object.versionId } };
  }

  #list(bucket: string, query: URLSearchParams): S3Answer {
    const prefix = query.get('prefix') ?? '';
    const after = query.get('continuation-token') ?? query.get('start-after') ?? '';
    const keys = [...this.#bucket(bucket).keys()].sort().filter((key) => key.startsWith(prefix) && key > after);
    const page = keys.slice(0, this.pageSize);
    const more = keys.length > page.length ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : '';
    const contents = page.map((key) => {
      const object = this.get(bucket, key);
      const at = new Date(object?.lastModified ?? 0).toISOString();
      return `<Contents><Key>${encodeURIComponent(key)}</Key><LastModified>${at}</LastModified><ETag>x</ETag><Size>${object?.body.length}</Size></Contents>`;
    });
    const head = `<EncodingType>url</EncodingType><KeyCount>${page.length}</KeyCount><IsTruncated>${more !== ''}</IsTruncated>`;
    return { status: 200, body: `<ListBucketResult>${head}${more}${contents.join('')}</ListBucketResult>` };
  }
}

const NO_UPLOADS = '<ListMultipartUploadsResult><IsTruncated>false</IsTruncated></ListMultipartUploadsResult>';

/** S3's way to say no. */
export function failure(status: number, code: string): S3Answer {
  return { status, body: `<Error><Code>${code}</Code><Message>${code} by the test</Message></Error>` };
}

/** The SDK may send a body in signed chunks, each with its length in front. */
function plainBody(headers: Readonly<Record<string, unknown>>, body: Buffer): Buffer {
  if (!String(headers['content-encoding'] ?? '').includes('aws-chunked')) return body;
  const parts: Buffer[] = [];
  for (let at = 0; at < body.length; ) {
    const end = body.indexOf('\r\n', at);
    const size = Number.parseInt(body.subarray(at, end).toString(), 16);
    if (!(size > 0)) break;
    parts.push(body.subarray(end + 2, end + 2 + size));
    at = end + 2 + size + 2;
  }
  return Buffer.concat(parts);
}
