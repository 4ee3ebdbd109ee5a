import { setTimeout as sleep } from 'node:timers/promises';
import { PublicHolidays } from '../../lib/adapters/public-holidays.ts';
import { type CheckPorts, check } from '../../lib/app/check.ts';
import { loadRules } from '../../lib/app/load-rules.ts';
import { dueJobs, nextTick } from '../../lib/app/watch.ts';
import { formatSecond, type Instant } from '../../lib/core/instant.ts';
import { StateStoreUnavailable } from '../../lib/ports/state-store.ts';
import { changeLine } from '../print/change-line.ts';
import { complain } from '../print/complain.ts';
import { EvidenceSources } from '../wiring/evidence-sources.ts';
import { printProblems } from '../wiring/load-document.ts';
import { openRules } from '../wiring/open-rules.ts';
import { openSink } from '../wiring/open-sink.ts';
import { openStores, stateAddressOf } from '../wiring/open-stores.ts';
import type { CommonOptions } from './common-options.ts';

/**
 * `sentinel watch`: checks each job at its own cadence and prints what changes, until it is told to stop. A check
 * that is under way is finished first, so that nothing is left half written. Exit status 0.
 */
export async function watchCommand(options: CommonOptions): Promise<number> {
  const address = stateAddressOf(options.state);
  const rules = await openRules(options.rules, address);
  const stores = await openStores(address, { create: true, now: Date.now });
  const stopping = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stopping.abort());
  const ports: CheckPorts = {
    store: stores.state,
    audit: stores.audit,
    heartbeats: stores.heartbeats,
    sourceOf: new EvidenceSources().of,
    sink: await openSink(address, options.bus),
    rules,
    holidays: new PublicHolidays(),
    prunable: address.kind === 'folder' ? [stores.audit, stores.heartbeats] : [],
    elapsedMs: () => performance.now(),
  };
  const watcher = new Watcher(options, ports);
  say(options, `watching ${rules.name}; stop with Ctrl-C`);
  try {
    while (!stopping.signal.aborted) {
      await watcher.tick(Date.now());
      const pause = nextTick(Date.now()) - Date.now();
      await sleep(pause, undefined, { signal: stopping.signal }).catch(() => {});
    }
    say(options, 'stopped');
    return 0;
  } finally {
    await stores.close();
  }
}

class Watcher {
  readonly #options: CommonOptions;
  readonly #ports: CheckPorts;
  #previous: Instant | null = null;
  /** What was last known of the rules doc, good or bad. */
  #document: string | null = null;

  constructor(options: CommonOptions, ports: CheckPorts) {
    this.#options = options;
    this.#ports = ports;
  }

  async tick(now: Instant): Promise<void> {
    try {
      await this.#check(now);
    } catch (error) {
      // A store or disk that is away for a while must not end the watch: the next tick tries again.
      if (!(error instanceof StateStoreUnavailable)) throw error;
      complain(`${formatSecond(now)} ${error.message}`);
      return;
    }
    this.#previous = now;
  }

  async #check(now: Instant): Promise<void> {
    const loaded = await loadRules(this.#ports.rules, now);
    const document = `${loaded.version} ${loaded.used} ${loaded.unavailable} ${loaded.problems.length}`;
    const isNew = document !== this.#document;
    this.#document = document;
    if (isNew) printProblems(loaded);
    if (loaded.document === null) return;
    // Whoever edits the rules wants to see what they make of it, not in an hour.
    const due = dueJobs(loaded.document.jobs, isNew ? null : this.#previous, now);
    if (due.length === 0) return;
    const only = due.length === loaded.document.jobs.length ? null : due.map((job) => job.id);
    const pass = await check(loaded, this.#ports, { now, dryRun: false, only, isPass: true });
    for (const transition of [...pass.republished, ...pass.transitions]) {
      if (!this.#options.quiet) process.stdout.write(changeLine(transition, this.#options.json ?? false));
    }
  }
}

function say(options: CommonOptions, text: string): void {
  if (!options.quiet) complain(`sentinel: ${text}`);
}
