import type { KindOfArtifact, Look } from '../artifact-kind.ts';
import { hasBytes, uint16, uint32 } from '../byte-fields.ts';
import { byteAt, type Checked, Damage, hollow, notCheckable, ReadLimitReached, whole } from '../finding.ts';
import { Walk } from '../walk.ts';
import { findZipDirectory, type ZipDirectory } from '../zip-end.ts';

const LOCAL_HEADER = [0x50, 0x4b, 0x03, 0x04];
const CENTRAL_HEADER = [0x50, 0x4b, 0x01, 0x02];
const END_RECORD = [0x50, 0x4b, 0x05, 0x06];
const SIGNATURE = [0x50, 0x4b, 0x05, 0x05];
/** Before the first file where an archive is one of several, or could have been. */
const SPANNED = [0x50, 0x4b, 0x07, 0x08];

const END_RECORD_BYTES = 22;
const LOCAL_HEADER_BYTES = 30;
const CENTRAL_HEADER_BYTES = 46;
/** The directory is read in pieces of this many bytes. */
const WINDOW_BYTES = 64 * 1024;
/** The headers of at most this many members are read as well. */
const MAX_MEMBERS = 16;
/** A mark of 32 bits where the end record says that it is. */
const END_RECORD_BITS = 64;

/** The end record points at the directory of contents, whose entries are gone through (APPNOTE.TXT, 4.3). */
async function check(look: Look): Promise<Checked> {
  const directory = await findZipDirectory(look.reader);
  if (directory === null) {
    throw new Damage('it is cut short: the directory of contents that ends a zip is not there');
  }
  return checkDirectory(look, directory);
}

/** For what begins with a program that unpacks it, with other bytes, or in the middle of a split archive. */
async function checkByName(look: Look): Promise<Checked | null> {
  const directory = await findZipDirectory(look.reader);
  return directory === null ? null : checkDirectory(look, directory);
}

async function checkDirectory(look: Look, directory: ZipDirectory): Promise<Checked> {
  const { from, length, entries, endRecordAt, isOneOfSeveral, isCommentCut } = directory;
  if (isOneOfSeveral) return notCheckable('it is one of several files that are a zip together');
  const start = await startOfDirectory(look, directory);
  await assertOwnDirectory(look, start - from);
  const local = hasBytes(look.reader.head, 0, LOCAL_HEADER);
  if (entries === 0 && length === 0) {
    if (local && from > 0)
      throw new Damage('its directory of contents lists nothing, and members are there', END_RECORD_BITS);
    return hollow('zip without members');
  }
  try {
    const { count, localAt } = await readEntries(look, start, endRecordAt);
    // Counts beyond 16 bits wrap in archives without the 64-bit record.
    if (count !== entries && count % 65536 !== entries) {
      throw new Damage(
        `its end record counts ${entries} members, and its directory of contents lists ${count}`,
        END_RECORD_BITS,
      );
    }
    await assertMembers(look, localAt, start - from);
  } catch (error) {
    if (!(error instanceof ReadLimitReached)) throw error;
    return whole('its directory of contents is at its end; it is too long to be gone through');
  }
  const words = 'its directory of contents is at its end, with as many members as it counts';
  return isCommentCut ? notCheckable(`${words}; the comment after it is cut short`) : whole(words);
}

/** Where the directory begins: as the record says, or as much later as bytes precede the archive. Throws Damage. */
async function startOfDirectory({ reader }: Look, { from, length, endRecordAt }: ZipDirectory): Promise<number> {
  const start = endRecordAt - length;
  const isThere = async (at: number) => length === 0 || hasBytes(await reader.upTo(at, 4), 0, CENTRAL_HEADER);
  if (start >= from && (await isThere(start))) return start;
  const expected = `its directory of contents should end at ${byteAt(from + length)}, not ${byteAt(endRecordAt)}`;
  const damaged = `its directory of contents at ${byteAt(from)} is damaged`;
  throw new Damage(start === from ? damaged : expected, END_RECORD_BITS);
}

/**
 * What precedes an archive is a program, or another whole archive. Where it begins as a zip and does not end as one, the
 * directory that was found is that of an archive in it, and its own is cut off.
 */
