import type { KindOfArtifact, Look } from '../artifact-kind.ts';
import { hasBytes, uint32, uint64 } from '../byte-fields.ts';
import { crc32 } from '../crc32.ts';
import { byteAt, type Checked, Damage, hollow, whole } from '../finding.ts';

const SEVEN_ZIP_MAGIC = [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c];

const START_BYTES = 32;
/** A directory of contents beyond this, of some ten thousand files, is not summed. */
const MAX_SUMMED_BYTES = 512 * 1024;

/**
 * The first 32 bytes say where the directory is, how long, and its checksum; it is the end (7zFormat.txt). What follows
 * 7z passes over with a warning.
 */
async function check({ reader }: Look): Promise<Checked> {
  const start = await reader.bytes(0, START_BYTES, 'its header');
  if (crc32(start.subarray(12)) !== uint32(start, 8)) throw new Damage('its header is damaged');
  const from = START_BYTES + uint64(start, 12);
  const length = uint64(start, 20);
  if (from + length > reader.sizeBytes) throw reader.cutInside('what its header says belongs to it,', from);
  if (length === 0) return hollow('7z without members');
  if (length <= MAX_SUMMED_BYTES) {
    const directory = await reader.upTo(from, length);
    if (crc32(directory) !== uint32(start, 28)) {
      throw new Damage(`its directory of contents at ${byteAt(from)} is damaged`);
    }
  }
  const after = reader.sizeBytes - from - length;
  const follows = after > 0 ? `; ${after.toLocaleString('en-US')} other bytes follow its end` : '';
  return whole(`it is as long as its header says, and its directory of contents is there${follows}`);
}

export const SEVEN_ZIP = {
  name: '7z',
  suffixes: ['7z'],
  recognise: (head) => (hasBytes(head, 0, SEVEN_ZIP_MAGIC) ? 48 : 0),
  check,
  docs: {
    checkedBy: "the start header gives the length; the directory's checksum up to 512 KiB",
    sees: 'a cut, damaged ends; a 7z without members',
    cannotSee: 'damage inside the data; parts (`.001`) are not checked',
  },
} as const satisfies KindOfArtifact;
