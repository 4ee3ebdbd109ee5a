import type { Look } from '../artifact-kind.ts';
import type { ArtifactReader } from '../artifact-reader.ts';
import { hasText, textOf, zerosAtEnd } from '../byte-fields.ts';
import { type Checked, Damage, hollow, notCheckable, whole } from '../finding.ts';
import { walkPgDump } from '../kinds/pg-dump-custom.ts';
import { concludeSql } from '../kinds/sql-dump.ts';
import { PG_DUMP_MAGIC } from '../pg-dump-contents.ts';
import { isNamedSql, kindOfSqlText, SqlText } from '../sql-text.ts';
import { readTarHeader, TAR_BLOCK_BYTES } from '../tar-header.ts';
import { walkTar } from '../tar-walk.ts';
import { type Codec, DecompressFailure } from './decompress.ts';
import { Flow } from './flow.ts';

const CHUNK_BYTES = 1 << 20;
const SINGLE_BYTES = 64;
const HEAD_BYTES = 4096;
/** What was decompressed so far is no chance: docs/design/artifacts.md#odds. */
const DECODED_BYTES = 64 * 1024;
const DECODED_BITS = 24;
const INNER_BITS = 64;

/** What was inside compressed data, or why that is not known. */
export type Inside =
  /** `isDoubtful`: the decompressor stopped at something that may be right. */
  | { readonly kind: 'not-looked'; readonly reason: string; readonly isDoubtful: boolean }
  | {
      readonly kind: 'looked';
      /** Where the compressed data ended. */
      readonly consumedBytes: number;
      readonly producedBytes: number;
      /** The verdict on the whole, which was found right in these words. */
      readonly conclude: (words: string) => Checked;
    };

/** Kinds that are judged inside others, and what people call them there. */
type Inner = 'tar' | 'pg_dump -Fc' | 'SQL dump';

/**
 * Decompresses all of it in bounded memory, and judges the dump or tar inside by the rules of its kind. Throws Damage
 * where the compression or what is inside has no right end, and what reading throws.
 */
export async function lookInside(look: Look, codec: Codec): Promise<Inside> {
  const source = look.decompress(codec, chunksOf(look.reader));
  if (source === null) return { kind: 'not-looked', reason: NOT_LOOKED, isDoubtful: false };
  const flow = new Flow(source);
  let inner: Inner | null = null;
  try {
    const head = await flow.upTo(0, HEAD_BYTES);
    const name = innerName(look.name);
    inner = innerKind(head, name);
    const checked = inner === null ? null : await judge(inner, flow);
    let hasContent = zerosAtEnd(head) < head.length;
    const { consumedBytes } = await flow.drain((bytes) => {
      hasContent ||= zerosAtEnd(bytes) < bytes.length;
    });
    const producedBytes = flow.lengthBytes;
    const isEmptyTar = !hasContent && producedBytes > 0 && /\.tar$/i.test(name);
    const found = isEmptyTar ? hollow('tar without members') : checked;
    return { kind: 'looked', consumedBytes, producedBytes, conclude: (words) => conclude(words, inner, found) };
  } catch (error) {
    if (error instanceof DecompressFailure) {
      const bits = inner !== null ? INNER_BITS : flow.lengthBytes >= DECODED_BYTES ? DECODED_BITS : 0;
      if (error.kind === 'unsupported' || error.kind === 'doubtful') {
        return { kind: 'not-looked', reason: `${NOT_LOOKED}: ${error.message}`, isDoubtful: error.kind === 'doubtful' };
      }
      if (error.kind === 'cut') throw look.reader.cutInside('the compressed data', 0, bits);
      throw new Damage(`it cannot be decompressed: ${error.message}`, bits);
    }
    if (error instanceof Damage && inner !== null) throw new Damage(`the ${inner} in it: ${error.message}`, INNER_BITS);
    throw error;
  } finally {
    await flow.close();
  }
}

const NOT_LOOKED = 'its inside was not looked at';

/** For kinds whose own end shows without decompressing: looks inside where that is not too much, or says that it did not. */
export async function concludeInside(look: Look, codec: Codec, words: string): Promise<Checked> {
  if (look.reader.sizeBytes > look.limits.maxInsideBytes) return whole(`${words}; ${NOT_LOOKED}`);
  const inside = await lookInside(look, codec);
  if (inside.kind === 'not-looked') return (inside.isDoubtful ? notCheckable : whole)(`${words}; ${inside.reason}`);
  if (inside.producedBytes === 0) return hollow(`${codec} of no bytes`);
  return inside.conclude(words);
}

function conclude(words: string, inner: Inner | null, found: Checked | null): Checked {
  if (found === null) return whole(words);
  if (inner === null) return found;
  if (found.verdict === 'hollow') return { ...found, words: `the ${inner} in it: ${found.words}` };
  return { verdict: found.verdict, words: `${words}; the ${inner} in it: ${found.words}` };
}

async function judge(inner: Inner, flow: Flow): Promise<Checked> {
  switch (inner) {
    case 'tar':
      return walkTar(flow);
    case 'pg_dump -Fc':
      return walkPgDump(flow);
    case 'SQL dump': {
      const text = new SqlText();
      await flow.drain((bytes) => text.push(textOf(bytes)));
      return concludeSql(text);
    }
  }
}

function innerKind(head: Uint8Array, name: string): Inner | null {
  if (readTarHeader(head.subarray(0, TAR_BLOCK_BYTES)) !== null) return 'tar';
  if (hasText(head, 0, PG_DUMP_MAGIC)) return 'pg_dump -Fc';
  return kindOfSqlText(textOf(head)) !== null || isNamedSql(name, head) ? 'SQL dump' : null;
}

/** The name of what is inside: `shop.sql.gz` holds `shop.sql`, `etc.tgz` a tar. Empty where the name says nothing of it. */
function innerName(name: string): string {
  const inner = name.replace(/\.t(gz|zst|bz2?|xz)$/i, '.tar').replace(/\.(gz|zst|zstd|bz2|xz|lz4)$/i, '');
  return inner === name ? '' : inner;
}

/** The last bytes one by one: so what follows the end of the compressed data is known to the byte. */
async function* chunksOf(reader: ArtifactReader): AsyncGenerator<Uint8Array> {
  const single = Math.max(0, reader.sizeBytes - SINGLE_BYTES);
  for (let from = 0; from < single; from += CHUNK_BYTES)
    yield await reader.upTo(from, Math.min(CHUNK_BYTES, single - from));
  const last = await reader.tail(SINGLE_BYTES);
  for (let at = 0; at < last.length; at += 1) yield last.subarray(at, at + 1);
}
