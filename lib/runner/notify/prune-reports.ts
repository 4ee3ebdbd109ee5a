import { readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';

const MAX_REPORTS = 100;
/** As `reportPlace` names them; they sort by time. */
const NAME = /^\d{8}T\d{6}Z-[0-9a-f]{8}\.json$/;

/** Keeps the newest 100 reports in the folder of a job (or node). What cannot be removed stays; nothing fails over it. */
export async function pruneReports(folder: string): Promise<void> {
  const names = await readdir(folder).catch((): string[] => []);
  const old = names
    .filter((name) => NAME.test(name))
    .sort()
    .slice(0, -MAX_REPORTS);
  for (const name of old) await unlink(join(folder, name)).catch(() => {});
}
