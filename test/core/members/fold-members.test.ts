import { expect, it } from 'vitest';
import { expandJobs } from '../../../lib/core/members/expand-jobs.ts';
import { foldMembers, isWholeDue } from '../../../lib/core/members/fold-members.ts';
import { newMemberList } from '../../../lib/core/members/member-list.ts';
import { documentOf } from '../../web/ping-setting.ts';

const NOW = Date.parse('2026-11-21T08:00:00Z');
const DAY_MS = 86_400_000;
const EACH = { except: ['tmp_*'], forgetAfterMs: null, expect: [], atLeast: 1, rules: [] };
const runs = (...names: readonly string[]) => new Map(names.map((name) => [name, [NOW - 1, NOW - DAY_MS]]));
const list = newMemberList('databases');

it('names beyond the room are counted and left out, the known ones never', () => {
  const { list: first } = foldMembers(EACH, list, { runs: runs('b'), isWhole: true }, NOW);
  const { list: next } = foldMembers(EACH, first, { runs: runs('a', 'b', 'c'), isWhole: true }, NOW, 2);
  expect(next.members.map(({ value }) => value)).toEqual(['a', 'b']);
  expect(next.leftOut).toBe(1);
});

it('a name that is too long to be an id is counted and left out', () => {
  const folded = foldMembers(EACH, list, { runs: runs('x'.repeat(513)), isWhole: true }, NOW);
  expect(folded.list).toMatchObject({ members: [], leftOut: 1 });
  expect(isWholeDue(EACH, folded.list)).toBe(true);
});

it('a look at the newest dates alone forgets no one', () => {
  const single = new Map([['once', [NOW - 1]]]);
  const { list: first } = foldMembers(EACH, list, { runs: single, isWhole: true }, NOW);
  expect(foldMembers(EACH, first, { runs: new Map(), isWhole: false }, NOW).removed).toEqual([]);
  expect(foldMembers(EACH, first, { runs: new Map(), isWhole: true }, NOW).removed).toEqual(['once']);
});

it('the same look twice changes nothing', () => {
  const seen = { runs: runs('a', 'tmp_1'), isWhole: true };
  const { list: first } = foldMembers(EACH, list, seen, NOW);
  const again = foldMembers(EACH, first, seen, NOW + 1);
  expect(again).toEqual({ list: first, changed: [], removed: [], found: [] });
});

it('a member that is announced says since when it is expected, for the summary', () => {
  const { jobs } = documentOf('version: 1\njobs:\n  databases: { backup: "s3://acme/{each}.gz", rule: daily }\n');
  const { list: first } = foldMembers(EACH, list, { runs: runs('a'), isWhole: true }, NOW);
  const { list: next } = foldMembers(EACH, first, { runs: runs('a', 'b'), isWhole: true }, NOW + 1);
  const expanded = expandJobs(jobs, [{ ...next, isWholeJudged: false }]);
  expect(expanded.map(({ id, member }) => [id, member?.of, member?.announcedAt])).toEqual([
    ['databases/a', 2, null],
    ['databases/b', 2, NOW + 1],
  ]);
});
