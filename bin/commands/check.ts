import { uptime } from 'node:os';
import { PublicHolidays } from '../../lib/adapters/date-holidays/public-holidays.ts';
import { findingsOfPass, findingsOfStore, findingsWithoutDocument } from '../../lib/app/admin/pass-causes.ts';
import { check, nothingChecked, type Pass } from '../../lib/app/check/check.ts';
import { checkReport, checkReportText, countsOf, exitStatusOf } from '../../lib/app/check/check-report.ts';
import { flushRows } from '../../lib/app/check/flush-outbox.ts';
import { loadRules, RulesReadings } from '../../lib/app/rules/load-rules.ts';
import { rulesReader } from '../../lib/app/rules/rules-reader.ts';
import { SECOND_MS } from '../../lib/core/instant.ts';
import { readOnly } from '../../lib/ports/mirror-log.ts';
import { StateStoreUnavailable } from '../../lib/ports/state-store.ts';
import { openSources } from '../../lib/sources/open-sources.ts';
import { EXIT_UNKNOWN } from '../failure.ts';
import { complain } from '../print/complain.ts';
import { elapsedMs } from '../print/elapsed.ts';
import { foundText } from '../print/found-text.ts';
import { jobTable } from '../print/job-table.ts';
import { isOutputWritten } from '../print/output.ts';
import { printJson, printText } from '../print/print-text.ts';
import { Progress } from '../print/progress.ts';
import { colourFor } from '../print/state-mark.ts';
import { terminalText } from '../print/terminal-text.ts';
import { UsageError } from '../usage-error.ts';
import { openBus, printedSink } from '../wiring/event-sinks.ts';
import { jobsOrUsageError, printProblems } from '../wiring/load-document.ts';
import type { LocalAdmin } from '../wiring/local-admin.ts';
import { openRules } from '../wiring/open-rules.ts';
import { openStores, type Stores, stateAddressOf } from '../wiring/open-stores.ts';
import { headsIn } from '../wiring/record-heads.ts';
import { openWatchdog } from '../wiring/watchdog.ts';
import { type CommonOptions, nowOf } from './common-options.ts';

interface CheckCommandOptions extends CommonOptions {
  readonly notify?: boolean;
  readonly watchdog?: string;
  readonly job?: readonly string[];
}

/**
 * `sentinel check`: exit status 0, 1, 2 or 3 as the command line page says. People are notified before anything is
 * printed: what is printed may go to a full disk or to a reader that has gone.
 */
export async function checkCommand(options: CheckCommandOptions): Promise<number> {
  const now = nowOf(options);
  const address = stateAddressOf(options.state);
  if (options.bus !== undefined && address.kind === 'folder') {
    throw new UsageError('--bus works only with --state dynamodb://; a state folder has no bus');
  }
  if (options.notify && address.kind !== 'folder') {
    throw new UsageError('--notify works only with a state folder; on AWS, dispatch notifies people');
  }
  const pingWatchdog = openWatchdog(options.watchdog, process.env);
  const rules = await openRules(options.rules, address);
  const dryRun = options.dryRun ?? false;
  const admin = options.notify && !dryRun && address.kind === 'folder' ? await openAdmin(address.folder) : null;
  const readings = new RulesReadings(rulesReader());
  const loaded = await loadRules(rules, now, readings);
  if (loaded.document === null) {
    await admin?.announce(findingsWithoutDocument(loaded), loaded, now);
    return printWithoutRules(options, { now, rules: loaded });
  }
  for (const id of options.job ?? []) jobsOrUsageError(loaded.document, id);
  const sources = openSources(process.env)();
  const unusable = async (error: unknown): Promise<never> => {
    if (error instanceof StateStoreUnavailable) await admin?.announce(findingsOfStore(error.message), loaded, now);
    return reportUnusable(options, { now, rules: loaded }, error);
  };
  const stores = await openStores(address, { create: !dryRun, now: () => now }).catch(unusable);
  const progress = new Progress(options.json || options.quiet ? null : process.stderr);
  try {
    const pass = await check(
      loaded,
      {
        store: stores.state,
        audit: stores.audit,
        days: stores.days,
        heartbeats: stores.heartbeats,
        mirrors: dryRun ? readOnly(stores.mirrors) : stores.mirrors,
        members: stores.members,
        sourceOf: sources.of,
        sink: await openBus(options.bus),
        rules,
        holidays: new PublicHolidays(),
        reader: readings.reader,
        pruning: address.kind === 'folder' ? { logs: [stores.audit, stores.heartbeats], machineNow: Date.now } : null,
        elapsedMs,
        uptimeMs: () => uptime() * SECOND_MS,
      },
      {
        now,
        dryRun,
        only: options.job ?? null,
        isPass: options.job === undefined,
        onProgress: (done, of) => progress.show(() => `checked ${done} of ${of} jobs`),
      },
    ).catch(unusable);
    progress.clear();
    let status = exitStatusOf(countsOf(pass.checked), true);
    if (admin !== null && address.kind === 'folder') {
      await takeHeld(pass, stores);
      const { LocalDispatch } = await import('../wiring/local-dispatch.ts');
      // On standard error: the one object on standard output stays alone there.
      const dispatch = await LocalDispatch.open(address.folder, stores, { json: false });
      await dispatch.round(await loadRules(rules, now, readings), now, (line) =>
        process.stderr.write(terminalText(line)),
      );
      const announced = await admin.announce(findingsOfPass(pass), loaded, now);
      // An undelivered notification must not look like a success to the caller.
      if (announced.outcome === 'last-resort' && status === 0) status = EXIT_UNKNOWN;
    }
    if (options.job === undefined && !dryRun) await pingWatchdog(pass);
    if (options.job === undefined && !dryRun && address.kind === 'folder') await headsIn(stores)(loaded, now);
    await print(options, address.kind === 'folder' ? withAllPrinted(pass) : pass, sources.requests);
    // Without --notify, printing publishes a change: it leaves its outbox only after that.
    if (address.kind === 'folder' && !dryRun && admin === null && (await isOutputWritten()))
      await takeHeld(pass, stores);
    return status;
  } finally {
    progress.clear();
    await stores.close();
  }
}

