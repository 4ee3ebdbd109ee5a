import type { Instant } from '../instant.ts';
import type { Backup } from './backup.ts';
import { NewestBackups } from './newest-backups.ts';
import type { TemplateToken } from './place-template.ts';

/** What tools write beside a backup, under its name. */
const COMPANION_ENDINGS = ['.asc', '.json', '.log', '.txt', '.done', '.ok', '.meta', '.idx', '.info'];
/** Of these, what a tool writes while its backup is still on its way. */
const LOG_ENDINGS = ['.log', '.txt', '.json'];
/** What a name loses before a companion's ending is put there instead: `db-1.log` beside `db-1.sql.gz`. */
const BACKUP_ENDING =
  /(?:\.(?:dump|sql|gz|tgz|zst|xz|txz|bz2|tbz|lz4|zip|7z|tar|bak|vma|sqlite3?|db|gpg|age|enc|archive|rdb|bson|mbox|img|qcow2|raw|trn|diff?))+$/i;

/** Companions lie near the backups that they belong to, in time as well: at least this many of each are compared. */
const MIN_HELD = 200;

/**
 * Separates the files that lie beside backups from the backups (docs/design/evidence.md#never-a-backup). A file with a
 * companion's ending is none where a larger file has its name without that ending, or with a backup's ending instead.
 */
export class Companions {
  readonly #applies: boolean;
  readonly #candidates: NewestBackups;
  readonly #others: NewestBackups;

  /** `tokens`: of the place. A place whose last part spells an ending, or any dot, says itself what its backups are. `most`: how many backups matter. */
  constructor(tokens: readonly TemplateToken[], most: number) {
    this.#applies = !spellsDot(tokens);
    this.#candidates = new NewestBackups(Math.max(most, MIN_HELD));
    this.#others = new NewestBackups(Math.max(most, MIN_HELD));
  }

  /** True when the file may be a companion: `settle` says what it is when all have been seen. */
  holds(backup: Backup): boolean {
    if (!this.#applies) return false;
    if (companionEnding(backup.key) === null) {
      this.#others.add(backup);
      return false;
    }
    this.#candidates.add(backup);
    return true;
  }

  /**
   * Those of the held files that are backups after all, or a run under way: a log without a backup of its name, newer
   * than the newest backup and named otherwise, is of a run that has not landed yet.
   */
  settle(now: Instant, finishWithinMs: number): readonly Backup[] {
    const candidates = this.#candidates.get();
    if (candidates.length === 0) return [];
    const others = this.#others.get();
    const names = new Map<string, number>();
    for (const { key, sizeBytes } of others) {
      for (const name of namesOfBackup(key)) {
        names.set(name, Math.max(sizeBytes, names.get(name) ?? 0));
      }
    }
    const latest = others[0];
    return candidates.flatMap((backup) => {
      const ending = companionEnding(backup.key) ?? '';
      const partnerBytes = names.get(backup.key.slice(0, -ending.length));
      if (partnerBytes !== undefined && partnerBytes > backup.sizeBytes) return [];
      if (latest === undefined || !LOG_ENDINGS.includes(ending) || shapeOf(backup.key) === shapeOf(latest.key)) {
        return [backup];
      }
      const isUnderWay = backup.ts > latest.ts && now - backup.ts <= finishWithinMs;
      return isUnderWay ? [{ ...backup, ended: false }] : [];
    });
  }
}

/** A name without its digits and dates: what names of one series share. */
export function shapeOf(key: string): string {
  return key.replace(/\d+/g, '0').replace(/0(?:[-_.:T]0)+/g, '0');
}

/** The names that a companion may be named after, as far as a backup's own name goes: whole, or without its ending. */
export function namesOfBackup(key: string): readonly string[] {
  return [key, key.replace(BACKUP_ENDING, '')];
}

/** What a companion's name is without its own ending; null for a name that has none. */
export function companionBase(key: string): string | null {
  const ending = companionEnding(key);
  return ending === null ? null : key.slice(0, -ending.length);
}

function companionEnding(key: string): string | null {
  const name = key.slice(key.lastIndexOf('/') + 1).toLowerCase();
  return COMPANION_ENDINGS.find((ending) => name.endsWith(ending) && name.length > ending.length) ?? null;
}

function spellsDot(tokens: readonly TemplateToken[]): boolean {
  const text = tokens
    .map((token) => (token.kind === 'literal' ? token.text : token.kind === 'date' ? '0' : '*'))
    .join('');
  return text.slice(text.lastIndexOf('/') + 1).includes('.');
}
