import type { ArtifactReader } from './artifact-reader.ts';
import { hasBytes, uint16, uint32, uint64 } from './byte-fields.ts';
import { byteAt, Damage } from './finding.ts';

const END_RECORD = [0x50, 0x4b, 0x05, 0x06];
const END_RECORD_64 = [0x50, 0x4b, 0x06, 0x06];
const LOCATOR_64 = [0x50, 0x4b, 0x06, 0x07];

const END_RECORD_BYTES = 22;
const LOCATOR_64_BYTES = 20;
const END_RECORD_64_BYTES = 56;
const MAX_16 = 0xffff;
const MAX_32 = 0xffffffff;
const MAX_COMMENT_BYTES = MAX_16;
/** Most archives have a short comment or none. */
const TAIL_BYTES = 1024;
const FULL_TAIL_BYTES = END_RECORD_BYTES + MAX_COMMENT_BYTES;

/** What the end record says of the directory of contents, and where that record (or its 64-bit form) begins. */
export interface ZipDirectory {
  readonly from: number;
  readonly length: number;
  readonly entries: number;
  readonly endRecordAt: number;
  /** The file is one of several that are an archive together. */
  readonly isOneOfSeveral: boolean;
  /** The comment after the record is shorter than the record says. */
  readonly isCommentCut: boolean;
}

/**
 * As unzip looks for it: the last mark of an end record within the longest comment, whatever the record says of the
 * comment's length (APPNOTE.TXT, 4.3.16). Null where there is none.
 */
export async function findZipDirectory(reader: ArtifactReader): Promise<ZipDirectory | null> {
  const at = (await lastEndRecord(reader, TAIL_BYTES)) ?? (await lastEndRecord(reader, FULL_TAIL_BYTES));
  if (at === null) return null;
  const record = await reader.upTo(at, END_RECORD_BYTES);
  const locatorAt = at - LOCATOR_64_BYTES;
  const locator = await reader.upTo(Math.max(0, locatorAt), LOCATOR_64_BYTES);
  const said: ZipDirectory = {
    from: uint32(record, 16),
    length: uint32(record, 12),
    entries: uint16(record, 10),
    endRecordAt: at,
    isOneOfSeveral: uint16(record, 4) !== 0 && uint16(record, 4) !== MAX_16,
    isCommentCut: at + END_RECORD_BYTES + uint16(record, 20) > reader.sizeBytes,
  };
  if (locatorAt < 0 || !hasBytes(locator, 0, LOCATOR_64)) return said;
  const large = await readRecord64(reader, uint64(locator, 8), locatorAt);
  if (said.entries !== MAX_16 && said.entries !== large.entries) {
    throw new Damage('its two end records count different numbers of members', 64);
  }
  // The larger record counts where a field of the other one is full (APPNOTE.TXT, 4.4.1.4).
  return {
    from: said.from === MAX_32 ? large.from : said.from,
    length: said.length === MAX_32 ? large.length : said.length,
    entries: large.entries,
    endRecordAt: large.endRecordAt,
    isOneOfSeveral: said.isOneOfSeveral || large.isOneOfSeveral,
    isCommentCut: said.isCommentCut,
  };
}

async function lastEndRecord(reader: ArtifactReader, tailBytes: number): Promise<number | null> {
  const tail = await reader.tail(tailBytes);
  const isAtEnd = (at: number) => at + END_RECORD_BYTES + uint16(tail, at + 20) === tail.length;
  let last: number | null = null;
  for (let at = tail.length - END_RECORD_BYTES; at >= 0; at -= 1) {
    if (!hasBytes(tail, at, END_RECORD)) continue;
    // An archive whose comment is another archive: which of them is meant cannot be known.
    if (last !== null && isAtEnd(at) && isAtEnd(last)) throw new Damage('another zip lies in its comment', 64);
    last ??= at;
  }
  return last === null ? null : reader.sizeBytes - tail.length + last;
}

/** What does not fit 32 bits stands in a record of its own, just before the locator where bytes precede the archive. */
async function readRecord64(
  reader: ArtifactReader,
  said: number,
  locatorAt: number,
): Promise<Omit<ZipDirectory, 'isCommentCut'>> {
  const before = locatorAt - END_RECORD_64_BYTES;
  for (const at of before < 0 ? [said] : [said, before]) {
    const record = await reader.upTo(at, END_RECORD_64_BYTES);
    if (record.length < END_RECORD_64_BYTES || !hasBytes(record, 0, END_RECORD_64)) continue;
    return {
      from: uint64(record, 48),
      length: uint64(record, 40),
      entries: uint64(record, 32),
      endRecordAt: at,
      isOneOfSeveral: uint32(record, 16) !== 0,
    };
  }
  throw new Damage(`its end record at ${byteAt(said)} is damaged`, 64);
}
