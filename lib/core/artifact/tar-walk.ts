import { cutInside } from './artifact-reader.ts';
import { byteAt, type Checked, Damage, hollow, notCheckable, whole } from './finding.ts';
import type { Forward } from './forward.ts';
import { hasMoreHoles, paxContentBytes, readTarHeader, TAR_BLOCK_BYTES } from './tar-header.ts';

/** A pax header is a few lines; a longer one is not looked into. */
const MAX_PAX_BYTES = 64 * 1024;
/** After the end mark as much is read at once: writers fill up a record of any size. */
const FILLING_BYTES = 64 * 1024;
/** What tar does not read after the end mark is no part of the archive; up to a usual record it is filling. */
const RECORD_BYTES = 20 * TAR_BLOCK_BYTES;

/**
 * From member to member to the end mark, and through archives that follow one another. GNU tar takes one block of
 * zeros for an end, and none; what was cut exactly between two members looks the same, and is not checkable.
 * Throws Damage, and what reading throws.
 */
export async function walkTar(forward: Forward): Promise<Checked> {
  let members = 0;
  let isInMark = false;
  for (let at = 0; ; ) {
    const blocks = await forward.upTo(at, isInMark ? FILLING_BYTES : TAR_BLOCK_BYTES);
    const zeros = zeroBlocks(blocks);
    if (zeros === blocks.length) {
      if (blocks.length > 0 && blocks.length % TAR_BLOCK_BYTES === 0) {
        isInMark = true;
        at += blocks.length;
        continue;
      }
      return atEnd(forward, at, members, isInMark || blocks.length > 0);
    }
    at += zeros;
    const header = readTarHeader(blocks.subarray(zeros, zeros + TAR_BLOCK_BYTES));
    if (header === null) return isInMark ? afterMark(forward, at) : noMember(at, blocks);
    if (header.isVolume && members === 0) return notCheckable('it is one of several files that are a tar together');
    isInMark = false;
    const next = await endOfMember(forward, at);
    at = next.at;
    members += next.isMember ? 1 : 0;
  }
}

function atEnd(forward: Forward, at: number, members: number, hasMark: boolean): Checked {
  if (at > forward.lengthBytes) throw cutInside(forward.lengthBytes, 'the member that ends', at, 64);
  if (members === 0) return hollow('tar without members');
  if (hasMark) return whole('its members follow one another, up to the end mark');
  return notCheckable('its members follow one another up to its end, and no end mark shows that it is all of them');
}

/** The first byte of the first block that is not only zeros; the length where all are. */
function zeroBlocks(blocks: Uint8Array): number {
  const first = blocks.findIndex((byte) => byte !== 0);
  return first < 0 ? blocks.length : first - (first % TAR_BLOCK_BYTES);
}

interface Member {
  readonly at: number;
  /** False where its headers only say something of others. */
  readonly isMember: boolean;
}

/** Where the member ends whose header begins here, with the headers that belong to it. */
async function endOfMember(forward: Forward, start: number): Promise<Member> {
  let at = start;
  let paxBytes: number | null = null;
  for (;;) {
    const header = readTarHeader(await forward.bytes(at, TAR_BLOCK_BYTES, 'the header of a member'));
    if (header === null) return { at, isMember: true };
    at += TAR_BLOCK_BYTES;
    for (let more = header.hasMoreHoles; more; at += TAR_BLOCK_BYTES) {
      more = hasMoreHoles(await forward.bytes(at, TAR_BLOCK_BYTES, 'the header of a member'));
    }
    if (!header.isPax) return { at: at + (paxBytes ?? header.contentBytes), isMember: !header.isGlobal };
    if (header.contentBytes <= MAX_PAX_BYTES) {
      paxBytes = paxContentBytes(await forward.bytes(at, header.contentBytes, 'the header of a member')) ?? paxBytes;
    }
    at += header.contentBytes;
  }
}

function noMember(at: number, block: Uint8Array): never {
  if (block.length < TAR_BLOCK_BYTES) throw cutInside(at + block.length, 'the header of a member', at, 64);
  throw new Damage(`at ${byteAt(at)} a member or the end mark should begin, and none does`, 64);
}

/** Other bytes than zeros follow the end mark: tar reads none of them. Members among them were to be read. */
async function afterMark(forward: Forward, at: number): Promise<Checked> {
  const rest = await forward.upTo(at, FILLING_BYTES);
  for (let block = TAR_BLOCK_BYTES; block < rest.length; block += TAR_BLOCK_BYTES) {
    if (readTarHeader(rest.subarray(block, block + TAR_BLOCK_BYTES)) !== null) {
      throw new Damage(`members follow at ${byteAt(at + block)}, after zeros that are no end mark`, 64);
    }
  }
  if (rest.length <= RECORD_BYTES) return whole('its members follow one another, up to the end mark');
  return notCheckable(`other bytes follow its end mark at ${byteAt(at)}`);
}
