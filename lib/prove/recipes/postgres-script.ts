import type { DumpedTable } from './own-questions.ts';

/** `CREATE TABLE public."Orders" (`, by pg_dump or by hand. */
const TABLE =
  /^CREATE (?:UNLOGGED )?TABLE (?:IF NOT EXISTS )?((?:"(?:[^"]|"")+"|[^\s"(.]+)(?:\.(?:"(?:[^"]|"")+"|[^\s"(.]+))?)\s*\(/i;

/** What was seen of a plain dump while it was fed. */
export class PostgresScript {
  /** As the dump names them: `public.orders`. */
  readonly tables: DumpedTable[] = [];
  #database: string | null = null;
  /** It says that it is a dump of pg_dump, which names its end. */
  #isPgDump = false;
  #hasEnded = false;
  #isInData = false;
  #token: string | null = null;
  readonly #key: string | null;

  /**
   * `key`: that of psql's restricted mode, in which it takes no commands of its own; null where this psql has none, and
   * commands are taken out here.
   */
  constructor(key: string | null) {
    this.#key = key;
  }

  /** Goes before the dump. */
  get opening(): string {
    return this.#key === null ? '' : `\\restrict ${this.#key}\n`;
  }

  get isCutShort(): boolean {
    return this.#isPgDump && !this.#hasEnded;
  }

  /** Commands of psql that were taken out, at most a few. */
  readonly refused: string[] = [];

  /** For DumpLines. */
  readonly look = (line: string): string | null => {
    if (this.#isInData) {
      if (line === '\\.') this.#isInData = false;
      return null;
    }
    if (line.startsWith('\\')) return this.#command(line);
    if (/^COPY .* FROM stdin/i.test(line)) this.#isInData = true;
    const [, table] = TABLE.exec(line) ?? [];
    if (table !== undefined) this.tables.push({ name: table, database: this.#database });
    if (/^-- PostgreSQL database (cluster )?dump$/.test(line)) this.#isPgDump = true;
    if (/^-- PostgreSQL database (cluster )?dump complete$/.test(line)) this.#hasEnded = true;
    return null;
  };

  /** Only what pg_dump and pg_dumpall write themselves: another database of the same server, and their own restriction. */
  #command(line: string): string | null {
    if (line === '\\.') return null;
    const [, verb, token = ''] = /^\\(restrict|unrestrict) ([A-Za-z0-9]+)$/.exec(line) ?? [];
    if (verb === 'restrict') {
      this.#token = token;
      return '';
    }
    if (verb === 'unrestrict' && token === this.#token) return '';
    const [, , quoted, inWords, plain] =
      /^\\connect (-reuse-previous=on )?(?:"([^"\\=]+)"|"dbname='([^'"\\=]+)'"|([A-Za-z_][\w$-]*))$/.exec(line) ?? [];
    const database = quoted ?? inWords ?? plain;
    if (database !== undefined) {
      this.#database = database;
      return this.#key === null ? null : `\\unrestrict ${this.#key}\n${line}\n\\restrict ${this.#key}\n`;
    }
    if (this.refused.length < 5) this.refused.push(line.slice(0, 80));
    return '';
  }
}
