import { type FSWatcher, watch } from 'node:fs';
import { addTo } from '../../lib/core/add-to.ts';
import { folderOf, literalPrefix, parseTemplate } from '../../lib/core/evidence/place-template.ts';
import { MINUTE_MS } from '../../lib/core/instant.ts';
import type { Job } from '../../lib/core/model/job.ts';

/** The system has few of what watches a folder, and other programs want some too. */
const MAX_FOLDERS = 200;
/** A file that changed less than two minutes ago is still being written (docs/design/evidence.md#never-a-backup). */
const QUIET_MS = 2 * MINUTE_MS + 1_000;

/**
 * Watches the folders in which the backups of local jobs land, and says which jobs to look at: those in whose folder something
 * changed, once nothing has for two minutes. A hint and nothing else: a folder that cannot be watched, or is not there
 * yet, is left to the planned looks.
 */
export class FolderHints {
  readonly #elapsedMs: () => number;
  readonly #watchers = new Map<string, FSWatcher>();
  #followed: readonly Job[] | null = null;
  #jobsOf: ReadonlyMap<string, readonly string[]> = new Map();
  readonly #changedMs = new Map<string, number>();

  /** `elapsedMs`: of a clock that only goes forward. */
  constructor(elapsedMs: () => number) {
    this.#elapsedMs = elapsedMs;
  }

  /** Watches the folders of these jobs and no others; with too many of them, none. */
  follow(jobs: readonly Job[]): void {
    if (jobs !== this.#followed) {
      const folders = foldersOf(jobs);
      this.#jobsOf = folders.size > MAX_FOLDERS ? new Map() : folders;
      this.#followed = jobs;
    }
    for (const [folder, watcher] of this.#watchers) {
      if (this.#jobsOf.has(folder)) continue;
      watcher.close();
      this.#watchers.delete(folder);
    }
    for (const folder of this.#jobsOf.keys()) if (!this.#watchers.has(folder)) this.#watch(folder);
  }

  /** Takes the jobs in whose folders something changed and nothing has since for two minutes. */
  take(): readonly string[] {
    const quiet = [...this.#changedMs].filter(([, atMs]) => this.#elapsedMs() - atMs >= QUIET_MS);
    for (const [folder] of quiet) this.#changedMs.delete(folder);
    return [...new Set(quiet.flatMap(([folder]) => this.#jobsOf.get(folder) ?? []))];
  }

  close(): void {
    this.follow([]);
  }

  #watch(folder: string): void {
    try {
      const watcher = watch(folder, { persistent: false }, () => this.#changedMs.set(folder, this.#elapsedMs()));
      watcher.on('error', () => this.#forget(folder, watcher));
      this.#watchers.set(folder, watcher);
    } catch {
      // Tried again with the next document, or by the next `follow`.
    }
  }

  #forget(folder: string, watcher: FSWatcher): void {
    watcher.close();
    if (this.#watchers.get(folder) === watcher) this.#watchers.delete(folder);
  }
}

/** The folder in which each local job's backups land, as far as its name is known, with the jobs it is of. */
function foldersOf(jobs: readonly Job[]): ReadonlyMap<string, readonly string[]> {
  const folders = new Map<string, string[]>();
  for (const { id, place } of jobs) {
    if (place === null || place.container !== '') continue;
    const folder = folderOf(literalPrefix(parseTemplate(place.template)));
    if (folder === '') continue;
    addTo(folders, folder, id);
  }
  return folders;
}
