import type { KindOfArtifact, Look } from '../artifact-kind.ts';
import { textOf } from '../byte-fields.ts';
import { type Checked, Damage, hollow, whole } from '../finding.ts';
import { isNamedSql, kindOfSqlText, type SqlDumpKind, SqlText } from '../sql-text.ts';

/** So much of the beginning is read, in which globals stand before the dumps of databases. */
const HEAD_BYTES = 1 << 20;
/** In which the comment that a dump is complete stands, for a text that begins as none. */
const END_BYTES = 1024;
/** So much of the end: what other statements follow the last comment is less. */
const TAIL_BYTES = 64 * 1024;

/** pg_dump and mysqldump write a comment after all else; what is cut has none. The statements are not judged. */
async function check({ reader }: Look): Promise<Checked> {
  const text = new SqlText();
  text.push(textOf(reader.head));
  let seen = reader.head.length;
  if (!text.fills || text.isInCluster) {
    text.push(textOf(await reader.upTo(seen, HEAD_BYTES - seen)));
    seen = Math.min(HEAD_BYTES, reader.sizeBytes);
  }
  const tailFrom = Math.max(seen, reader.sizeBytes - TAIL_BYTES);
  if (tailFrom > seen) text.skip();
  text.push(textOf(await reader.upTo(tailFrom, TAIL_BYTES)));
  return concludeSql(text);
}

/** What the text of a dump shows once all of it, or its head and tail, was seen. Throws Damage. */
export function concludeSql(text: SqlText): Checked {
  if (!text.isComplete) {
    throw new Damage('it is cut short: the comment that says that the dump is complete is not at its end', 64);
  }
  if (text.hasLostBeginning)
    throw new Damage('a dump in it is complete that does not begin: its beginning is lost', 64);
  if (!text.fills) return hollow('a dump in which no statement makes or fills anything');
  if (text.kind === null) return whole('its statements make or fill something; no comment says whether it is complete');
  return whole('it begins as a dump and ends with the comment that says that it is complete');
}

/**
 * A dump that begins after much else, or whose beginning is lost, still ends as one. Null for any other text. Throws
 * Damage.
 */
export async function checkLateDump(
  look: Look,
): Promise<{ readonly kind: SqlDumpKind; readonly checked: Checked } | null> {
  const { reader } = look;
  const endsAs = endOf(textOf(await reader.tail(END_BYTES)));
  if (endsAs === null) return null;
  const kind = kindOfSqlText(textOf(await reader.upTo(0, HEAD_BYTES)));
  if (kind === null) throw new Damage(`it ends as the text of ${endsAs} does, and does not begin as one`, 64);
  return { kind, checked: await check(look) };
}

/** A small text that is named as SQL, and is none: what a tool said instead of writing a dump. */
export function isSqlOfNothing({ reader, name }: Look): boolean {
  return reader.sizeBytes === reader.head.length && isNamedSql(name, reader.head) && !hasStatements(reader.head);
}

function hasStatements(head: Uint8Array): boolean {
  const text = new SqlText();
  text.push(textOf(head));
  return text.fills;
}

function endOf(tail: string): SqlDumpKind | null {
  if (/\n-- PostgreSQL database (cluster )?dump complete\r?\n--\r?\n/.test(tail)) return 'pg_dump plain';
  return /\n-- Dump completed( on [-\d: ]+)?\r?\n\s*$/.test(tail) ? 'mysqldump' : null;
}

const recogniseAs = (kind: SqlDumpKind) => (head: Uint8Array) => (kindOfSqlText(textOf(head)) === kind ? 128 : 0);

export const PG_DUMP_PLAIN = {
  name: 'pg_dump plain',
  suffixes: [],
  alsoNamed: ['sql', 'dump', 'psql', 'pgsql', 'pgdump', 'backup', 'bak'],
  recognise: recogniseAs('pg_dump plain'),
  check,
  docs: {
    checkedBy:
      'beginning and "complete" comment of every dump in it; restricted mode is left again; a statement that makes or fills something',
    sees: 'any cut, a lost beginning or end; a dump of nothing',
    cannotSee: 'the statements; of several dumps in one file, a cut of one that is not the last',
  },
} as const satisfies KindOfArtifact;

export const MYSQLDUMP = {
  name: 'mysqldump',
  suffixes: [],
  alsoNamed: ['sql', 'dump', 'mysql', 'backup', 'bak'],
  recognise: recogniseAs('mysqldump'),
  check,
  docs: {
    checkedBy: 'the same, for mysqldump and mariadb-dump; needs comments (`--compact` has none)',
    sees: 'any cut; a dump of nothing',
    cannotSee: 'the statements',
  },
} as const satisfies KindOfArtifact;
