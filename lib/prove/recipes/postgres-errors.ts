/**
 * What a restore into an empty server says that the copy is not to blame for: the roles of the real server are not in a dump
 * of one database, and what every server has is there already.
 */
const EXPECTED =
  /role ".*" (does not exist|already exists)|(schema "public"|database "(postgres|template1)"|extension "plpgsql"|language "plpgsql") already exists|cannot drop (the currently open database|a template database)|current user cannot be dropped|unrecognized configuration parameter/;
/** What this host lacks. */
const LACKING =
  /could not open extension control file|extension ".*" is not available|could not access file ".*": No such file|unsupported version|invalid locale name|could not load library/;

const MAX_KEPT = 3;

/** The errors of a restore, as psql and pg_restore write them. In memory are a few, whatever a dump provokes. */
export class PostgresErrors {
  count = 0;
  readonly first: string[] = [];
  /** The first that says that this host lacks something. */
  lacking: string | null = null;

  readonly add = (stream: 'stdout' | 'stderr', lines: Buffer): void => {
    if (stream === 'stdout') return;
    for (const line of lines.toString().split('\n')) {
      const [, message] = /(?:ERROR|FATAL|PANIC|error):\s+(.*)$/.exec(line) ?? [];
      if (message === undefined || EXPECTED.test(line)) continue;
      // pg_restore says the server's error behind its own words.
      if (LACKING.test(line)) this.lacking ??= message;
      this.count += 1;
      if (this.first.length < MAX_KEPT) this.first.push(message.slice(0, 200));
    }
  };

  get words(): string {
    const others = this.count - this.first.length;
    return `${this.first.join('; ')}${others > 0 ? `; and ${others} more` : ''}`;
  }
}
