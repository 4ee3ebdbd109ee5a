import { describe, expect, it } from 'vitest';
import type { LoadedRules } from '../../../lib/app/rules/load-rules.ts';
import { dueReaders, readerNamed } from '../../../lib/app/summary/summary-readers.ts';
import { readRulesDocument } from '../../../lib/rules-doc/read-rules-document.ts';

/** A Monday. */
const MONDAY = Date.parse('2026-11-23T07:00:00Z');
const TUESDAY = Date.parse('2026-11-24T07:00:00Z');
const RULES = `
version: 1
settings: { admin: dana, timezone: Europe/Berlin }
people:
  lee: { email: lee@acme.example, slack: U0LEE, via: [slack, email], timezone: America/New_York, quiet: "20:00-08:00" }
  kim: { slack: U0KIM, summary: weekly }
  pat: { email: pat@acme.example, summary: never }
  max: { email: max@acme.example }
  dana: { email: dana@acme.example }
jobs:
  a: { owner: lee, backup: "s3://acme-backups/a/", rule: daily }
  b: { owner: kim, backup: "s3://acme-backups/b/", rule: daily }
  c: { owner: pat, backup: "s3://acme-backups/c/", rule: daily }
  d: { backup: "s3://acme-backups/d/", rule: daily }
`;

function loaded(text = RULES): LoadedRules {
  const { document, problems } = readRulesDocument(text, { name: 'rules.yaml', folder: null, now: MONDAY });
  if (document === null) throw new Error(problems.map(({ message }) => message).join('\n'));
  return { document, lastGood: null } as unknown as LoadedRules;
}

describe('who is to have a summary', () => {
  it('is the admin, and each owner who wishes for one that day', () => {
    expect(dueReaders(loaded(), MONDAY)).toMatchObject([
      { personId: 'dana', isAdmin: true },
      { personId: 'lee', isAdmin: false },
      { personId: 'kim', isAdmin: false },
    ]);
    expect(dueReaders(loaded(), TUESDAY).map(({ personId }) => personId)).toEqual(['dana', 'lee']);
  });

  it('is not the admin who wishes for none', () => {
    const text = RULES.replace('dana@acme.example }', 'dana@acme.example, summary: never }');
    expect(dueReaders(loaded(text), TUESDAY).map(({ personId }) => personId)).toEqual(['lee']);
  });

  it('is somebody who is the admin by the topic alone, where no document names one', () => {
    const nobody = { document: null, lastGood: null } as unknown as LoadedRules;
    expect(dueReaders(nobody, MONDAY)).toMatchObject([{ personId: null, isAdmin: true, addresses: [] }]);
  });

  it('is each owner also where the document names no admin, whose topic is told then', () => {
    const text = RULES.replace('admin: dana, ', '');
    expect(dueReaders(loaded(text), TUESDAY)).toMatchObject([
      { personId: null, isAdmin: true, addresses: [] },
      { personId: 'lee', isAdmin: false },
    ]);
  });

  it('is told of slow changes once a week', () => {
    const withTrends = (now: number) => dueReaders(loaded(), now).map((reader) => reader.withTrends);
    expect(withTrends(MONDAY)).toEqual([true, true, true]);
    expect(withTrends(TUESDAY)).toEqual([false, false]);
  });
});

describe('where they are told', () => {
  it('is a mail in their quiet hours, if they have an address for it', () => {
    // 2 o'clock at night in New York; in the afternoon it is Slack's turn.
    expect(readerNamed(loaded(), 'lee', MONDAY)?.addresses.map(({ channel }) => channel)).toEqual(['email', 'slack']);
    const afternoon = MONDAY + 10 * 3_600_000;
    expect(readerNamed(loaded(), 'lee', afternoon)?.addresses.map(({ channel }) => channel)).toEqual([
      'slack',
      'email',
    ]);
  });

  it('is where they are told of everything else', () => {
    expect(readerNamed(loaded(), 'kim', MONDAY)?.addresses).toEqual([{ channel: 'slack', to: 'U0KIM' }]);
    expect(readerNamed(loaded(), 'nobody', MONDAY)).toBeNull();
  });
});
