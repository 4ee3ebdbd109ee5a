import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../make-folder.ts';
import { writeWhole } from '../notify/write-file.ts';
import { reasonOf } from '../notify/write-report.ts';
import { InstallRefused, type MadeFile } from './install-request.ts';

const FOR_ALL = 0o644;
const FOR_OWNER = 0o600;
const MADE_BY_INSTALL = /^# Made by: sentinel (run|prove) --install/;

/** What became of each file. */
export interface WrittenFile {
  readonly path: string;
  readonly outcome: 'written' | 'replaced' | 'unchanged' | 'kept';
}

/**
 * Writes units into a folder. Units that --install made before are replaced; an existing file of variables is kept, since
 * people put passwords there; any other file is refused. Throws InstallRefused, where possible before it writes anything.
 */
export async function writeUnits(folder: string, files: readonly MadeFile[]): Promise<readonly WrittenFile[]> {
  const there = await Promise.all(files.map(({ name }) => textOf(join(folder, name))));
  for (const [index, { name, isSecret }] of files.entries()) {
    const text = there[index];
    if (text == null || isSecret || MADE_BY_INSTALL.test(text)) continue;
    throw new InstallRefused(`${join(folder, name)} already exists and was not made by --install; move it first`);
  }
  const written: WrittenFile[] = [];
  for (const [index, { name, text, isSecret }] of files.entries()) {
    const path = join(folder, name);
    const before = there[index] ?? null;
    if (before === text) written.push({ path, outcome: 'unchanged' });
    else if (before !== null && isSecret) written.push({ path, outcome: 'kept' });
    else {
      await write(folder, path, text, isSecret ? FOR_OWNER : FOR_ALL);
      written.push({ path, outcome: before === null ? 'written' : 'replaced' });
    }
  }
  return written;
}

async function write(folder: string, path: string, text: string, mode: number): Promise<void> {
  try {
    await makeFolder(folder);
    await writeWhole(path, text, mode);
  } catch (error) {
    throw new InstallRefused(
      `cannot write ${path}: ${reasonOf(error)}; run this as root, or name another folder with --install-to`,
    );
  }
}

/** Null when there is none. */
async function textOf(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new InstallRefused(`cannot read ${path}: ${reasonOf(error)}`);
  }
}
