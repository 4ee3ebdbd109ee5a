import { createHash } from 'node:crypto';

/** A small database dump as `pg_dump` writes it: the same text for the same arguments. */
export function plainDump(database: string, rows: number, seed: number): string {
  const lines = [
    '--',
    '-- PostgreSQL database dump',
    '--',
    '',
    `CREATE TABLE public.${database} (id integer NOT NULL, reference text, amount numeric);`,
    '',
    `COPY public.${database} (id, reference, amount) FROM stdin;`,
  ];
  for (let row = 1; row <= rows; row += 1) {
    const reference = createHash('sha256').update(`${database} ${seed} ${row}`).digest('hex');
    lines.push(`${row}\t${reference}\t${(row * 17) % 1000}.${row % 100}`);
  }
  lines.push('\\.', '', '--', '-- PostgreSQL database dump complete', '--', '');
  return lines.join('\n');
}
