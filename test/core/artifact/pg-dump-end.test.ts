import { describe, expect, it } from 'vitest';
import { endsWithData } from '../../../lib/core/artifact/pg-dump-end.ts';
import { joined, le32 } from './written-bytes.ts';

const number = (value: number) => joined([Uint8Array.of(0), le32(value)]);
const piece = (length: number) => joined([number(length), new Uint8Array(length)]);
const END = number(0);
const TABLE = { id: 7, isBlobs: false, from: null };
const BLOBS = { id: 7, isBlobs: true, from: null };
const block = (type: number) => joined([Uint8Array.of(type), number(7)]);

describe('the last bytes of a pg_dump archive', () => {
  const before = new Uint8Array(40).fill(0x55);
  const cases = [
    { name: 'a table ends after its pieces', last: TABLE, tail: [before, piece(90), piece(3), END], want: true },
    {
      name: 'a table of one piece of zeros that was cut has no end',
      last: TABLE,
      tail: [before, number(90), new Uint8Array(50)],
      want: false,
    },
    { name: 'nothing but zeros has no end', last: TABLE, tail: [new Uint8Array(500)], want: false },
    {
      name: 'what follows the end of a table is not its end',
      last: TABLE,
      tail: [before, piece(90), END, END],
      want: false,
    },
    { name: 'an empty table ends after the head of its block', last: TABLE, tail: [before, block(1), END], want: true },
    {
      name: 'the head of another block does not count',
      last: { ...TABLE, id: 8 },
      tail: [before, block(1), END],
      want: false,
    },
    {
      name: 'large objects end after the last one',
      last: BLOBS,
      tail: [before, piece(90), END, number(42), piece(4), END, END],
      want: true,
    },
    {
      name: 'large objects that were cut after one have no end',
      last: BLOBS,
      tail: [before, piece(90), END, number(42), piece(4), END],
      want: false,
    },
    {
      name: 'large objects that are all empty end after the head of their block',
      last: BLOBS,
      tail: [before, block(3), number(42), END, END],
      want: true,
    },
    { name: 'no large object at all is an end', last: BLOBS, tail: [before, block(3), END], want: true },
  ];
  it.each(cases)('$name', ({ last, tail, want }) => {
    expect(endsWithData(joined(tail), last, 4)).toBe(want);
  });
});
