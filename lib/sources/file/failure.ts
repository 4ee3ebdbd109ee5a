import { EvidenceGone, type EvidenceOperation, EvidenceUnreadable } from '../../ports/evidence-source.ts';

/** Errors of the file system that say no, in words. All others (EIO, ESTALE, ETIMEDOUT, EMFILE) may pass. */
const REFUSALS = new Map<string, string>([
  ['ENOENT', 'no such folder'],
  ['ENOTDIR', 'not a folder'],
  ['EACCES', 'permission denied; let the user of the sentinel read it'],
  ['EPERM', 'permission denied; let the user of the sentinel read it'],
  ['ELOOP', 'symbolic links that lead in a circle'],
  ['ENAMETOOLONG', 'the path is too long'],
]);

/** An error of Node's as ours. */
export function folderFailure(error: unknown, operation: EvidenceOperation, location: string): EvidenceUnreadable {
  if (error instanceof EvidenceUnreadable) return error;
  const code = codeOf(error);
  if (operation === 'read' && code === 'ENOENT') return new EvidenceGone(location, 'no such file', error);
  const refusal = REFUSALS.get(code);
  if (refusal) return new EvidenceUnreadable('refused', operation, location, `${refusal} (${code})`, error);
  const text = error instanceof Error ? error.message : String(error);
  return new EvidenceUnreadable('transient', operation, location, text, error);
}

/** True for something that was there when its folder was read, or is a link that leads nowhere. */
export function isVanished(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR', 'ELOOP'].includes(codeOf(error));
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException | null)?.code ?? '';
}
