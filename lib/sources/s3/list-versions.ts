import { ListObjectVersionsCommand, type ListObjectVersionsCommandOutput } from '@aws-sdk/client-s3';
import { addTo } from '../../core/add-to.ts';
import type { ListedVersion } from '../../core/evidence/listed-object.ts';
import type { Place } from '../../core/evidence/place.ts';
import type { Instant } from '../../core/instant.ts';
import { decodedKey, decodedMarker } from './decoded-key.ts';

interface Entry {
  readonly key: string;
  readonly at: Instant;
  /** Null for a deletion. */
  readonly version: Omit<ListedVersion, 'until'> | null;
}

/**
 * All versions under a prefix with the deletions between them, in no order. A bucket that keeps none has one of each key.
 * Throws what `send` throws. Source: S3 API reference, *ListObjectVersions*.
 */
export async function listVersions(
  place: Place,
  prefix: string,
  send: (command: ListObjectVersionsCommand) => Promise<ListObjectVersionsCommandOutput>,
): Promise<readonly ListedVersion[]> {
  const entries: Entry[] = [];
  let keyMarker: string | undefined;
  let versionIdMarker: string | undefined;
  do {
    const page = await send(
      new ListObjectVersionsCommand({
        Bucket: place.bucket,
        Prefix: prefix,
        EncodingType: 'url',
        KeyMarker: keyMarker,
        VersionIdMarker: versionIdMarker,
      }),
    );
    entries.push(...entriesOf(page));
    keyMarker = page.IsTruncated ? decodedMarker(page.NextKeyMarker, page.EncodingType) : undefined;
    versionIdMarker = page.IsTruncated ? page.NextVersionIdMarker : undefined;
  } while (keyMarker !== undefined);
  return versionsOf(entries);
}

function entriesOf({ Versions, DeleteMarkers, EncodingType }: ListObjectVersionsCommandOutput): readonly Entry[] {
  const written = (Versions ?? []).flatMap(({ Key, Size = 0, LastModified, ETag }): Entry[] => {
    if (Key === undefined || LastModified === undefined) return [];
    const [key, at] = [decodedKey(Key, EncodingType), Math.floor(LastModified.getTime())];
    const object = { key, sizeBytes: Size, lastModified: at };
    return [
      {
        key,
        at,
        version: { object: ETag === undefined ? object : { ...object, contentMark: ETag.replaceAll('"', '') } },
      },
    ];
  });
  const deleted = (DeleteMarkers ?? []).flatMap(({ Key, LastModified }): Entry[] =>
    Key === undefined || LastModified === undefined
      ? []
      : [{ key: decodedKey(Key, EncodingType), at: Math.floor(LastModified.getTime()), version: null }],
  );
  // S3 gives the newest of a key first, and keeps whole seconds.
  return [...deleted, ...written].reverse();
}

/** Each is what its key holds until the next of the same key. */
function versionsOf(entries: readonly Entry[]): readonly ListedVersion[] {
  const byKey = new Map<string, Entry[]>();
  for (const entry of entries) {
    addTo(byKey, entry.key, entry);
  }
  return [...byKey.values()].flatMap((of) => {
    const inOrder = of.sort((a, b) => a.at - b.at);
    return inOrder.flatMap(({ version }, index) =>
      version === null ? [] : [{ ...version, until: inOrder[index + 1]?.at ?? null }],
    );
  });
}
