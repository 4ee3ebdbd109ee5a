import type { Place } from '../lib/core/evidence/place.ts';
import { FolderEvidence } from '../lib/sources/file/list.ts';

/** Counts what comes from the disk. */
export class CountingEvidence extends FolderEvidence {
  bytes = 0;
  reads = 0;

  override async read(place: Place, key: string, maxBytes: number, from = 0): Promise<Uint8Array> {
    const found = await super.read(place, key, maxBytes, from);
    this.bytes += found.length;
    this.reads += 1;
    return found;
  }
}
