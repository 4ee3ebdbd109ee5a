import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '../../../lib/core/instant.ts';
import { checkedAt, dateOf, landedAt, refused, WatchedBucket } from './members-setting.ts';

const DATABASES = (each = '') => `
  databases:
    backup: s3://acme-backups/daily/{each}_{yyyy}-{MM}-{dd}.sql.gz
    rule: every 24 hours, allow 26; flag if it shrinks more than 50%
${each === '' ? '' : `    each: ${each}\n`}`;

const NAMES = ['crm', 'orders', 'shop_eu'];

/** Each database's dump of one night, of a size of its own. */
function dump(bucket: WatchedBucket, night: number, names: readonly string[] = NAMES): void {
  for (const [index, name] of names.entries())
    bucket.land(`daily/${name}_${dateOf(night)}.sql.gz`, landedAt(night) + index * 60_000, 10 ** name.length);
}

async function nights(bucket: WatchedBucket, from: number, to: number, names: readonly string[] = NAMES) {
  const transitions = [];
  for (let night = from; night <= to; night += 1) {
    dump(bucket, night, names);
    bucket.rotate(checkedAt(night), 7);
    transitions.push(...(await bucket.check(checkedAt(night))).transitions);
  }
  return transitions;
}

describe('several series in one folder', () => {
  it('make no transition in 45 healthy nights, with one listing a check', async () => {
    const bucket = new WatchedBucket(DATABASES());
    expect(await nights(bucket, 0, 44)).toEqual([]);
    expect(bucket.lists).toBe(45);
    const pass = await bucket.check(checkedAt(44) + HOUR_MS);
    expect(pass.checked.map(({ job }) => job.id)).toEqual(['databases/crm', 'databases/orders', 'databases/shop_eu']);
  });

  it('one that stops is missed by name within one check, though its neighbours arrive', async () => {
    const bucket = new WatchedBucket(DATABASES());
    await nights(bucket, 0, 9);
    dump(bucket, 10, ['crm', 'shop_eu']);
    const { transitions } = await bucket.check(landedAt(10) + 9 * HOUR_MS);
    expect(transitions.map(({ jobId, to }) => `${jobId} ${to}`)).toEqual(['databases/orders alert']);
  });

  it('one whose files have all vanished is missed still', async () => {
    const bucket = new WatchedBucket(DATABASES());
    await nights(bucket, 0, 9);
    const transitions = await nights(bucket, 10, 30, ['crm', 'shop_eu']);
    expect(transitions.map(({ jobId, to }) => `${jobId} ${to}`)).toEqual([
      'databases/orders warn',
      'databases/orders alert',
      'databases/orders escalate',
    ]);
    const { checked } = await bucket.check(checkedAt(30) + HOUR_MS);
    const orders = checked.find(({ job }) => job.id === 'databases/orders');
    expect(orders?.decision?.verdict?.tests.recent?.reason).toMatchObject({ kind: 'no-good-run' });
  });

  it('one night of nothing of one of them is its own alert', async () => {
    const bucket = new WatchedBucket(DATABASES());
    await nights(bucket, 0, 9);
    dump(bucket, 10);
    bucket.land(`daily/shop_eu_${dateOf(10)}.sql.gz`, landedAt(10), 20);
    const { transitions } = await bucket.check(checkedAt(10));
    expect(transitions.map(({ jobId, to }) => `${jobId} ${to}`)).toEqual(['databases/shop_eu alert']);
  });
});

describe('a new name', () => {
  it('is expected from its second run on, and then announced', async () => {
    const bucket = new WatchedBucket(DATABASES());
    await nights(bucket, 0, 4);
    dump(bucket, 5, [...NAMES, 'wiki']);
    const first = await bucket.check(checkedAt(5));
    expect(first.found).toEqual([]);
    expect(first.checked.map(({ job }) => job.id)).not.toContain('databases/wiki');
    dump(bucket, 6, [...NAMES, 'wiki']);
    const second = await bucket.check(checkedAt(6));
    expect(second.found.map(({ job }) => job.id)).toEqual(['databases/wiki']);
    expect(bucket.announced).toEqual(['member#databases/wiki#2026-10-06T02:03:00Z']);
    expect(second.transitions).toEqual([]);
    const third = await bucket.check(checkedAt(6) + HOUR_MS);
    expect(third.found).toEqual([]);
    expect(bucket.announced).toHaveLength(1);
    expect(third.checked.map(({ job }) => job.id)).toContain('databases/wiki');
  });

  it('that never comes again is never missed', async () => {
    const bucket = new WatchedBucket(DATABASES());
    await nights(bucket, 0, 4);
    dump(bucket, 5, [...NAMES, 'scratch']);
    await bucket.check(checkedAt(5));
    expect(await nights(bucket, 6, 20)).toEqual([]);
    const [list] = await bucket.members.read();
    expect(list?.members.map(({ value }) => value)).toEqual(NAMES);
  });

  it('is known by its second run where each run overwrites the one before', async () => {
    const bucket = new WatchedBucket(
      '  latest:\n    backup: s3://acme-backups/latest/{each}.sql.gz\n    rule: every 24 hours, allow 26\n',
    );
    for (const night of [0, 1]) {
      for (const name of NAMES) bucket.land(`latest/${name}.sql.gz`, landedAt(night));
      await bucket.check(checkedAt(night));
    }
    for (const name of ['crm', 'orders']) bucket.land(`latest/${name}.sql.gz`, landedAt(2));
    const { transitions } = await bucket.check(landedAt(2) + 9 * HOUR_MS);
    expect(transitions.map(({ jobId, to }) => `${jobId} ${to}`)).toEqual(['latest/shop_eu alert']);
  });

  it('of the first look is announced by none', async () => {
    const bucket = new WatchedBucket(DATABASES());
    dump(bucket, 0);
    expect((await bucket.check(checkedAt(0))).found).toEqual([]);
    dump(bucket, 1);
    expect((await bucket.check(checkedAt(1))).found).toEqual([]);
    expect(bucket.announced).toEqual([]);
  });
});

