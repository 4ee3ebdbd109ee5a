import { readFileSync } from 'node:fs';

const PAGE = readFileSync('docs/layouts.md', 'utf8');

/** Each heading of docs/layouts.md, and the jobs of its example. */
export const EXAMPLES: ReadonlyMap<string, string> = new Map(
  [...PAGE.matchAll(/^## (?<heading>.+)\n[\s\S]*?```yaml\n(?<yaml>[\s\S]*?)```/gm)].map(({ groups }) => [
    groups?.heading ?? '',
    groups?.yaml ?? '',
  ]),
);
