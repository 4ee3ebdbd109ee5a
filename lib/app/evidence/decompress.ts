import type { Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import {
  type Codec,
  type Decompress,
  type Decompressed,
  DecompressFailure,
  type DecompressFailureKind,
} from '../../core/artifact/inside/decompress.ts';
import { undoBzip2 } from '../../core/artifact/inside/undo-bzip2.ts';
import { undoLz4 } from '../../core/artifact/inside/undo-lz4.ts';

type Undoing = AsyncGenerator<Uint8Array, Decompressed, void>;

const CHUNK_BYTES = 256 * 1024;
const SURE_BYTES = 64 * 1024;
/** What these few bytes can be undone to, a block of zeros for each four of them, is 16 MiB. */
const ZSTD_PIECE_BYTES = 512;

/**
 * Undoes compression with Node.js's own zlib where it can (zstd from Node.js 22.15), else with a library or code of
 * our own; nothing is kept but the piece in hand.
 */
export const decompress: Decompress = (codec, content) => UNDO[codec](content);

const UNDO: Record<Codec, (content: AsyncIterable<Uint8Array>) => Undoing | null> = {
  gzip: (content) => undoStream(zlib.createGunzip({ chunkSize: CHUNK_BYTES }), content),
  zstd: (content) => undoZstd(content),
  lz4: undoLz4,
  bzip2: undoBzip2,
  xz: (content) => undoXz(content),
};

/** Members and frames that follow one another are undone too. */
async function* undoStream(
  stream: Transform & { readonly bytesWritten: number },
  content: AsyncIterable<Uint8Array>,
): Undoing {
  const ended = new Promise<void>((resolve) => {
    for (const event of ['end', 'error', 'close']) stream.once(event, () => resolve());
  });
  let failure: unknown = null;
  let fedBytes = 0;
  let madeBytes = 0;
  const fed = (async () => {
    for await (const chunk of content) {
      // Where the stream ends before the content does, the write is never answered.
      const written = new Promise<boolean>((resolve) => stream.write(chunk, () => resolve(true)));
      if ((await Promise.race([ended, written])) !== true) return;
      fedBytes += chunk.length;
    }
    stream.end();
  })().catch((error: unknown) => {
    failure = error;
    stream.destroy();
  });
  try {
    for await (const made of stream) {
      madeBytes += made.length;
      yield made as Uint8Array;
    }
    await fed;
    if (failure !== null) throw failure;
    return { consumedBytes: stream.bytesWritten };
  } catch (error) {
    // No member begins after the last one: gzip passes over what follows, and its caller sees how much that is.
    if (madeBytes > 0 && (error as Error).message === 'incorrect header check') return { consumedBytes: fedBytes - 1 };
    throw failure ?? asFailure(error, madeBytes);
  } finally {
    stream.destroy();
  }
}

function asFailure(error: unknown, madeBytes: number): unknown {
  if (!(error instanceof Error)) return error;
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'Z_BUF_ERROR') return new DecompressFailure('cut', error.message, error);
  if (code?.startsWith('Z_') || code === 'ZSTD_error_checksum_wrong') {
    return new DecompressFailure('broken', error.message, error);
  }
  // What one version of zstd takes, another calls damaged: only after much that was right it is no doubt.
  if (code?.startsWith('ZSTD_')) {
    return new DecompressFailure(madeBytes < SURE_BYTES ? 'doubtful' : 'broken', error.message, error);
  }
  return error;
}

/** In Node.js from 22.15 on; the types are those of the oldest that is supported. */
const createZstd = (zlib as { createZstdDecompress?: typeof zlib.createGunzip }).createZstdDecompress;

async function* undoZstd(content: AsyncIterable<Uint8Array>): Undoing {
  if (createZstd !== undefined) return yield* undoStream(createZstd({ chunkSize: CHUNK_BYTES }), content);
  const { Decompress: ZstdStream, ZstdErrorCode } = await import('fzstd');
  const made: Uint8Array[] = [];
  const stream = new ZstdStream((piece) => made.push(piece));
  let consumedBytes = 0;
  try {
    for await (const chunk of content) {
      for (let at = 0; at < chunk.length; at += ZSTD_PIECE_BYTES) {
        // It keeps what it is given and writes into it.
        stream.push(Uint8Array.from(chunk.subarray(at, at + ZSTD_PIECE_BYTES)));
        yield* made.splice(0);
      }
      consumedBytes += chunk.length;
    }
    stream.push(new Uint8Array(0), true);
  } catch (error) {
    const code = codeOfLibrary(error);
    if (code === null) throw error;
    // It takes fewer forms than zstd does: what it cannot undo may be right all the same.
    throw ofLibrary(error, code === ZstdErrorCode.WindowSizeTooLarge ? 'unsupported' : 'doubtful');
  }
  yield* made.splice(0);
  return { consumedBytes };
}

async function* undoXz(content: AsyncIterable<Uint8Array>): Undoing {
  // It is CommonJS: where its exports are depends on what loads it.
  const library = await import('xz-decompress');
  const { XzReadableStream } = library.XzReadableStream === undefined ? library.default : library;
  let consumedBytes = 0;
  let failure: unknown = null;
  const source = content[Symbol.asyncIterator]();
  const compressed = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const next = await source.next();
        if (next.done) return controller.close();
        consumedBytes += next.value.length;
        controller.enqueue(Uint8Array.from(next.value));
      } catch (error) {
        failure = error;
        controller.error(error);
      }
    },
  });
  const reader = new XzReadableStream(compressed).getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
    return { consumedBytes };
  } catch (error) {
    // The only codes that speak of the data, and not of what it can undo.
    const isOfData = /error code (5|7)$/.test((error as Error).message);
    throw failure ?? ofLibrary(error, isOfData ? 'doubtful' : 'unsupported');
  } finally {
    await reader.cancel().catch(() => {});
    await source.return?.();
  }
}

function codeOfLibrary(error: unknown): number | null {
  const code = (error as { code?: unknown }).code;
  return typeof code === 'number' ? code : null;
}

function ofLibrary(error: unknown, kind: DecompressFailureKind): DecompressFailure {
  return new DecompressFailure(kind, `the decompressor says: ${(error as Error).message}`, error);
}
