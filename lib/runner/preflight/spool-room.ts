import { randomFillSync } from 'node:crypto';
import { unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../make-folder.ts';

/** A report with the end of the output takes about 20 KB, and several may be waiting. */
const ROOM_BYTES = 256 * 1024;

/**
 * Space that is reserved for the report while the backup runs (docs/design/runner.md#notify), so that the runner can
 * report a backup that fills the disk.
 */
export class SpoolRoom {
  readonly #file: string;

  constructor(stateFolder: string, name: string) {
    this.#file = join(stateFolder, 'room', name);
  }

  /** Throws what the file system throws. */
  async keep(): Promise<void> {
    await makeFolder(join(this.#file, '..'), 0o700);
    // Not zeros, which a file system may keep without taking space for them.
    await writeFile(this.#file, randomFillSync(Buffer.allocUnsafe(ROOM_BYTES)), { mode: 0o600 });
  }

  /** Gives the space back, just before it is needed. Never throws. */
  async release(): Promise<void> {
    await unlink(this.#file).catch(() => {});
  }
}
