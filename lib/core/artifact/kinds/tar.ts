import type { KindOfArtifact, Look } from '../artifact-kind.ts';
import { zerosAtEnd } from '../byte-fields.ts';
import { type Checked, Damage, hollow, notCheckable, ReadLimitReached, whole } from '../finding.ts';
import type { ReadLimits } from '../read-limits.ts';
import { paxContentBytes, readTarHeader, TAR_BLOCK_BYTES } from '../tar-header.ts';
import { walkTar } from '../tar-walk.ts';
import { Walk } from '../walk.ts';

/** Two blocks of zeros. What a writer fills up with after them may be any number more. */
const END_MARK_BYTES = 2 * TAR_BLOCK_BYTES;
/** Archives of few members are gone through from the front: it is cheap, and says most. */
const FEW_MEMBERS = { maxBytes: 256 * 1024, maxReads: 64, seekBytes: TAR_BLOCK_BYTES };
/** Where a read costs next to nothing, few are more. */
const FEW_ON_PATH = { maxBytes: 16 << 20, maxReads: 32_768, seekBytes: TAR_BLOCK_BYTES };
/** Of others the last members are looked for, here first. */
const TAILS_BYTES = [64 * 1024, 512 * 1024];

/**
 * From header to header to the two blocks of zeros (POSIX pax, "ustar Interchange Format"). The zeros alone would not
 * do: an archive that was cut inside a file of zeros ends with them too.
 */
async function check({ reader, limits }: Look): Promise<Checked> {
  const fromFront = await walked(reader, limits.maxReads > FEW_ON_PATH.maxReads ? FEW_ON_PATH : FEW_MEMBERS);
  if (fromFront !== null) return fromFront;
  const endsWithMark = zerosAtEnd(await reader.tail(END_MARK_BYTES)) === END_MARK_BYTES;
  if (endsWithMark && reader.sizeBytes % TAR_BLOCK_BYTES === 0) {
    for (const tailBytes of TAILS_BYTES) {
      if (await hasMembersAtEnd(reader, tailBytes))
        return whole('its last members follow one another, up to the end mark');
    }
  }
  // The last member is long and many are before it: nothing is left but to go on from the front.
  const further = await walked(reader, { ...limits, seekBytes: Math.max(limits.seekBytes, TAR_BLOCK_BYTES) });
  if (further !== null) return further;
  if (!endsWithMark) throw new Damage('it is cut short: it does not end with the two blocks of zeros of tar');
  return notCheckable(
    'it ends with zeros; whether these are the end mark or a file that was cut takes too much reading',
  );
}

/** Null where going through it takes more reading than that. */
async function walked(reader: Look['reader'], limits: Omit<ReadLimits, 'maxInsideBytes'>): Promise<Checked | null> {
  try {
    return await walkTar(new Walk(reader, limits));
  } catch (error) {
    if (error instanceof ReadLimitReached) return null;
    throw error;
  }
}

/** tar writes an archive of nothing as zeros, in which nothing but the name says what it is. */
async function checkByName({ reader }: Look): Promise<Checked | null> {
  const ends = [reader.head, await reader.tail(TAILS_BYTES[0] ?? 0)];
  return ends.every((end) => zerosAtEnd(end) === end.length) ? hollow('tar without members') : null;
}

/** True when a member is found in the last bytes from which others follow up to the end mark. */
async function hasMembersAtEnd(reader: Look['reader'], tailBytes: number): Promise<boolean> {
  const tail = await reader.tail(tailBytes);
  const zerosFrom = tail.length - zerosAtEnd(tail);
  const isEndMark = (at: number) => at >= zerosFrom && tail.length - at >= END_MARK_BYTES;
  // Where each block leads that is the header of a member, from the last one back.
  const leadsToEnd = new Set<number>();
  for (let at = tail.length - END_MARK_BYTES - TAR_BLOCK_BYTES; at >= 0; at -= TAR_BLOCK_BYTES) {
    const header = readTarHeader(tail.subarray(at, at + TAR_BLOCK_BYTES));
    if (header === null) continue;
    const content = at + TAR_BLOCK_BYTES;
    const sized = header.isPax ? paxContentBytes(tail.subarray(content, content + header.contentBytes)) : null;
    // Where another header gives a member's size, its own says nothing of where it ends.
    if (sized !== null) leadsToEnd.delete(content + header.contentBytes);
    const next = content + header.contentBytes + (sized === null ? 0 : TAR_BLOCK_BYTES + sized);
    // One that leaves no room for the end mark was cut, and those found so far may be an archive in it.
    if (next > tail.length - END_MARK_BYTES) return false;
    if (isEndMark(next) || leadsToEnd.has(next)) leadsToEnd.add(at);
  }
  return leadsToEnd.size > 0;
}

export const TAR = {
  name: 'tar',
  suffixes: ['tar'],
  alsoNamed: ['ustar', 'gtar', 'ova', 'gem'],
  // The checksum alone: eight characters of three kinds that give the sum of all other bytes.
  recognise: (head) => (readTarHeader(head) === null ? 0 : 50),
  check,
  checkByName,
  docs: {
    checkedBy: 'member to member, or the last members in 512 KiB, to the blocks of zeros',
    sees: 'a cut (also inside a file of zeros), a missing middle in small archives; a tar without members',
    cannotSee:
      'content; a cut inside the filling after the end mark, which loses nothing; whether an archive without end mark was cut between two members (not checkable)',
  },
} as const satisfies KindOfArtifact;
