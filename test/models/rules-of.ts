import { type Clauses, sentenceOf } from './reference/clauses.ts';
import { KEYS_OF, type Story } from './story.ts';

/** A rules doc of one job. `root`: in what its place lies. */
export function rulesOf(
  clauses: Clauses,
  { shape, folder }: Pick<Story, 'shape' | 'folder'>,
  root = 's3://acme',
): string {
  const keys = KEYS_OF[shape].replace('acme/orders', `acme/${folder}`).replaceAll('s3://acme', root);
  return `
version: 1
settings: { admin: sam, timezone: ${clauses.zone} }
people: { sam: { email: sam@acme.example } }
jobs: { orders: { ${keys}${startsOf(clauses)}, rule: '${sentenceOf(clauses)}' } }
`;
}

/** The key beside the rule. */
export function startsOf({ starts }: Clauses): string {
  return starts === null ? '' : `, starts: ${starts}`;
}
