import { randomUUID } from 'node:crypto';
import { readFile, rename, unlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeFolder } from '../make-folder.ts';

/** What was verified last: what the next one must not shrink from. */
export interface LastVerified {
  /** The place, as an absolute one: of another place, sizes say nothing. */
  readonly place: string;
  readonly location: string;
  readonly sizeBytes: number;
  /** ISO-8601. */
  readonly verifiedAt: string;
}

/** The file that remembers it, one for a job and node. */
export function lastVerifiedFile(stateFolder: string, name: string): string {
  return join(stateFolder, 'verified', `${name}.json`);
}

/** Null where nothing is remembered for this place, or what is there cannot be read: then there is nothing to compare. */
export async function readLastVerified(file: string, place: string): Promise<LastVerified | null> {
  try {
    const last = JSON.parse(await readFile(file, 'utf8')) as LastVerified;
    return last.place === place && Number.isSafeInteger(last.sizeBytes) && last.sizeBytes > 0 ? last : null;
  } catch {
    return null;
  }
}

/** Throws what the file system throws. */
export async function rememberVerified(file: string, last: LastVerified): Promise<void> {
  await makeFolder(dirname(file), 0o700);
  const draft = `${file}.${randomUUID()}`;
  try {
    await writeFile(draft, `${JSON.stringify(last)}\n`, { mode: 0o600, flush: true });
    await rename(draft, file);
  } catch (error) {
    await unlink(draft).catch(() => {});
    throw error;
  }
}
