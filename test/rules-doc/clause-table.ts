import type { AnyClause } from '../../lib/rules-doc/clauses/clause.ts';

/** The table of docs/rules.md, *What you want to say*: a row for each clause, made of its file. */
export function clauseTable(clauses: readonly AnyClause[]): string {
  const code = (text: string) => `\`${text.replaceAll('|', '\\|')}\``;
  const rows = clauses.map(
    ({ docs: { write, also, means } }) => `| ${means} | ${code(write)} | ${also.map(code).join(', ')} |`,
  );
  return ['| you want to say | you write | also understood |', '| --- | --- | --- |', ...rows, ''].join('\n');
}
