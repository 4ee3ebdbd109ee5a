import type { KindOfArtifact, Look } from '../artifact-kind.ts';
import { hasText, zerosAtEnd } from '../byte-fields.ts';
import { byteAt, type Checked, Damage, hollow, notCheckable, ReadLimitReached, whole } from '../finding.ts';
import type { Forward } from '../forward.ts';
import {
  PG_DUMP_MAGIC,
  type PgDumpContents,
  type PgDumpData,
  PgDumpFields,
  PgDumpVersionUnknown,
  readPgDumpContents,
} from '../pg-dump-contents.ts';
import { BLOBS_BLOCK, endsWithData, TABLE_BLOCK } from '../pg-dump-end.ts';
import type { ReadLimits } from '../read-limits.ts';
import { Walk } from '../walk.ts';

const CONTENTS_WINDOW_BYTES = 128 * 1024;
/** What pg_dump adds to the name of a file of data (PostgreSQL, compress_io.c). */
const COMPRESSED_AS = ['', '.gz', '.lz4', '.zst'];
/** A table of contents that reads right so far has more right bits than chance gives. */
const CONTENTS_BITS = 64;
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
async function check({ reader, limits, namesBeside }: Look): Promise<Checked> {
  const contents = await contentsOf(new Walk(reader, { ...limits, seekBytes: CONTENTS_WINDOW_BYTES }));
  if (contents === null) return versionUnknown();
  const nothing = nothingIn(contents, reader.sizeBytes);
  if (nothing !== null) return nothing;
  if (contents.data.length > 0) return checkData(reader, limits, contents, lastOf(contents.data));
  if (contents.end < reader.sizeBytes) throw followsEnd(contents.end);
  return filesThere(contents.files, await namesBeside());
}

/** A dump into a folder has its data in files beside the table of contents, compressed or not. Throws Damage. */
function filesThere(files: readonly string[], beside: ReadonlySet<string> | null): Checked {
  if (files.length === 0) return whole('its table of contents is whole, and names no data');
  if (beside === null) {
    return notCheckable('its table of contents is whole; whether the files that it names are there was not looked at');
  }
  const missing = files.find((file) => !COMPRESSED_AS.some((ending) => beside.has(file + ending)));
  if (missing !== undefined) throw new Damage(`it names ${missing}, and that file is not there`, CONTENTS_BITS);
  return whole(`its table of contents is whole, and the ${files.length} files that it names are there`);
}

/** As `check`, for an archive that is gone through from front to end, as one inside another is. Throws Damage. */
export async function walkPgDump(forward: Forward): Promise<Checked> {
  const contents = await contentsOf(forward);
  if (contents === null) return versionUnknown();
  const missing = new Set(contents.data.map(({ id }) => id));
  const blocks = new PgDumpFields(forward, contents.end, contents.intBytes, 'its data');
  while ((await forward.upTo(blocks.at, 1)).length > 0) missing.delete(await skipBlock(blocks));
  const nothing = nothingIn(contents, forward.lengthBytes);
  if (nothing !== null) return nothing;
  // What was passed over at last has to be there.
  if (blocks.at > forward.lengthBytes) throw new Damage('it is cut short: it ends inside its data', CONTENTS_BITS);
  if (missing.size > 0)
    throw new Damage(`it is cut short: data of ${missing.size} entries is not there`, CONTENTS_BITS);
  return whole('all data that its table of contents names is there');
}

async function contentsOf(forward: Forward): Promise<PgDumpContents | null> {
  try {
    return await readPgDumpContents(forward);
  } catch (error) {
    if (error instanceof PgDumpVersionUnknown) return null;
    throw error;
  }
}

function versionUnknown(): Checked {
  return notCheckable('it is a pg_dump archive of a version that is not known here');
}

/** pg_dump writes its table of contents first: when it died then, all data that the table names is missing. */
function nothingIn({ data, end, makesSomething, isCustom }: PgDumpContents, sizeBytes: number): Checked | null {
  if (!makesSomething) return hollow('a dump of a database without anything in it');
  if (!isCustom || data.length === 0 || end < sizeBytes) return null;
  return hollow(`its table of contents names data of ${data.length} entries, and none is there`);
}

