import { hasText, textOf } from './byte-fields.ts';
import { byteAt, Damage } from './finding.ts';
import type { Forward } from './forward.ts';

export const PG_DUMP_MAGIC = 'PGDMP';

const CUSTOM_FORMAT = 1;
/** Archive versions in which a field came in, as 1.x. */
const RELATION_KIND_SINCE = 16;
const COMPRESSION_BYTE_SINCE = 15;
const TABLE_ACCESS_SINCE = 14;
const OLDEST = 12;
const NEWEST = 16;

const OFFSET_KNOWN = 2;
const NO_DATA = 3;
/** Entries that every archive has, and that make nothing. */
const MAKES_NOTHING = ['ENCODING', 'STDSTRINGS', 'SEARCHPATH', 'DATABASE', 'DATABASE PROPERTIES'];

/** An entry of the table of contents that has data of its own in the file. */
export interface PgDumpData {
  readonly id: number;
  /** Large objects: many in one block. */
  readonly isBlobs: boolean;
  /** Where its block begins; null where the dump went into a pipe, and pg_dump could not go back to note it. */
  readonly from: number | null;
}

export interface PgDumpContents {
  /** False for the `toc.dat` of a dump into a folder, whose data lies in other files. */
  readonly isCustom: boolean;
  /** Bytes of a number, without its sign. */
  readonly intBytes: number;
  readonly data: readonly PgDumpData[];
  /** Files beside it that hold the data of a dump into a folder, without the endings of compression. */
  readonly files: readonly string[];
  /** Some entry makes or fills something. */
  readonly makesSomething: boolean;
  /** The first byte after the table of contents. */
  readonly end: number;
}

/** What a version that is not known may hold cannot be gone through. */
export class PgDumpVersionUnknown extends Error {}

/** Reads the fields of a pg_dump archive one after the other. */
export class PgDumpFields {
  at: number;
  readonly #forward: Forward;
  readonly #intBytes: number;
  readonly #what: string;

  constructor(forward: Forward, at: number, intBytes: number, what: string) {
    this.#forward = forward;
    this.at = at;
    this.#intBytes = intBytes;
    this.#what = what;
  }

  async byte(): Promise<number> {
    const [byte = 0] = await this.#take(1);
    return byte;
  }

  /** A byte for the sign, then the amount, lowest byte first. */
  async int(): Promise<number> {
    const field = await this.#take(1 + this.#intBytes);
    const amount = field.subarray(1).reduceRight((value, byte) => value * 256 + byte, 0);
    return field[0] === 0 ? amount : -amount;
  }

  /** Null where there is none, whose length is -1. */
  async text(): Promise<string | null> {
    const length = await this.int();
    return length < 0 ? null : textOf(await this.#take(length));
  }

  async skipTexts(count: number): Promise<void> {
    for (let left = count; left > 0; left -= 1) this.skip(Math.max(0, await this.int()));
  }

  skip(bytes: number): void {
    this.at += bytes;
  }

  async offset(bytes: number): Promise<number> {
    return (await this.#take(bytes)).reduceRight((value, byte) => value * 256 + byte, 0);
  }

  async #take(length: number): Promise<Uint8Array> {
    const bytes = await this.#forward.bytes(this.at, length, this.#what);
    this.at += length;
    return bytes;
  }
}

/**
 * The header and the table of contents of an archive (PostgreSQL, pg_backup_archiver.c: ReadHead, ReadToc).
 * Throws Damage, ReadLimitReached, and PgDumpVersionUnknown.
 */
export async function readPgDumpContents(forward: Forward): Promise<PgDumpContents> {
  const header = await forward.bytes(0, 11, 'its header');
  const [major, minor = 0, , intBytes = 0, offsetBytes = 0, format] = header.subarray(PG_DUMP_MAGIC.length);
  if (!hasText(header, 0, PG_DUMP_MAGIC) || major !== 1 || minor < OLDEST || minor > NEWEST) {
    throw new PgDumpVersionUnknown();
  }
  if (intBytes < 2 || intBytes > 8 || offsetBytes < 4 || offsetBytes > 8) {
    throw new Damage('its header is damaged');
  }
  const fields = new PgDumpFields(forward, header.length, intBytes, 'its table of contents');
  if (minor >= COMPRESSION_BYTE_SINCE) await fields.byte();
  else await fields.int();
  const timeFields = 7;
  fields.skip(timeFields * (1 + intBytes));
  const namesInHeader = 3;
  await fields.skipTexts(namesInHeader);
  const isCustom = format === CUSTOM_FORMAT;
  const data: PgDumpData[] = [];
  const files: string[] = [];
  let makesSomething = false;
  for (let left = await entryCount(fields); left > 0; left -= 1) {
    const entryAt = fields.at;
    const id = await fields.int();
    if (id <= 0) throw new Damage(`its table of contents is damaged at ${byteAt(entryAt)}`);
    const description = await readDescription(fields, minor);
    makesSomething ||= !MAKES_NOTHING.includes(description);
    if (!isCustom) {
      const file = await fields.text();
      if (file) files.push(file);
      continue;
    }
    const state = await fields.byte();
    const from = await fields.offset(offsetBytes);
    if (state < 1 || state > NO_DATA) {
      throw new Damage(`its table of contents is damaged at ${byteAt(entryAt)}`);
    }
    if (state !== NO_DATA)
      data.push({ id, isBlobs: description === 'BLOBS', from: state === OFFSET_KNOWN ? from : null });
  }
  await forward.bytes(fields.at - 1, 1, 'its table of contents');
  return { isCustom, intBytes, data, files, makesSomething, end: fields.at };
}

async function entryCount(fields: PgDumpFields): Promise<number> {
  const at = fields.at;
  const count = await fields.int();
  if (count < 0) throw new Damage(`its table of contents is damaged at ${byteAt(at)}`);
  return count;
}

/** Everything between an entry's id and the place of its data: what it is an entry of. */
async function readDescription(fields: PgDumpFields, minor: number): Promise<string> {
  // Whether it has data at all, as an int; then table oid, oid, and tag.
  await fields.int();
  await fields.skipTexts(3);
  const description = await fields.text();
  // The section; then definition, drop and copy statements, namespace, tablespace.
  await fields.int();
  await fields.skipTexts(5);
  if (minor >= TABLE_ACCESS_SINCE) await fields.skipTexts(1);
  if (minor >= RELATION_KIND_SINCE) await fields.int();
  // Owner, and whether there are oids; then what it depends on, up to a text that is none.
  await fields.skipTexts(2);
  for (let dependency = await fields.text(); dependency !== null; ) dependency = await fields.text();
  return description ?? '';
}
