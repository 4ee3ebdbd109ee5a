import { statfs } from 'node:fs/promises';
import { formatBytes, formatExactBytes } from '../../core/quantity.ts';
import type { FreeSpace } from '../settings/host-option.ts';

/** What is wrong with the free space at a path, with what to do; null when there is enough. */
export async function freeSpaceProblem(path: string, need: FreeSpace): Promise<string | null> {
  let free: number;
  let total: number;
  try {
    const { bsize, bavail, blocks } = await statfs(path);
    free = bavail * bsize;
    total = blocks * bsize;
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    return `cannot read the free space of ${path} (${code}); name an existing folder with --staging`;
  }
  const wanted = 'bytes' in need ? need.bytes : (total * need.percent) / 100;
  if (free >= wanted) return null;
  const said =
    'bytes' in need ? formatExactBytes(need.bytes) : `${need.percent}% (${formatBytes(Math.ceil(wanted), free)})`;
  return `${path} has ${formatBytes(free, wanted)} free, but ${said} is needed; free some space, or lower --need-free`;
}
