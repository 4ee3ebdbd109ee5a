import { beforeEach, describe, expect, it } from 'vitest';
import { actByPerson } from '../../../lib/app/act/act-by-person.ts';
import type { ActPorts } from '../../../lib/app/act/act-on-job.ts';
import { documentWithMembers } from '../../../lib/app/members/with-members.ts';
import { HOUR_MS } from '../../../lib/core/instant.ts';
import { checkedAt, dateOf, landedAt, WatchedBucket } from '../members/members-setting.ts';

const JOB = (each = '') => `
  databases:
    backup: s3://acme-backups/daily/{each}_{yyyy}-{MM}-{dd}.sql.gz
    rule: every 24 hours, allow 26
${each}`;

let bucket: WatchedBucket;

function dump(night: number, names: readonly string[]): void {
  for (const name of names) bucket.land(`daily/${name}_${dateOf(night)}.sql.gz`, landedAt(night));
}

/** What is on the bus is not looked at here. */
async function press(jobId: string, at: number, breakSeq: number | null | 'any' = 'any') {
  const { state: store, audit } = bucket.stores;
  const ports = { store, audit, members: bucket.members } as unknown as ActPorts;
  const document = await documentWithMembers(bucket.document, bucket.members);
  const asked = { personId: 'dana', jobId, breakSeq, action: { verb: 'retire' as const }, at, reason: null };
  return actByPerson(asked, document, ports);
}

beforeEach(async () => {
  bucket = new WatchedBucket(JOB());
  for (const night of [0, 1, 2]) {
    dump(night, ['orders', 'shop']);
    await bucket.check(checkedAt(night));
  }
  for (const night of [3, 4]) {
    dump(night, ['shop']);
    await bucket.check(checkedAt(night));
  }
});

describe('a member that its owner retires', () => {
  it('ends its break, and is not found again by the files that are there', async () => {
    expect(await press('databases/orders', checkedAt(4) + HOUR_MS)).toMatchObject({ outcome: 'done' });
    expect(bucket.stores.rows.get('databases/orders')).toMatchObject({ state: 'green', breakSeq: null });
    const { transitions, checked } = await bucket.check(checkedAt(4) + 2 * HOUR_MS);
    expect(transitions).toEqual([]);
    expect(checked.map(({ job }) => job.id)).toEqual(['databases/shop']);
    const audited = [...bucket.stores.audited.values()].filter(({ jobId }) => jobId === 'databases/orders');
    expect(audited.map(({ content }) => [content.kind, content.by])).toContainEqual(['retire', 'dana']);
  });

  it('is found again by its second new backup', async () => {
    await press('databases/orders', checkedAt(4) + HOUR_MS);
    dump(5, ['orders', 'shop']);
    expect((await bucket.check(checkedAt(5))).found).toEqual([]);
    dump(6, ['orders', 'shop']);
    const { found, transitions } = await bucket.check(checkedAt(6));
    expect(found.map(({ job }) => job.id)).toEqual(['databases/orders']);
    expect(transitions).toEqual([]);
  });

  it('is retired once: the second press does nothing', async () => {
    await press('databases/orders', checkedAt(4) + HOUR_MS);
    expect(await press('databases/orders', checkedAt(4) + 2 * HOUR_MS)).toMatchObject({ outcome: 'unknown' });
  });

  it('of a check that died in between is retired by the next one', async () => {
    const { state: store, audit } = bucket.stores;
    const dying = { ...bucket.stores, store: { ...store, write: async () => Promise.reject(new Error('killed')) } };
    const ports = { ...dying, audit, members: bucket.members } as unknown as ActPorts;
    const document = await documentWithMembers(bucket.document, bucket.members);
    const asked = { personId: 'dana', jobId: 'databases/orders', breakSeq: 'any' as const, at: checkedAt(4) + HOUR_MS };
    await expect(actByPerson({ ...asked, action: { verb: 'retire' }, reason: null }, document, ports)).rejects.toThrow(
      'killed',
    );
    const { transitions } = await bucket.check(checkedAt(4) + 2 * HOUR_MS);
    expect(transitions.map(({ jobId, reason }) => `${jobId} ${reason}`)).toEqual(['databases/orders retired']);
  });
});

const refusals = [
  { name: 'of another break', jobId: 'databases/orders', breakSeq: 99, each: '', want: 'outdated', says: 'is over' },
  {
    name: 'that must exist',
    jobId: 'databases/orders',
    breakSeq: 'any' as const,
    each: '    each: { expect: orders }\n',
    want: 'refused',
    says: 'each.expect of databases names it',
  },
];
it.each(refusals)('a member $name is not retired', async ({ jobId, breakSeq, each, want, says }) => {
  bucket.edit(JOB(each));
  const acted = await press(jobId, checkedAt(4) + HOUR_MS, breakSeq);
  expect(acted.outcome).toBe(want);
  expect(acted.message).toContain(says);
  expect(bucket.stores.rows.get('databases/orders')?.state).not.toBe('green');
});

it('a job without {each} is not retired', async () => {
  bucket.edit('  databases:\n    backup: s3://acme-backups/daily/\n    rule: every 24 hours, allow 26\n');
  expect(await press('databases', checkedAt(4) + HOUR_MS)).toMatchObject({ outcome: 'refused' });
});
