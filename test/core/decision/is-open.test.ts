import { expect, test } from 'vitest';
import { isOpen } from '../../../lib/core/decision/is-open.ts';
import { type JobRow, newRow } from '../../../lib/core/model/job-row.ts';
import { at } from './given.ts';

const NOW = at('2026-11-21T08:00:00Z');
const unreadable = { count: 1, since: NOW, error: 'timed out', isRefused: false };

const cases: readonly { readonly name: string; readonly row: Partial<JobRow>; readonly want: boolean }[] = [
  { name: 'a job that was never checked is not open', row: {}, want: false },
  { name: 'nor a green one whose changes were all handled', row: { seq: 4, handledSeq: 4 }, want: false },
  { name: 'one that is raised is', row: { state: 'warn', seq: 4, handledSeq: 4 }, want: true },
  { name: 'one whose evidence could not be read is', row: { unreadable }, want: true },
  { name: 'one with a change that waits to be published is', row: { outbox: [{ seq: 4 } as never] }, want: true },
  { name: 'one whose newest change was not handled is', row: { seq: 4, handledSeq: 3 }, want: true },
  { name: 'also where no change of it ever was', row: { seq: 1, handledSeq: null }, want: true },
];

test.each(cases)('$name', ({ row, want }) => {
  expect(isOpen({ ...newRow('orders'), ...row })).toBe(want);
});
