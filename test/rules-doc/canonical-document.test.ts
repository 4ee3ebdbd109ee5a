import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { canonicalDocument } from '../../lib/rules-doc/canonical-document.ts';
import { read } from './read.ts';

const BEFORE = `# who is on call
version: 1
settings: { admin: dana, rule: "allow 10% extra" } # for all
people: { dana: { email: dana@acme.example } }
groups:
  databases: { owner: dana, rule: 'flag if it halves' }
jobs:
  orders: # the shop
    group: databases
    backup: ./orders/ # nightly
    rule: 'Orders DB: daily at 2am, 90 min grace' # since May
  sync: { backup: ./sync/, rule: "twice a day", owner: dana }
  weekly:
    backup: ./weekly/
    # in its own words
    rule: |- # two lines
      once a week, allow 8
      > 5 gigs
  files:
    backup: ./files/
    rule: Mondays and Thursdays
      at 3am
  mapped:
    backup: ./mapped/
    rule: { every: day, allow: 26 }
  broken:
    backup: ./broken/
    rule: evry day
`;

const AFTER = `# who is on call
version: 1
settings: { admin: dana, rule: "allow 10% extra" } # for all
people: { dana: { email: dana@acme.example } }
groups:
  databases: { owner: dana, rule: 'flag if it shrinks more than 50%' }
jobs:
  orders: # the shop
    group: databases
    backup: ./orders/ # nightly
    rule: 'Orders DB: at 02:00; allow 1 hour 30 minutes late' # since May
  sync: { backup: ./sync/, rule: "every 12 hours", owner: dana }
  weekly:
    backup: ./weekly/
    # in its own words
    rule: every 7 days; allow 8 days; at least 5 GB # two lines
  files:
    backup: ./files/
    rule: 'at 03:00 on mon, thu'
  mapped:
    backup: ./mapped/
    rule: { every: day, allow: 26 }
  broken:
    backup: ./broken/
    rule: evry day
`;

describe('a document in canonical clauses', () => {
  test('has each rule that is understood written back in its place, and all else as it was', () => {
    expect(canonicalDocument(BEFORE)).toEqual({ text: AFTER, rewritten: 5 });
  });

  test('done again, it changes nothing', () => {
    expect(canonicalDocument(AFTER)).toEqual({ text: AFTER, rewritten: 0 });
  });

  test.each(['rules/rules.yaml', ...readdirSync('rules/examples').map((name) => `rules/examples/${name}`)])(
    'means the same: %s',
    (path) => {
      const text = readFileSync(path, 'utf8');
      const { text: fixed } = canonicalDocument(text);
      expect(read(fixed).understood).toEqual(read(text).understood);
    },
  );
});
