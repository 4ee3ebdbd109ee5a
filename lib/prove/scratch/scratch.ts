import { chmod, chown, lstat, mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseHolder, stateOfHolder } from '../../runner/lock/lock-holder.ts';
import { identityOf, readBootId } from '../../runner/lock/process-identity.ts';
import { Guard } from './guard.ts';

const PREFIX = 'sentinel-prove-';
const MARK = 'mark';
const OWNER_ONLY = 0o700;
/** For another user to reach the data by its path. */
const PASSABLE = 0o711;
const OTHERS_WRITE = 0o722;

/** Who restores: the ids of its user and group. */
export interface RestoringUser {
  readonly uid: number;
  readonly gid: number;
}

/**
 * The folder of one proof: `data` is all that what is restored can write to, and `root` is where its own root lies. A
 * guard removes it when this process ends.
 */
export class Scratch {
  readonly folder: string;
  readonly data: string;
  readonly guard: Guard;

  private constructor(folder: string, guard: Guard) {
    this.folder = folder;
    this.data = join(folder, 'data');
    this.guard = guard;
  }

  /** Throws what the file system throws. */
  static async make(parent: string, user: RestoringUser, { runId }: { readonly runId: string }): Promise<Scratch> {
    const folder = await mkdtemp(join(parent, PREFIX));
    await chmod(folder, OWNER_ONLY);
    const holder = { ...identityOf(process.pid), runId, bootId: readBootId(), since: '', command: null };
    const mark = JSON.stringify(holder);
    await writeFile(join(folder, MARK), mark, { mode: 0o600 });
    const scratch = new Scratch(folder, new Guard(folder, mark));
    await mkdir(join(folder, 'root'));
    // Not the restoring user's own: none of its folders can be replaced by a link that this process would follow.
    await mkdir(scratch.data, { mode: 0o755 });
    for (const name of ['copy', 'restored', 'run', 'tmp']) {
      const path = join(scratch.data, name);
      await mkdir(path, { mode: OWNER_ONLY });
      await chown(path, user.uid, user.gid);
    }
    return scratch;
  }

  /** Where a file of the data is on this host. */
  at(...names: readonly string[]): string {
    return join(this.data, ...names);
  }

  /** Lets the restoring user reach the data by its path, where nothing shows it elsewhere. */
  async openForUser(): Promise<void> {
    await chmod(this.folder, PASSABLE);
  }

  /** Ends what still runs and removes the folder. Null when nothing is left, else what is wrong and where. */
  async remove(): Promise<string | null> {
    const error = await this.guard.end();
    return error === null ? null : `${this.folder} could not be removed (${error}); remove it`;
  }
}

/** Removes what proofs left that were killed together with their guard. Resolves to what was removed, in words. */
export async function removeLeftovers(parent: string, say: (line: string) => void): Promise<readonly string[]> {
  const removed: string[] = [];
  const names = await readdir(parent).catch(() => []);
  for (const name of names.filter((found) => found.startsWith(PREFIX))) {
    const folder = join(parent, name);
    const mark = await markOf(folder);
    const holder = mark === null ? null : parseHolder(mark);
    if (mark === null || holder === null || stateOfHolder(holder, readBootId()) !== 'dead') continue;
    const error = await new Guard(folder, mark).end();
    if (error === null) removed.push(`removed ${folder}, which a proof that was killed had left`);
    else say(`${folder}, which a proof that was killed had left, could not be removed (${error}); remove it`);
  }
  return removed;
}

/** Null for what no proof of this user made. */
async function markOf(folder: string): Promise<string | null> {
  try {
    const found = await lstat(folder);
    const isOurs =
      found.isDirectory() && (found.mode & OTHERS_WRITE) === OWNER_ONLY && found.uid === process.getuid?.();
    return isOurs ? await readFile(join(folder, MARK), 'utf8') : null;
  } catch {
    return null;
  }
}
