import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { InventedFolders } from './invented-folders.ts';
import { type InventedBucket, InventedKeys, readBucketName } from './invented-keys.ts';

/**
 * A server that speaks as much of S3's protocol as a listing needs, over keys that it invents. A process of its own,
 * so that its work is not measured with ours: it listens on the loopback address, at a port that it reports to its parent,
 * and ends when its parent does.
 */
const PAGE_KEYS = 1_000;

/** What the parent says: up to when objects have been written. The answer is the number of requests so far. */
export interface Written {
  readonly until: number;
}

/** What the server says. */
export type ServerWord = { readonly port: number } | { readonly requests: number };

let writtenUntil = 0;
let requests = 0;

const server = createServer((request, response) => {
  requests += 1;
  const url = new URL(request.url ?? '', 'http://127.0.0.1');
  const bucket = readBucketName(url.pathname.split('/')[1] ?? '');
  if (request.method !== 'GET' || bucket === null)
    return send(response, 404, '<Error><Code>NoSuchBucket</Code></Error>');
  if (url.searchParams.has('uploads')) return send(response, 200, NO_UPLOADS);
  if (url.searchParams.get('list-type') === '2') return send(response, 200, listing(bucket, url.searchParams));
  send(response, 501, '<Error><Code>NotImplemented</Code></Error>');
});

server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => say({ port: (server.address() as AddressInfo).port }));
process.on('message', ({ until }: Written) => {
  writtenUntil = until;
  say({ requests });
});
process.on('disconnect', () => process.exit());

function say(word: ServerWord): void {
  process.send?.(word);
}

const NAMESPACE = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"';
const NO_UPLOADS = `<ListMultipartUploadsResult ${NAMESPACE}><IsTruncated>false</IsTruncated></ListMultipartUploadsResult>`;

function listing(bucket: InventedBucket, query: URLSearchParams): string {
  const prefix = query.get('prefix') ?? '';
  const Keys = bucket.order === 'folders' ? InventedFolders : InventedKeys;
  const keys = new Keys(bucket, prefix, writtenUntil);
  const token = query.get('continuation-token');
  const from = token === null ? keys.firstAfter(query.get('start-after') ?? '') : Number(token);
  if (query.get('delimiter') === '/') return folderListing(keys, prefix, from);
  const to = Math.min(from + PAGE_KEYS, keys.count);
  let contents = '';
  for (let position = from; position < to; position += 1) {
    const { key, lastModified, sizeBytes } = keys.object(position);
    contents +=
      `<Contents><Key>${encodeURIComponent(key)}</Key><LastModified>${new Date(lastModified).toISOString()}</LastModified>` +
      '<ETag>&quot;9b2cf535f27731c974343645a3985328&quot;</ETag><ChecksumAlgorithm>CRC64NVME</ChecksumAlgorithm>' +
      `<ChecksumType>FULL_OBJECT</ChecksumType><Size>${sizeBytes}</Size><StorageClass>STANDARD</StorageClass></Contents>`;
  }
  return answer(to - from, to < keys.count ? to : null, contents);
}

/** The beginnings of keys up to the next slash: what lies in a folder is passed over. */
function folderListing(keys: InventedFolders | InventedKeys, prefix: string, from: number): string {
  const folders: string[] = [];
  let at = from;
  while (at < keys.count && folders.length < PAGE_KEYS) {
    const { key } = keys.object(at);
    const end = key.indexOf('/', prefix.length);
    if (end < 0) throw new Error(`${key} lies beside folders, which this server does not list`);
    folders.push(key.slice(0, end + 1));
    // The character behind the slash, so that it is behind all that the folder holds.
    at = keys.firstAfter(`${key.slice(0, end)}0`);
  }
  const contents = folders.map(
    (name) => `<CommonPrefixes><Prefix>${encodeURIComponent(name)}</Prefix></CommonPrefixes>`,
  );
  return answer(folders.length, at < keys.count ? at : null, contents.join(''));
}

function answer(count: number, next: number | null, contents: string): string {
  const more = next === null ? '' : `<NextContinuationToken>${next}</NextContinuationToken>`;
  return (
    `<?xml version="1.0" encoding="UTF-8"?><ListBucketResult ${NAMESPACE}><EncodingType>url</EncodingType>` +
    `<KeyCount>${count}</KeyCount><MaxKeys>${PAGE_KEYS}</MaxKeys><IsTruncated>${next !== null}</IsTruncated>` +
    `${more}${contents}</ListBucketResult>`
  );
}

function send(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'application/xml', 'content-length': Buffer.byteLength(body) });
  response.end(body);
}
