import { type Backup, newestFirst } from './backup.ts';

/** Keeps the newest few of any number of backups. */
export class NewestBackups {
  readonly #most: number;
  /** Unsorted beyond the last trimming; never more than twice what is kept. */
  #kept: Backup[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  add(backup: Backup): void {
    this.#kept.push(backup);
    if (this.#kept.length >= 2 * this.#most) this.#trim();
  }

  /** Newest first. */
  get(): readonly Backup[] {
    this.#trim();
    return this.#kept;
  }

  #trim(): void {
    this.#kept.sort(newestFirst);
    this.#kept = this.#kept.slice(0, this.#most);
  }
}
