import { randomUUID } from 'node:crypto';
import { link, readFile, rename, unlink, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { formatSecond, type Instant } from '../../core/instant.ts';
import { makeFolder } from '../make-folder.ts';
import { type LockHolder, nameOfContent, parseHolder, stateOfHolder } from './lock-holder.ts';
import { identityOf, readBootId } from './process-identity.ts';

/** Another run of the job holds it. `message` says who, and what to do. */
export class LockHeld extends Error {
  override readonly name = 'LockHeld';
}

/** How often to look again at a lock that changes hands meanwhile. */
const MAX_LOOKS = 100;
const BETWEEN_LOOKS_MS = 10;

/**
 * One run of a job at a time on a host (docs/design/runner.md#lock): a file that names its holder. A link
 * creates it whole, so that no reader sees half of one.
 */
export class JobLock {
  readonly #file: string;
  #holder: LockHolder;
  #isHeld = true;
  /** The dead holder before this one; null where there was none. */
  readonly takenFrom: LockHolder | null;

  private constructor(file: string, holder: LockHolder, takenFrom: LockHolder | null) {
    this.#file = file;
    this.#holder = holder;
    this.takenFrom = takenFrom;
  }

  /** Throws LockHeld, or what the file system throws. */
  static async take(stateFolder: string, name: string, runId: string, now: Instant): Promise<JobLock> {
    const folder = join(stateFolder, 'locks');
    await makeFolder(folder, 0o700);
    // The host's name: a state folder that several hosts share holds a lock for each.
    const file = join(folder, `${name}.${hostname().replace(/[^A-Za-z0-9.-]/g, '_')}.lock`);
    const bootId = readBootId();
    const holder: LockHolder = {
      ...identityOf(process.pid),
      runId,
      bootId,
      since: formatSecond(now),
      command: null,
    };
    const draft = `${file}.${randomUUID()}`;
    await writeFile(draft, textOf(holder), { mode: 0o600 });
    try {
      return new JobLock(file, holder, await takeFile(file, draft, bootId));
    } finally {
      await unlink(draft).catch(() => {});
    }
  }

  /**
   * Names the process group of the command in the file: it holds the lock too, should this process be killed. Never
   * throws: on a disk that is full, the lock is held all the same.
   */
  async setCommand(pid: number | null): Promise<void> {
    if (!this.#isHeld) return;
    this.#holder = { ...this.#holder, command: pid === null ? null : identityOf(pid) };
    // Of one name: only the holder writes it, and one that is killed here leaves no more than this.
    const draft = `${this.#file}.new`;
    try {
      await writeFile(draft, textOf(this.#holder), { mode: 0o600 });
      await rename(draft, this.#file);
    } catch {
      await unlink(draft).catch(() => {});
    }
  }

  /** Never throws: what is left behind names a dead holder, and the next run takes it over. */
  async release(): Promise<void> {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    await unlink(this.#file).catch(() => {});
  }
}

/** Makes `draft` the lock. Returns the dead holder it was taken from, null where it was free. Throws LockHeld. */
async function takeFile(file: string, draft: string, bootId: string | null): Promise<LockHolder | null> {
  for (let look = 0; look < MAX_LOOKS; look += 1) {
    if (await linked(draft, file)) return null;
    const content = await contentOf(file);
    if (content === null) continue;
    const holder = parseHolder(content);
    if (holder === null) {
      throw new LockHeld(`${file} is not a lock file of backup sentinel; check it, then remove it`);
    }
    const state = stateOfHolder(holder, bootId);
    if (state !== 'dead') throw new LockHeld(heldText(holder, state));
    if (await takenOver(file, content, draft, bootId)) return holder;
    await setTimeout(BETWEEN_LOOKS_MS);
  }
  throw new LockHeld('another run of this job is taking over a stale lock; try again');
}

/**
 * Takes the lock from a dead holder. Two runs may see the same dead holder at once, so each must first own the right
 * to replace just this content: a file named after it, that only one can make. Should its owner have died with it, the
 * right passes on by a file named after that. False when another run was faster.
 */
async function takenOver(file: string, deadContent: string, draft: string, bootId: string | null): Promise<boolean> {
  const rights: string[] = [];
  let owned: string | null = null;
  for (let content = deadContent; owned === null; ) {
    const right = `${file}.from-${nameOfContent(content)}`;
    rights.push(right);
    if (await linked(draft, right)) {
      owned = right;
      break;
    }
    const owner = await contentOf(right);
    const holder = owner === null ? null : parseHolder(owner);
    if (owner === null || holder === null || stateOfHolder(holder, bootId) !== 'dead') return false;
    content = owner;
  }
  if ((await contentOf(file)) !== deadContent) {
    await unlink(owned).catch(() => {});
    return false;
  }
  // A second name of the draft: renaming one onto the other of the same file would do nothing.
  const copy = `${draft}.lock`;
  await writeFile(copy, await readFile(draft), { mode: 0o600 });
  await rename(copy, file);
  for (const right of rights) await unlink(right).catch(() => {});
  return true;
}

async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function contentOf(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function heldText({ pid, since, command }: LockHolder, state: 'alive' | 'command-alive'): string {
  if (state === 'alive') {
    return `another run of this job (process ${pid}) has been running since ${since}; wait for it, or stop it: kill ${pid}`;
  }
  return `the run of ${since} was killed, but its command still runs as process group ${command?.pid}; wait for it, or stop it: kill -- -${command?.pid}`;
}

function textOf(holder: LockHolder): string {
  return `${JSON.stringify(holder)}\n`;
}
