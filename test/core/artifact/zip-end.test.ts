import { describe, expect, test } from 'vitest';
import { ArtifactReader } from '../../../lib/core/artifact/artifact-reader.ts';
import { findZipDirectory, type ZipDirectory } from '../../../lib/core/artifact/zip-end.ts';
import { bytesOf, joined, le16, le32, le64 } from './written-bytes.ts';

const MAX_16 = 0xffff;
const MAX_32 = 2 ** 32 - 1;

interface End {
  readonly disk?: number;
  readonly entries?: number;
  readonly length?: number;
  readonly from?: number;
  /** As the record says, where it is another than that of the comment. */
  readonly commentBytes?: number;
  readonly comment?: string;
}

/** The fields of APPNOTE.TXT, 4.3.16, in order. */
function end({ disk = 0, entries = 3, length = 200, from = 1000, comment = '', commentBytes }: End = {}) {
  const counts = [le16(disk), le16(0), le16(entries), le16(entries), le32(length), le32(from)];
  return joined([bytesOf('PK\x05\x06'), ...counts, le16(commentBytes ?? comment.length), bytesOf(comment)]);
}

/** 4.3.14, without extensible data: 56 bytes. */
function end64({ disk = 0, entries = 3, length = 200, from = 1000 }: End = {}) {
  const head = [bytesOf('PK\x06\x06'), le64(44), le16(45), le16(45), le32(disk), le32(0)];
  return joined([...head, le64(entries), le64(entries), le64(length), le64(from)]);
}

/** 4.3.15: where the record before it begins. */
function locator(recordAt: number) {
  return joined([bytesOf('PK\x06\x07'), le32(0), le64(recordAt), le32(1)]);
}

async function found(...parts: readonly Uint8Array[]): Promise<ZipDirectory | null> {
  const bytes = joined(parts);
  const read = async (from: number, length: number) => bytes.subarray(from, from + length);
  return findZipDirectory(await ArtifactReader.open({ name: 'a.zip', sizeBytes: bytes.length, read }));
}

const zeros = (length: number) => new Uint8Array(length);
const SAID = { from: 1000, length: 200, entries: 3, isOneOfSeveral: false, isCommentCut: false };

describe('the end record of a zip', () => {
  const cases: readonly { name: string; parts: Uint8Array[]; want: Partial<ZipDirectory> | null }[] = [
    { name: 'is not there in an empty file', parts: [], want: null },
    { name: 'nor where one byte of it is missing', parts: [end().subarray(0, -1)], want: null },
    { name: 'nor in bytes without its mark', parts: [zeros(70_000)], want: null },
    { name: 'may be all there is', parts: [end()], want: { ...SAID, endRecordAt: 0 } },
    { name: 'is at the end', parts: [zeros(5000), end()], want: { ...SAID, endRecordAt: 5000 } },
    {
      name: 'is before the comment',
      parts: [zeros(5000), end({ comment: 'made at night' })],
      want: { ...SAID, endRecordAt: 5000 },
    },
    {
      name: 'is before the longest comment',
      parts: [zeros(5000), end({ comment: '-'.repeat(65_535) })],
      want: { ...SAID, endRecordAt: 5000 },
    },
    {
      name: 'is not looked for before that',
      parts: [zeros(5000), end({ comment: '-'.repeat(65_535) }), zeros(1)],
      want: null,
    },
    {
      name: 'has a comment that is one byte shorter than it says',
      parts: [zeros(9), end({ comment: 'abc', commentBytes: 4 })],
      want: { ...SAID, endRecordAt: 9, isCommentCut: true },
    },
    {
      name: 'may have other bytes after it',
      parts: [zeros(9), end(), zeros(9)],
      want: { ...SAID, endRecordAt: 9 },
    },
    {
      name: 'is the last of several that are not at the end',
      parts: [zeros(9), end(), end(), zeros(9)],
      want: { ...SAID, endRecordAt: 9 + 22 },
    },
    {
      name: 'is the last, though the one before would be at the end',
      parts: [zeros(9), end({ comment: 'PK\x05\x06'.padEnd(40, '-') })],
      want: { endRecordAt: 9 + 22 },
    },
    {
      name: 'is the last, though only that one is at the end',
      parts: [zeros(9), end(), zeros(40), end()],
      want: { ...SAID, endRecordAt: 9 + 22 + 40 },
    },
    {
      name: 'is of one of several files that are an archive together',
      parts: [end({ disk: 1 })],
      want: { ...SAID, isOneOfSeveral: true },
    },
    { name: 'leaves that to the larger record', parts: [end({ disk: MAX_16 })], want: SAID },
    {
      name: 'has no larger record where too few bytes for a locator precede it',
      parts: [bytesOf('PK\x06\x07'), end()],
      want: { ...SAID, endRecordAt: 4 },
    },
  ];
  test.each(cases)('$name', async ({ parts, want }) => {
    expect(await found(...parts)).toEqual(want && expect.objectContaining(want));
  });

  test('of an archive that lies in the comment of another makes it unclear which is meant', async () => {
    const inner = end();
    const outer = end({ commentBytes: inner.length });
    await expect(found(zeros(9), outer, inner)).rejects.toThrow('another zip lies in its comment');
  });
});

