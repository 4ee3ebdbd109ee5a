import { loadRules } from '../../lib/app/load-rules.ts';
import { formatInstant, formatSecond } from '../../lib/core/instant.ts';
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
    const perJob = await Promise.all(ids.map((id) => stores.audit.history(id, options.limit)));
    const rows = perJob
      .flat()
      .sort((a, b) => b.at - a.at || (a.atId < b.atId ? 1 : -1))
      .slice(0, options.limit);
    if (rows.length === 0 && nodes.length === 0) throw new UsageError(`nothing is known of a job ${jobId}`);
    if (options.json) {
      const printed = rows.map((row) => ({
        job_id: row.jobId,
        at: formatInstant(row.at),
        id: row.atId,
        ...row.content,
      }));
      process.stdout.write(`${JSON.stringify(printed, null, 2)}\n`);
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
  const text = (key: string): string | null => {
    const value = row.content[key];
    return value === null || value === undefined ? null : String(value);
  };
  const what =
    text('kind') === 'transition' ? `${text('from')} -> ${text('to')} (${text('reason')})` : (text('kind') ?? 'entry');
  const by = text('by');
  const why = text('kind') === 'transition' ? null : text('reason');
  const until = text('until');
  return [
    formatSecond(row.at),
    ...(naming ? [row.jobId] : []),
    what,
    ...(by ? [`by ${by}`] : []),
    ...(until ? [`until ${until}`] : []),
    ...(why ? [`"${why}"`] : []),
    ...failingReasons(row),
  ].join('  ');
}

/** The sentences of the tests that failed, from a transition's verdict. */
function failingReasons(row: AuditRow): string[] {
  const verdict = row.content.verdict as { tests?: Record<string, { result?: string; reason?: string }> } | null;
  return Object.values(verdict?.tests ?? {})
    .filter((test) => test.result !== 'pass' && test.reason)
    .map((test) => test.reason as string);
}
