import { lstat, opendir } from 'node:fs/promises';
import { join, normalize } from 'node:path';
import type { RestoredFiles } from '../restoring.ts';

/** What lies in a folder. Links are counted and not followed. */
export interface FileCounts {
  readonly files: number;
  readonly bytes: number;
  readonly links: number;
}

/** Counts what was restored, one folder after the other. */
export async function countFiles(folder: string): Promise<FileCounts> {
  const counts = { files: 0, bytes: 0, links: 0 };
  const folders = [folder];
  for (let next = folders.pop(); next !== undefined; next = folders.pop()) {
    for await (const entry of await opendir(next)) {
      const path = join(next, entry.name);
      if (entry.isDirectory()) folders.push(path);
      else if (entry.isSymbolicLink()) counts.links += 1;
      else if (entry.isFile()) {
        counts.files += 1;
        counts.bytes += (await lstat(path)).size;
      }
    }
  }
  return counts;
}

/** The files of a folder on this host, for the questions about them. */
export function filesIn(folder: string): RestoredFiles {
  return {
    count: async () => (await countFiles(folder)).files,
    sizeOf: async (path) => {
      const parts = normalize(path).split('/');
      if (parts.includes('..')) return null;
      // Each folder on the way is one itself: a link could lead out of what was restored.
      for (let depth = 1; depth <= parts.length; depth += 1) {
        const found = await lstat(join(folder, ...parts.slice(0, depth))).catch(() => null);
        if (depth < parts.length ? found?.isDirectory() !== true : found?.isFile() !== true) return null;
        if (depth === parts.length) return found?.size ?? null;
      }
      return null;
    },
  };
}
