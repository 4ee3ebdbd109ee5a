import { exitStatusOf } from '../../lib/app/check/check-report.ts';
import { documentWithMembers } from '../../lib/app/members/with-members.ts';
import { loadRules } from '../../lib/app/rules/load-rules.ts';
import {
  readStatus,
  reasonsOfRow,
  type Status,
  type StoredJob,
  statusCounts,
  statusReport,
} from '../../lib/app/views/status.ts';
import { formatSecond } from '../../lib/core/instant.ts';
import { labelOf } from '../../lib/core/model/job-label.ts';
import { quietedOf } from '../../lib/core/model/quieted.ts';
import { compactAge, formatBytes } from '../../lib/core/quantity.ts';
import { foldLines, type JobLine } from '../print/fold-lines.ts';
import { linesTable } from '../print/job-table.ts';
import { printJson, printText } from '../print/print-text.ts';
import { printable } from '../print/printable.ts';
import { colourFor } from '../print/state-mark.ts';
import { documentInForce, jobsOrUsageError, printProblems } from '../wiring/load-document.ts';
import { openRules } from '../wiring/open-rules.ts';
import { openStores, stateAddressOf } from '../wiring/open-stores.ts';
import { type CommonOptions, nowOf } from './common-options.ts';

/** `sentinel status`: the states as stored; exit status as for `check`. */
export async function statusCommand(options: CommonOptions & { readonly job?: readonly string[] }): Promise<number> {
  const now = nowOf(options);
  const address = stateAddressOf(options.state);
  const loaded = await loadRules(await openRules(options.rules, address), now);
  const inForce = documentInForce(loaded);
  const stores = await openStores(address, { create: false, now: () => now });
  try {
    const document = await documentWithMembers(inForce, stores.members);
    const jobs = options.job ? options.job.flatMap((id) => jobsOrUsageError(document, id, true)) : document.jobs;
    const status = await readStatus(loaded, jobs, stores.state, now);
    printProblems(loaded);
    if (options.json) printJson(statusReport(status));
    else if (!options.quiet) printText(await statusTable(status));
    return exitStatusOf(statusCounts(status), true);
  } finally {
    await stores.close();
  }
}

async function statusTable(status: Status): Promise<string> {
  const style = { colour: colourFor(process.stdout), columns: process.stdout.columns };
  const pass = status.lastPass;
  const checked = pass
    ? `last check ${formatSecond(pass.at)}: ${pass.judged} of ${pass.configured} jobs judged`
    : 'no check has completed yet; run `sentinel check`';
  const lines = status.jobs.map((stored) => ({
    job: stored.job,
    line: statusLine(stored, status.now),
    ageMs: stored.row.lastGood && status.now - stored.row.lastGood.ts,
  }));
  return `${await linesTable(foldLines(lines), style)}\n${checked}\n`;
}

function statusLine({ job, row, unknown }: StoredJob, now: number): JobLine {
  const lastGood = row.lastGood;
  const bytes = row.latest?.sizeBytes;
  return {
    mark: unknown === null ? (quietedOf(row, now) ?? row.state) : 'unknown',
    name: printable(labelOf(job)),
    age: lastGood ? compactAge(now - lastGood.ts) : '-',
    size: bytes === undefined || bytes === null ? '-' : formatBytes(bytes),
    words: printable(unknown ?? [...reasonsOfRow(row, now), ...sinceWords(row, now)].join('; ')),
  };
}

function sinceWords(row: StoredJob['row'], now: number): readonly string[] {
  const words = row.since === null ? [] : [`since ${formatSecond(row.since)}`];
  if (quietedOf(row, now) === 'snoozed' && row.snoozed) {
    words.push(`snoozed by ${row.snoozed.by} until ${formatSecond(row.snoozed.until)}`);
  }
  if (row.muted) words.push(`muted by ${row.muted.by}`);
  if (row.wouldBe) words.push(`would be ${row.wouldBe.state} since ${formatSecond(row.wouldBe.since)}`);
  if (row.pendingFixed) words.push(`marked fixed by ${row.pendingFixed.by}`);
  return words;
}
