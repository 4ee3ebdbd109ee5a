import { changeText } from '../../lib/app/foresight/change-text.ts';
import type { JobPast } from '../../lib/app/foresight/past.ts';
import type { Replayed, ReplaySpan } from '../../lib/app/foresight/replay.ts';
import type { JobDifference } from '../../lib/core/foresight/replay-difference.ts';
import { DAY_MS, formatInstant } from '../../lib/core/instant.ts';
import type { Reading } from '../../lib/core/message/local-time.ts';
import type { Transition } from '../../lib/core/model/transition.ts';
import { count } from '../../lib/core/summary/counted.ts';
import { failedTests } from '../../lib/core/wording/failed-tests.ts';
import { printable } from './printable.ts';

export interface ReplayReport {
  readonly span: ReplaySpan;
  readonly replayed: Replayed;
  /** Null where there is no other document to compare with. */
  readonly differences: readonly JobDifference[] | null;
  /** How many the document has, those that need no replay among them. */
  readonly jobs: number;
  /** The zone of the instants, and its name. */
  readonly timezone: string;
}

/** Job by job what would have been; with another document, what would appear (+) and vanish (-); then sums. */
export function replayText(report: ReplayReport): string {
  const { span, replayed, differences } = report;
  const lines = differences === null ? ownLines(report) : differenceLines(report, differences);
  const all = [...lines, ...(lines.length > 0 ? [''] : []), sums(report), ...gapLines(replayed, span)];
  return `${all.map(printable).join('\n')}\n`;
}

export function replayJson({ span, replayed, differences }: ReplayReport): object {
  return {
    from: formatInstant(span.from),
    until: formatInstant(span.until),
    transitions: replayed.transitions.map(transitionJson),
    differences:
      differences?.map(({ jobId, changes }) => ({
        job_id: jobId,
        added: changes.filter(({ kind }) => kind === 'added').map(({ transition }) => transitionJson(transition)),
        removed: changes.filter(({ kind }) => kind === 'removed').map(({ transition }) => transitionJson(transition)),
      })) ?? null,
    known: Object.fromEntries(
      [...replayed.pasts].map(([jobId, past]) => [
        jobId,
        past.kind === 'from' ? { since: formatInstant(past.from) } : { since: null, reason: pastWords(past) },
      ]),
    ),
    notes: replayed.notes,
  };
}

function transitionJson({ jobId, at, from, to, reason, verdict }: Transition): object {
  return { job_id: jobId, at: formatInstant(at), from, to, reason, findings: verdict ? findings(verdict) : [] };
}

function ownLines({ replayed, ...report }: ReplayReport): string[] {
  const reading = readingOf(report);
  const ids = [...new Set(replayed.transitions.map(({ jobId }) => jobId))].sort();
  return ids.flatMap((id) => [
    id,
    ...replayed.transitions.filter(({ jobId }) => jobId === id).map((change) => line('same', change, reading)),
  ]);
}

function differenceLines(report: ReplayReport, differences: readonly JobDifference[]): string[] {
  const reading = readingOf(report);
  return differences.flatMap(({ jobId, changes }) => [
    jobId,
    ...changes.map(({ kind, transition }) => line(kind, transition, reading)),
  ]);
}

function readingOf({ timezone, span }: Pick<ReplayReport, 'timezone' | 'span'>): Reading {
  return { timezone, at: span.until };
}

function line(kind: Parameters<typeof changeText>[0], transition: Transition, reading: Reading): string {
  const found = transition.verdict === null ? [] : findings(transition.verdict);
  return `  ${changeText(kind, transition, reading)}${found.length > 0 ? `  ${found.join('; ')}` : ''}`;
}

function findings(verdict: NonNullable<Transition['verdict']>): string[] {
  return failedTests(verdict).map(({ test }) => test.reason);
}

/** What a replay comes to, in a sentence. */
export function sums({ span, replayed, differences, jobs }: ReplayReport): string {
  const days = Math.round((span.until - span.from) / DAY_MS);
  const begun = `${count(jobs, 'job')} over ${count(days, 'day')}`;
  if (differences === null) return `${begun}: ${count(breaks(replayed.transitions), 'break')}`;
  const changes = differences.flatMap((difference) => difference.changes);
  if (changes.length === 0) return `${begun}: nothing would be different`;
  const added = changes.filter(({ kind }) => kind === 'added').length;
  return `${begun}: ${count(differences.length, 'job')} would be different, with ${added} changes more and ${changes.length - added} fewer`;
}

/** A break begins where a job leaves green. */
function breaks(transitions: readonly Transition[]): number {
  return transitions.filter(({ from, to }) => from === 'green' && to !== 'green').length;
}

/** What a replay cannot know. */
export function gapLines({ pasts, notes }: Replayed, { from }: ReplaySpan): string[] {
  const lines = [...notes];
  const later = [...pasts].filter(([, past]) => past.kind === 'from' && past.from > from + DAY_MS).map(([id]) => id);
  if (later.length > 0) {
    lines.push(`known for a shorter time, since older backups were deleted or there were none: ${named(later)}`);
  }
  for (const [id, past] of pasts) if (past.kind !== 'from') lines.push(`${id} was not replayed: ${pastWords(past)}`);
  return lines;
}

function pastWords(past: Exclude<JobPast, { kind: 'from' }>): string {
  switch (past.kind) {
    case 'mirror':
      return 'a mirror is updated in place, and what it was is not kept';
    case 'nothing':
      return 'no backup, report or ping of it is known';
    case 'unreadable':
      return `${past.location} cannot be read: ${past.error}`;
  }
}

const MAX_NAMED = 5;

function named(ids: readonly string[]): string {
  const rest = ids.length - MAX_NAMED;
  return ids.slice(0, MAX_NAMED).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}
