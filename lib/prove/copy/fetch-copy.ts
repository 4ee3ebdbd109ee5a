import { chown, type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ListedObject } from '../../core/evidence/listed-object.ts';
import type { CopySource } from '../../ports/copy-source.ts';
import { EvidenceGone, EvidenceUnreadable } from '../../ports/evidence-source.ts';
import type { CurrentProof } from '../current-proof.ts';
import { ProofEnd } from '../proof-end.ts';
import type { RestoringUser, Scratch } from '../scratch/scratch.ts';
import { scratchFull } from '../scratch/scratch-full.ts';
import type { ListedCopy } from './found-copy.ts';

/** What is in memory of a copy, whatever its size. */
const CHUNK_BYTES = 8 * 1024 * 1024;
/** What a database keeps beside its file. */
const COMPANIONS: readonly string[] = ['-wal', '-journal'];

/** A copy in scratch. */
export interface FetchedCopy extends ListedCopy {
  /** Of its file, or of its folder, below the data. */
  readonly path: string;
  readonly etag: string | null;
}

/** Fetches a copy into scratch, chunk by chunk. Throws ProofEnd. */
export async function fetchCopy(
  current: CurrentProof,
  copy: ListedCopy,
  scratch: Scratch,
  user: RestoringUser,
): Promise<FetchedCopy> {
  const source = await current.ports.sourceOf(copy.place.scheme);
  const base = copy.isFolder ? copy.key : copy.key.slice(0, copy.key.lastIndexOf('/') + 1);
  const objects = [...copy.objects, ...(await companionsOf(current, copy, source))];
  let etag: string | null = null;
  for (const object of objects) {
    const to = scratch.at('copy', object.key.slice(base.length));
    // A key may hold what a path takes for the folder above.
    if (!to.startsWith(`${scratch.at('copy')}/`))
      throw new ProofEnd('refuted', `${object.key} would be written outside of the copy; it is refused`);
    await makeOwned(scratch.at('copy'), dirname(to), user);
    const identity = await fetchObject(current, copy, object, source, to);
    await chown(to, user.uid, user.gid);
    if (!copy.isFolder && object === objects[0]) etag = identity;
  }
  const path = copy.isFolder ? 'copy' : join('copy', copy.key.slice(base.length));
  return { ...copy, path, etag: copy.isFolder ? null : etag };
}

/** Returns its ETag. */
async function fetchObject(
  current: CurrentProof,
  { place }: ListedCopy,
  { key, sizeBytes }: ListedObject,
  source: CopySource,
  to: string,
): Promise<string | null> {
  const location = place.container + key;
  const gone = (): ProofEnd => new ProofEnd('unreachable', `${location} vanished while it was fetched`);
  let file: FileHandle | null = null;
  try {
    const before = await source.identify(place, key);
    file = await open(to, 'wx', 0o600);
    let filled = 0;
    while (filled < before.sizeBytes) {
      if (current.over.aborted) throw new ProofEnd('stopped', 'the proof has ended');
      const bytes = await source.read(place, key, CHUNK_BYTES, filled);
      if (bytes.length === 0) throw changed(location);
      await file.write(bytes);
      filled += bytes.length;
    }
    const after = await source.identify(place, key);
    const isSame = before.etag === after.etag && before.lastModified === after.lastModified;
    if (!isSame || filled !== after.sizeBytes) throw changed(location);
    if (before.sizeBytes !== sizeBytes) throw changed(location);
    return before.etag;
  } catch (error) {
    if (error instanceof EvidenceGone) throw gone();
    if (error instanceof EvidenceUnreadable)
      throw new ProofEnd('unreachable', `cannot read ${location}: ${error.message}`);
    throw scratchFull(error, current.settings.scratch) ?? error;
  } finally {
    await file?.close();
  }
}

function changed(location: string): ProofEnd {
  return new ProofEnd('unreachable', `${location} changed while it was fetched; prove it when nothing writes to it`);
}

async function companionsOf(
  { settings: { recipe } }: CurrentProof,
  { place, key, isFolder }: ListedCopy,
  source: CopySource,
): Promise<readonly ListedObject[]> {
  if (recipe !== 'sqlite' || isFolder) return [];
  const found = COMPANIONS.map(async (ending): Promise<ListedObject[]> => {
    try {
      const { sizeBytes, lastModified } = await source.identify(place, key + ending);
      return [{ key: key + ending, sizeBytes, lastModified }];
    } catch (error) {
      if (error instanceof EvidenceUnreadable) return [];
      throw error;
    }
  });
  return (await Promise.all(found)).flat();
}

/** Makes the folders of a file; each belongs to the user that restores. */
async function makeOwned(base: string, folder: string, user: RestoringUser): Promise<void> {
  if (folder === base || !folder.startsWith(`${base}/`)) return;
  await makeOwned(base, dirname(folder), user);
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return;
    throw error;
  }
  await chown(folder, user.uid, user.gid);
}
