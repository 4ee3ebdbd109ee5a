import type { CommandWords } from '../../runner/settings/run-settings.ts';
import type { Restored, Restoring } from '../restoring.ts';
import { filesIn } from './restored-files.ts';

/** The job's own command restores: the copy is SENTINEL_COPY, and what it makes goes below SENTINEL_SCRATCH. */
export async function restoreByCommand(r: Restoring): Promise<Restored> {
  const command = r.current.settings.command as CommandWords;
  const env = { SENTINEL_COPY: r.sandbox.at(r.copy.path), SENTINEL_SCRATCH: r.sandbox.at('restored') };
  const run = await r.current.timed('restore', () => r.run(command, { env }));
  if (run.error !== null) throw r.refuted(`the command failed: ${run.error}`, run.stderr || run.stdout);
  return { query: null, files: filesIn(r.scratch.at('restored')), env, ownQuestions: async () => [] };
}
