import type { ArtifactReader } from './artifact-reader.ts';
import { hasBytes, uint16, uint32, uint64 } from './byte-fields.ts';
import { byteAt, type Checked, Damage } from './finding.ts';

const LOCAL_HEADER = [0x50, 0x4b, 0x03, 0x04];
const CENTRAL_HEADER = [0x50, 0x4b, 0x01, 0x02];
const END_RECORD = [0x50, 0x4b, 0x05, 0x06];
const END_RECORD_64 = [0x50, 0x4b, 0x06, 0x06];
const LOCATOR_64 = [0x50, 0x4b, 0x06, 0x07];
/** Before the first file where an archive is one of several, or could have been. */
const SPANNED = [0x50, 0x4b, 0x07, 0x08];

const END_RECORD_BYTES = 22;
const LOCATOR_64_BYTES = 20;
const END_RECORD_64_BYTES = 56;
const MAX_COMMENT_BYTES = 0xffff;
const TAIL_BYTES = 1024;

/** Where the directory of contents is, as the end record says, and where that record (or its 64-bit form) begins. */
interface Directory {
  readonly from: number;
  readonly length: number;
  readonly endRecordAt: number;
  readonly isOneOfSeveral: boolean;
}

export function isZip(head: Uint8Array): boolean {
  return [LOCAL_HEADER, END_RECORD, SPANNED].some((magic) => hasBytes(head, 0, magic));
}

/** The end record points at the directory of contents, which ends where the record begins (APPNOTE.TXT, 4.3). */
export async function checkZip(reader: ArtifactReader): Promise<Checked> {
  const directory =
    (await findDirectory(reader, TAIL_BYTES)) ?? (await findDirectory(reader, END_RECORD_BYTES + MAX_COMMENT_BYTES));
  if (directory === null) {
    throw new Damage('cut-short', 'it is cut short: the directory of contents that ends a zip is not there');
  }
  if (directory.isOneOfSeveral) {
    return { kind: 'unknown-kind', words: 'it is one of several files that are a zip together' };
  }
  const { from, length, endRecordAt } = directory;
  if (from + length !== endRecordAt) {
    throw new Damage(
      'broken',
      `its directory of contents should end at ${byteAt(from + length)}, not ${byteAt(endRecordAt)}`,
    );
  }
  const first = await reader.upTo(from, 4);
  if (length > 0 && !hasBytes(first, 0, CENTRAL_HEADER)) {
    throw new Damage('broken', `its directory of contents at ${byteAt(from)} is damaged`);
  }
  return { kind: 'whole', words: 'its directory of contents is at its end, where it should be' };
}

async function findDirectory(reader: ArtifactReader, tailBytes: number): Promise<Directory | null> {
  const tail = await reader.tail(tailBytes);
  const tailFrom = reader.sizeBytes - tail.length;
  for (let at = tail.length - END_RECORD_BYTES; at >= 0; at -= 1) {
    const isRecord = hasBytes(tail, at, END_RECORD) && at + END_RECORD_BYTES + uint16(tail, at + 20) === tail.length;
    if (isRecord) return readEndRecord(reader, tail.subarray(at), tailFrom + at);
  }
  return null;
}

async function readEndRecord(reader: ArtifactReader, record: Uint8Array, at: number): Promise<Directory> {
  const locator = await reader.upTo(Math.max(0, at - LOCATOR_64_BYTES), LOCATOR_64_BYTES);
  if (hasBytes(locator, 0, LOCATOR_64) && at >= LOCATOR_64_BYTES) return readEndRecord64(reader, uint64(locator, 8));
  return {
    from: uint32(record, 16),
    length: uint32(record, 12),
    endRecordAt: at,
    isOneOfSeveral: uint16(record, 4) !== 0,
  };
}

/** What does not fit 32 bits stands in a record of its own, with a locator between it and the end record. */
async function readEndRecord64(reader: ArtifactReader, at: number): Promise<Directory> {
  const record = await reader.bytes(at, END_RECORD_64_BYTES, 'the end record');
  if (!hasBytes(record, 0, END_RECORD_64)) throw new Damage('broken', `its end record at ${byteAt(at)} is damaged`);
  return {
    from: uint64(record, 48),
    length: uint64(record, 40),
    endRecordAt: at,
    isOneOfSeveral: uint32(record, 16) !== 0,
  };
}