describe('the job itself', () => {
  it('is judged while none of its members is expected', async () => {
    const bucket = new WatchedBucket(DATABASES());
    const empty = await bucket.check(checkedAt(0));
    expect(empty.transitions.map(({ jobId, to }) => `${jobId} ${to}`)).toEqual(['databases alert']);
    dump(bucket, 1);
    const landed = await bucket.check(checkedAt(1));
    expect(landed.transitions.map(({ jobId, to, reason }) => `${jobId} ${to} ${reason}`)).toEqual([
      'databases green passed',
    ]);
    await nights(bucket, 2, 4);
    const { checked } = await bucket.check(checkedAt(4) + HOUR_MS);
    expect(checked.map(({ job }) => job.id)).toEqual(['databases/crm', 'databases/orders', 'databases/shop_eu']);
  });

  it('alerts while fewer members are known than at_least says', async () => {
    const bucket = new WatchedBucket(DATABASES('{ at_least: 4 }'));
    dump(bucket, 0);
    const few = await bucket.check(checkedAt(0));
    expect(few.transitions.map(({ jobId, to }) => `${jobId} ${to}`)).toEqual(['databases alert']);
    expect(few.checked[0]?.decision?.verdict?.tests.size?.reason).toEqual({
      kind: 'too-few-members',
      files: 3,
      atLeast: 4,
    });
    dump(bucket, 1, [...NAMES, 'wiki']);
    const enough = await bucket.check(checkedAt(1));
    expect(enough.transitions.map(({ jobId, to }) => `${jobId} ${to}`)).toEqual(['databases green']);
  });

  it('misses a member that must exist and was never seen', async () => {
    const bucket = new WatchedBucket(DATABASES('{ expect: [orders, billing] }'));
    dump(bucket, 0);
    dump(bucket, 1);
    const { transitions } = await bucket.check(checkedAt(1));
    expect(transitions.map(({ jobId, to }) => `${jobId} ${to}`)).toEqual(['databases/billing alert']);
  });

  it('leaves out what except names, and ends what was open of it', async () => {
    const bucket = new WatchedBucket(DATABASES());
    await nights(bucket, 0, 4, [...NAMES, 'scratch_a']);
    await nights(bucket, 5, 6);
    expect(bucket.stores.rows.get('databases/scratch_a')?.state).not.toBe('green');
    bucket.edit(DATABASES('{ except: ["scratch_*"] }'));
    const { transitions, checked } = await bucket.check(checkedAt(6) + HOUR_MS);
    expect(transitions.map(({ jobId, to, reason }) => `${jobId} ${to} ${reason}`)).toEqual([
      'databases/scratch_a green retired',
    ]);
    expect(checked.map(({ job }) => job.id)).not.toContain('databases/scratch_a');
    expect(await nights(bucket, 7, 20)).toEqual([]);
  });

  it('gives members that match a rule of their own', async () => {
    const bucket = new WatchedBucket(`
  sql-server:
    backup: s3://acme-backups/sql/{each}/{yyyy}{MM}{dd}{HH}.bak
    rule: every 24 hours, allow 26
    each: { rules: { FULL: "every 7 days, allow 8" } }
`);
    for (let night = 0; night <= 14; night += 1) {
      const stamp = dateOf(night).replaceAll('-', '');
      if (night % 7 === 0) bucket.land(`sql/FULL/${stamp}02.bak`, landedAt(night));
      bucket.land(`sql/DIFF/${stamp}02.bak`, landedAt(night));
      expect((await bucket.check(checkedAt(night))).transitions).toEqual([]);
    }
    const { checked } = await bucket.check(checkedAt(14) + HOUR_MS);
    expect(checked.map(({ job }) => job.id)).toEqual(['sql-server/~44~49~46~46', 'sql-server/~46~55~4c~4c']);
  });
});

