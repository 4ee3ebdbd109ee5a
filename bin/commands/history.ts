import { jobsShown } from '../../lib/app/act/act-on-job.ts';
import { withMembers } from '../../lib/app/members/with-members.ts';
import { loadRules } from '../../lib/app/rules/load-rules.ts';
import { historyEntry, historyJson } from '../../lib/app/views/history-view.ts';
import { KEYS_HISTORY, readHistory } from '../../lib/app/views/read-history.ts';
import { formatSecond, type Instant } from '../../lib/core/instant.ts';
import type { AuditRow } from '../../lib/ports/state-store.ts';
import { printJson, printText } from '../print/print-text.ts';
import { printable } from '../print/printable.ts';
import { UsageError } from '../usage-error.ts';
import { openRules } from '../wiring/open-rules.ts';
import { openStores, stateAddressOf } from '../wiring/open-stores.ts';
import type { CommonOptions } from './common-options.ts';

interface HistoryOptions extends CommonOptions {
  readonly limit: number;
  readonly keys?: boolean;
}

/**
 * `sentinel history JOB`: the audit rows and deliveries, newest first; with --keys, those of the keys that are no
 * job's. A job that has left the rules doc keeps its history.
 */
export async function historyCommand(named: string | undefined, options: HistoryOptions): Promise<number> {
  if ((named === undefined) !== (options.keys === true)) throw new UsageError('name a job, or use --keys');
  const jobId = named ?? KEYS_HISTORY;
  const address = stateAddressOf(options.state);
  const loaded = await loadRules(await openRules(options.rules, address), Date.now());
  const stores = await openStores(address, { create: false, now: Date.now });
  try {
    const { document } = await withMembers(loaded, stores.members);
    const nodes = document === null ? [] : jobsShown(document.jobs, jobId);
    // A job with members has had a row of its own.
    const ids = [
      ...new Set([
        ...nodes.map((job) => job.id),
        ...(nodes.every(({ member }) => !member) && nodes.length > 0 ? [] : [jobId]),
      ]),
    ];
    const rows = await readHistory(ids, options.limit, stores);
    if (rows.length === 0 && nodes.length === 0 && named !== undefined)
      throw new UsageError(`there is no job ${jobId}, and no history of one`);
    if (options.json) {
      printJson(rows.map(historyJson));
    } else if (rows.length === 0) {
      printText(`${named ?? 'keys'}: no history yet\n`);
    } else {
      const { rows: states } = await stores.state.read(ids);
      for (const row of rows) {
        const firstLookAt = states.get(row.jobId)?.placeSince ?? null;
        printText(`${printable(historyLine(row, firstLookAt, ids.length > 1))}\n`);
      }
    }
    return 0;
  } finally {
    await stores.close();
  }
}

function historyLine(row: AuditRow, firstLookAt: Instant | null, naming: boolean): string {
  const { what, by, until, reason, findings } = historyEntry(row, firstLookAt);
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
