import { describe, expect, it } from 'vitest';
import { chooseListing } from '../../../lib/core/evidence/choose-listing.ts';
import type { Place } from '../../../lib/core/evidence/place.ts';
import type { Job } from '../../../lib/core/model/job.ts';
import { type JobRow, newRow } from '../../../lib/core/model/job-row.ts';
import { sampleRule } from './sample-rule.ts';

const now = Date.parse('2026-11-21T08:00:00Z');
const hours = (count: number) => count * 3_600_000;
const s3 = (template: string): Place => ({ scheme: 's3', container: 's3://b/', bucket: 'b', template });

type Listed = Pick<Job, 'place' | 'finished' | 'rule'>;

const job = (overrides: Partial<Listed> = {}): Listed => ({
  place: s3('orders/'),
  finished: { kind: 'landed' },
  rule: sampleRule(),
  ...overrides,
});
const latest = (ageMs: number) => ({ ts: now - ageMs, sizeBytes: 5, location: 'x', key: 'orders/x', looked: null });
const row = (overrides: Partial<JobRow> = {}): JobRow => ({
  ...newRow('orders-db'),
  place: 's3://b/orders/',
  latest: latest(hours(6)),
  listing: { newestKey: 'orders/x', ordered: true, lastFullAt: now - hours(5) },
  ...overrides,
});
const listing = (lastFullAgo: number, ordered = true) => ({
  newestKey: 'orders/x',
  ordered,
  lastFullAt: now - lastFullAgo,
});

describe('a place is listed from its newest key on', () => {
  const cases: { name: string; job?: Partial<Listed>; row?: Partial<JobRow>; overdue?: boolean; want?: 'whole' }[] = [
    { name: 'when all is well' },
    { name: 'not when nothing is remembered', row: { latest: null }, want: 'whole' },
    { name: 'not when the row speaks of another place', row: { place: 's3://b/other/' }, want: 'whole' },
    { name: 'not when one page held everything', row: { listing: null }, want: 'whole' },
    { name: 'not when key order is not time order', row: { listing: listing(hours(5), false) }, want: 'whole' },
    { name: 'until an hour before a day after the last whole look', row: { listing: listing(hours(23) - 1) } },
    { name: 'not 23 hours after the last whole look', row: { listing: listing(hours(23)) }, want: 'whole' },
    { name: 'not when the last whole look is in the future', row: { listing: listing(-1) }, want: 'whole' },
    { name: 'while the latest run is as old as the period', row: { latest: latest(hours(24)) } },
    { name: 'when what is remembered is late, which the place need not be', row: { latest: latest(hours(24) + 1) } },
    { name: 'when a calendar rule’s time has passed without a run that is remembered', overdue: true },
    {
      name: 'when time goes with the keys of each folder',
      row: { listing: { ...listing(hours(5), false), orderedInFolder: true } },
    },
    {
      name: 'while raised, for six hours after the last whole look',
      row: { state: 'alert', listing: listing(hours(6) - 1), latest: latest(hours(60)) },
    },
    {
      name: 'not while raised, six hours after the last whole look',
      row: { state: 'alert', listing: listing(hours(6)) },
      want: 'whole',
    },
    {
      name: 'while quieted, as while raised',
      row: { wouldBe: { state: 'warn', since: now }, listing: listing(hours(6)) },
      want: 'whole',
    },
    { name: 'with markers by the backup’s own name', job: { finished: { kind: 'marker', name: '.done' } } },
    {
      name: 'not with markers in the same folder',
      job: { finished: { kind: 'marker', name: 'DONE' } },
      want: 'whole',
    },
    {
      name: 'with markers in run folders',
      job: { place: s3('orders/{run}/'), finished: { kind: 'marker', name: 'DONE' } },
      row: { place: 's3://b/orders/{run}/' },
    },
    { name: 'not with reports', job: { finished: { kind: 'report', place: s3('r/') } }, want: 'whole' },
    { name: 'not with heartbeats as the end signal', job: { finished: { kind: 'heartbeat' } }, want: 'whole' },
    {
      name: 'on a disk too',
      job: { place: { scheme: 'file', container: '', bucket: '', template: '/orders/' } },
      row: { place: '/orders/' },
    },
    { name: 'not without a place', job: { place: null }, want: 'whole' },
    {
      name: 'by its newest dates when dated, whatever was noted',
      job: { place: s3('o/{yyyy}/') },
      row: { place: 's3://b/o/{yyyy}/', listing: null },
    },
    {
      name: 'by its newest dates when dated and late',
      job: { place: s3('o/{yyyy}/') },
      row: { place: 's3://b/o/{yyyy}/' },
      overdue: true,
    },
    {
      name: 'by all its dates when dated and raised',
      job: { place: s3('o/{yyyy}/') },
      row: { place: 's3://b/o/{yyyy}/', state: 'warn' },
      want: 'whole',
    },
  ];
  it.each(cases)('$name', (row_) => {
    const mode = chooseListing(job(row_.job), row(row_.row), now, row_.overdue ?? false);
    expect(mode).toBe(row_.want ?? 'from-newest');
  });
});
