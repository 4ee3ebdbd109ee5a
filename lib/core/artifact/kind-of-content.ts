import { AGE_MAGIC } from './age.ts';
import { kindOfArmor } from './armor.ts';
import type { ArtifactKind } from './artifact-kind.ts';
import { hasBytes, hasText } from './byte-fields.ts';
import { isBzip2 } from './bzip2.ts';
import { LZ4_LEGACY_MAGIC, LZ4_MAGIC } from './lz4.ts';
import { isEncryptedMessage } from './openpgp.ts';
import { isParquet } from './parquet.ts';
import { PG_DUMP_MAGIC } from './pg-dump-contents.ts';
import { SEVEN_ZIP_MAGIC } from './seven-zip.ts';
import { kindOfSqlDump } from './sql-dump.ts';
import { SQLITE_MAGIC } from './sqlite.ts';
import { readTarHeader } from './tar-header.ts';
import { XZ_MAGIC } from './xz.ts';
import { isZip } from './zip.ts';
import { isSkippableFrame, ZSTD_MAGIC } from './zstd.ts';

const GZIP_MAGIC = [0x1f, 0x8b];

/** What a file is, by its first bytes; null where they are none of ours. */
export function kindOfContent(head: Uint8Array): ArtifactKind | null {
  // Before all others: it begins with a member's name, which can be anything.
  if (readTarHeader(head)) return 'tar';
  if (hasBytes(head, 0, GZIP_MAGIC)) return 'gzip';
  if (hasBytes(head, 0, ZSTD_MAGIC) || isSkippableFrame(head)) return 'zstd';
  if (isBzip2(head)) return 'bzip2';
  if (hasBytes(head, 0, XZ_MAGIC)) return 'xz';
  if (hasBytes(head, 0, LZ4_MAGIC) || hasBytes(head, 0, LZ4_LEGACY_MAGIC)) return 'lz4';
  if (isZip(head)) return 'zip';
  if (hasBytes(head, 0, SEVEN_ZIP_MAGIC)) return '7z';
  if (hasText(head, 0, PG_DUMP_MAGIC)) return 'pg_dump custom';
  if (hasText(head, 0, SQLITE_MAGIC)) return 'SQLite';
  if (hasText(head, 0, AGE_MAGIC)) return 'age';
  if (isParquet(head)) return 'Parquet';
  if (isEncryptedMessage(head)) return 'gpg';
  return kindOfArmor(head) ?? kindOfSqlDump(head);
}
