import type { ArtifactReader } from './artifact-reader.ts';
import { byteAt, type Checked, Damage } from './finding.ts';

export const SQLITE_MAGIC = 'SQLite format 3\0';

const HEADER_BYTES = 100;

/** The header says how many pages of how many bytes there are (sqlite.org/fileformat2.html, 1.3). Pages are not read. */
export async function checkSqlite(reader: ArtifactReader): Promise<Checked> {
  const header = await reader.bytes(0, HEADER_BYTES, 'its header');
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  const stored = view.getUint16(16);
  const pageBytes = stored === 1 ? 65536 : stored;
  const isPageSize = pageBytes >= 512 && (pageBytes & (pageBytes - 1)) === 0;
  if (!isPageSize) throw new Damage('broken', `its header is damaged: pages of ${pageBytes} bytes there are none`);
  const lastPageBytes = reader.sizeBytes % pageBytes;
  if (lastPageBytes !== 0) throw reader.cutInside('the page', reader.sizeBytes - lastPageBytes);
  // Versions before 3.7.0 did not keep the count of pages; what they changed last tells on them.
  if (view.getUint32(24) !== view.getUint32(92) || view.getUint32(28) === 0) {
    return { kind: 'tail-not-checkable', words: 'it was last written by an SQLite that did not note the length' };
  }
  const end = view.getUint32(28) * pageBytes;
  if (reader.sizeBytes < end) {
    throw new Damage('cut-short', `it is cut short: its header counts pages up to ${byteAt(end)}, and it ends before`);
  }
  return { kind: 'whole', words: 'it has all the pages that its header counts' };
}
