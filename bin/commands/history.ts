import { historyEntry, historyJson } from '../../lib/app/history-view.ts';
import { loadRules } from '../../lib/app/load-rules.ts';
import { readHistory } from '../../lib/app/read-history.ts';
import { formatSecond } from '../../lib/core/instant.ts';
import type { AuditRow } from '../../lib/ports/state-store.ts';
import { printable } from '../print/printable.ts';
import { UsageError } from '../usage-error.ts';
import { openRules } from '../wiring/open-rules.ts';
import { openStores, stateAddressOf } from '../wiring/open-stores.ts';
import type { CommonOptions } from './common-options.ts';

/** `sentinel history JOB`: the audit rows, newest first. A job that has left the rules doc keeps its history. */
export async function historyCommand(
  jobId: string,
  options: CommonOptions & { readonly limit: number },
): Promise<number> {
  const address = stateAddressOf(options.state);
  const loaded = await loadRules(await openRules(options.rules, address), Date.now());
  const nodes = loaded.document?.jobs.filter((job) => job.id === jobId || job.parentId === jobId) ?? [];
  const ids = nodes.length > 0 ? nodes.map((job) => job.id) : [jobId];
  const stores = await openStores(address, { create: false, now: Date.now });
  try {
    const rows = await readHistory(ids, options.limit, stores);
    if (rows.length === 0 && nodes.length === 0) throw new UsageError(`nothing is known of a job ${jobId}`);
    if (options.json) {
      process.stdout.write(`${JSON.stringify(rows.map(historyJson), null, 2)}\n`);
    } else if (rows.length === 0) {
      process.stdout.write(`${jobId}: nothing has happened yet\n`);
    } else {
      for (const row of rows) process.stdout.write(`${printable(historyLine(row, ids.length > 1))}\n`);
    }
    return 0;
  } finally {
    await stores.close();
  }
}

function historyLine(row: AuditRow, naming: boolean): string {
  const { what, by, until, reason, findings } = historyEntry(row);
  return [
    formatSecond(row.at),
    ...(naming ? [row.jobId] : []),
    what,
    ...(by ? [`by ${by}`] : []),
    ...(until ? [`until ${until}`] : []),
    ...(reason ? [`"${reason}"`] : []),
    ...findings,
  ].join('  ');
}
