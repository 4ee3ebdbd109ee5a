/** A copy on its way has one of these endings until it is renamed. */
const UNFINISHED_ENDINGS = ['.part', '.partial', '.tmp', '.filepart'];

/**
 * Things that lie where backups lie and never are one: folder markers, copies on their way, and what the sentinel
 * itself writes. `below` is where the place's own folder ends in the key: a place inside `.sentinel/` is meant.
 * Source: docs/design/evidence.md#never-a-backup.
 */
export function isNeverBackup(key: string, sizeBytes: number, below: number): boolean {
  if (sizeBytes === 0 && key.endsWith('/')) return true;
  if (key.endsWith('.sentinel.json') || isOnItsWay(key)) return true;
  return key.startsWith('.sentinel/', below) || key.includes('/.sentinel/', below);
}

/** True for a name that a copying tool gives a file until it is whole. */
export function isOnItsWay(key: string): boolean {
  return UNFINISHED_ENDINGS.some((ending) => key.endsWith(ending));
}
