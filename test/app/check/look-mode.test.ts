import { expect, it } from 'vitest';
import { lookMode } from '../../../lib/app/check/look-mode.ts';
import { newRow } from '../../../lib/core/model/job-row.ts';
import { ruleMark } from '../../../lib/core/planning/rule-mark.ts';
import { documentOf, NOW } from '../../web/ping-setting.ts';

const HOUR = 3_600_000;

function jobOf(rest: string) {
  const [job] = documentOf(`
version: 1
settings: { admin: sam }
people: { sam: { email: sam@acme.example } }
jobs: { orders: { backup: s3://acme/orders/, rule: every 24 hours${rest} } }
`).jobs;
  if (job === undefined) throw new Error('no job');
  return job;
}

/** A healthy job, whose next look was planned by what the mark stands for. */
const rowOf = (mark: string) => ({
  ...newRow('orders'),
  place: 's3://acme/orders/',
  latest: { ts: NOW - HOUR, sizeBytes: 5, location: 'x', key: 'orders/x', looked: null },
  listing: { newestKey: 'orders/x', ordered: true, lastFullAt: NOW - 2 * HOUR },
  nextLook: { at: NOW, mark },
});

it.each([
  { name: 'by the same rule the newest will do', rest: '', markOf: ruleMark, want: 'from-newest' },
  { name: 'by another rule all are judged again', rest: '', markOf: () => 'another', want: 'whole' },
  { name: 'a mirror is not counted for it', rest: ', mirror: true', markOf: () => 'another', want: 'from-newest' },
])('$name', ({ rest, markOf, want }) => {
  const job = jobOf(rest);
  expect(lookMode(job, rowOf(markOf(job)), NOW)).toBe(want);
});
