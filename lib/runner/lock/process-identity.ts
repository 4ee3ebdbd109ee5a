import { readdirSync, readFileSync } from 'node:fs';

/** A process, distinguished from a later one with the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it began, in clock ticks since the machine started; null where the system does not say. */
  readonly startTicks: string | null;
}

/** Names this start of the machine; null where the system does not say (anything but Linux). */
export function readBootId(): string | null {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return null;
  }
}

export function identityOf(pid: number): ProcessIdentity {
  return { pid, startTicks: statOf(pid)?.startTicks ?? null };
}

/** Whether this very process is alive, and not another with its number. A zombie is not. */
export function isProcessAlive({ pid, startTicks }: ProcessIdentity): boolean {
  if (!answers(pid)) return false;
  const stat = statOf(pid);
  if (stat === null) return true;
  if (isDead(stat.state)) return false;
  return startTicks === null || stat.startTicks === startTicks;
}

/** Whether anything of the process group that this process led is there. */
export function isGroupAlive(leader: ProcessIdentity): boolean {
  if (!answers(-leader.pid)) return false;
  // The system gives the number to no other process while the group is there: without its leader, it is the same group.
  if (answers(leader.pid) && statOf(leader.pid)?.startTicks !== leader.startTicks) return false;
  return hasLiving(leader.pid);
}

/**
 * Whether any process of a group is alive. The system counts zombies until their parent reaps them, and in a container
 * without an init process that never happens.
 */
export function hasLiving(group: number): boolean {
  if (!answers(-group)) return false;
  let names: readonly string[];
  try {
    names = readdirSync('/proc');
  } catch {
    return true;
  }
  const stats = names.filter((name) => /^\d+$/.test(name)).map((name) => statOf(Number(name)));
  // Without the /proc of Linux, zombies cannot be recognized.
  if (stats.length === 0) return true;
  return stats.some((stat) => stat?.group === group && !isDead(stat.state));
}

/**
 * The living processes whose environment holds a mark, such as `NAME=value`: what a process starts inherits it, also where
 * it makes a session of its own. Those of other users are not seen, nor is any without the /proc of Linux.
 */
export function livingMarked(mark: string): readonly number[] {
  let names: readonly string[];
  try {
    names = readdirSync('/proc');
  } catch {
    return [];
  }
  const pids = names.filter((name) => /^\d+$/.test(name)).map(Number);
  return pids.filter((pid) => hasMark(pid, mark) && !isDead(statOf(pid)?.state ?? 'X'));
}

function hasMark(pid: number, mark: string): boolean {
  try {
    return `\0${readFileSync(`/proc/${pid}/environ`, 'latin1')}`.includes(`\0${mark}\0`);
  } catch {
    return false;
  }
}

/** Signal 0 only asks; a refusal says that the process exists. */
function answers(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function isDead(state: string): boolean {
  return state === 'Z' || state === 'X';
}

interface ProcessStat {
  readonly state: string;
  readonly group: number;
  readonly startTicks: string;
}

/** proc(5): the second field is the name in parentheses, and may hold blanks and parentheses itself. */
function statOf(pid: number): ProcessStat | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0] ?? '', group: Number(fields[2]), startTicks: fields[19] ?? '' };
  } catch {
    return null;
  }
}
