import type { KindOfArtifact, Look } from '../artifact-kind.ts';
import { hasText } from '../byte-fields.ts';
import { byteAt, type Checked, Damage, hollow, notCheckable, whole } from '../finding.ts';

const SQLITE_MAGIC = 'SQLite format 3\0';

const HEADER_BYTES = 100;
const WRITE_AHEAD_LOG = 2;
const TABLE_LEAF = 0x0d;

/** The header says how many pages of how many bytes there are (sqlite.org/fileformat2.html, 1.3). Pages are not read. */
async function check({ reader, name, namesBeside }: Look): Promise<Checked> {
  const header = await reader.bytes(0, HEADER_BYTES, 'its header');
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  const stored = view.getUint16(16);
  const pageBytes = stored === 1 ? 65536 : stored;
  const isPageSize = pageBytes >= 512 && (pageBytes & (pageBytes - 1)) === 0;
  if (!isPageSize) throw new Damage(`its header is damaged: pages of ${pageBytes} bytes there are none`);
  const lastPageBytes = reader.sizeBytes % pageBytes;
  if (lastPageBytes !== 0) throw reader.cutInside('the page', reader.sizeBytes - lastPageBytes);
  // Versions before 3.7.0 did not keep the count of pages; what they changed last shows it.
  const isCounted = view.getUint32(24) === view.getUint32(92) && view.getUint32(28) !== 0;
  const end = view.getUint32(28) * pageBytes;
  if (isCounted && reader.sizeBytes < end) {
    throw new Damage(`it is cut short: its header counts pages up to ${byteAt(end)}, and it ends before`);
  }
  const fileName = name.slice(name.lastIndexOf('/') + 1);
  if (view.getUint8(18) === WRITE_AHEAD_LOG && !(await namesBeside())?.has(`${fileName}-wal`)) {
    return notCheckable('it is in WAL mode: the last writes are in a -wal that was not copied, if there were any');
  }
  if (await hasNoTables(reader)) return hollow('SQLite without tables');
  if (!isCounted) return notCheckable('it was last written by an SQLite that did not note the length');
  return whole('it has all the pages that its header counts');
}

/** The first page is the root of the schema's table: a leaf without cells (fileformat2.html, 1.6 and 2.6). */
async function hasNoTables(reader: Look['reader']): Promise<boolean> {
  const page = await reader.upTo(HEADER_BYTES, 8);
  return page[0] === TABLE_LEAF && page[3] === 0 && page[4] === 0;
}

export const SQLITE = {
  name: 'SQLite',
  suffixes: ['sqlite', 'sqlite3'],
  alsoNamed: ['db', 'db3', 'bak', 'backup'],
  recognise: (head) => (hasText(head, 0, SQLITE_MAGIC) ? 128 : 0),
  check,
  docs: {
    checkedBy: "size against the header's page count; whether the schema is empty",
    sees: 'any cut; a database without tables; WAL mode without the `-wal` beside it (not checkable)',
    cannotSee: 'damage in pages (`pragma integrity_check` does); files last written before version 3.7',
  },
} as const satisfies KindOfArtifact;
