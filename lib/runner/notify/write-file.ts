import { open, rename, rm } from 'node:fs/promises';

/** A file that is there whole or not at all, also after a power cut. Throws the system's errors. */
export async function writeWhole(path: string, text: string, mode: number): Promise<void> {
  // An ending that is never taken for a backup.
  const draft = `${path}.${process.pid}.tmp`;
  try {
    const file = await open(draft, 'w', mode);
    try {
      await file.writeFile(text);
      await file.datasync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => {});
    throw error;
  }
}
