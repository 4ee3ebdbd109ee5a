import { constants, open } from 'node:fs/promises';

/** The tool that unpacks, by the first bytes of what it packed. */
const PACKERS: readonly (readonly [magic: string, tool: string, words: readonly string[]])[] = [
  ['1f8b', 'gzip', ['-dc']],
  ['28b52ffd', 'zstd', ['-dcq', '--memory=2048MB']],
  ['fd377a585a00', 'xz', ['-dc']],
  ['425a68', 'bzip2', ['-dc']],
  ['04224d18', 'lz4', ['-dc']],
];

/** How a file is unpacked. */
export interface Unpacking {
  readonly tool: string;
  readonly words: readonly string[];
}

/** Null for what is not packed. */
export async function unpackingOf(path: string): Promise<Unpacking | null> {
  const head = (await headOf(path, 6)).toString('hex');
  const [, tool, words] = PACKERS.find(([magic]) => head.startsWith(magic)) ?? [];
  return tool === undefined || words === undefined ? null : { tool, words };
}

/** The first bytes of a file. */
export async function headOf(path: string, bytes: number): Promise<Buffer> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
