import { documentWithMembers } from '../../lib/app/members/with-members.ts';
import { loadRules } from '../../lib/app/rules/load-rules.ts';
import { type RunEntry, readRuns, runsJson } from '../../lib/app/views/read-runs.ts';
import { withHolidays } from '../../lib/core/hours/skipped-holidays.ts';
import { formatSecond } from '../../lib/core/instant.ts';
import { formatBytes } from '../../lib/core/quantity.ts';
import { printJson, printText } from '../print/print-text.ts';
import { printable } from '../print/printable.ts';
import { documentInForce, jobsOrUsageError } from '../wiring/load-document.ts';
import { openRules } from '../wiring/open-rules.ts';
import { openStores, stateAddressOf } from '../wiring/open-stores.ts';
import type { CommonOptions } from './common-options.ts';

/** `sentinel runs JOB`: its newest runs and pings, newest first, and when the next run is due. */
export async function runsCommand(jobId: string, options: CommonOptions): Promise<number> {
  const now = Date.now();
  const address = stateAddressOf(options.state);
  const loaded = await loadRules(await openRules(options.rules, address), now);
  const inForce = documentInForce(loaded);
  const stores = await openStores(address, { create: false, now: Date.now });
  try {
    const jobs = jobsOrUsageError(await documentWithMembers(inForce, stores.members), jobId);
    const ports = { store: stores.state, heartbeats: stores.heartbeats };
    const all: unknown[] = [];
    for (const job of jobs) {
      const runs = await readRuns(withHolidays(job, loaded.lastGood?.holidays ?? {}), ports, now);
      if (options.json) {
        all.push({ job_id: job.id, ...runsJson(runs) });
        continue;
      }
      const due = runs.expectedAt === null ? 'not known' : formatSecond(runs.expectedAt);
      printText(`${job.id}: next run due ${due}\n`);
      if (runs.entries.length === 0) printText('  no run and no ping yet\n');
      for (const entry of runs.entries) printText(entryLines(entry));
    }
    if (options.json) printJson(all);
    return 0;
  } finally {
    await stores.close();
  }
}

function entryLines(entry: RunEntry): string {
  const { at, kind, takenFor, address, userAgent, host, exitStatus, sizeBytes, durationS, body } = entry;
  const line = [
    formatSecond(at),
    `${kind}: ${takenFor}`,
    ...(exitStatus === null ? [] : [`status ${exitStatus}`]),
    ...(sizeBytes === null ? [] : [formatBytes(sizeBytes)]),
    ...(durationS === null ? [] : [`took ${Math.round(durationS)} s`]),
    ...[host, address, userAgent].flatMap((from) => from ?? []),
  ].join('  ');
  const said = (body ?? '').split(/\r?\n/).filter((text) => text.trim() !== '');
  return [`  ${printable(line)}`, ...said.map((text) => `      ${printable(text)}`), ''].join('\n');
}