async function checkData(
  reader: Look['reader'],
  limits: ReadLimits,
  contents: PgDumpContents,
  last: PgDumpData,
): Promise<Checked> {
  const endBytes = (1 + contents.intBytes) * (last.isBlobs ? 2 : 1);
  if (zerosAtEnd(await reader.tail(endBytes)) < endBytes) {
    throw new Damage('it is cut short: its last data does not end as data of pg_dump does');
  }
  const seekBytes = Math.min(limits.seekBytes, DATA_WINDOW_BYTES);
  const maxReads = Math.min(limits.maxReads, MAX_DATA_READS);
  const few = { maxBytes: MAX_DATA_BYTES, maxReads, seekBytes };
  const isThere = whole('the last data that its table of contents names is there, up to its end');
  try {
    await goThroughData(reader, few, contents, last);
    return isThere;
  } catch (error) {
    if (!(error instanceof ReadLimitReached)) throw error;
  }
  const tailBytes = Math.min(TAIL_BYTES, reader.sizeBytes - (last.from ?? contents.end));
  if (endsWithData(await reader.tail(tailBytes), last, contents.intBytes)) {
    return whole('its table of contents is whole, and its last pieces of data lead to its end');
  }
  // It was cut, or its last piece is longer than that: nothing is left but to go on.
  await goThroughData(reader, { ...limits, seekBytes: Math.max(limits.seekBytes, DATA_WINDOW_BYTES) }, contents, last);
  return isThere;
}

/** From the last data where its place is known, else from the first. Throws Damage, and ReadLimitReached. */
async function goThroughData(
  reader: Look['reader'],
  limits: Omit<ReadLimits, 'maxInsideBytes'>,
  { end, intBytes }: PgDumpContents,
  last: PgDumpData,
): Promise<void> {
  const data = new PgDumpFields(new Walk(reader, limits), last.from ?? end, intBytes, 'its data');
  for (let id = 0; id !== last.id; ) id = await skipBlock(data);
  if (data.at < reader.sizeBytes) throw followsEnd(data.at);
}

/** Data is written in the order of the table of contents; where the places are noted, they decide. */
function lastOf(data: readonly PgDumpData[]): PgDumpData {
  return data.reduce((last, entry) => ((entry.from ?? 0) >= (last.from ?? 0) ? entry : last));
}

/** Goes to the end of the block that begins here, and gives back whose data it is. */
async function skipBlock(data: PgDumpFields): Promise<number> {
  const at = data.at;
  const type = await data.byte();
  const id = await data.int();
  if ((type !== TABLE_BLOCK && type !== BLOBS_BLOCK) || id <= 0) {
    throw new Damage(`at ${byteAt(at)} data should begin, and none does`);
  }
  if (type === TABLE_BLOCK) await skipPieces(data);
  else for (let objectId = await data.int(); objectId !== 0; objectId = await data.int()) await skipPieces(data);
  return id;
}

async function skipPieces(data: PgDumpFields): Promise<void> {
  for (let length = await data.int(); length !== 0; length = await data.int()) {
    if (length < 0) throw new Damage(`at ${byteAt(data.at)} a piece of data is damaged`);
    data.skip(length);
  }
}

function followsEnd(end: number): Damage {
  return new Damage(`other bytes follow its end, ${byteAt(end)}`);
}

export const PG_DUMP_CUSTOM = {
  name: 'pg_dump custom',
  suffixes: [],
  alsoNamed: ['dump', 'pgdump', 'pgc', 'custom', 'backup', 'bak', 'dat'],
  recognise: (head) => (hasText(head, 0, PG_DUMP_MAGIC) ? 40 : 0),
  check,
  docs: {
    checkedBy: 'the whole table of contents, then the last data to its end; of -Fd, each file that `toc.dat` names',
    sees: 'a cut, missing last data, damaged structure; a table of contents without its data; a missing file of -Fd',
    cannotSee:
      'content; of a dump through a pipe that is too long to go through: a cut exactly between two tables; versions of the format above 1.16',
  },
} as const satisfies KindOfArtifact;
