import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '../../../lib/core/instant.ts';
import { checkedAt, dateOf, landedAt, WatchedBucket } from '../members/members-setting.ts';

const NAMES = ['crm', 'orders', 'shop'];

const databases = (reports: string) => `
  databases:
    backup: s3://acme-backups/daily/{each}_{yyyy}-{MM}-{dd}.dump
    finished: report s3://acme-backups/reports/${reports}
    rule: every 24 hours, allow 26
`;

/** A dump of each name, and what `report` writes beside it; checked each night. */
async function nights(bucket: WatchedBucket, count: number, report: (night: number, name: string) => void) {
  const transitions = [];
  for (let night = 0; night < count; night += 1) {
    for (const name of NAMES) {
      bucket.land(`daily/${name}_${dateOf(night)}.dump`, landedAt(night));
      report(night, name);
    }
    transitions.push(...(await bucket.check(checkedAt(night))).transitions);
  }
  return transitions.map(({ jobId, to }) => `${jobId} ${to}`);
}

describe('the reports of members', () => {
  it('that name their member are listed once for all of them, and each read once', async () => {
    const bucket = new WatchedBucket(databases('{each}/*.json'));
    const report = (night: number, name: string) =>
      bucket.report(`reports/${name}/${dateOf(night)}.json`, landedAt(night), 'completed');
    expect(await nights(bucket, 10, report)).toEqual([]);
    expect(bucket.lists).toBe(20);
    // Beside those of the night those of the newest run that is remembered.
    expect(bucket.read).toHaveLength(19 * NAMES.length);
  });

  it('speak of the member that they name, and of no other', async () => {
    const bucket = new WatchedBucket(databases('{each}/*.json'));
    const report = (night: number, name: string) =>
      bucket.report(
        `reports/${name}/${dateOf(night)}.json`,
        landedAt(night),
        night === 5 && name === 'orders' ? 'failed' : 'completed',
      );
    expect(await nights(bucket, 6, report)).toEqual(['databases/orders alert']);
  });

  it('that name no member are of each, and read once for all', async () => {
    const bucket = new WatchedBucket(databases('*.json'));
    const report = (night: number) => bucket.report(`reports/${dateOf(night)}.json`, landedAt(night), 'completed');
    expect(await nights(bucket, 10, report)).toEqual([]);
    expect(bucket.lists).toBe(20);
    expect(bucket.read).toHaveLength(19);
  });

  it('in folders of a day are listed from the newest day of the member that is furthest behind', async () => {
    const bucket = new WatchedBucket(databases('{yyyy}-{MM}-{dd}/{each}.json'));
    const report = (night: number, name: string) =>
      bucket.report(`reports/${dateOf(night)}/${name}.json`, landedAt(night), 'completed');
    expect(await nights(bucket, 10, report)).toEqual([]);
    const before = bucket.lists;
    await bucket.check(checkedAt(9) + HOUR_MS);
    // The place, and of the reports the day of the newest runs with one ahead and one behind.
    expect(bucket.lists - before).toBe(4);
  });
});
