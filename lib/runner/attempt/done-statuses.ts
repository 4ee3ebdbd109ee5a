import { basename } from 'node:path';
import type { CommandWords, RunSettings } from '../settings/run-settings.ts';

/** What an exit status other than 0 says of a backup that was made all the same. */
export type DoneStatus = 'with-warnings' | 'unchanged';

type Statuses = (status: number) => DoneStatus | null;

const warnings = (isWarning: (status: number) => boolean): Statuses => {
  return (status) => (isWarning(status) ? 'with-warnings' : null);
};

/** As each tool documents its exit statuses (docs/design/runner.md#warnings). */
const TOOLS: Readonly<Record<string, Statuses>> = {
  // Some of the source could not be read.
  restic: warnings((status) => status === 3),
  // 1 in general, 100 to 127 each of its own; the shell's two are not borg's.
  borg: warnings((status) => status === 1 || (status >= 100 && status <= 125)),
  // Files vanished before they could be read.
  rsync: warnings((status) => status === 24),
  // Files changed while they were read.
  tar: warnings((status) => status === 1),
  // Only with --error-on-no-transfer.
  rclone: (status) => (status === 9 ? 'unchanged' : null),
  robocopy: warnings((status) => status >= 1 && status <= 7),
};

/** Null for a failure. Known by the command's own name, not by that of a shell that runs it. */
export function doneStatusOf(
  command: CommandWords,
  status: number,
  { added, isOff }: RunSettings['warn'],
): DoneStatus | null {
  if (added.has(status)) return 'with-warnings';
  if (isOff) return null;
  const tool = basename(command[0]).replace(/\.exe$/i, '');
  return (Object.hasOwn(TOOLS, tool) ? TOOLS[tool]?.(status) : null) ?? null;
}

/** For people: which tool says so, or which option. */
export function doneWords(
  command: CommandWords,
  status: number,
  done: DoneStatus,
  { added }: RunSettings['warn'],
): string {
  const meaning = done === 'unchanged' ? 'that nothing was new' : 'done, with warnings';
  return `status ${status} means ${meaning} (${added.has(status) ? '--warn-exit' : basename(command[0])})`;
}
