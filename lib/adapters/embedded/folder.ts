import { createHash } from 'node:crypto';
import { chmod, lstat, mkdir, readdir, readFile, realpath, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { StateStoreUnavailable } from '../../ports/state-store.ts';
import { embeddedFailure } from './failure.ts';

/** The longest path of a Unix socket that every system takes; Node cuts longer ones off silently. */
const MAX_SOCKET_PATH_BYTES = 103;
const OWNER_ONLY = 0o700;

/** Where things are in the store's own folder, `store` in the state folder. */
export interface StoreFolder {
  readonly path: string;
  /** Level's files. */
  readonly database: string;
  /** Says which process has the database open, and where its socket is. */
  readonly holder: string;
}

/** What the file `holder` says. It stays when its process is killed, so it may be out of date. */
export interface Holder {
  readonly pid: number;
  readonly socket: string;
  /** Random, so that a holder knows its own file again; absent from files of earlier versions. */
  readonly token?: string;
  /** The `databaseIdentity` that it serves, so that a copy of the folder is none; absent from files of earlier versions. */
  readonly database?: string;
}

/** The store's places in a state folder; nothing is looked at. */
export function storeFolder(stateFolder: string): StoreFolder {
  const path = join(stateFolder, 'store');
  return { path, database: join(path, 'level'), holder: join(path, 'holder') };
}

/** True when a store has been made in this state folder. Throws StateStoreUnavailable when that cannot be seen. */
export async function hasStore(stateFolder: string): Promise<boolean> {
  const { database } = storeFolder(stateFolder);
  try {
    return (await readdir(database)).length > 0;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw embeddedFailure(error, stateFolder);
  }
}

/**
 * Makes the state folder if it is not there, and in it the store's own, which no one else may enter.
 * A state folder that is there keeps its mode: it may hold more than ours. Throws StateStoreUnavailable.
 */
export async function prepareStoreFolder(stateFolder: string): Promise<StoreFolder> {
  const folder = storeFolder(stateFolder);
  try {
    await makeFolders(stateFolder);
    await makePrivate(folder.path);
    await makePrivate(folder.database);
  } catch (error) {
    throw embeddedFailure(error, stateFolder);
  }
  return folder;
}

/** The socket's path: in the store's folder, or where that is too long in one of the same user's under the temporary folder. */
export async function chooseSocket(folder: StoreFolder): Promise<string> {
  const real = await realpath(folder.path);
  const beside = join(real, 'socket');
  if (Buffer.byteLength(beside) <= MAX_SOCKET_PATH_BYTES) return beside;
  const name = createHash('sha256').update(real).digest('hex').slice(0, 16);
  const short = join(tmpdir(), `sentinel-${process.getuid?.() ?? 0}-${name}`);
  const socket = join(short, 'socket');
  if (Buffer.byteLength(socket) > MAX_SOCKET_PATH_BYTES) {
    throw new StateStoreUnavailable(
      `${stateAndTemporary(real)} are both too long for a socket; set TMPDIR to a shorter path`,
    );
  }
  await mkdir(short, { mode: OWNER_ONLY }).catch(ignoreExisting);
  const { mode } = await ownFolder(short);
  // Anyone can make folders there: one with open doors may have been made to listen in.
  if ((mode & 0o077) !== 0) {
    throw new StateStoreUnavailable(
      `${short} can be entered by other users; remove it, or set TMPDIR to another folder`,
    );
  }
  return socket;
}

/**
 * Who serves the store, by its own account; null when no one has said so, or of another folder: in a copy that was made
 * of a state folder in use, the file leads to the process that has the original open.
 */
export async function readHolder(folder: StoreFolder): Promise<Holder | null> {
  try {
    const { pid, socket, token, database } = JSON.parse(await readFile(folder.holder, 'utf8')) as Partial<Holder>;
    if (typeof pid !== 'number' || typeof socket !== 'string') return null;
    if (typeof database === 'string' && database !== (await databaseIdentity(folder))) return null;
    return { pid, socket, ...(typeof token === 'string' ? { token } : {}) };
  } catch {
    return null;
  }
}

/** Says that this process serves the store; whole or not at all. */
export async function writeHolder(folder: StoreFolder, holder: Holder): Promise<void> {
  const draft = `${folder.holder}.new`;
  await writeFile(draft, JSON.stringify(holder), { mode: 0o600 });
  await rename(draft, folder.holder);
}

/** Which folder the database's path leads to now; null when there is none. */
export async function databaseIdentity(folder: StoreFolder): Promise<string | null> {
  const found = await lstat(folder.database, { bigint: true }).catch(() => null);
  return found && `${found.dev}:${found.ino}`;
}

/** Takes back what `writeHolder` said, unless another process has said otherwise, and a folder made for the socket. */
export async function removeHolder(folder: StoreFolder, { socket, token }: Holder): Promise<void> {
  if ((await readHolder(folder))?.token !== token) return;
  await rm(folder.holder, { force: true }).catch(() => {});
  // A folder with anything in it, as the store's own always has, is not removed.
  await rmdir(dirname(socket)).catch(() => {});
}

/** Node's own recursive mkdir never comes back where a file system answers ENOENT for what it will not make (/proc). */
async function makeFolders(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: OWNER_ONLY });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return;
    const parent = dirname(path);
    if (code !== 'ENOENT' || parent === path || (await isThere(parent))) throw error;
    await makeFolders(parent);
    await mkdir(path, { mode: OWNER_ONLY }).catch(ignoreExisting);
  }
}

async function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

async function makePrivate(path: string): Promise<void> {
  await mkdir(path, { mode: OWNER_ONLY }).catch(ignoreExisting);
  const { mode } = await ownFolder(path);
  if ((mode & 0o777) !== OWNER_ONLY) await chmod(path, OWNER_ONLY);
}

/** Refuses what is no folder of this user's own: what another user can change cannot be trusted or kept in order. */
async function ownFolder(path: string): Promise<{ mode: number }> {
  const found = await lstat(path);
  if (!found.isDirectory()) {
    throw new StateStoreUnavailable(`${path} is not a folder; move it away, or name another state folder`);
  }
  const user = process.getuid?.();
  if (user !== undefined && found.uid !== user) {
    throw new StateStoreUnavailable(
      `${path} belongs to user ${found.uid}, and this is user ${user}; run as that user, or name another state folder`,
    );
  }
  return found;
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}

function stateAndTemporary(state: string): string {
  return `the paths ${state} and ${tmpdir()}`;
}
