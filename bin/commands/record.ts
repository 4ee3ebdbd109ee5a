import { once } from 'node:events';
import { withMembers } from '../../lib/app/members/with-members.ts';
import { periodOf } from '../../lib/app/record/period.ts';
import { readRecord } from '../../lib/app/record/read-record.ts';
import { loadRules } from '../../lib/app/rules/load-rules.ts';
import { withHolidays } from '../../lib/core/hours/skipped-holidays.ts';
import { RECORD_FORMATS, type RecordFormat } from '../../lib/core/record/record-format.ts';
import { complain } from '../print/complain.ts';
import { printText } from '../print/print-text.ts';
import { UsageError } from '../usage-error.ts';
import { jobsOrUsageError } from '../wiring/load-document.ts';
import { openRules } from '../wiring/open-rules.ts';
import { openStores, stateAddressOf } from '../wiring/open-stores.ts';
import { type CommonOptions, nowOf } from './common-options.ts';
import { verifyCommand } from './record-verify.ts';

interface RecordOptions extends CommonOptions {
  readonly from?: string;
  readonly to?: string;
  readonly job?: readonly string[];
  readonly format?: RecordFormat;
  readonly verify?: boolean;
  readonly head?: string;
}

/** `sentinel record`: prints the record job by job, or verifies it. Exit status 0. */
export async function recordCommand(options: RecordOptions): Promise<number> {
  const { from, to, job, format = options.json ? 'json' : 'html' } = options;
  if (options.verify) {
    if (from !== undefined || to !== undefined || job !== undefined || options.format !== undefined)
      throw new UsageError('--verify reads the whole record: it goes with --head, --json and --quiet only');
    return verifyCommand(options);
  }
  if (options.head !== undefined) throw new UsageError('--head goes with --verify');
  const now = nowOf(options);
  const address = stateAddressOf(options.state);
  const loaded = await loadRules(await openRules(options.rules, address), now);
  const stores = await openStores(address, { create: false, now: () => now });
  try {
    const { document } = await withMembers(loaded, stores.members);
    const timezone = document?.timezone ?? 'UTC';
    const period = periodOf(from, to, timezone, now);
    if ('problem' in period) throw new UsageError(`--${period.problem}`);
    if (document !== null) for (const id of job ?? []) jobsOrUsageError(document, id);
    else complain(`sentinel: no usable rules doc at ${loaded.source}: jobs have no names, owners or rules of now`);
    const head = (await stores.record.newestHead())?.head ?? null;
    const about = { ...period, madeAt: now, source: loaded.source, timezone, head };
    const writer = RECORD_FORMATS[format].writer(about);
    await print(writer.begin());
    const only = job === undefined ? null : new Set(job);
    const ports = { store: stores.state, record: stores.record };
    const jobs = (document?.jobs ?? []).map((each) => withHolidays(each, loaded.lastGood?.holidays ?? {}));
    for await (const record of readRecord(jobs, only, about, ports)) await print(writer.job(record));
    await print(writer.end());
    return 0;
  } finally {
    await stores.close();
  }
}

/** A record may be larger than memory: what reads it sets the pace. */
async function print(text: string): Promise<void> {
  if (!printText(text) && !process.stdout.destroyed) {
    await Promise.race([
      once(process.stdout, 'drain'),
      once(process.stdout, 'close'),
      once(process.stdout, 'error'),
    ]).catch(() => {});
  }
}
