import type { ArtifactReader } from './artifact-reader.ts';
import { uint32, uint64 } from './byte-fields.ts';
import { crc32 } from './crc32.ts';
import { byteAt, type Checked, Damage } from './finding.ts';

export const SEVEN_ZIP_MAGIC = [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c];

const START_BYTES = 32;
/** A directory of contents beyond this, of some ten thousand files, is not summed. */
const LARGEST_SUMMED_BYTES = 512 * 1024;

/** The first 32 bytes say where the directory is, how long, and its checksum; it is the end (7zFormat.txt). */
export async function checkSevenZip(reader: ArtifactReader): Promise<Checked> {
  const start = await reader.bytes(0, START_BYTES, 'its header');
  if (crc32(start.subarray(12)) !== uint32(start, 8)) throw new Damage('broken', 'its header is damaged');
  const from = START_BYTES + uint64(start, 12);
  const length = uint64(start, 20);
  if (from + length > reader.sizeBytes) throw reader.cutInside('what its header says belongs to it,', from);
  if (from + length < reader.sizeBytes)
    throw new Damage('broken', `other bytes follow its end, ${byteAt(from + length)}`);
  if (length > 0 && length <= LARGEST_SUMMED_BYTES) {
    const directory = await reader.upTo(from, length);
    if (crc32(directory) !== uint32(start, 28)) {
      throw new Damage('broken', `its directory of contents at ${byteAt(from)} is damaged`);
    }
  }
  return { kind: 'whole', words: 'it is as long as its header says, and its directory of contents is there' };
}
