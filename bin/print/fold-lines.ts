import { addTo } from '../../lib/core/add-to.ts';
import type { Job } from '../../lib/core/model/job.ts';
import { compactAge } from '../../lib/core/quantity.ts';
import { printable } from './printable.ts';
import type { Mark } from './state-mark.ts';

/** One line of a table of jobs. */
export interface JobLine {
  readonly mark: Mark;
  readonly name: string;
  readonly age: string;
  readonly size: string;
  readonly words: string;
}

/** A job's line, with what a line of several is made of. */
export interface LineOfJob {
  readonly job: Job;
  readonly line: JobLine;
  /** How old its last good backup is; null without one. */
  readonly ageMs: number | null;
}

/** Members of one job that are well are one line, with the oldest of their last good backups; all others have their own. */
export function foldLines(lines: readonly LineOfJob[]): JobLine[] {
  const well = new Map<string, LineOfJob[]>();
  for (const each of lines) {
    if (each.job.member === undefined || each.line.mark !== 'green') continue;
    addTo(well, each.job.parentId, each);
  }
  const shown = new Set<string>();
  return lines.flatMap(({ job, line }) => {
    const others = line.mark === 'green' && job.member !== undefined ? (well.get(job.parentId) ?? []) : [];
    if (others.length < 2) return [line];
    if (shown.has(job.parentId)) return [];
    shown.add(job.parentId);
    return [together(job, others)];
  });
}

function together({ name, member }: Job, lines: readonly LineOfJob[]): JobLine {
  const ages = lines.map(({ ageMs }) => ageMs ?? 0);
  const [first] = lines;
  return {
    mark: first?.line.mark ?? 'green',
    name: printable(`${name}, ${lines.length} of ${member?.of ?? lines.length}`),
    age: compactAge(Math.max(...ages)),
    size: '',
    words: '',
  };
}
