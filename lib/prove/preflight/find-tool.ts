import { access, constants, readdir, realpath, stat } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';

/** Where servers' programs are that are in no PATH, newest version first. */
const VERSIONED = ['/usr/lib/postgresql', '/opt/homebrew/opt'];
const USUAL = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];
/** What a sandbox shows of the host's programs. */
const SEEN = ['/usr/', '/bin/', '/sbin/', '/opt/', '/nix/'];

/** The path of a program, its own and not that of a link; null where there is none. */
export async function findTool(name: string, folder: string | null, env: NodeJS.ProcessEnv): Promise<string | null> {
  const path = (env.PATH ?? '').split(delimiter).filter((part) => part.startsWith('/'));
  const folders = folder === null ? [...path, ...USUAL, ...(await versionedFolders())] : [folder];
  for (const candidate of folders) {
    const found = join(candidate, name);
    if (await isProgram(found)) return found;
  }
  return null;
}

/** What a tool needs to be read in a sandbox: the folder of a program that lies apart from the system's. */
export async function foldersBeside(tools: readonly string[]): Promise<readonly string[]> {
  const paths = await Promise.all(tools.map(async (tool) => [tool, await realpath(tool)]));
  return [
    ...new Set(
      paths
        .flat()
        .filter((path) => !SEEN.some((seen) => path.startsWith(seen)))
        .map(dirname),
    ),
  ];
}

async function versionedFolders(): Promise<readonly string[]> {
  const found = VERSIONED.map(async (base) => {
    const names = await readdir(base).catch((): string[] => []);
    const newestFirst = names.toSorted((a, b) => b.localeCompare(a, 'en', { numeric: true }));
    return newestFirst.map((name) => join(base, name, 'bin'));
  });
  return (await Promise.all(found)).flat();
}

async function isProgram(path: string): Promise<boolean> {
  try {
    if (!(await stat(path)).isFile()) return false;
    await access(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