describe('a member that is gone', () => {
  it('is forgotten after forget_after, once its people were notified, and stays so while its old files lie there', async () => {
    const bucket = new WatchedBucket(DATABASES('{ forget_after: 3 days }'));
    await nights(bucket, 0, 9);
    for (let night = 10; night <= 14; night += 1) {
      dump(bucket, night, ['crm', 'shop_eu']);
      await bucket.check(checkedAt(night));
    }
    // It is missed for longer than 3 days, and no one was notified of it yet.
    expect(bucket.stores.rows.get('databases/orders')?.state).toBe('escalate');
    bucket.deliverAll();
    const { transitions } = await bucket.check(checkedAt(14) + HOUR_MS);
    expect(transitions.map(({ jobId, to, reason }) => `${jobId} ${to} ${reason}`)).toEqual([
      'databases/orders green retired',
    ]);
    dump(bucket, 15, ['crm', 'shop_eu']);
    expect((await bucket.check(checkedAt(15))).transitions).toEqual([]);
    dump(bucket, 16);
    dump(bucket, 17);
    const back = await bucket.check(checkedAt(17));
    expect(back.found.map(({ job }) => job.id)).toEqual(['databases/orders']);
    expect(back.transitions).toEqual([]);
  });

  it('ends with the job that left the document', async () => {
    const bucket = new WatchedBucket(DATABASES());
    await nights(bucket, 0, 9);
    await nights(bucket, 10, 11, ['crm', 'shop_eu']);
    bucket.edit(
      '  databases:\n    backup: s3://acme-backups/daily/\n    rule: every 24 hours, allow 26; flag if it shrinks more than 99%\n',
    );
    const { transitions } = await bucket.check(checkedAt(11) + HOUR_MS);
    expect(transitions.map(({ jobId, to, reason }) => `${jobId} ${to} ${reason}`)).toContain(
      'databases/orders green retired',
    );
    expect(await bucket.members.read()).toEqual([]);
  });
});

describe('a place that cannot be read', () => {
  it('is an alert of each of its members, with one request, and forgets none of them', async () => {
    const bucket = new WatchedBucket(DATABASES());
    await nights(bucket, 0, 4);
    bucket.failure = refused();
    const before = bucket.lists;
    const { transitions } = await bucket.check(checkedAt(4) + HOUR_MS);
    expect(transitions.map(({ jobId, to }) => `${jobId} ${to}`)).toEqual(
      NAMES.map((name) => `databases/${name} alert`),
    );
    expect(bucket.lists - before).toBe(1);
    bucket.failure = null;
    const again = await bucket.check(checkedAt(4) + 2 * HOUR_MS);
    expect(again.transitions.map(({ jobId, to }) => `${jobId} ${to}`)).toEqual(
      NAMES.map((name) => `databases/${name} green`),
    );
  });
});

describe('dates before the name', () => {
  it('list the newest dates only while every member is in time', async () => {
    const bucket = new WatchedBucket(
      '  dated:\n    backup: s3://acme-backups/{yyyy}/{MM}/{dd}/{each}.sql.gz\n    rule: every 24 hours, allow 26\n',
    );
    const day = (night: number) => dateOf(night).replaceAll('-', '/');
    const landAll = (night: number) => {
      for (const name of NAMES) bucket.land(`${day(night)}/${name}.sql.gz`, landedAt(night));
    };
    for (let night = 0; night < 5; night += 1) landAll(night);
    for (let night = 5; night <= 40; night += 1) {
      landAll(night);
      expect((await bucket.check(checkedAt(night))).transitions).toEqual([]);
    }
    const before = bucket.lists;
    await bucket.check(checkedAt(40) + HOUR_MS);
    expect(bucket.lists - before).toBeLessThanOrEqual(2);
    for (const name of ['crm', 'orders']) bucket.land(`${day(41)}/${name}.sql.gz`, landedAt(41));
    const { transitions } = await bucket.check(landedAt(41) + 9 * HOUR_MS);
    expect(transitions.map(({ jobId, to }) => `${jobId} ${to}`)).toEqual(['dated/shop_eu alert']);
    expect(bucket.lists - before).toBeLessThan(2 * 36 + 5);
  });
});

describe('300 members', () => {
  it('are looked at by one listing of as many pages as there are', async () => {
    const bucket = new WatchedBucket(DATABASES());
    const names = Array.from({ length: 300 }, (_, index) => `db${String(index).padStart(4, '0')}`);
    for (let night = 0; night < 10; night += 1) dump(bucket, night, names);
    // 3,000 keys.
    const pass = await bucket.check(checkedAt(9));
    expect(bucket.lists).toBe(3);
    expect(pass.checked).toHaveLength(300);
    expect(pass.checked.every(({ unknown }) => unknown === null)).toBe(true);
  });
});
