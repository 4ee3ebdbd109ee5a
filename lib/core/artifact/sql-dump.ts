import type { ArtifactKind } from './artifact-kind.ts';
import type { ArtifactReader } from './artifact-reader.ts';
import { textOf } from './byte-fields.ts';
import { type Checked, Damage } from './finding.ts';

/** A dump as SQL text: how it begins, and how it ends. */
interface SqlDump {
  readonly kind: ArtifactKind;
  readonly begins: RegExp;
  readonly ends: RegExp;
  /** It leaves psql's restricted mode after all else, where it enters it: with the same key. */
  readonly isRestricted: boolean;
}

/**
 * The dump of all databases holds whole dumps of one, so it comes first. The time in mysqldump's comment can be left
 * out, but not by half. Empty lines may follow; what else follows is no part of a dump.
 */
const SQL_DUMPS: readonly SqlDump[] = [
  {
    kind: 'pg_dump plain',
    begins: /^--\r?\n-- PostgreSQL database cluster dump\r?\n/m,
    ends: /\n--\r?\n-- PostgreSQL database cluster dump complete\r?\n--\r?\n\r?\n\s*$/,
    isRestricted: false,
  },
  {
    kind: 'pg_dump plain',
    begins: /^--\r?\n-- PostgreSQL database dump\r?\n/m,
    ends: /\n--\r?\n-- PostgreSQL database dump complete\r?\n--\r?\n\r?\n(?:\\unrestrict (\w+)\r?\n\r?\n)?\s*$/,
    isRestricted: true,
  },
  {
    kind: 'mysqldump',
    begins: /^-- (MySQL|MariaDB) dump \d/m,
    ends: /\n-- Dump completed( on \d{4}-\d\d-\d\d +\d?\d:\d\d:\d\d)?\r?\n\s*$/,
    isRestricted: false,
  },
];

const RESTRICT = /^\\restrict (\w+)\r?$/m;
const TAIL_BYTES = 1024;

/** The kind of dump that a text begins as, also after warnings of the tool that made it; null for any other text. */
export function kindOfSqlDump(head: Uint8Array): ArtifactKind | null {
  return dumpThatBegins(textOf(head))?.kind ?? null;
}

/** pg_dump and mysqldump write a comment after all else; what is cut has none. The statements are not read. */
export async function checkSqlDump(reader: ArtifactReader): Promise<Checked> {
  const head = textOf(reader.head);
  const dump = dumpThatBegins(head);
  const end = dump?.ends.exec(textOf(await reader.tail(TAIL_BYTES)));
  if (!end || (dump?.isRestricted && RESTRICT.exec(head)?.[1] !== end[1])) {
    throw new Damage('cut-short', 'it is cut short: the comment that says that the dump is complete is not at its end');
  }
  return { kind: 'whole', words: 'it begins as a dump and ends with the comment that says that it is complete' };
}

/** The kind of dump that a text ends as, for a text that begins as none. */
export async function kindOfSqlDumpEnd(reader: ArtifactReader): Promise<ArtifactKind | null> {
  const tail = textOf(await reader.tail(TAIL_BYTES));
  return SQL_DUMPS.find(({ ends }) => ends.test(tail))?.kind ?? null;
}

function dumpThatBegins(head: string): SqlDump | null {
  return SQL_DUMPS.find(({ begins }) => begins.test(head)) ?? null;
}
