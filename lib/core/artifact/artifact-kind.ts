/** The kinds whose end can be looked for (runner page, phase 5), named as people call them. */
export type ArtifactKind =
  | 'gzip'
  | 'zstd'
  | 'bzip2'
  | 'xz'
  | 'lz4'
  | 'zip'
  | '7z'
  | 'tar'
  | 'pg_dump custom'
  | 'pg_dump plain'
  | 'mysqldump'
  | 'SQLite'
  | 'age'
  | 'gpg'
  | 'Parquet';

/**
 * Only names that leave no choice: `.dump`, `.sql`, `.bak` and `.db` are given to anything. Of `orders.tar.gz` the
 * outermost counts: that is what lies on the disk.
 */
const KIND_OF_SUFFIX: Readonly<Record<string, ArtifactKind>> = {
  gz: 'gzip',
  tgz: 'gzip',
  zst: 'zstd',
  zstd: 'zstd',
  tzst: 'zstd',
  bz2: 'bzip2',
  tbz: 'bzip2',
  tbz2: 'bzip2',
  xz: 'xz',
  txz: 'xz',
  lz4: 'lz4',
  zip: 'zip',
  '7z': '7z',
  tar: 'tar',
  sqlite: 'SQLite',
  sqlite3: 'SQLite',
  age: 'age',
  gpg: 'gpg',
  pgp: 'gpg',
  parquet: 'Parquet',
};

/** The kind that a file's name promises, or null where it promises none. */
export function kindOfName(name: string): ArtifactKind | null {
  const suffix = /\.([^./]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  return Object.hasOwn(KIND_OF_SUFFIX, suffix) ? (KIND_OF_SUFFIX[suffix] ?? null) : null;
}

/** `x.7z.001`, `x.z01`: one of several files that are an archive together. */
export function isPartOfSeveral(name: string): boolean {
  return /\.(\d{3}|z\d\d)$/i.test(name);
}

/** What `tar -x` takes for a .tar without being told. */
const TAR_UNDOES: ReadonlySet<ArtifactKind> = new Set(['gzip', 'zstd', 'bzip2', 'xz', 'lz4']);

/** True when what reads a file of the promised kind also reads one of the kind that is there. */
export function keepsPromise(promised: ArtifactKind, found: ArtifactKind): boolean {
  if (promised === found) return true;
  return promised === 'tar' && TAR_UNDOES.has(found);
}
