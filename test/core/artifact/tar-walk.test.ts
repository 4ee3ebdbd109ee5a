import { describe, expect, test } from 'vitest';
import { findingOf } from './looked-at.ts';
import { bytesOf, joined } from './written-bytes.ts';
import { tarHeader, tarOf } from './written-tar.ts';

const BLOCK = 512;
const MEMBERS = [
  { name: 'a.txt', content: bytesOf('a'.repeat(700)) },
  { name: 'b.txt', content: bytesOf('b'.repeat(BLOCK)) },
];
const WHOLE = tarOf(MEMBERS);
const UNMARKED = WHOLE.subarray(0, -2 * BLOCK);
const zeros = (blocks: number) => new Uint8Array(blocks * BLOCK);
const garbage = (bytes: number) => new Uint8Array(bytes).fill(0xa5);

const TO_THE_MARK = 'its members follow one another, up to the end mark';

describe('a tar', () => {
  const cases = [
    { name: 'with its end mark', bytes: WHOLE, verdict: 'whole', words: TO_THE_MARK },
    { name: 'with one block of zeros', bytes: joined([UNMARKED, zeros(1)]), verdict: 'whole', words: TO_THE_MARK },
    {
      name: 'without an end mark',
      bytes: UNMARKED,
      verdict: 'not-checkable',
      words: 'no end mark shows that it is all',
    },
    { name: 'with another behind it', bytes: joined([WHOLE, WHOLE]), verdict: 'whole', words: TO_THE_MARK },
    { name: 'cut inside a member', bytes: WHOLE.subarray(0, 1000), verdict: 'damaged', words: 'the member that ends' },
    {
      name: 'cut inside a header',
      bytes: joined([UNMARKED, tarHeader('c', 1).subarray(0, 300)]),
      verdict: 'damaged',
      words: 'inside the header of a member',
    },
    {
      name: 'with bytes of no one between members',
      bytes: joined([UNMARKED, garbage(BLOCK), WHOLE]),
      verdict: 'damaged',
      words: 'a member or the end mark should begin, and none does',
    },
    {
      name: 'with a record of filling',
      bytes: joined([WHOLE, garbage(20 * BLOCK)]),
      verdict: 'whole',
      words: TO_THE_MARK,
    },
    {
      name: 'with more than a record of it',
      bytes: joined([WHOLE, garbage(20 * BLOCK + 1)]),
      verdict: 'not-checkable',
      words: 'other bytes follow its end mark at',
    },
    {
      name: 'with members behind filling',
      bytes: joined([WHOLE, garbage(BLOCK), tarHeader('c', 0), zeros(2)]),
      verdict: 'damaged',
      words: 'after zeros that are no end mark',
    },
    {
      name: 'of nothing but what it says of all',
      bytes: joined([tarHeader('pax', 0, 'g'), zeros(2)]),
      verdict: 'hollow',
      words: 'tar without members',
    },
    {
      name: 'that goes on in other files',
      bytes: joined([tarHeader('label', 0, 'M'), garbage(BLOCK)]),
      verdict: 'not-checkable',
      words: 'one of several files',
    },
  ];
  test.each(cases)('$name', async ({ bytes, verdict, words }) => {
    const finding = await findingOf('a.tar', bytes);
    expect(JSON.stringify(finding)).toContain(words);
    expect(finding).toMatchObject({ verdict });
  });
});