async function openAdmin(stateFolder: string): Promise<LocalAdmin> {
  const { LocalAdmin } = await import('../wiring/local-admin.ts');
  return LocalAdmin.open(stateFolder);
}

/** What an earlier check or action left is printed as republished. */
function withAllPrinted(pass: Pass): Pass {
  const own = new Set(pass.transitions.map(({ eventId }) => eventId));
  return { ...pass, republished: pass.held.filter(({ eventId }) => !own.has(eventId)), held: [] };
}

async function takeHeld({ held }: Pass, { state, audit }: Stores): Promise<void> {
  if (held.length === 0) return;
  const sink = printedSink(new Set(held.map(({ eventId }) => eventId)));
  const { rows } = await state.read([...new Set(held.map(({ jobId }) => jobId))]);
  await flushRows(rows.values(), { store: state, audit, sink });
}

async function print(options: CheckCommandOptions, pass: Pass, requests: { list: number; get: number }): Promise<void> {
  printProblems(pass.rules);
  for (const message of pass.failures) complain(message);
  if (!options.quiet) for (const found of pass.found) complain(foundText(found));
  if (pass.held.length > 0 && options.bus !== undefined) {
    complain(`${pass.held.length} transitions could not be published; the next check publishes them`);
  }
  if (options.json) {
    for (const text of checkReportText(pass, requests, options.dryRun ?? false)) printText(text);
  } else if (!options.quiet) {
    printText(await jobTable(pass, { colour: colourFor(process.stdout), columns: process.stdout.columns }));
  }
}

/** Prints the one JSON object with the error where the state cannot be used, too. Throws `error`. */
function reportUnusable(
  options: CheckCommandOptions,
  { now, rules }: { readonly now: number; readonly rules: Pass['rules'] },
  error: unknown,
): never {
  if (options.json && error instanceof StateStoreUnavailable) {
    const report = checkReport(nothingChecked(rules, now), { list: 0, get: 0 }, options.dryRun ?? false);
    printJson({ ...report, error: error.message });
  }
  throw error;
}

function printWithoutRules(
  options: CheckCommandOptions,
  { now, rules }: { readonly now: number; readonly rules: Pass['rules'] },
): number {
  const pass = nothingChecked(rules, now);
  printProblems(rules);
  if (options.json) {
    printJson(checkReport(pass, { list: 0, get: 0 }, false));
  }
  complain(`sentinel: nothing was checked: no usable rules doc at ${rules.source}`);
  return EXIT_UNKNOWN;
}
