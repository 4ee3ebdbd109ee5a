import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { folderFailure } from './failure.ts';

/** Between head and tail, this number of places is read, each of so few bytes that a folder of files is quick. */
const PLACES_BETWEEN = 16;
const PLACE_BYTES = 4096;

/** The SHA-256 of a file's head, its tail and 16 places between (docs/design/evidence.md#content). Throws EvidenceUnreadable. */
export async function contentMark(path: string, sizeBytes: number): Promise<string> {
  const hash = createHash('sha256');
  try {
    const file = await open(path, 'r');
    try {
      for (const [from, length] of placesOf(sizeBytes)) {
        const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, from);
        hash.update(buffer.subarray(0, bytesRead));
      }
    } finally {
      await file.close();
    }
  } catch (error) {
    throw folderFailure(error, 'read', path);
  }
  return hash.digest('hex');
}

/** Where a file is read: all of a small one. */
function placesOf(sizeBytes: number): readonly (readonly [from: number, length: number])[] {
  const places = PLACES_BETWEEN + 2;
  if (sizeBytes <= places * PLACE_BYTES) return sizeBytes === 0 ? [] : [[0, sizeBytes]];
  const step = (sizeBytes - PLACE_BYTES) / (places - 1);
  return Array.from({ length: places }, (_, index) => [Math.floor(index * step), PLACE_BYTES]);
}
