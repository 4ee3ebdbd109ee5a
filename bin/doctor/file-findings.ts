import { lstat, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Finding, fail, ok, warn } from './finding.ts';

const OTHERS_WRITE = 0o022;
const OTHERS_ANYTHING = 0o077;

/** Whether other users could change what the sentinel works with. `rulesFile`: null for a document that is no file. */
export async function permissionFindings(stateFolder: string, rulesFile: string | null): Promise<readonly Finding[]> {
  if (process.platform === 'win32') return [ok('permissions', 'not looked at on Windows')];
  const found: Finding[] = [];
  for (const path of [stateFolder, ...(rulesFile === null ? [] : [rulesFile])]) {
    const seen = await stat(path).catch(() => null);
    if (seen === null) continue;
    if ((seen.mode & OTHERS_WRITE) !== 0) {
      found.push(
        warn('permissions', `${path} can be changed by other users (${modeText(seen.mode)})`, `chmod go-w ${path}`),
      );
    }
    if (path === stateFolder && seen.uid !== process.getuid?.()) {
      found.push(
        warn('permissions', `${path} belongs to another user (uid ${seen.uid})`, 'run the sentinel as that user only'),
      );
    }
  }
  return found.length > 0 ? found : [ok('permissions', 'only this user can change the state and the rules doc')];
}

/** Whether each secret in a file is its owner's alone. */
export async function secretFindings(folder: string): Promise<readonly Finding[]> {
  if (process.platform === 'win32') return [ok('secrets', 'not looked at on Windows')];
  const names = await readdir(folder).catch(({ code }: NodeJS.ErrnoException) => (code === 'ENOENT' ? [] : null));
  if (names === null) return [fail('secrets', `${folder} cannot be read`, 'run as its owner')];
  const found: Finding[] = [];
  for (const path of [...(names.length > 0 ? [folder] : []), ...names.map((name) => join(folder, name))]) {
    const { mode, size } = await lstat(path);
    const isFolder = path === folder;
    if ((mode & OTHERS_ANYTHING) !== 0) {
      const remedy = `chmod ${isFolder ? 700 : 600} ${path}`;
      const message = `${path} may be read by others than its owner (${modeText(mode)})`;
      // A folder that others can look into shows them names, and a file that they can read is refused.
      found.push(isFolder ? warn('secrets', message, remedy) : fail('secrets', message, remedy));
    }
    if (!isFolder && size === 0) found.push(fail('secrets', `${path} is empty`, 'put the value into it, or remove it'));
  }
  return found.length > 0 ? found : [ok('secrets', `${names.length} in ${folder}, readable by their owner alone`)];
}

function modeText(mode: number): string {
  return `mode ${(mode & 0o777).toString(8).padStart(3, '0')}`;
}
