import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareBytes } from '../../../lib/core/evidence/byte-order.ts';
import { keyJustBefore } from '../../../lib/core/evidence/key-just-before.ts';

const key = fc.string({ unit: 'binary', maxLength: 12 });

describe('the order of keys', () => {
  it('is that of their UTF-8 bytes', () => {
    fc.assert(
      fc.property(key, key, (a, b) => {
        expect(Math.sign(compareBytes(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
      }),
      { seed: 20261121 },
    );
  });

  it('puts a character beyond U+FFFF behind all others, as JavaScript does not', () => {
    expect(compareBytes('～', '😀')).toBeLessThan(0);
    expect('～' < '😀').toBe(false);
  });
});

describe('the key just before', () => {
  const cases = [
    { name: 'a name lets its own key in and its siblings before it not', key: 'db-21', want: 'db-20\u{10FFFF}' },
    { name: 'a run folder begins at its slash', key: 'sync/r1/', want: 'sync/r1.\u{10FFFF}' },
    { name: 'behind the surrogates comes what is before them', key: 'a\uE000', want: 'a\uD7FF\u{10FFFF}' },
    { name: 'the first character beyond U+FFFF follows U+FFFF', key: 'a\u{10000}', want: 'a\uFFFF\u{10FFFF}' },
    { name: 'a key that ends in the smallest character follows its own beginning', key: 'a\0', want: 'a' },
    { name: 'before the empty key there is nothing', key: '', want: '' },
  ];
  it.each(cases)('$name', ({ key, want }) => expect(keyJustBefore(key)).toBe(want));

  it('is before the key, with nothing in between but names that go on behind U+10FFFF', () => {
    fc.assert(
      fc.property(key, key, (a, other) => {
        fc.pre(a !== '');
        const before = keyJustBefore(a);
        expect(compareBytes(before, a)).toBeLessThan(0);
        const isBetween = compareBytes(before, other) < 0 && compareBytes(other, a) < 0;
        expect(isBetween && !other.startsWith(before)).toBe(false);
      }),
      { seed: 20261121 },
    );
  });

  it('is never longer than S3 lets a key be', () => {
    const longest = 'k'.repeat(1024);
    expect(Buffer.byteLength(keyJustBefore(longest))).toBeLessThanOrEqual(1024);
    expect(compareBytes(keyJustBefore(longest), longest)).toBeLessThan(0);
  });
});
