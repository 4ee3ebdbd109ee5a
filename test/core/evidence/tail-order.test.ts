import { describe, expect, it } from 'vitest';
import { TailOrder } from '../../../lib/core/evidence/tail-order.ts';

/** Names by number, as a folder gives them: in no order. */
function orderOf(files: readonly (readonly [name: number, ts: number])[]): boolean {
  const order = new TailOrder();
  const mixed = files.map((file, index) => ({ file, at: (index * 7_919) % files.length })).sort((a, b) => a.at - b.at);
  for (const { file } of mixed) order.see(`/backups/${String(file[0]).padStart(6, '0')}`, file[1]);
  return order.ordered;
}

const dated = Array.from({ length: 5_000 }, (_, index) => [index, index * 10] as const);

describe('the last names are the newest files', () => {
  const cases = [
    { name: 'where names go with time', files: dated, want: true },
    {
      name: 'where the time of some is the same',
      files: dated.map(([name, ts]) => [name, ts - (ts % 1_000)] as const),
      want: true,
    },
    {
      name: 'not where names go round',
      files: dated.map(([name, ts]) => [(name + 2_000) % 5_000, ts] as const),
      want: false,
    },
    {
      name: 'not where one of the last names is old',
      files: dated.map(([name, ts]) => [name, name === 4_990 ? 0 : ts] as const),
      want: false,
    },
    {
      name: 'not where a new file has an early name',
      files: dated.map(([name, ts]) => [name, name === 3 ? 60_000 : ts] as const),
      want: false,
    },
  ];
  it.each(cases)('$name', ({ files, want }) => {
    expect(orderOf(files)).toBe(want);
  });
});