describe('the larger end record of a zip', () => {
  const full = end({ entries: MAX_16, length: MAX_32, from: MAX_32 });
  const large = { entries: 70_000, length: 2 ** 33, from: 2 ** 34 };
  const before = zeros(9);

  const cases: readonly { name: string; parts: Uint8Array[]; want: Partial<ZipDirectory> }[] = [
    {
      name: 'counts where the fields of the other are full',
      parts: [before, end64(large), locator(9), full],
      want: { ...large, endRecordAt: 9, isOneOfSeveral: false, isCommentCut: false },
    },
    {
      name: 'may be the beginning of the file',
      parts: [end64(large), locator(0), full],
      want: { ...large, endRecordAt: 0 },
    },
    {
      name: 'is just before its locator where bytes precede the archive',
      parts: [before, end64(large), locator(2), full],
      want: { ...large, endRecordAt: 9 },
    },
    {
      name: 'is just before its locator where that points beyond the end',
      parts: [before, end64(large), locator(2 ** 40), full],
      want: { ...large, endRecordAt: 9 },
    },
    {
      name: 'may be the beginning of the file though its locator points elsewhere',
      parts: [end64(large), locator(7), full],
      want: { ...large, endRecordAt: 0 },
    },
    {
      name: 'counts for none of the fields that fit',
      parts: [before, end64(large), locator(9), end({ entries: MAX_16 })],
      want: { from: 1000, length: 200, entries: 70_000 },
    },
    {
      name: 'counts the same members as the other',
      parts: [before, end64({ ...large, entries: 3 }), locator(9), end({ length: MAX_32, from: MAX_32 })],
      want: { ...large, entries: 3 },
    },
    {
      name: 'says that the archive is one of several',
      parts: [before, end64({ disk: 1 }), locator(9), full],
      want: { isOneOfSeveral: true },
    },
    {
      name: 'does not take that back',
      parts: [before, end64(), locator(9), end({ disk: 1 })],
      want: { isOneOfSeveral: true },
    },
    {
      name: 'leaves it to the other whether the comment is cut',
      parts: [before, end64(), locator(9), end({ commentBytes: 7 })],
      want: { isCommentCut: true },
    },
  ];
  test.each(cases)('$name', async ({ parts, want }) => expect(await found(...parts)).toMatchObject(want));

  test('is damaged where the two count differently', async () => {
    const parts = [before, end64({ entries: 4 }), locator(9), end({ entries: 3 })];
    await expect(found(...parts)).rejects.toThrow('its two end records count different numbers of members');
  });

  test.each([
    { name: 'other bytes are there', parts: [before, zeros(56), locator(9), full] },
    { name: 'it is cut short at its beginning', parts: [end64().subarray(0, 9), zeros(31), locator(9), full] },
    {
      name: 'its mark is too near to the end',
      parts: [before, locator(9 + 20 + 22), end({ comment: 'PK\x06\x06' })],
    },
    { name: 'its locator is all that precedes the other', parts: [locator(9), full] },
  ])('is damaged where $name', async ({ parts }) => {
    await expect(found(...parts)).rejects.toThrow(/^its end record at byte \d+ is damaged$/);
  });
});
