import { access, constants, mkdir, rmdir, stat, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Place } from '../../core/evidence/place.ts';
import { folderOf, literalPrefix, parseTemplate } from '../../core/evidence/place-template.ts';
import { type Destination, DestinationUnusable } from '../../ports/destination.ts';

/** Remedies for errors of the file system; all others are reported as they are. */
const REMEDIES = new Map<string, string>([
  ['ENOENT', 'there is no such folder; make it, or mount what it lies on'],
  ['ENOTDIR', 'it is not a folder; write the folder that backups land in'],
  ['EACCES', 'permission denied; let the user of this run enter and write it'],
  ['EPERM', 'permission denied; let the user of this run enter and write it'],
  ['EROFS', 'its file system is mounted read-only; mount it for writing, and look why it is not (dmesg)'],
  ['ENOSPC', 'its disk is full; make room'],
  ['EDQUOT', 'the quota of the user of this run is used up; make room'],
  ['ESTALE', 'the server it is mounted from has forgotten it; mount it again'],
]);

export function openDestination(): Destination {
  return new FolderDestination();
}

/** A folder of this machine as a destination. */
export class FolderDestination implements Destination {
  async reach(place: Place): Promise<void> {
    const folder = folderNamedBy(place);
    await asking(folder, async () => {
      if (!(await stat(folder)).isDirectory()) throw Object.assign(new Error('not a folder'), { code: 'ENOTDIR' });
      await access(folder, constants.R_OK | constants.X_OK);
    });
  }

  async credentialsEndAt(): Promise<null> {
    return null;
  }

  async probe(place: Place, name: string): Promise<void> {
    const folder = join(folderNamedBy(place), '.sentinel');
    const file = join(folder, name);
    await asking(folder, async () => {
      const isNew = await mkdir(folder).then(() => true, isThere);
      try {
        await writeFile(file, 'a probe of sentinel run --preflight-write; it can be removed\n', { flush: true });
      } finally {
        await unlink(file).catch((error: NodeJS.ErrnoException) => {
          if (error.code !== 'ENOENT') throw error;
        });
        if (isNew) await rmdir(folder).catch(() => {});
      }
    });
  }
}

/** The folder, with its slash, that a place names as far as it has no placeholder in it. */
function folderNamedBy(place: Place): string {
  return folderOf(literalPrefix(parseTemplate(place.template))) || '/';
}

/** False for a folder that is there; throws what else kept it from being made. */
function isThere(error: NodeJS.ErrnoException): false {
  if (error.code !== 'EEXIST') throw error;
  return false;
}

async function asking(folder: string, ask: () => Promise<void>): Promise<void> {
  try {
    await ask();
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    const remedy = REMEDIES.get(code);
    throw new DestinationUnusable(`${folder}: ${remedy === undefined ? message : `${remedy} (${code})`}`);
  }
}
