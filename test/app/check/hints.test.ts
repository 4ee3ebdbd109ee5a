import { describe, expect, it } from 'vitest';
import { Hints } from '../../../lib/app/check/hints.ts';
import { expandJobs } from '../../../lib/core/members/expand-jobs.ts';
import { newMemberList } from '../../../lib/core/members/member-list.ts';
import { read } from '../../rules-doc/read.ts';

const TEXT = `
version: 1
settings: { owner: sam, admin: sam, timezone: UTC }
people: { sam: { email: sam@acme.example } }
jobs:
  orders: { backup: "s3://acme/orders/", rule: at 02:00 }
  shop: { backup: "s3://acme/shop-*.gz", rule: at 02:00 }
  databases: { backup: "s3://acme/db/{each}/*.gz", rule: at 02:00 }
  flat: { backup: "s3://acme/flat/{each}-*.gz", rule: at 02:00 }
  dated: { backup: "s3://acme/{yyyy}/{MM}/orders.gz", rule: at 02:00 }
  other: { backup: "s3://else/orders/", rule: at 02:00 }
  local: { backup: /srv/orders/, rule: at 02:00 }
`;
const document = read(TEXT).document ?? { jobs: [] };
const MEMBER = { foundAt: 0, firstTs: 0, expectedAt: 0, isQuiet: true, gone: null };
const list = (jobId: string) => ({
  ...newMemberList(jobId),
  isWholeJudged: false,
  members: [{ ...MEMBER, value: 'crm' }],
});
const jobs = expandJobs(document.jobs, [list('databases'), list('flat')]);

function given() {
  const clock = { ms: 5_000_000 };
  const hints = new Hints(() => clock.ms);
  const take = (...keys: string[]) =>
    hints.take(
      keys.map((key) => ({ kind: 'hint', bucket: 'acme', key })),
      jobs,
    );
  return { clock, take };
}

const NOTHING = { now: [], later: new Map(), busy: [] };

describe('hints of buckets', () => {
  it.each([
    ['orders/1.dump', ['orders', 'dated']],
    ['shop-1.gz', ['shop', 'dated']],
    ['db/crm/1.gz', ['databases/crm', 'dated']],
    ['db/new/1.gz', ['dated', 'databases']],
    ['flat/crm-1.gz', ['dated', 'flat']],
    ['2026/11/orders.gz', ['dated']],
  ])('%s is looked at by the jobs whose places begin so', (key, want) => {
    expect(given().take(key).now).toEqual(want);
  });

  it('the first is looked at at once, those of the next minute together at its end', () => {
    const { clock, take } = given();
    expect(take('2026/a', '2026/b')).toEqual({ ...NOTHING, now: ['dated'], later: new Map([['dated', 60_000]]) });
    clock.ms += 20_000;
    // The look that is to come sees this one too.
    expect(take('2026/c')).toEqual(NOTHING);
    clock.ms += 60_000;
    expect(take('2026/d')).toEqual({ ...NOTHING, later: new Map([['dated', 40_000]]) });
    clock.ms += 100_000;
    expect(take('2026/e')).toEqual({ ...NOTHING, now: ['dated'] });
  });

  it('a bucket with more than 60 a minute loses them until it is calmer, and says so once', () => {
    const { clock, take } = given();
    expect(take(...Array(60).fill('2026/a')).busy).toEqual([]);
    expect(take('orders/1')).toEqual({ ...NOTHING, busy: ['acme'] });
    expect(take('orders/2')).toEqual(NOTHING);
    clock.ms += 60_000;
    // A minute later it is busy still: the minute before had too many.
    expect(take(...Array(60).fill('orders/3'))).toEqual(NOTHING);
    clock.ms += 60_000;
    expect(take('orders/4').now).toEqual(['orders', 'dated']);
  });
});
