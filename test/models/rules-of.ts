import { type Clauses, sentenceOf } from './reference/clauses.ts';
import { KEYS_OF, type Shape } from './story.ts';

/** A rules doc of one job. `root`: in what its place lies. */
export function rulesOf(clauses: Clauses, shape: Shape, root = 's3://acme'): string {
  return `
version: 1
settings: { admin: sam, timezone: ${clauses.zone} }
people: { sam: { email: sam@acme.example } }
jobs: { orders: { ${KEYS_OF[shape].replace('s3://acme', root)}, rule: '${sentenceOf(clauses)}' } }
`;
}
