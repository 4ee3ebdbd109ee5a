import { expect, it } from 'vitest';
import { checkReport, checkReportText } from '../../../lib/app/check/check-report.ts';
import { checkedAt, landedAt, WatchedBucket } from '../members/members-setting.ts';

const ORDERS = `
  orders:
    backup: s3://acme-backups/orders/
    note: 'says "jobs": []'
    rule: every 24 hours, allow 26
`;

it.each([0, 1, 99, 100, 250])('of %i jobs the report comes piece by piece as it would in one', async (jobs) => {
  const bucket = new WatchedBucket(ORDERS);
  bucket.land('orders/a.dump', landedAt(0));
  const pass = await bucket.check(checkedAt(0));
  const checked = Array.from({ length: jobs }, () => pass.checked[0] ?? expect.fail('the job was not checked'));
  const many = { ...pass, checked };
  const pieces = [...checkReportText(many, { list: 3, get: 0 }, false)];
  expect(pieces.join('')).toBe(`${JSON.stringify(checkReport(many, { list: 3, get: 0 }, false), null, 2)}\n`);
  expect(pieces).toHaveLength(2 + Math.ceil(jobs / 100));
});
