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
    {
      name: 'with members behind a mark and none behind them',
      bytes: joined([WHOLE, UNMARKED]),
      verdict: 'not-checkable',
      words: 'no end mark shows that it is all',
    },
    {
      name: 'with members behind more zeros than are read at once',
      bytes: joined([WHOLE, zeros(300), UNMARKED.subarray(0, 1000)]),
      verdict: 'damaged',
      words: 'the member that ends',
    },
    {
      name: 'with a part of a block of zeros',
      bytes: joined([UNMARKED, zeros(1).subarray(0, 9)]),
      verdict: 'whole',
      words: TO_THE_MARK,
    },
    {
      name: 'whose second volume has a label of its own',
      bytes: joined([WHOLE, tarHeader('label', 0, 'V'), UNMARKED, zeros(2)]),
      verdict: 'whole',
      words: TO_THE_MARK,
    },
    {
      name: 'with members behind two records of filling',
      bytes: joined([WHOLE, garbage(40 * BLOCK), tarHeader('c', 0), zeros(2)]),
      verdict: 'damaged',
      words: `members follow at byte ${(WHOLE.length + 40 * BLOCK).toLocaleString('en-US')}, after zeros`,
    },
  ];
  test.each(cases)('$name', async ({ bytes, verdict, words }) => {
    const finding = await findingOf('a.tar', bytes);
    expect(JSON.stringify(finding)).toContain(words);
    expect(finding).toMatchObject({ verdict });
  });
});

/** A header that is followed by content, filled up to whole blocks. */
function withContent(header: Uint8Array, content: Uint8Array): Uint8Array {
  const filling = new Uint8Array(-content.length & (BLOCK - 1));
  return joined([header, content, filling]);
}

/** A pax header of these lines. */
const pax = (...lines: readonly string[]) => {
  const content = bytesOf(lines.join(''));
  return withContent(tarHeader('pax', content.length, 'x'), content);
};

/** A header of an old sparse member whose list of holes goes on in further blocks, and these blocks. */
function sparse(sizeBytes: number, moreBlocks: number): Uint8Array {
  const header = tarHeader('disk.img', sizeBytes, 'S');
  header.set(bytesOf('ustar  \0'), 257);
  header[482] = moreBlocks > 0 ? 1 : 0;
  header.set(bytesOf('        '), 148);
  const sum = header.reduce((all, byte) => all + byte, 0);
  header.set(bytesOf(`${sum.toString(8).padStart(6, '0')}\0 `), 148);
  const lists = Array.from({ length: moreBlocks }, (_, index) => {
    const block = garbage(BLOCK);
    block[504] = index < moreBlocks - 1 ? 1 : 0;
    return block;
  });
  return joined([header, ...lists]);
}

describe('a member of a tar', () => {
  const size = (bytes: number) => `${String(bytes).length + 9} size=${bytes}\n`;
  const content = garbage(700);
  const filled = (header: Uint8Array) => withContent(header, content);
  const longest = 'x'.repeat(64 * 1024 - size(700).length);

  const whole: readonly { name: string; parts: Uint8Array[] }[] = [
    { name: 'is as long as its pax header says', parts: [pax(size(700)), filled(tarHeader('a', 0))] },
    {
      name: 'is as long as a line among others says',
      parts: [pax('11 mode=7\n', size(700)), filled(tarHeader('a', 0))],
    },
    {
      name: 'is as long as its own header says, where no line says it',
      parts: [pax('11 mode=7\n'), filled(tarHeader('a', 700))],
    },
    {
      name: 'is as long as the first of two such headers says, where the second one says nothing',
      parts: [pax(size(700)), pax('11 mode=7\n'), filled(tarHeader('a', 0))],
    },
    {
      name: 'is as long as the last of two such headers says',
      parts: [pax(size(9000)), pax(size(700)), filled(tarHeader('a', 0))],
    },
    {
      name: 'may have a long name in between',
      parts: [
        pax(size(700)),
        withContent(tarHeader('././@LongLink', 600, 'L'), garbage(600)),
        filled(tarHeader('a', 0)),
      ],
    },
    { name: 'may have a pax header of 64 KiB', parts: [pax(size(700), longest), filled(tarHeader('a', 0))] },
    {
      name: 'is as long as its own header says, where the other one is longer',
      parts: [pax(size(9000), `${longest}-`), filled(tarHeader('a', 700))],
    },
    { name: 'with holes has one header', parts: [filled(sparse(700, 0))] },
    { name: 'with many holes has a further block', parts: [filled(sparse(700, 1))] },
    { name: 'with very many has several', parts: [filled(sparse(700, 3))] },
  ];
  test.each(whole)('$name', async ({ parts }) => {
    const bytes = joined([...parts, filled(tarHeader('b', 700)), zeros(2)]);
    expect(await findingOf('a.tar', bytes)).toMatchObject({ verdict: 'whole' });
  });

  const damaged: readonly { name: string; parts: Uint8Array[]; words: string }[] = [
    {
      name: 'does not follow its pax header',
      parts: [pax(size(7)), garbage(BLOCK)],
      words: 'should begin, and none does',
    },
    { name: 'is cut off behind its pax header', parts: [pax(size(7))], words: 'inside the header of a member' },
    {
      name: 'is cut off in its list of holes',
      parts: [sparse(700, 3).subarray(0, -9)],
      words: 'inside the header of a member',
    },
    {
      name: 'is cut off behind its list of holes',
      parts: [filled(sparse(700, 3)).subarray(0, -BLOCK)],
      words: 'inside the member that ends',
    },
  ];
  test.each(damaged)('$name', async ({ parts, words }) => {
    const finding = await findingOf('a.tar', joined([filled(tarHeader('b', 700)), ...parts]));
    expect(JSON.stringify(finding)).toContain(words);
    expect(finding).toMatchObject({ verdict: 'damaged' });
  });
});
