import type { Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import {
  type Codec,
  type Decompress,
  type Decompressed,
  DecompressFailure,
} from '../../core/artifact/inside/decompress.ts';
import { undoLz4 } from '../../core/artifact/inside/undo-lz4.ts';

type Undoing = AsyncGenerator<Uint8Array, Decompressed, void>;

const CHUNK_BYTES = 256 * 1024;

/**
 * Undoes compression with Node.js's own zlib where it can (zstd from Node.js 22.15), else with a library or code of
 * our own; nothing is kept but the piece in hand.
 */
export const decompress: Decompress = (codec, content) => UNDO[codec](content);

const UNDO: Record<Codec, (content: AsyncIterable<Uint8Array>) => Undoing | null> = {
  gzip: (content) => undoStream(zlib.createGunzip({ chunkSize: CHUNK_BYTES }), content),
  zstd: (content) => undoZstd(content),
  lz4: undoLz4,
  bzip2: () => null,
  xz: () => null,
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
  let hasMade = false;
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
      hasMade = true;
      yield made as Uint8Array;
    }
    await fed;
    if (failure !== null) throw failure;
    return { consumedBytes: stream.bytesWritten };
  } catch (error) {
    // No member begins after the last one: gzip passes over what follows, and its caller sees how much that is.
    if (hasMade && (error as Error).message === 'incorrect header check') return { consumedBytes: fedBytes - 1 };
    throw failure ?? asFailure(error);
  } finally {
    stream.destroy();
  }
}

function asFailure(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'Z_BUF_ERROR') return new DecompressFailure('cut', error.message, error);
  if (code?.startsWith('Z_') || code?.startsWith('ZSTD_')) return new DecompressFailure('broken', error.message, error);
  return error;
}

/** In Node.js from 22.15 on; the types are those of the oldest that is supported. */
const createZstd = (zlib as { createZstdDecompress?: typeof zlib.createGunzip }).createZstdDecompress;

async function* undoZstd(content: AsyncIterable<Uint8Array>): Undoing {
  if (createZstd !== undefined) return yield* undoStream(createZstd({ chunkSize: CHUNK_BYTES }), content);
  const { Decompress: ZstdStream } = await import('fzstd');
  const made: Uint8Array[] = [];
  const stream = new ZstdStream((piece) => made.push(piece));
  let consumedBytes = 0;
  try {
    for await (const chunk of content) {
      // It keeps what it is given and writes into it.
      stream.push(Uint8Array.from(chunk));
      consumedBytes += chunk.length;
      yield* made.splice(0);
    }
    stream.push(new Uint8Array(0), true);
  } catch (error) {
    // The library takes fewer forms than zstd does: what it cannot undo may be right all the same.
    if (isOfLibrary(error))
      throw new DecompressFailure('unsupported', `the decompressor says: ${(error as Error).message}`, error);
    throw error;
  }
  yield* made.splice(0);
  return { consumedBytes };
}

function isOfLibrary(error: unknown): boolean {
  return error instanceof Error && typeof (error as { code?: unknown }).code === 'number';
}
