import { describe, expect, test } from 'vitest';
import { isAsWanted, readWanted, readWantedSize } from '../../../lib/prove/ask/wanted.ts';

describe('what is wanted of an answer', () => {
  test.each([
    ['>= 100000', '100000', true],
    ['>= 100000', '99999', false],
    ['>= 9', '10', true],
    ['<= 5', '5', true],
    ['> 5', '5', false],
    ['< 0.5', '0.25', true],
    ['< 0.5', '-1', true],
    ['!= 0', '0', false],
    ['!= 0', '1', true],
    ['3', '3.0', true],
    ['= paid', 'paid', true],
    ['= paid', 'open', false],
    ['!= paid', 'open', true],
    ['>= 5', 'many', false],
    ['paid', 'paid ', false],
  ])('%s of %s: %s', (wanted, found, holds) => {
    const read = readWanted(wanted);
    expect(read && isAsWanted(read, found)).toBe(holds);
  });

  test.each(['', '>=', '> many'])('%j is not understood', (text) => {
    expect(readWanted(text)).toBeNull();
  });

  test.each([
    ['1KB', '1000', true],
    ['1KB', '999', false],
    ['= 1KiB', '1024', true],
    ['< 1MB', '1000000', false],
  ])('a size, %s of %s bytes: %s', (wanted, bytes, holds) => {
    const read = readWantedSize(wanted);
    expect(read && isAsWanted(read, bytes)).toBe(holds);
  });

  test('a size without a unit that is none is not understood', () => {
    expect(readWantedSize('large')).toBeNull();
  });
});
