import { describe, expect, test } from 'vitest';
import { CLAUSES } from '../../../../lib/rules-doc/clauses/registry.ts';
import { Grammar } from '../../../../lib/rules-doc/sentence/grammar.ts';
import { percentSlot, upToAll } from '../../../../lib/rules-doc/sentence/slots/percent.ts';

const GRAMMAR = new Grammar(CLAUSES, []);
const slot = (text: string) => percentSlot(GRAMMAR.reader(text), 0);

test.each([
  ['50%', 50, 2],
  ['50 %', 50, 2],
  ['50 percent', 50, 2],
  ['50 percents more', 50, 2],
  ['50 pct', 50, 2],
  ['12.5%', 12.5, 2],
  ['0%', 0, 2],
  ['150%', 150, 2],
  ['50 per cent', 50, 3],
  ['half of it', 50, 1],
  ['a quarter', 25, 2],
  ['one quarter', 25, 2],
])('%s is a percentage', (text, percent, end) => {
  expect(slot(text)).toEqual([{ end, value: { ok: true, value: percent } }]);
});

test.each([
  ['a third', 'a third is no whole percentage; write 33%', 2],
  ['one third', 'a third is no whole percentage; write 33%', 2],
  ['50', '50 has no unit; write 50%', 1],
  ['50, and more', '50 has no unit; write 50%', 1],
  ['50 and more', '50 has no unit; write 50%', 1],
  ['50 but less', '50 has no unit; write 50%', 1],
  ['1', '1 has no unit; write 1%', 1],
  ['0', '0 has no unit; write 0%', 1],
  ['0.5', '0.5 has no unit, and may be 50% or 0.5%; write one of them', 1],
  ['0.125', '0.125 has no unit, and may be 12.5% or 0.125%; write one of them', 1],
])('%s may be one, and says what to write', (text, message, end) => {
  expect(slot(text)).toEqual([{ end, value: { ok: false, code: 'WRONG_UNIT', message } }]);
});

test.each([['50 hours'], ['50 per hour'], ['fifty'], ['quarter'], ['the quarter'], ['a dump'], ['more'], ['']])(
  '%j is none',
  (text) => {
    expect(slot(text)).toEqual([]);
  },
);

describe('a share of all', () => {
  test('is all of it at most', () => {
    expect(upToAll(100)).toEqual({ ok: true, value: 100 });
    const message = '100.5% is more than all of it; write a percentage from 0% to 100%';
    expect(upToAll(100.5)).toEqual({ ok: false, code: 'PERCENT_OUT_OF_RANGE', message });
  });
});
