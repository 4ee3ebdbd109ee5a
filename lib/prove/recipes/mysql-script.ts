import type { DumpedTable } from './own-questions.ts';

/** What was seen of a dump of mysqldump while it was fed. */
export class MysqlScript {
  /** Each with its database, as the dump quotes them. */
  readonly tables: DumpedTable[] = [];
  #database: string;
  #isMysqldump = false;
  #hasEnded = false;

  /** `database`: where it is restored, unless the dump names another. */
  constructor(database: string) {
    this.#database = `\`${database}\``;
  }

  get isCutShort(): boolean {
    return this.#isMysqldump && !this.#hasEnded;
  }

  /** For DumpLines. */
  readonly look = (line: string): string | null => {
    const [, database] = /^USE (`[^`]+`);/.exec(line) ?? [];
    if (database !== undefined) this.#database = database;
    const [, table] = /^CREATE TABLE (?:IF NOT EXISTS )?(`(?:[^`]|``)+`)/.exec(line) ?? [];
    if (table !== undefined) this.tables.push({ name: `${this.#database}.${table}`, database: null });
    if (/^-- (MariaDB|MySQL) dump /.test(line)) this.#isMysqldump = true;
    if (line.startsWith('-- Dump completed')) this.#hasEnded = true;
    return null;
  };
}
