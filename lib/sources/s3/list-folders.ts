import { ListObjectsV2Command, type ListObjectsV2CommandOutput } from '@aws-sdk/client-s3';
import type { Place } from '../../core/evidence/place.ts';
import { decodedKey } from './decoded-key.ts';
import { assertWhole } from './malformed-listing.ts';

/**
 * The beginnings of keys up to the first slash behind `prefix`, a thousand a request with the objects that lie beside
 * them. Throws what `send` throws, and EvidenceUnreadable. Source: S3 API reference, *ListObjectsV2*, delimiter.
 */
export async function listFolders(
  place: Place,
  prefix: string,
  send: (command: ListObjectsV2Command) => Promise<ListObjectsV2CommandOutput>,
): Promise<readonly string[]> {
  const folders: string[] = [];
  let token: string | undefined;
  do {
    const page = await send(
      new ListObjectsV2Command({
        Bucket: place.bucket,
        Prefix: prefix,
        Delimiter: '/',
        EncodingType: 'url',
        ContinuationToken: token,
      }),
    );
    assertWhole(page, place.container + prefix);
    for (const { Prefix } of page.CommonPrefixes ?? []) {
      if (Prefix !== undefined) folders.push(decodedKey(Prefix, page.EncodingType));
    }
    token = page.IsTruncated ? page.NextContinuationToken : undefined;
  } while (token !== undefined);
  return folders;
}
