import type { ArtifactKind } from '../../core/artifact/kinds.ts';
import type { CommandWords } from '../settings/run-settings.ts';

/** A tool's own test of what it made: reads all of it. `FILE` stands for the artifact's path. */
const TESTS: Partial<Record<ArtifactKind, readonly string[]>> = {
  zstd: ['zstd', '-tq', 'FILE'],
  bzip2: ['bzip2', '-t', 'FILE'],
  xz: ['xz', '-t', 'FILE'],
  lz4: ['lz4', '-tq', 'FILE'],
  zip: ['unzip', '-tqq', 'FILE'],
  '7z': ['7z', 't', '-bso0', '-bsp0', '-p-', 'FILE'],
  tar: ['tar', '-tf', 'FILE'],
  'pg_dump custom': ['pg_restore', '--file=/dev/null', 'FILE'],
  SQLite: ['sqlite3', '-readonly', '-bail', 'FILE', 'pragma integrity_check'],
};

/** What pg_dump -Fd writes beside the data; pg_restore wants its folder. */
const TABLE_OF_CONTENTS = /\/toc\.dat$/;

/** The words of the test of a kind, or null where no tool has one: gzip is read whole without any, and gpg needs keys. */
export function deepTestOf(kind: ArtifactKind, path: string): CommandWords | null {
  const file = kind === 'pg_dump custom' ? path.replace(TABLE_OF_CONTENTS, '') : path;
  const [tool, ...words] = TESTS[kind] ?? [];
  return tool === undefined ? null : [tool, ...words.map((word) => (word === 'FILE' ? file : word))];
}

/** SQLite says in its output what it found, and nothing in its exit status. */
export function saysWhole(kind: ArtifactKind, output: string): boolean {
  return kind !== 'SQLite' || output.trim() === 'ok';
}
