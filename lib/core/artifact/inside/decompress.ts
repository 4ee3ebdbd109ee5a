/** Compressions that are undone to look inside. */
export type Codec = 'gzip' | 'zstd' | 'bzip2' | 'xz' | 'lz4';

/** What was read when the compressed data came to its end. */
export interface Decompressed {
  readonly consumedBytes: number;
}

/**
 * Undoes compression piece by piece: memory does not grow with the file. Null for a codec that cannot be undone here.
 * The generator throws DecompressFailure, and what `content` throws.
 */
export type Decompress = (
  codec: Codec,
  content: AsyncIterable<Uint8Array>,
) => AsyncGenerator<Uint8Array, Decompressed, void> | null;

/**
 * `cut`: the compressed data has no end. `broken`: it is none, or its checksum is wrong. `doubtful`: it is damaged by
 * this version of the decompressor, and other versions take it. `unsupported`: it may be right, and cannot be undone
 * here (a window too large, a dictionary).
 */
export type DecompressFailureKind = 'cut' | 'broken' | 'doubtful' | 'unsupported';

/** Thrown by decompressors; callers decide what it says of the file. */
export class DecompressFailure extends Error {
  readonly kind: DecompressFailureKind;

  constructor(kind: DecompressFailureKind, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'DecompressFailure';
    this.kind = kind;
  }
}
