import { type ArtifactReader, type ReadLimits, Walk } from './artifact-reader.ts';
import { zerosAtEnd } from './byte-fields.ts';
import { byteAt, type Checked, Damage, ReadLimitReached } from './finding.ts';
import { hasMoreHoles, paxContentBytes, readTarHeader, TAR_BLOCK_BYTES } from './tar-header.ts';

/** Two blocks of zeros. What a writer fills up with after them may be any number more. */
const END_MARK_BYTES = 2 * TAR_BLOCK_BYTES;
/** Archives of few members are gone through from the front: it is cheap, and says most. */
const FEW_MEMBERS: ReadLimits = { maxBytes: 256 * 1024, maxReads: 64, seekBytes: TAR_BLOCK_BYTES };
/** Of others the last members are looked for, here first. */
const TAILS_BYTES = [64 * 1024, 512 * 1024];
/** A pax header is a few lines; a longer one is not looked into. */
const MAX_PAX_BYTES = 64 * 1024;
const LARGEST_FILLING_BYTES = 1 << 20;

/**
 * From header to header to the two blocks of zeros (POSIX pax, "ustar Interchange Format"). The zeros alone would not
 * do: an archive that was cut inside a file of zeros ends with them too.
 */
export async function checkTar(reader: ArtifactReader, limits: ReadLimits): Promise<Checked> {
  const tail = await reader.tail(END_MARK_BYTES);
  if (zerosAtEnd(tail) < END_MARK_BYTES || reader.sizeBytes % TAR_BLOCK_BYTES !== 0) {
    throw new Damage('cut-short', 'it is cut short: it does not end with the two blocks of zeros of tar');
  }
  if (await endsAfterMembers(reader, 0, FEW_MEMBERS)) {
    return { kind: 'whole', words: 'its members follow one another, up to the end mark' };
  }
  for (const tailBytes of TAILS_BYTES) {
    if (await hasMembersAtEnd(reader, tailBytes)) {
      return { kind: 'whole', words: 'its last members follow one another, up to the end mark' };
    }
  }
  // The last member is long and many are before it: nothing is left but to go on from the front.
  const seekBytes = Math.max(limits.seekBytes, TAR_BLOCK_BYTES);
  if (await endsAfterMembers(reader, 0, { ...limits, seekBytes })) {
    return { kind: 'whole', words: 'its members follow one another, up to the end mark' };
  }
  return {
    kind: 'tail-not-checkable',
    words: 'it ends with zeros; whether these are the end mark or a file that was cut would take too much reading',
  };
}

/** True when the members from `start` on reach the end mark; false when that is too much reading. Throws Damage. */
async function endsAfterMembers(reader: ArtifactReader, start: number, limits: ReadLimits): Promise<boolean> {
  const walk = new Walk(reader, limits);
  try {
    const end = await endOfMembers(walk, start);
    await assertEndMark(reader, end);
    return true;
  } catch (error) {
    if (error instanceof ReadLimitReached) return false;
    throw error;
  }
}

/** Where the first block stands that is no header. */
async function endOfMembers(walk: Walk, start: number): Promise<number> {
  let at = start;
  let paxBytes: number | null = null;
  for (;;) {
    const header = readTarHeader(await walk.bytes(at, TAR_BLOCK_BYTES, 'the file'));
    if (header === null) return at;
    at += TAR_BLOCK_BYTES;
    for (let more = header.hasMoreHoles; more; at += TAR_BLOCK_BYTES) {
      more = hasMoreHoles(await walk.bytes(at, TAR_BLOCK_BYTES, 'the file'));
    }
    const isRead = header.isPax && header.contentBytes <= MAX_PAX_BYTES;
    const next = at + (paxBytes !== null && !header.isPax ? paxBytes : header.contentBytes);
    if (isRead) paxBytes = paxContentBytes(await walk.bytes(at, header.contentBytes, 'the file'));
    else if (!header.isPax) paxBytes = null;
    at = next;
  }
}

async function assertEndMark(reader: ArtifactReader, end: number): Promise<void> {
  const rest = reader.sizeBytes - end;
  if (rest < END_MARK_BYTES) throw reader.cutInside('the end mark', end);
  const looked = await reader.upTo(end, Math.min(rest, LARGEST_FILLING_BYTES));
  if (zerosAtEnd(looked) < looked.length) {
    throw new Damage('broken', `at ${byteAt(end)} a member or the end mark should begin, and none does`);
  }
  if (rest > LARGEST_FILLING_BYTES) throw new Damage('broken', `much more follows its end mark at ${byteAt(end)}`);
}

/** True when a member is found in the last bytes from which others follow up to the end mark. */
async function hasMembersAtEnd(reader: ArtifactReader, tailBytes: number): Promise<boolean> {
  const tail = await reader.tail(tailBytes);
  const zerosFrom = tail.length - zerosAtEnd(tail);
  const isEndMark = (at: number) => at >= zerosFrom && tail.length - at >= END_MARK_BYTES;
  // Where each block leads that is the header of a member, from the last one back.
  const leadsToEnd = new Set<number>();
  for (let at = tail.length - END_MARK_BYTES - TAR_BLOCK_BYTES; at >= 0; at -= TAR_BLOCK_BYTES) {
    const header = readTarHeader(tail.subarray(at, at + TAR_BLOCK_BYTES));
    if (header === null) continue;
    const next = at + TAR_BLOCK_BYTES + header.contentBytes;
    // One that leaves no room for the end mark was cut, and those found so far may be an archive in it.
    if (next > tail.length - END_MARK_BYTES) return false;
    if (isEndMark(next) || leadsToEnd.has(next)) leadsToEnd.add(at);
  }
  return leadsToEnd.size > 0;
}
