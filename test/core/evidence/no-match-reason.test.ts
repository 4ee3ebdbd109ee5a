import { expect, test } from 'vitest';
import { noMatchReason } from '../../../lib/core/evidence/no-match-reason.ts';
import { PlaceMatcher } from '../../../lib/core/evidence/place-matcher.ts';

test.each([
  ['o/orders-*.dump', 'o/orders-1.dump', null],
  ['o/orders-*.dump', 'o/orders-1.log', 'orders-1.log does not end in .dump'],
  ['o/orders-*.dump', 'o/readme', 'readme does not begin with orders-'],
  ['o/orders-*.dump', 'p/orders-1.dump', 'it lies outside of o/'],
  ['o/*.dump', 'o/old/orders-1.dump', 'it lies in a folder below; * stays within one, ** does not'],
  ['o/*/*.dump', 'o/orders-1.dump', 'it lies in a folder above those that the place names'],
  ['o/orders-{yyyy}-{MM}-{dd}.dump', 'o/orders-latest.dump', 'its name has no date where the place has one'],
  ['o/orders-{yyyy}-{MM}-{dd}.dump', 'o/orders-2026-11-20.log', 'orders-2026-11-20.log does not end in .dump'],
  ['o/**/a-*-b.dump', 'o/x/a-b.dump', 'a-b.dump has another form than the place'],
])('%s and %s: %s', (template, key, want) => {
  expect(noMatchReason(new PlaceMatcher(template), key)).toBe(want);
});
