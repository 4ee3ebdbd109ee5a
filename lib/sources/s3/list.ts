import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import {
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
  type S3Client,
} from '@aws-sdk/client-s3';
import { createS3Client } from '../../adapters/s3/client.ts';
import { isBehindEnd, s3Failure } from '../../adapters/s3/failure.ts';
import type { ExpiryRule } from '../../core/evidence/expiry.ts';
import type { ListedObject, ListedVersion } from '../../core/evidence/listed-object.ts';
import type { Place } from '../../core/evidence/place.ts';
import type { Instant } from '../../core/instant.ts';
import type { CopyIdentity, CopySource } from '../../ports/copy-source.ts';
import { cutShort, type EvidenceOperation, type UnfinishedUpload } from '../../ports/evidence-source.ts';
import type { OpenedSource } from '../../ports/source-setup.ts';
import { inTime } from '../../time/in-time.ts';
import { decodedKey, decodedMarker } from './decoded-key.ts';
import type { ExpiryAnswers } from './expiry-rules.ts';
import { assertWhole, malformedListing } from './malformed-listing.ts';
import { type ScannedObject, scanContents } from './scan-contents.ts';

/** What the SDK says of how it got an answer, or of how it did not. */
interface WithAttempts {
  readonly $metadata?: { readonly attempts?: number | undefined };
}

export function openSource(env: NodeJS.ProcessEnv): OpenedSource {
  const client = createS3Client(env);
  const answers: ExpiryAnswers = new Map();
  return (signal) => new S3Evidence(client, signal, answers);
}

/** Looks at S3, and at anything that speaks its protocol. Lists cost money, so every request is counted. */
export class S3Evidence implements CopySource {
  readonly #client: S3Client;
  readonly #signal: AbortSignal | null;
  readonly #expiryAnswers: ExpiryAnswers;
  readonly #requests = { list: 0, get: 0 };

  /**
   * `signal`: what is under way when it fires ends as *transient*, "cut short"; nothing is begun after it.
   * `expiryAnswers`: what is known of the rules of buckets, which other passes of the process share.
   */
  constructor(client: S3Client, signal?: AbortSignal, expiryAnswers: ExpiryAnswers = new Map()) {
    this.#client = client;
    this.#signal = signal ?? null;
    this.#expiryAnswers = expiryAnswers;
  }

  /**
   * Requests as S3 bills them, so a request that was tried again counts again; but for the repetitions of one that the
   * signal ended, which nothing reports.
   */
  get requests(): { readonly list: number; readonly get: number } {
    return { ...this.#requests };
  }

  async *list(place: Place, prefix: string, startAfter?: string): AsyncGenerator<readonly ListedObject[]> {
    const location = place.container + prefix;
    let token: string | undefined;
    do {
      const command = new ListObjectsV2Command({
        Bucket: place.bucket,
        Prefix: prefix,
        // Keys may hold characters that XML cannot.
        EncodingType: 'url',
        ContinuationToken: token,
        // With a token, S3 does not look at it.
        StartAfter: token === undefined ? startAfter || undefined : undefined,
      });
      const scanned = withScan(command);
      const page = await this.#send('list', location, 'list', (options) => this.#client.send(command, options));
      yield objectsOf(page, scanned.contents, location);
      token = page.IsTruncated ? page.NextContinuationToken : undefined;
    } while (token !== undefined);
  }

  async folders(place: Place, prefix: string): Promise<readonly string[]> {
    const { listFolders } = await import('./list-folders.ts');
    const location = place.container + prefix;
    return listFolders(place, prefix, (command) =>
      this.#send('list', location, 'list', (options) => this.#client.send(command, options)),
    );
  }

  async unfinishedUploads(place: Place, prefix: string): Promise<readonly UnfinishedUpload[]> {
    const location = place.container + prefix;
    const uploads: UnfinishedUpload[] = [];
    let keyMarker: string | undefined;
    let uploadIdMarker: string | undefined;
    do {
      const command = new ListMultipartUploadsCommand({
        Bucket: place.bucket,
        Prefix: prefix,
        EncodingType: 'url',
        KeyMarker: keyMarker,
        UploadIdMarker: uploadIdMarker,
      });
      const page = await this.#send('list', location, 'list unfinished uploads', (options) =>
        this.#client.send(command, options),
      );
      for (const { Key, Initiated } of page.Uploads ?? []) {
        if (Key === undefined || Initiated === undefined) continue;
        uploads.push({ key: decodedKey(Key, page.EncodingType), initiatedAt: Math.floor(Initiated.getTime()) });
      }
      keyMarker = page.IsTruncated ? decodedMarker(page.NextKeyMarker, page.EncodingType) : undefined;
      uploadIdMarker = page.IsTruncated ? page.NextUploadIdMarker : undefined;
    } while (keyMarker !== undefined);
    return uploads;
  }

  async versions(place: Place, prefix: string): Promise<readonly ListedVersion[]> {
    const { listVersions } = await import('./list-versions.ts');
    const location = place.container + prefix;
    return listVersions(place, prefix, (command) =>
      this.#send('list', location, 'list versions', (options) => this.#client.send(command, options)),
    );
  }

