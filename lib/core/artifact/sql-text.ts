/** Kinds of dumps as SQL text. */
export type SqlDumpKind = 'pg_dump plain' | 'mysqldump';

/** What a comment of a dump says: that a dump begins, or that one is complete. */
interface Mark {
  readonly of: 'cluster' | 'database' | 'restricted' | 'mysql';
  readonly begins: boolean;
}

/**
 * pg_dump's comments are of three lines, mysqldump's of one; psql's restricted mode is entered and left by commands.
 * The time in mysqldump's comment can be left out, but not by half.
 */
const MARKS =
  /\n(?:--\r?\n-- PostgreSQL database (cluster )?dump( complete)?\r?\n--\r?\n(?=\r?\n)|\\(un)?restrict \w+(?=\r?\n)|-- (?:MySQL|MariaDB) dump \d|-- Dump completed(?: on \d{4}-\d\d-\d\d +\d?\d:\d\d:\d\d)?(?=\r?\n))/g;

/**
 * Statements that make or fill something, also within the comments that only MySQL executes. Each line break begins a match
 * of its own, so that a million empty lines are gone through once.
 */
const FILLS =
  /[\n;][^\S\n]*(?:\/\*M?!\d* )?(?:CREATE|INSERT|COPY|REPLACE|ALTER|GRANT|REVOKE|UPDATE|DELETE|COMMENT|IMPORT|LOAD|MERGE|BINLOG|CALL|EXEC|DECLARE|DO|SECURITY|SELECT\s+(?:pg_catalog\.)?(?:lo_|setval))/i;

/** So much of the text is looked at again with what follows, so that no mark falls between two pieces. */
const OVERLAP = 256;

/** Goes through the text of dumps, piece by piece, and follows which have begun and which are complete. */
export class SqlText {
  /** A statement that makes or fills something was seen. */
  fills = false;
  /** The kind of the last dump that began, null before any did. */
  kind: SqlDumpKind | null = null;
  readonly #open = new Set<Mark['of']>();
  #rest = '\n';
  /** Characters so far, the line break before the first one among them; and where the last mark ended. */
  #length = 1;
  #marked = 0;
  #isLeftOut = false;

  /** The next piece, one character for each byte. */
  push(text: string): void {
    const all = this.#rest + text;
    const from = this.#length - this.#rest.length;
    for (const match of all.matchAll(MARKS)) {
      const end = from + match.index + match[0].length;
      if (end > this.#marked) this.#note(markOf(match));
      this.#marked = Math.max(this.#marked, end);
    }
    if (!this.fills) this.fills = FILLS.test(all);
    this.#length += text.length;
    this.#rest = all.slice(-OVERLAP);
  }

  /** Text is left out here: whatever is in it, a dump that began before it has gone on. */
  skip(): void {
    this.#rest = '';
    this.#isLeftOut = true;
    if (this.kind !== null && this.#open.size === 0) this.#open.add(this.kind === 'mysqldump' ? 'mysql' : 'database');
    this.fills = true;
  }

  /** A dump of all databases has begun, and is not complete. */
  get isInCluster(): boolean {
    return this.#open.has('cluster');
  }

  /** A dump is complete that has not begun: its beginning is lost. */
  hasLostBeginning = false;

  /** Every dump that began is complete. */
  get isComplete(): boolean {
    return this.#open.size === 0;
  }

  #note({ of, begins }: Mark): void {
    if (begins) {
      this.#open.add(of);
      if (of !== 'restricted') this.kind = of === 'mysql' ? 'mysqldump' : 'pg_dump plain';
    } else if (!this.#open.delete(of) && !this.#isLeftOut) this.hasLostBeginning = true;
  }
}

/** The kind of dump that a text begins as, also after warnings of the tool that made it; null for any other text. */
export function kindOfSqlText(head: string): SqlDumpKind | null {
  for (const match of `\n${head}`.matchAll(MARKS)) {
    const { of, begins } = markOf(match);
    if (begins && of !== 'restricted') return of === 'mysql' ? 'mysqldump' : 'pg_dump plain';
  }
  return null;
}

/** A text under a name that says SQL: no control characters but those of lines. */
export function isNamedSql(name: string, head: Uint8Array): boolean {
  const isText = head.every((byte) => byte >= 0x20 || (byte >= 0x09 && byte <= 0x0d));
  return isText && head.length > 0 && /\.sql$/i.test(name);
}

function markOf([text, cluster, complete, left]: RegExpExecArray): Mark {
  if (text.startsWith('\n\\')) return { of: 'restricted', begins: left === undefined };
  if (text.startsWith('\n-- Dump')) return { of: 'mysql', begins: false };
  if (text.startsWith('\n-- M')) return { of: 'mysql', begins: true };
  return { of: cluster === undefined ? 'database' : 'cluster', begins: complete === undefined };
}
