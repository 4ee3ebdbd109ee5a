/** A copy on its way has one of these endings until it is renamed. */
const UNFINISHED_ENDINGS = ['.part', '.partial', '.tmp', '.filepart'];
/** Checksums and signatures, with a backup of their name or without. */
const CHECKSUM_ENDINGS = /\.(?:sha256|sha512|sha1|md5|b2|crc32|sig|minisig|par2|sha\d+sums|md5sums)$/i;
const CHECKSUM_LISTS = /^(?:SHA\d+SUMS|MD5SUMS)(?:\.(?:txt|asc|gpg))?$/i;
/** What operating systems and file servers leave lying. */
const LITTER_FILES = /^(?:Thumbs\.db|desktop\.ini)$/i;
const LITTER_FOLDERS = /^(?:lost\+found|@eaDir|#recycle|\.snapshot|\.trash.*|\.sentinel)$/i;

/** Things that lie where backups lie and never are one. */
export const NEVER_BACKUPS = ['folder-marker', 'own', 'on-its-way', 'checksum', 'litter', 'hidden'] as const;

export type NeverBackup = (typeof NEVER_BACKUPS)[number];

/**
 * Which of these a key is: folder markers, what the sentinel itself writes, copies on their way, checksums and
 * signatures, litter, hidden files; null for what may be a backup. `below` is where the place's own folder ends in the
 * key: a place inside `.sentinel/` is meant. `takesHidden`: the place's pattern begins a name with a dot itself.
 * Source: docs/design/evidence.md#never-a-backup.
 */
export function neverBackup(key: string, sizeBytes: number, below: number, takesHidden = false): NeverBackup | null {
  if (sizeBytes === 0 && key.endsWith('/')) return 'folder-marker';
  if (key.endsWith('.sentinel.json')) return 'own';
  if (isOnItsWay(key)) return 'on-its-way';
  const parts = key.slice(below).split('/');
  const name = parts.pop() ?? '';
  if (CHECKSUM_ENDINGS.test(name) || CHECKSUM_LISTS.test(name)) return 'checksum';
  if (LITTER_FILES.test(name)) return 'litter';
  if (name.startsWith('.') && !takesHidden) return 'hidden';
  const litter = parts.find((part) => LITTER_FOLDERS.test(part));
  return litter === undefined ? null : litter === '.sentinel' ? 'own' : 'litter';
}

/** True for what is one of these. */
export function isNeverBackup(key: string, sizeBytes: number, below: number, takesHidden = false): boolean {
  return neverBackup(key, sizeBytes, below, takesHidden) !== null;
}

/** True for what is no file of a mirror, in which all else counts: folder markers, and what the sentinel itself writes. */
export function isNeverMirrored(key: string, sizeBytes: number): boolean {
  return (sizeBytes === 0 && key.endsWith('/')) || key.endsWith('.sentinel.json') || /(?:^|\/)\.sentinel\//.test(key);
}

/** True for a name that a copying tool gives a file until it is whole. */
export function isOnItsWay(key: string): boolean {
  return UNFINISHED_ENDINGS.some((ending) => key.endsWith(ending));
}
