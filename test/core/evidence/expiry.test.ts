import { expect, it } from 'vitest';
import { expiryDaysOf } from '../../../lib/core/evidence/expiry.ts';

const place = (template: string) => ({ scheme: 's3', container: 's3://acme/', bucket: 'acme', template }) as const;

it.each([
  { name: 'a rule of the whole bucket', rules: [{ prefix: '', days: 30 }], want: 30 },
  { name: 'a rule of the folder', rules: [{ prefix: 'db/', days: 14 }], want: 14 },
  { name: 'a rule of a folder above', rules: [{ prefix: 'd', days: 14 }], want: 14 },
  {
    name: 'the shortest of several',
    rules: [
      { prefix: '', days: 30 },
      { prefix: 'db/', days: 7 },
      { prefix: 'db/orders-', days: 60 },
    ],
    want: 7,
  },
  { name: 'no rule of another folder', rules: [{ prefix: 'web/', days: 3 }], want: null },
  { name: 'no rule of only some of the keys', rules: [{ prefix: 'db/orders-2026', days: 3 }], want: null },
  { name: 'no rule', rules: [], want: null },
])('$name', ({ rules, want }) => {
  expect(expiryDaysOf(rules, place('db/orders-{yyyy}-{MM}-{dd}.dump'))).toBe(want);
});
