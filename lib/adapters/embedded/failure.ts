import { StateStoreUnavailable } from '../../ports/state-store.ts';

/** Another process has the database open. */
export class DatabaseLocked extends Error {
  constructor(folder: string, cause: unknown) {
    super(`${folder} is open in another process`, { cause });
    this.name = 'DatabaseLocked';
  }
}

/** Who was asked has gone, or is about to: ask again, of the process that serves the store by then. */
export class HolderGone extends Error {
  constructor(cause?: unknown) {
    super('the process that served the store has gone', { cause });
    this.name = 'HolderGone';
  }
}

const DISK_FULL = /no space left|disk quota exceeded|file too large|ENOSPC|EDQUOT|EFBIG/i;
const READ_ONLY = /read-only file system|EROFS/i;
const FORBIDDEN = /permission denied|operation not permitted|EACCES|EPERM/i;
const NOT_A_FOLDER = /not a directory|ENOTDIR|EEXIST/i;
const DISK_ERROR = /input\/output error|EIO\b/i;
// Of Level's errors only. `Invalid argument` is what the system says of a table file that was cut short.
const DAMAGED =
  /LEVEL_.*(corrupt|decode|not an sstable|\.(ldb|sst): invalid argument|does not exist|no such file or directory)/i;

/** Our own error for whatever a folder, file or database of the embedded store ran into: what it is, what to do. */
export function embeddedFailure(error: unknown, path: string): StateStoreUnavailable {
  if (error instanceof StateStoreUnavailable) return error;
  const detail = describe(error);
  return new StateStoreUnavailable(explain(detail, path), error);
}

function explain(detail: string, path: string): string {
  if (DISK_FULL.test(detail)) {
    return `the disk of ${path} is full; what was stored before is still there: make room and run again (${detail})`;
  }
  if (READ_ONLY.test(detail)) {
    return `${path} is on a read-only file system; name a folder that can be written with --state (${detail})`;
  }
  if (FORBIDDEN.test(detail)) {
    return `${path} cannot be written by this user; run as the folder's owner, or name another folder (${detail})`;
  }
  if (NOT_A_FOLDER.test(detail)) {
    return `${path} cannot be a state folder, since a file is in the way; name another folder (${detail})`;
  }
  if (DISK_ERROR.test(detail)) {
    return `the disk of ${path} reports errors; check the disk (${detail})`;
  }
  if (DAMAGED.test(detail)) return damaged(path, detail);
  if (/ENOENT/.test(detail)) {
    return `${path} cannot be made; check that its file system can be written, or name another folder (${detail})`;
  }
  return `the state store in ${path} failed (${detail})`;
}

/** The message for a database that cannot be read any more. Nothing is ever repaired or deleted by itself. */
export function damaged(path: string, detail: string): string {
  return (
    `the state store in ${path} is damaged and was left untouched; restore that folder from a copy, or move it ` +
    `aside and run again, which begins with an empty memory (${detail})`
  );
}

/** In one line, what the disk or Level said; that Level is not open says nothing, but its cause does. */
function describe(error: unknown): string {
  const { cause, message, code } = error as Error & { code?: string };
  if (code === 'LEVEL_DATABASE_NOT_OPEN' && cause instanceof Error) return describe(cause);
  const text = String(message ?? error).replace(/\s+/g, ' ');
  return code && !text.includes(code) ? `${code}: ${text}` : text;
}
