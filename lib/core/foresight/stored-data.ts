import type { PartedFile } from './parted-file.ts';

/** What a repository keeps its data in, by names that no one gives to backups. */
const CHUNK = /\.(?:dblock|dindex)\.zip(?:\.aes)?$|\.(?:cacnk|chunk|bucket)$/i;
const ELASTIC_BLOB = /^__[\w-]{20,}$/;
const HEX_FOLDER = /^[0-9a-f]{2,4}$/i;
const HASH = /^[0-9a-f]{16,}/i;

/**
 * True for data of a repository that says nothing of when a backup was made: chunks that lie in folders named after the
 * first digits of their hash, as of Proxmox Backup Server and Longhorn, the volumes of Duplicati, and the blobs of Elasticsearch.
 */
export function isStoredData({ name, folder: { segments } }: PartedFile): boolean {
  if (CHUNK.test(name) || (ELASTIC_BLOB.test(name) && segments.includes('indices'))) return true;
  const last = segments.at(-1) ?? '';
  if (!HASH.test(name) || !HEX_FOLDER.test(last)) return false;
  const before = segments.at(-2) ?? '';
  return name.startsWith(last) || (HEX_FOLDER.test(before) && name.startsWith(before + last));
}

/** A folder that is one copy as a whole, by its ending: of Hyper Backup, and of Time Machine. */
const BUNDLE = /\.(?:hbk|sparsebundle|backupbundle)$/i;

/** How many folders of a path go down to such a folder; 0 for none. */
export function bundleDepth(segments: readonly string[]): number {
  return segments.findIndex((segment) => BUNDLE.test(segment)) + 1;
}