async function assertOwnDirectory({ reader }: Look, shift: number): Promise<void> {
  if (shift === 0 || !hasBytes(reader.head, 0, LOCAL_HEADER)) return;
  const before = await reader.upTo(Math.max(0, shift - END_RECORD_BYTES), END_RECORD_BYTES);
  if (hasBytes(before, 0, END_RECORD)) return;
  throw new Damage(
    'it is cut short: the only directory of contents at its end is that of a zip in it',
    END_RECORD_BITS,
  );
}

interface Entries {
  readonly count: number;
  /** Where the headers of some members begin, as the directory says. */
  readonly localAt: readonly number[];
}

/** The entries from `start` up to the end record, or the signature before it. */
async function readEntries({ reader, limits }: Look, start: number, end: number): Promise<Entries> {
  const walk = new Walk(reader, { ...limits, seekBytes: Math.max(limits.seekBytes, WINDOW_BYTES) });
  const localAt: number[] = [];
  let count = 0;
  for (let at = start; at < end; count += 1) {
    const header = await walk.upTo(at, CENTRAL_HEADER_BYTES);
    if (count > 0 && hasBytes(header, 0, SIGNATURE)) break;
    const next =
      header.length < CENTRAL_HEADER_BYTES
        ? end + 1
        : at + CENTRAL_HEADER_BYTES + uint16(header, 28) + uint16(header, 30) + uint16(header, 32);
    if (!hasBytes(header, 0, CENTRAL_HEADER) || next > end) {
      throw new Damage(`its directory of contents is damaged at ${byteAt(at)}`, END_RECORD_BITS);
    }
    const local = uint32(header, 42);
    if (count < MAX_MEMBERS && local !== 0xffffffff) localAt.push(local);
    at = next;
  }
  return { count, localAt };
}

/** The headers of the first members are where the directory says, and what they say more of a member chains. */
async function assertMembers({ reader, limits }: Look, localAt: readonly number[], shift: number): Promise<void> {
  const walk = new Walk(reader, { ...limits, seekBytes: Math.min(limits.seekBytes, WINDOW_BYTES) });
  for (const said of localAt) {
    const at = said + shift;
    const header = await walk.upTo(at, LOCAL_HEADER_BYTES);
    if (header.length < LOCAL_HEADER_BYTES || !hasBytes(header, 0, LOCAL_HEADER)) {
      throw new Damage(`at ${byteAt(at)} a member should begin, and none does`, END_RECORD_BITS);
    }
    const extra = await walk.upTo(at + LOCAL_HEADER_BYTES + uint16(header, 26), uint16(header, 28));
    for (let field = 0; field + 4 <= extra.length; field += 4 + uint16(extra, field + 2)) {
      if (field + 4 + uint16(extra, field + 2) > extra.length) {
        throw new Damage(`the header of the member at ${byteAt(at)} is damaged`, END_RECORD_BITS);
      }
    }
  }
}

/** 32 bits of the mark, and 32 more where another header follows the first member. */
function recognise(head: Uint8Array): number {
  if (![LOCAL_HEADER, END_RECORD, SPANNED].some((magic) => hasBytes(head, 0, magic))) return 0;
  if (head.length < LOCAL_HEADER_BYTES || !hasBytes(head, 0, LOCAL_HEADER)) return 32;
  const next = LOCAL_HEADER_BYTES + uint16(head, 26) + uint16(head, 28) + uint32(head, 18);
  return hasBytes(head, next, LOCAL_HEADER) || hasBytes(head, next, CENTRAL_HEADER) ? 64 : 32;
}

export const ZIP = {
  name: 'zip',
  suffixes: ['zip'],
  alsoNamed: ['zipx', 'jar', 'war', 'ear', 'xlsx', 'docx', 'pptx', 'ods', 'odt', 'bak', 'exe'],
  recognise,
  check,
  checkByName,
  docs: {
    checkedBy: 'end record (also 64-bit), then every entry of the directory, counted',
    sees: 'a cut, a missing middle, a directory that was overwritten or counts wrong; a zip without members',
    cannotSee: 'damage inside files; parts of a split zip are not checked',
  },
} as const satisfies KindOfArtifact;
