import { type ArtifactReader, type ReadLimits, Walk } from './artifact-reader.ts';
import { zerosAtEnd } from './byte-fields.ts';
import { byteAt, type Checked, Damage, ReadLimitReached } from './finding.ts';
import {
  type PgDumpContents,
  type PgDumpData,
  PgDumpFields,
  PgDumpVersionUnknown,
  readPgDumpContents,
} from './pg-dump-contents.ts';
import { BLOBS_BLOCK, endsWithData, TABLE_BLOCK } from './pg-dump-end.ts';

const CONTENTS_WINDOW_BYTES = 128 * 1024;
/** Data is gone through piece by piece for so long; then its last bytes are looked at. */
const MAX_DATA_BYTES = 256 * 1024;
const MAX_DATA_READS = 4096;
const DATA_WINDOW_BYTES = 64 * 1024;
/** Pieces are of up to 128 KiB, but rows that are not compressed may be longer. */
const TAIL_BYTES = 512 * 1024;

/**
 * pg_dump's custom format has no end mark: it ends with the last data that its table of contents names, and that with
 * a piece of length 0 (PostgreSQL, pg_backup_custom.c). Large objects end with another.
 */
export async function checkPgDumpCustom(reader: ArtifactReader, limits: ReadLimits): Promise<Checked> {
  let contents: PgDumpContents;
  try {
    contents = await readPgDumpContents(reader, new Walk(reader, { ...limits, seekBytes: CONTENTS_WINDOW_BYTES }));
  } catch (error) {
    if (!(error instanceof PgDumpVersionUnknown)) throw error;
    return { kind: 'unknown-kind', words: 'it is a pg_dump archive of a version that is not known here' };
  }
  if (!contents.isCustom || contents.data.length === 0) {
    if (contents.end < reader.sizeBytes) throw followsEnd(contents.end);
    return { kind: 'whole', words: 'its table of contents is whole, and names no data in this file' };
  }
  return checkData(reader, limits, contents, lastOf(contents.data));
}

async function checkData(
  reader: ArtifactReader,
  limits: ReadLimits,
  contents: PgDumpContents,
  last: PgDumpData,
): Promise<Checked> {
  const endBytes = (1 + contents.intBytes) * (last.isBlobs ? 2 : 1);
  if (zerosAtEnd(await reader.tail(endBytes)) < endBytes) {
    throw new Damage('cut-short', 'it is cut short: its last data does not end as data of pg_dump does');
  }
  const seekBytes = Math.min(limits.seekBytes, DATA_WINDOW_BYTES);
  const maxReads = Math.min(limits.maxReads, MAX_DATA_READS);
  const few: ReadLimits = { maxBytes: MAX_DATA_BYTES, maxReads, seekBytes };
  const whole: Checked = {
    kind: 'whole',
    words: 'the last data that its table of contents names is there, up to its end',
  };
  try {
    await goThroughData(reader, few, contents, last);
    return whole;
  } catch (error) {
    if (!(error instanceof ReadLimitReached)) throw error;
  }
  const tailBytes = Math.min(TAIL_BYTES, reader.sizeBytes - (last.from ?? contents.end));
  if (endsWithData(await reader.tail(tailBytes), last, contents.intBytes)) {
    return { kind: 'whole', words: 'its table of contents is whole, and its last pieces of data lead to its end' };
  }
  // It was cut, or its last piece is longer than that: nothing is left but to go on.
  await goThroughData(reader, { ...limits, seekBytes: Math.max(limits.seekBytes, DATA_WINDOW_BYTES) }, contents, last);
  return whole;
}

/** From the last data where its place is known, else from the first. Throws Damage, and ReadLimitReached. */
async function goThroughData(
  reader: ArtifactReader,
  limits: ReadLimits,
  { end, intBytes }: PgDumpContents,
  last: PgDumpData,
): Promise<void> {
  const data = new PgDumpFields(new Walk(reader, limits), last.from ?? end, intBytes, 'its data');
  for (let id = 0; id !== last.id; ) id = await skipBlock(data);
  if (data.at < reader.sizeBytes) throw followsEnd(data.at);
}

/** Data is written in the order of the table of contents; where the places are noted, they tell. */
function lastOf(data: readonly PgDumpData[]): PgDumpData {
  return data.reduce((last, entry) => ((entry.from ?? 0) >= (last.from ?? 0) ? entry : last));
}

/** Goes to the end of the block that begins here, and gives back whose data it is. */
async function skipBlock(data: PgDumpFields): Promise<number> {
  const at = data.at;
  const type = await data.byte();
  const id = await data.int();
  if ((type !== TABLE_BLOCK && type !== BLOBS_BLOCK) || id <= 0) {
    throw new Damage('broken', `at ${byteAt(at)} data should begin, and none does`);
  }
  if (type === TABLE_BLOCK) await skipPieces(data);
  else for (let objectId = await data.int(); objectId !== 0; objectId = await data.int()) await skipPieces(data);
  return id;
}

async function skipPieces(data: PgDumpFields): Promise<void> {
  for (let length = await data.int(); length !== 0; length = await data.int()) {
    if (length < 0) throw new Damage('broken', `at ${byteAt(data.at)} a piece of data is damaged`);
    data.skip(length);
  }
}

function followsEnd(end: number): Damage {
  return new Damage('broken', `other bytes follow its end, ${byteAt(end)}`);
}
