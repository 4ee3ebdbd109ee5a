import { expect, it } from 'vitest';
import { slicesOf } from '../../../lib/app/check/slice-jobs.ts';
import { type MemberList, newMemberList } from '../../../lib/core/members/member-list.ts';
import type { Job } from '../../../lib/core/model/job.ts';

const jobs = (count: number, name = 'job'): Job[] =>
  Array.from({ length: count }, (_, index) => ({ id: `${name}${index}`, place: null }) as unknown as Job);

const withMembers = (jobId: string, count: number): MemberList => ({
  ...newMemberList(jobId),
  members: Array.from({ length: count }, (_, index) => ({
    ...{ value: String(index), foundAt: 0, firstTs: 0, expectedAt: 0, isQuiet: true, gone: null },
  })),
});

const cases = [
  { name: '500 jobs are one slice', due: jobs(500), lists: [], want: [500] },
  { name: 'one job more begins another', due: jobs(501), lists: [], want: [500, 1] },
  {
    name: 'a job counts as its members',
    due: [...jobs(100), ...jobs(1, 'databases'), ...jobs(200, 'more')],
    lists: [withMembers('databases0', 400)],
    want: [101, 200],
  },
  {
    name: 'a job of more members than a slice is one by itself, and is not cut',
    due: [...jobs(1), ...jobs(1, 'databases'), ...jobs(1, 'more')],
    lists: [withMembers('databases0', 9_000)],
    want: [1, 1, 1],
  },
  {
    name: 'a job whose members are not known yet counts as one',
    due: jobs(2),
    lists: [withMembers('job0', 0)],
    want: [2],
  },
];
it.each(cases)('$name', ({ due, lists, want }) => {
  const slices = slicesOf(due, lists);
  expect(slices.map((slice) => slice.length)).toEqual(want);
  expect(slices.flat()).toEqual(due.map(({ id }) => id));
});

it('members of a job that are due by themselves are in one slice', () => {
  const place = (template: string) => ({ scheme: 's3', container: 's3://acme/', bucket: 'acme', template });
  const whole = { id: 'hosts', place: place('hosts/{each}/') };
  const due = Array.from(
    { length: 600 },
    (_, index) => ({ id: `hosts/h${index}`, place: place(`hosts/h${index}/`), member: { whole } }) as unknown as Job,
  );
  const other = (id: string, template: string) => ({ id, place: place(template) }) as unknown as Job;
  const slices = slicesOf([other('before', 'a/'), ...due, other('between', 'hosts/h3/more/')], []);
  expect(slices.map((slice) => slice.length)).toEqual([1, 600, 1]);
});

it('jobs of one bucket and prefix are in one slice, wherever they stand in the document', () => {
  const at = (id: string, bucket: string, template: string): Job =>
    ({ id, place: { scheme: 's3', container: `s3://${bucket}/`, bucket, template } }) as unknown as Job;
  const due = Array.from({ length: 1_000 }, (_, index) =>
    index % 2 === 0 ? at(`a${index}`, 'acme', `orders-${index}/`) : at(`b${index}`, 'umbrella', `orders-${index}/`),
  );
  const slices = slicesOf(due, []);
  expect(slices.map((slice) => new Set(slice.map((id) => id[0])))).toEqual([new Set('a'), new Set('b')]);
  const inOrder = due.filter(({ id }) => id.startsWith('a')).map(({ place }) => place?.template ?? '');
  expect(slices[0]?.map((id) => `orders-${id.slice(1)}/`)).toEqual(inOrder.toSorted());
});
