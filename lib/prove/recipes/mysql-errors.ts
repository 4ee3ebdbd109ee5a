/** The first error that a client of MariaDB or MySQL wrote: `ERROR 1273 (HY000) at line 25: Unknown collation: '...'`. */
export function errorLine(stderr: string): string | null {
  return /ERROR (?:\d+ .*?|at line \d+): (.*)/.exec(stderr)?.[1] ?? null;
}

/**
 * Numbers of errors that say what this server does not know, and another one does: a collation, a character set, a storage
 * engine, a variable, a feature, a plugin. Source: the MySQL server error message reference.
 */
const LACKING = new Set([1115, 1193, 1235, 1273, 1286, 1524]);

/** What the server of this host lacks, in its own words, where the error says so: the copy is not to blame. */
export function lackingIn(stderr: string): string | null {
  const [, number] = /ERROR (\d+) \(/.exec(stderr) ?? [];
  return LACKING.has(Number(number)) ? errorLine(stderr) : null;
}
