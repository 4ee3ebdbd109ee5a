import type { Pass } from '../../lib/app/check/check.ts';
import type { CheckedJob } from '../../lib/app/check/check-job.ts';
import { countsOf } from '../../lib/app/check/check-report.ts';
import { isGood } from '../../lib/core/evidence/seen-run.ts';
import type { Instant } from '../../lib/core/instant.ts';
import { labelOf } from '../../lib/core/model/job-label.ts';
import { quietedOf } from '../../lib/core/model/quieted.ts';
import type { Verdict } from '../../lib/core/model/verdict.ts';
import { compactAge, formatBytes } from '../../lib/core/quantity.ts';
import { count } from '../../lib/core/summary/counted.ts';
import { failedTests } from '../../lib/core/wording/failed-tests.ts';
import { sentenceOf } from '../../lib/core/wording/sentence.ts';
import { foldLines, type JobLine } from './fold-lines.ts';
import { printable } from './printable.ts';
import { MARK_ORDER, markText } from './state-mark.ts';
import { type WidthOf, widthsFor } from './widths.ts';

export interface TableStyle {
  readonly colour: boolean;
  /** Width of the terminal; undefined when the output is no terminal, and nothing is cut. */
  readonly columns: number | undefined;
}

/** A pass as a table, worst first, one line a job, with a closing line of counts. */
export async function jobTable(pass: Pass, style: TableStyle): Promise<string> {
  const lines = foldLines(
    pass.checked.map((checked) => ({
      job: checked.job,
      line: jobLine(checked, pass.now),
      ageMs: checked.row.lastGood && pass.now - checked.row.lastGood.ts,
    })),
  );
  const counts = countsOf(pass.checked);
  const summary = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([state, count]) => `${count} ${state}`)
    .join(', ');
  return `${await linesTable(lines, style)}\n${count(pass.checked.length, 'job')}: ${summary || 'none'}\n`;
}

/** Lines under a heading, in columns, worst first. */
export async function linesTable(lines: readonly JobLine[], style: TableStyle): Promise<string> {
  const sorted = [...lines].sort((a, b) => MARK_ORDER.indexOf(a.mark) - MARK_ORDER.indexOf(b.mark));
  const heading = { name: 'JOB', age: 'LAST GOOD', size: 'SIZE' };
  const widthOf = await widthsFor(sorted.map(({ name, age, size }) => name + age + size));
  const widest = (pick: (line: typeof heading) => string) =>
    Math.max(...[heading, ...sorted].map((line) => widthOf(pick(line))));
  const [name, age, size] = [widest((line) => line.name), widest((line) => line.age), widest((line) => line.size)];
  const pad = (text: string, width: number) => padded(text, width, widthOf);
  const row = (state: string, line: typeof heading, words: string) =>
    [state, pad(line.name, name), pad(line.age, age), pad(line.size, size), words].join('  ').trimEnd();
  const room = style.columns === undefined ? Number.POSITIVE_INFINITY : style.columns - (10 + name + age + size + 8);
  const body = sorted.map((line) => row(markText(line.mark, style.colour), line, cut(line.words, room)));
  return `${row('STATE'.padEnd(10), heading, 'WHY')}\n${body.join('\n')}${body.length > 0 ? '\n' : ''}`;
}

function jobLine({ job, row, decision, unknown }: CheckedJob, now: Instant): JobLine {
  const verdict = decision?.verdict ?? null;
  const lastGood = row.lastGood;
  return {
    mark: unknown === null ? (quietedOf(row, now) ?? row.state) : 'unknown',
    name: printable(labelOf(job)),
    age: lastGood ? compactAge(now - lastGood.ts) : '-',
    size: verdict ? sizeAndChange(verdict, row) : '',
    words: printable(unknown ?? (verdict ? whatFailed(verdict) : '')),
  };
}

/** The reasons of the tests that do not pass, the worst first; for a job that passes, what is going on if anything is. */
export function whatFailed(verdict: Verdict): string {
  const failing = failedTests(verdict);
  if (failing.length > 0) return failing.map(({ test }) => sentenceOf(test)).join('; ');
  const { finished, proven } = verdict.tests;
  if (proven !== undefined) return sentenceOf(proven);
  return verdict.running ? sentenceOf(finished) : '';
}

function sizeAndChange(verdict: Verdict, { runs }: CheckedJob['row']): string {
  const bytes = verdict.latest?.sizeBytes;
  if (verdict.latest === null || bytes === undefined) return '-';
  const latestTs = verdict.latest.ts;
  const before = runs.find((run) => run.ts < latestTs && isGood(run))?.sizeBytes;
  if (!before) return formatBytes(bytes);
  const percent = Math.round((100 * (bytes - before)) / before);
  return percent === 0 ? formatBytes(bytes) : `${formatBytes(bytes)} (${percent > 0 ? '+' : ''}${percent}%)`;
}

function padded(text: string, width: number, widthOf: WidthOf): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}

/** Cut to the width, but to a minimum that still says something. */
function cut(text: string, room: number): string {
  const most = Math.max(40, room);
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}
