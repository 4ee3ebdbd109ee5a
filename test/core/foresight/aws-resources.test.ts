import { expect, test } from 'vitest';
import { type AwsResource, uncoveredResources } from '../../../lib/core/foresight/aws-resources.ts';
import { DAY_MS } from '../../../lib/core/instant.ts';
import { NOW, read } from '../../rules-doc/read.ts';

const rds = (id: string): AwsResource => ({
  ...{ kind: 'rds-instance', arn: `arn:aws:rds:eu-central-1:111122223333:db:${id}`, id, label: null, note: null },
});
const volume: AwsResource = {
  ...{
    kind: 'ebs-volume',
    arn: 'arn:aws:ec2:eu-central-1:1:volume/vol-1',
    id: 'vol-1',
    label: 'Wiki data',
    note: null,
  },
};
const bucket: AwsResource = {
  ...{ kind: 's3-bucket', arn: 'arn:aws:s3:::acme', id: 'acme', label: null, note: null },
};

/** The ids of jobs that are proposed; `job` is a line of the document, `ignore` a value of its settings. */
function proposed(
  resources: readonly AwsResource[],
  { job = 'x: { heartbeat: true, rule: daily }', ignore = '[]', backedUpDaysAgo = null as number | null } = {},
): readonly string[] {
  const { document, problems } = read(`version: 1\nsettings: { ignore: ${ignore} }\njobs:\n  ${job}\n`);
  if (document === null) throw new Error(JSON.stringify(problems));
  const backedUp = new Map(
    backedUpDaysAgo === null ? [] : resources.map(({ arn }) => [arn, NOW - backedUpDaysAgo * DAY_MS]),
  );
  return uncoveredResources(resources, backedUp, document.jobs, document.ignored, NOW).map(({ jobId }) => jobId);
}

test('a resource without any backup is proposed, under an id that says what it is', () => {
  expect(proposed([rds('orders'), volume, bucket])).toEqual(['rds-orders', 'ebs-wiki-data', 'bucket-acme']);
});

test.each([
  { days: 35, want: [] },
  { days: 36, want: ['rds-orders'] },
])('a recovery point of $days days ago', ({ days, want }) => {
  expect(proposed([rds('orders')], { backedUpDaysAgo: days })).toEqual(want);
});

const COVERED = [
  {
    name: 'by its recovery points',
    of: rds('orders'),
    job: `o: { backup: 'aws-backup:${rds('orders').arn}', rule: daily }`,
  },
  { name: 'as its id', of: rds('orders'), job: 'orders: { heartbeat: true, rule: daily }' },
  { name: 'as its name', of: volume, job: 'w: { name: WIKI data, heartbeat: true, rule: daily }' },
  { name: 'as the id that was proposed', of: rds('orders'), job: 'rds-orders: { heartbeat: true, rule: daily }' },
  { name: 'as one of its nodes', of: rds('n1'), job: 'c: { heartbeat: true, nodes: [n1, n2], rule: daily }' },
  {
    name: 'as a folder of its place',
    of: rds('orders'),
    job: 'o: { backup: s3://acme-dumps/pg/orders/, rule: daily }',
  },
  { name: 'as the bucket of its place', of: bucket, job: 'o: { backup: s3://acme/pg/, rule: daily }' },
];

test.each(COVERED)('a job watches it $name', ({ of, job }) => {
  expect(proposed([of])).toHaveLength(1);
  expect(proposed([of], { job })).toEqual([]);
});

test.each([
  { name: 'a longer name', of: rds('orders'), job: 'orders-db: { heartbeat: true, rule: daily }' },
  { name: 'another bucket', of: bucket, job: 'acme: { backup: s3://acme2/pg/, rule: daily }' },
])('$name is another resource', ({ of, job }) => {
  expect(proposed([of], { job })).toHaveLength(1);
});

test.each([
  { of: rds('orders'), ignore: 'arn:aws:rds:eu-central-1:111122223333:db:orders' },
  { of: volume, ignore: '["arn:aws:ec2:*:volume/*"]' },
  { of: bucket, ignore: 's3://acme' },
])('nothing is proposed for what settings.ignore names: $ignore', ({ of, ignore }) => {
  expect(proposed([of], { ignore })).toEqual([]);
});

test('a folder of a bucket that is ignored does not stand for the bucket', () => {
  expect(proposed([bucket], { ignore: 's3://acme/tmp/' })).toEqual(['bucket-acme']);
});

test('two of one name get ids of their own', () => {
  expect(proposed([rds('orders'), { ...rds('orders'), kind: 'rds-cluster' }])).toEqual(['rds-orders', 'rds-orders-2']);
});
