import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '../../../lib/core/instant.ts';
import { checkedAt, dateOf, landedAt, refused, WatchedBucket } from './members-setting.ts';

const HOSTS = (each = '') => `
  hosts:
    backup: s3://acme-backups/hosts/{each}/
    rule: every 24 hours, allow 26
${each === '' ? '' : `    each: ${each}\n`}`;

const NAMES = ['crm', 'orders', 'shop'];

function dump(bucket: WatchedBucket, night: number, names: readonly string[] = NAMES): void {
  for (const name of names) bucket.land(`hosts/${name}/${dateOf(night)}.dump`, landedAt(night));
}

/** A week of hosts, the last night of which was just looked at. */
async function given(each = ''): Promise<WatchedBucket> {
  const bucket = new WatchedBucket(HOSTS(each));
  for (let night = 0; night <= 6; night += 1) {
    dump(bucket, night);
    await bucket.check(checkedAt(night));
  }
  return bucket;
}

/** The requests of a check of one host, and what it found. */
async function check(bucket: WatchedBucket, hours: number, only: readonly string[] | null = ['hosts/crm']) {
  const before = bucket.lists;
  const { checked, found, transitions } = await bucket.check(checkedAt(6) + hours * HOUR_MS, only);
  return {
    lists: bucket.lists - before,
    checked: checked.map(({ job }) => job.id),
    found: found.map(({ job }) => job.id),
    transitions: transitions.map(({ jobId, to }) => `${jobId} ${to}`),
  };
}

describe('members with folders of their own', () => {
  it('are looked at by themselves, beside one listing of the names of folders', async () => {
    const bucket = await given();
    expect(await check(bucket, 1)).toEqual({ lists: 2, checked: ['hosts/crm'], found: [], transitions: [] });
    // Three that lie together are one listing.
    expect(await check(bucket, 2, null)).toMatchObject({ lists: 2, checked: NAMES.map((name) => `hosts/${name}`) });
  });

  it('a new folder is looked at once, and its second run makes it a member, which is judged at once', async () => {
    const bucket = await given();
    bucket.land('hosts/wiki/1.dump', checkedAt(6));
    expect(await check(bucket, 1)).toMatchObject({ lists: 3, checked: ['hosts/crm'], found: [] });
    expect(await check(bucket, 2)).toMatchObject({ lists: 3, found: [] });
    bucket.land('hosts/wiki/2.dump', checkedAt(6) + 2 * HOUR_MS);
    expect(await check(bucket, 3)).toMatchObject({ checked: ['hosts/crm', 'hosts/wiki'], found: ['hosts/wiki'] });
    expect(await check(bucket, 4)).toMatchObject({ lists: 2, checked: ['hosts/crm'] });
  });

  it('a folder that holds no backup is looked at once a day', async () => {
    const bucket = await given();
    bucket.land('hosts/notes/.keep', checkedAt(6), 0);
    const lists = [];
    for (let hour = 1; hour <= 26; hour += 1) lists.push((await check(bucket, hour)).lists);
    expect(lists.filter((count) => count > 2)).toEqual([3, 3]);
  });

  it('a name of one run that vanished is forgotten, and one that was retired comes back within a day', async () => {
    const bucket = await given();
    bucket.land('hosts/wiki/1.dump', checkedAt(6));
    await check(bucket, 1);
    bucket.objects.delete('hosts/wiki/1.dump');
    await check(bucket, 2);
    const [list] = await bucket.members.read();
    expect(list?.members.map(({ value }) => value)).toEqual(NAMES);
    const shop = list?.members.find(({ value }) => value === 'shop');
    const gone = { at: checkedAt(6), by: 'dana', lastTs: checkedAt(6), isDone: false };
    if (shop) await bucket.members.put('hosts', [{ ...shop, gone }]);
    expect(await check(bucket, 3, null)).toMatchObject({ checked: ['hosts/crm', 'hosts/orders'] });
    for (const hour of [4, 5]) bucket.land(`hosts/shop/${hour}.dump`, checkedAt(6) + hour * HOUR_MS);
    expect(await check(bucket, 6)).toMatchObject({ found: [] });
    expect(await check(bucket, 27)).toMatchObject({ found: ['hosts/shop'], checked: ['hosts/crm', 'hosts/shop'] });
  });

  it('with more than 32 folders that may be of members, everything is listed', async () => {
    const bucket = await given();
    const names = Array.from({ length: 33 }, (_, index) => `new${index}`);
    for (const name of names) for (const run of [1, 2]) bucket.land(`hosts/${name}/${run}.dump`, checkedAt(6) - run);
    expect(await check(bucket, 1)).toMatchObject({ lists: 2, found: names.map((name) => `hosts/${name}`).toSorted() });
  });

  it('what is litter, or excepted, is not looked at', async () => {
    const bucket = await given('{ except: [tmp] }');
    for (const name of ['tmp', 'lost+found', '.sentinel']) bucket.land(`hosts/${name}/1.dump`, checkedAt(6));
    expect(await check(bucket, 1)).toMatchObject({ lists: 2, found: [] });
    expect((await bucket.members.read())[0]?.members).toHaveLength(NAMES.length);
  });

  it('one that is missed for longer than the document says is forgotten, checked in that pass or not', async () => {
    const bucket = await given('{ forget_after: 10 days }');
    for (let night = 7; night <= 20; night += 1) {
      dump(bucket, night, ['crm', 'orders']);
      await bucket.check(checkedAt(night), night < 20 ? null : ['hosts/crm']);
      bucket.deliverAll();
    }
    const [list] = await bucket.members.read();
    expect(list?.members.find(({ value }) => value === 'shop')?.gone).toMatchObject({ by: null, isDone: true });
  });

  it('where nothing may be listed, one failure is the evidence of each', async () => {
    const bucket = await given();
    bucket.failure = refused();
    const { lists, transitions } = await check(bucket, 1, null);
    expect(transitions).toEqual(NAMES.map((name) => `hosts/${name} alert`));
    expect(lists).toBe(2);
  });
});
