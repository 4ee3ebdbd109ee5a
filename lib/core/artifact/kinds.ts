import type { KindOfArtifact } from './artifact-kind.ts';
import { AGE } from './kinds/age.ts';
import { BZIP2 } from './kinds/bzip2.ts';
import { GZIP } from './kinds/gzip.ts';
import { LZ4 } from './kinds/lz4.ts';
import { MYDUMPER } from './kinds/mydumper.ts';
import { OPENPGP } from './kinds/openpgp.ts';
import { PARQUET } from './kinds/parquet.ts';
import { PG_DUMP_CUSTOM } from './kinds/pg-dump-custom.ts';
import { SEVEN_ZIP } from './kinds/seven-zip.ts';
import { MYSQLDUMP, PG_DUMP_PLAIN } from './kinds/sql-dump.ts';
import { SQLITE } from './kinds/sqlite.ts';
import { TAR } from './kinds/tar.ts';
import { XZ } from './kinds/xz.ts';
import { ZIP } from './kinds/zip.ts';
import { ZSTD } from './kinds/zstd.ts';

/** All kinds, in the order in which people read of them; a new one is a file in kinds/ and a line here. */
export const ARTIFACT_KINDS = [
  GZIP,
  ZSTD,
  LZ4,
  BZIP2,
  XZ,
  ZIP,
  SEVEN_ZIP,
  TAR,
  PG_DUMP_CUSTOM,
  PG_DUMP_PLAIN,
  MYSQLDUMP,
  MYDUMPER,
  SQLITE,
  PARQUET,
  AGE,
  OPENPGP,
] as const satisfies readonly KindOfArtifact[];

/** A kind by its name, as people call it. */
export type ArtifactKind = (typeof ARTIFACT_KINDS)[number]['name'];

/** The kinds as one type. */
const KINDS: readonly KindOfArtifact<ArtifactKind>[] = ARTIFACT_KINDS;

/**
 * Only names that leave no choice: `.dump`, `.sql`, `.bak` and `.db` are given to anything. Of `orders.tar.gz` the
 * outermost counts: that is what lies on the disk. Null where the name promises none.
 */
export function kindOfName(name: string): KindOfArtifact<ArtifactKind> | null {
  const suffix = suffixOf(name);
  return KINDS.find(({ suffixes }) => suffixes.includes(suffix)) ?? null;
}

/** How many bits the ending of a name is worth that agrees with what the content says. */
const NAME_BITS = 16;

/** True when the name is one that this kind has: what it promises, or often has. */
export function agrees(kind: KindOfArtifact, name: string): boolean {
  const suffix = suffixOf(name);
  return kind.suffixes.includes(suffix) || kind.alsoNamed?.includes(suffix) === true || undoesTar(kind, suffix);
}

/** What `tar -x` takes for a .tar by itself. */
function undoesTar(kind: KindOfArtifact, suffix: string): boolean {
  return kind.isUndoneByTar === true && suffix === 'tar';
}

/** The kind that most bits of head and name speak for, with their number; null where the head is of none. */
export function kindOfContent(
  head: Uint8Array,
  name: string,
): { readonly kind: KindOfArtifact<ArtifactKind>; readonly bits: number } | null {
  let best: { kind: KindOfArtifact<ArtifactKind>; bits: number } | null = null;
  for (const kind of KINDS) {
    const headBits = kind.recognise(head);
    if (headBits === 0) continue;
    const bits = headBits + (agrees(kind, name) ? NAME_BITS : 0);
    if (best === null || bits > best.bits) best = { kind, bits };
  }
  return best;
}

function suffixOf(name: string): string {
  return /\.([^./]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
}