  async expiryRules(place: Place, now: Instant): Promise<readonly ExpiryRule[] | null> {
    const { expiryRulesOf } = await import('./expiry-rules.ts');
    return expiryRulesOf(place.bucket, now, this.#expiryAnswers, (command) =>
      this.#send('get', place.container, 'read lifecycle rules', (options) => this.#client.send(command, options)),
    );
  }

  async read(place: Place, key: string, maxBytes: number, from = 0): Promise<Uint8Array> {
    const location = place.container + key;
    const command = new GetObjectCommand({
      Bucket: place.bucket,
      Key: key,
      Range: `bytes=${from}-${from + maxBytes - 1}`,
    });
    const { bytes } = await this.#send('get', location, 'read', async (options) => {
      try {
        const { Body, $metadata } = await this.#client.send(command, options);
        const read = Body ? await Body.transformToByteArray() : new Uint8Array();
        return { bytes: read.subarray(0, maxBytes), $metadata };
      } catch (error) {
        if (isBehindEnd(error)) return { bytes: new Uint8Array(), $metadata: (error as WithAttempts).$metadata };
        throw error;
      }
    });
    return bytes;
  }

  async identify(place: Place, key: string): Promise<CopyIdentity> {
    const command = new HeadObjectCommand({ Bucket: place.bucket, Key: key });
    const { ContentLength, LastModified, ETag } = await this.#send('get', place.container + key, 'read', (options) =>
      this.#client.send(command, options),
    );
    const lastModified = Math.floor(LastModified?.getTime() ?? 0);
    return { sizeBytes: ContentLength ?? 0, lastModified, etag: ETag?.replaceAll('"', '') ?? null };
  }

  async #send<Output extends object>(
    kind: 'list' | 'get',
    location: string,
    operation: EvidenceOperation,
    send: (options: { abortSignal?: AbortSignal }) => Promise<Output>,
  ): Promise<Output> {
    if (this.#signal?.aborted) throw cutShort(operation, location);
    const count = ({ $metadata }: WithAttempts) => {
      this.#requests[kind] += $metadata?.attempts ?? 1;
    };
    try {
      const answer = await (this.#signal === null
        ? send({})
        : endingWith(this.#signal, send({ abortSignal: this.#signal })));
      count(answer);
      return answer;
    } catch (error) {
      count(error as WithAttempts);
      if (this.#signal?.aborted) throw cutShort(operation, location);
      throw s3Failure(error, operation, location);
    }
  }
}

/** The SDK sees the signal only between its pauses, and a throttled client pauses for up to 20 seconds. */
async function endingWith<Output>(signal: AbortSignal, work: Promise<Output>): Promise<Output> {
  const outcome = await inTime(work, { signal });
  if (outcome.kind !== 'done') throw signal.reason;
  return outcome.value;
}

/** What comes from the network, before it is parsed. */
interface Answered {
  readonly response: { readonly statusCode?: number; body?: unknown };
}

/**
 * Takes the objects out of the answer before the SDK parses it, which takes most of the processor time of a listing
 * (docs/decisions/0009-objects-before-the-parser.md). `contents` is null where the answer was left to the SDK.
 */
function withScan(command: ListObjectsV2Command): { readonly contents: readonly ScannedObject[] | null } {
  const scanned: { contents: readonly ScannedObject[] | null } = { contents: null };
  const scan = (next: (args: unknown) => Promise<Answered>) => async (args: unknown) => {
    const answered = await next(args);
    const { response } = answered;
    scanned.contents = null;
    if (response.statusCode !== 200 || !(response.body instanceof Readable)) return answered;
    const xml = await text(response.body);
    const answer = scanContents(xml);
    scanned.contents = answer?.contents ?? null;
    response.body = Readable.from([Buffer.from(answer?.rest ?? xml)]);
    return answered;
  };
  const place = { relation: 'after', toMiddleware: 'deserializerMiddleware', name: 'scanContents' } as const;
  // The types of all steps are one union, which no function of one step fits.
  command.middlewareStack.addRelativeTo(scan as never, place);
  return scanned;
}

/** A page that is not whole must not be taken for an empty place. */
function objectsOf(
  page: ListObjectsV2CommandOutput,
  scanned: readonly ScannedObject[] | null,
  location: string,
): readonly ListedObject[] {
  const malformed = (message: string) => malformedListing(location, message);
  const contents = scanned ?? page.Contents ?? [];
  assertWhole(page, location);
  if (page.KeyCount !== undefined && page.KeyCount !== contents.length) {
    throw malformed(`${page.KeyCount} keys are announced and ${contents.length} are there`);
  }
  if (scanned !== null) {
    return scanned.map(({ key, sizeBytes, lastModified, etag }) => {
      const object = { key: decodedKey(key, page.EncodingType), sizeBytes, lastModified };
      return etag === null ? object : { ...object, contentMark: etag };
    });
  }
  return (page.Contents ?? []).map(({ Key, Size, LastModified, ETag }) => {
    const lastModified = LastModified?.getTime();
    if (Key === undefined || Size === undefined || lastModified === undefined || Number.isNaN(lastModified)) {
      throw malformed('an object lacks its key, size or time');
    }
    const object = { key: decodedKey(Key, page.EncodingType), sizeBytes: Size, lastModified: Math.floor(lastModified) };
    return ETag === undefined ? object : { ...object, contentMark: ETag.replaceAll('"', '') };
  });
}
