import { describe, expect, it } from 'vitest';
import { type DueJobs, dueJobs, type PassBefore } from '../../../lib/app/check/due-jobs.ts';
import { type MemberList, newMemberList } from '../../../lib/core/members/member-list.ts';
import type { PlannedLook } from '../../../lib/core/model/job-row.ts';
import { ruleMark } from '../../../lib/core/planning/rule-mark.ts';
import { at, hours, minutes } from '../../core/decision/given.ts';
import { read } from '../../rules-doc/read.ts';

const NOW = at('2026-11-20T12:00:00Z');
const TEXT = `
version: 1
settings: { owner: sam, admin: sam }
people: { sam: { email: sam@acme.example } }
jobs:
  orders: { backup: "s3://bucket/orders/", rule: every 24 hours }
  shop: { backup: "s3://bucket/shop/", rule: every 24 hours }
  medusa: { backup: "s3://bucket/{node}/", nodes: [n1, n2], rule: every 24 hours }
  databases: { backup: "s3://bucket/db/{each}-*.gz", rule: every 24 hours }
  hosts: { backup: "s3://bucket/hosts/{each}/", rule: every 24 hours }
`;
const { jobs } = read(TEXT).document ?? { jobs: [] };
const IDS = jobs.map(({ id }) => id);
/** Two members of a job whose members have folders of their own. */
const HOSTS: MemberList = {
  ...newMemberList('hosts'),
  isWholeJudged: false,
  members: ['a', 'b'].map((value) => ({
    ...{ value, foundAt: NOW, firstTs: NOW, expectedAt: NOW, isQuiet: true, gone: null },
  })),
};
const BEFORE: PassBefore = { coveredUntil: NOW - hours(1), comparedAt: NOW - hours(5), rulesVersion: 'v1' };

function markOf(id: string): string {
  const job = jobs.find((each) => each.id === id || (each.each !== undefined && id.startsWith(`${each.id}/`)));
  return job === undefined ? '' : ruleMark(job);
}

/** Every job, with two members of each with `{each}`, to be looked at in two hours, but for what is given. */
function planned(more: Readonly<Record<string, Partial<PlannedLook> | null>> = {}): Map<string, PlannedLook> {
  const members = ['databases/a', 'databases/b', 'hosts/a', 'hosts/b'];
  const ids = [...IDS.filter((id) => id !== 'databases' && id !== 'hosts'), ...members];
  const all = ids.map((id) => [id, { at: NOW + hours(2), mark: markOf(id), ...more[id] }] as const);
  return new Map(all.filter(([id]) => more[id] !== null));
}

async function due(
  looks: ReadonlyMap<string, PlannedLook>,
  before: Partial<PassBefore> | null = {},
): Promise<DueJobs & { readonly ids: readonly string[] }> {
  const readLooks = async (until: number | null) =>
    new Map([...looks].filter(([, look]) => until === null || look.at <= until));
  const found = await dueJobs(
    jobs,
    { store: { readLooks }, members: { read: async () => [HOSTS] } },
    before && { ...BEFORE, ...before },
    'v1',
    NOW,
  );
  return { ...found, ids: found.jobs.map(({ id }) => id) };
}

describe('the jobs that are due', () => {
  it('all of them where nothing is known of the pass before, or it was made by another clock', async () => {
    expect(IDS).toEqual(['orders', 'shop', 'medusa/n1', 'medusa/n2', 'databases', 'hosts']);
    expect(await due(planned(), null)).toMatchObject({ ids: IDS, comparedAt: NOW });
    expect(await due(planned(), { coveredUntil: null })).toMatchObject({ ids: IDS, comparedAt: NOW });
    expect(await due(planned(), { coveredUntil: NOW + minutes(6) })).toMatchObject({ ids: IDS });
  });

  it('those whose time has come, and no others', async () => {
    expect(await due(planned())).toMatchObject({ ids: [], comparedAt: BEFORE.comparedAt });
    const looks = planned({ shop: { at: NOW }, 'medusa/n2': { at: NOW - 1 }, orders: { at: NOW + 1 } });
    expect((await due(looks)).ids).toEqual(['shop', 'medusa/n2']);
    // Its member has left the document, or never was in it.
    expect((await due(new Map([['gone', { at: NOW, mark: '' }]]))).ids).toEqual([]);
  });

  it('one member that is due makes its job so', async () => {
    expect((await due(planned({ 'databases/b': { at: NOW } }))).ids).toEqual(['databases']);
  });

  it('of members with folders of their own only those whose time has come', async () => {
    expect((await due(planned({ 'hosts/b': { at: NOW } }))).ids).toEqual(['hosts/b']);
    const withItself = planned({ 'hosts/b': { at: NOW } }).set('hosts', { at: NOW, mark: '' });
    expect((await due(withItself)).ids).toEqual(['hosts']);
  });

  describe('once a day compared with the rows', () => {
    const overnight = { comparedAt: NOW - hours(24) };

    it.each([
      ['nothing that is as it should be', {}, []],
      ['a row that names no time, or is not there', { orders: null, 'medusa/n1': null }, ['orders', 'medusa/n1']],
      ['a time further ahead than any look is planned', { shop: { at: NOW + hours(25) + 1 } }, ['shop']],
      ['a time just as far', { shop: { at: NOW + hours(25) } }, []],
      [
        'a rule or place that has changed',
        { shop: { mark: 'other' }, 'medusa/n2': { mark: '' } },
        ['shop', 'medusa/n2'],
      ],
      ['a member whose time has come', { 'databases/a': { at: NOW } }, ['databases']],
      ['members of another rule', { 'databases/a': { mark: 'other' } }, ['databases']],
      ['of members with folders of their own one whose time has come', { 'hosts/a': { at: NOW } }, ['hosts/a']],
      [
        'and one of another rule, or without a row',
        { 'hosts/a': { mark: 'x' }, 'hosts/b': null },
        ['hosts/a', 'hosts/b'],
      ],
      ['a job of which no member is known', { 'databases/a': null, 'databases/b': null }, ['databases']],
    ] as const)('%s', async (_, more, ids) => {
      expect(await due(planned(more), overnight)).toMatchObject({ ids, comparedAt: NOW });
    });

    it('also when the document is another one, or something was left over', async () => {
      const looks = planned({ shop: { mark: 'other' } });
      expect(await due(looks, { rulesVersion: 'v0' })).toMatchObject({ ids: ['shop'], comparedAt: NOW });
      expect(await due(looks, { comparedAt: null })).toMatchObject({ ids: ['shop'], comparedAt: NOW });
      expect((await due(looks)).ids).toEqual([]);
    });
  });
});
