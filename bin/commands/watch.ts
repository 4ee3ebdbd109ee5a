import { once } from 'node:events';
import { uptime } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { PublicHolidays } from '../../lib/adapters/date-holidays/public-holidays.ts';
import {
  type AdminFindings,
  findingsOfPass,
  findingsOfProposals,
  findingsOfStore,
  findingsWithoutDocument,
} from '../../lib/app/admin/pass-causes.ts';
import { type CheckPorts, check, type Pass } from '../../lib/app/check/check.ts';
import { dueJobs, type PassBefore } from '../../lib/app/check/due-jobs.ts';
import { nextTick } from '../../lib/app/check/watch.ts';
import { ChecksOnPing, mayChangeState } from '../../lib/app/ping/checks-on-ping.ts';
import { jobsKnownTo, openProposals } from '../../lib/app/ping/open-proposals.ts';
import { type LoadedRules, loadRules, RulesReadings } from '../../lib/app/rules/load-rules.ts';
import type { Heartbeat } from '../../lib/core/evidence/heartbeat.ts';
import { formatSecond, HOUR_S, type Instant, SECOND_MS } from '../../lib/core/instant.ts';
import type { Transition } from '../../lib/core/model/transition.ts';
import { nextPeriod } from '../../lib/core/planning/next-look.ts';
import type { EventSink } from '../../lib/ports/event-sink.ts';
import type { Proposals } from '../../lib/ports/proposals.ts';
import { StateStoreUnavailable } from '../../lib/ports/state-store.ts';
import { openSources } from '../../lib/sources/open-sources.ts';
import { changeLine } from '../print/change-line.ts';
import { complain } from '../print/complain.ts';
import { Complaints } from '../print/complaints.ts';
import { deliveredSummaryLines } from '../print/delivered-summary.ts';
import { foundText } from '../print/found-text.ts';
import { neverWaitForReader, printUnheld } from '../print/output.ts';
import type { RunningWeb } from '../wiring/box-web.ts';
import { FolderHints } from '../wiring/folder-hints.ts';
import { printProblems } from '../wiring/load-document.ts';
import { LocalAdmin } from '../wiring/local-admin.ts';
import { LocalDispatch } from '../wiring/local-dispatch.ts';
import { LocalSummary } from '../wiring/local-summary.ts';
import { openRules } from '../wiring/open-rules.ts';
import { openStores, type Stores, stateAddressOf } from '../wiring/open-stores.ts';
import { headsIn, type MakeHead } from '../wiring/record-heads.ts';
import { type LookForUnwatched, unwatchedIn } from '../wiring/unwatched-look.ts';
import { openWatchdog, type PingWatchdog } from '../wiring/watchdog.ts';
import type { CommonOptions } from './common-options.ts';
import { type ServeOptions, sayWhereServed, serveBeside } from './watch-web.ts';

type WatchOptions = CommonOptions & ServeOptions & { readonly watchdog?: string };

/** Two small looks at the disk each time. */
const FOLDER_EVERY_MS = 1_000;
/** One small query each time. */
const DRILLS_EVERY_MS = 2_000;
/** Nothing is asked of the store where no job has pinged. */
const PINGS_EVERY_MS = 1_000;
/** How long a check may go on once the watch is stopping: `docker stop` kills after 10 s. */
const STOPPING_LIMIT_MS = 4_000;

/**
 * `sentinel watch`: checks each job on its schedule, prints what changes and notifies people, until it is stopped. A
 * check or a message that is under way is finished first, unless it takes too long: then the remaining jobs are left
 * as they are, and the next watch sends the remaining notifications. Exit status 0.
 */
export async function watchCommand(options: WatchOptions): Promise<number> {
  neverWaitForReader();
  const address = stateAddressOf(options.state);
  const rules = await openRules(options.rules, address);
  const stores = await openStores(address, { create: true, now: Date.now });
  const stopping = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stopping.abort());
  const givingUp = new AbortController();
  const giveUp = async () => {
    // First the stores, so that nothing is written about evidence that was only cut short.
    await stores.close();
    givingUp.abort();
  };
  stopping.signal.addEventListener('abort', () => setTimeout(giveUp, STOPPING_LIMIT_MS).unref());
  let web: RunningWeb | null = null;
  try {
    const ports: CheckPorts = {
      store: stores.state,
      audit: stores.audit,
      days: stores.days,
      heartbeats: stores.heartbeats,
      mirrors: stores.mirrors,
      members: stores.members,
      sourceOf: openSources(process.env)(givingUp.signal).of,
      // With the tables on AWS the scheduled check publishes them.
      sink: address.kind === 'folder' ? printing(options) : null,
      rules,
      holidays: new PublicHolidays(),
      pruning: address.kind === 'folder' ? { logs: [stores.audit, stores.heartbeats], machineNow: Date.now } : null,
      elapsedMs: () => performance.now(),
      uptimeMs: () => uptime() * SECOND_MS,
    };
    // With the tables on AWS, dispatch is there as well.
    const dispatch =
      address.kind === 'folder'
        ? await LocalDispatch.open(address.folder, stores, { json: options.json ?? false })
        : null;
    const summary = address.kind === 'folder' ? await summaryOf(address.folder, stores) : null;
    const admin = address.kind === 'folder' ? await LocalAdmin.open(address.folder) : null;
    const pingWatchdog = openWatchdog(options.watchdog, process.env);
    const heads = address.kind === 'folder' ? headsIn(stores) : null;
    const watcher = new Watcher(
      options,
      ports,
      stores.proposals,
      dispatch,
      summary,
      admin,
      pingWatchdog,
      heads,
      address.kind === 'folder' ? unwatchedIn({ unwatched: stores.unwatched, sourceOf: ports.sourceOf }) : null,
      stopping,
    );
    web = await serveBeside(options, address, stores, rules, (heartbeat) => watcher.pinged(heartbeat));
    say(options, `watching ${rules.name}; stop with Ctrl-C`);
    if (web !== null && !options.quiet) await sayWhereServed(web, rules);
    // An error beside the checks ends the watch as one in a check does: its supervisor restarts it.
    const drills = watcher.followDrills();
    const pings = watcher.followPings();
    const folder = followFolder(stores, stopping.signal);
    for (const beside of [drills, pings, folder]) beside.catch(() => stopping.abort());
    while (!stopping.signal.aborted) {
      await watcher.tick(Date.now());
      const pause = nextTick(Date.now()) - Date.now();
      await sleep(pause, undefined, { signal: stopping.signal }).catch(() => {});
    }
    if (!givingUp.signal.aborted)
      await Promise.race([Promise.all([watcher.dispatched(), drills, pings, folder]), once(givingUp.signal, 'abort')]);
    say(options, 'stopped');
    return 0;
  } finally {
    stopping.abort();
    // Whatever is still open: a watch that only seems to run would be worst.
    setTimeout(() => process.exit(), STOPPING_LIMIT_MS).unref();
    await web?.close();
    await stores.close();
    // A channel that does not answer would keep the process for as long as its own limit lasts.
    if (givingUp.signal.aborted) process.exit();
  }
}

/** The day's summary, and since when a watch was running: an earlier one, or this one. */
interface WatchedSummary {
  readonly summary: LocalSummary;
  readonly watchedSince: Instant;
}

async function summaryOf(folder: string, stores: Stores): Promise<WatchedSummary> {
  const last = await stores.state.readLastPass();
  return { summary: await LocalSummary.open(folder, stores), watchedSince: last?.at ?? Date.now() };
}

/** Throws StateFolderReplaced once the state folder is another one: its jobs would be checked for nothing. */
async function followFolder(stores: Stores, stopping: AbortSignal): Promise<void> {
  while (!stopping.aborted) {
    await stores.verifyFolder?.();
    await sleep(FOLDER_EVERY_MS, undefined, { signal: stopping }).catch(() => {});
  }
}

class Watcher {
  readonly #options: CommonOptions;
  readonly #ports: CheckPorts;
  readonly #proposals: Proposals;
  readonly #dispatch: LocalDispatch | null;
  readonly #summary: WatchedSummary | null;
  readonly #admin: LocalAdmin | null;
  readonly #pingWatchdog: PingWatchdog;
  readonly #heads: MakeHead | null;
  readonly #lookForUnwatched: LookForUnwatched | null;
  readonly #stopping: AbortController;
  readonly #readings = new RulesReadings();
  #dispatching: Promise<void> | null = null;
  #looking: Promise<void> | null = null;
  /** Checks are made one after the other: they share the last pass and the outboxes. */
  #checking: Promise<unknown> = Promise.resolve();
  readonly #checksOnPing = new ChecksOnPing(() => performance.now());
  readonly #folders = new FolderHints(() => performance.now());
  /** What was met since the admin was notified last, the oldest first. */
  #findings: AdminFindings[] = [];
  /** Of the store, in the findings already. */
  #storeFailure: string | null = null;
  readonly #complaints = new Complaints();
  #previous: Instant | null = null;
  /** What was last known of the rules doc, good or bad. */
  #document: string | null = null;

  constructor(
    options: CommonOptions,
    ports: CheckPorts,
    proposals: Proposals,
    dispatch: LocalDispatch | null,
    summary: WatchedSummary | null,
    admin: LocalAdmin | null,
    pingWatchdog: PingWatchdog,
    heads: MakeHead | null,
    lookForUnwatched: LookForUnwatched | null,
    stopping: AbortController,
  ) {
    this.#options = options;
    this.#ports = ports;
    this.#proposals = proposals;
    this.#dispatch = dispatch;
    this.#summary = summary;
    this.#admin = admin;
    this.#pingWatchdog = pingWatchdog;
    this.#heads = heads;
    this.#lookForUnwatched = lookForUnwatched;
    this.#stopping = stopping;
  }

  async tick(now: Instant): Promise<void> {
    if (await this.#inTurn(now, () => this.#check(now))) this.#previous = now;
    // A mail server that hangs must not keep backups from being checked.
    this.#dispatching ??= this.#dispatchBeside(now);
  }

  /** Rejects, for `dispatched`, only when the watch is being stopped for that. */
  #dispatchBeside(now: Instant): Promise<void> {
    const dispatching = this.#survives(now, () => this.#notify(now)).then(() => {
      this.#dispatching = null;
    });
    dispatching.catch(() => this.#stopping.abort());
    return dispatching;
  }

  /** Dispatches once more when what is under way is done: it may have read the rows before the last check. */
  #dispatchNext(): void {
    (this.#dispatching ?? Promise.resolve())
      .then(() => {
        this.#dispatching ??= this.#dispatchBeside(Date.now());
      })
      .catch(() => {});
  }

  /** Runs drills as they are requested, until the watch is stopped: the caller is waiting. */
  async followDrills(): Promise<void> {
    if (this.#dispatch === null) return;
    const { rules } = this.#ports;
    while (!this.#stopping.signal.aborted) {
      const now = Date.now();
      await this.#survives(now, async () => this.#dispatch?.drills(now, () => loadRules(rules, now, this.#readings)));
      await sleep(DRILLS_EVERY_MS, undefined, { signal: this.#stopping.signal }).catch(() => {});
    }
  }

  /** A ping that may change the state of its job has it checked within seconds. */
  async pinged(heartbeat: Heartbeat): Promise<void> {
    if (await mayChangeState(heartbeat, this.#ports.store)) this.#checksOnPing.request(heartbeat.jobId);
  }

  /** Checks the jobs whose pings or folders ask for it, until the watch is stopped. */
  async followPings(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      const due = [...new Set([...this.#checksOnPing.take(), ...this.#folders.take()])];
      const now = Date.now();
      if (due.length > 0 && (await this.#inTurn(now, () => this.#checkJobs(due, now)))) this.#dispatchNext();
      await sleep(PINGS_EVERY_MS, undefined, { signal: this.#stopping.signal }).catch(() => {});
    }
  }

  #inTurn(now: Instant, work: () => Promise<void>): Promise<boolean> {
    const done = this.#checking.then(() => this.#survives(now, work));
    this.#checking = done.catch(() => {});
    return done;
  }

  /** Resolves when no notification is under way. */
  async dispatched(): Promise<void> {
    await this.#dispatching;
  }

  /** A store or disk that is away for a while must not end the watch: the next tick tries again. */
  async #survives(now: Instant, work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      if (!(error instanceof StateStoreUnavailable)) throw error;
      if (this.#stopping.signal.aborted) return false;
      this.#complaints.make(error.message, `${formatSecond(now)} ${error.message}`, now);
      if (this.#storeFailure !== error.message) this.#findings.push(findingsOfStore(error.message));
      this.#storeFailure = error.message;
      return false;
    }
  }

  async #notify(now: Instant): Promise<void> {
    await this.#announce(now);
    // Read again: the check may just have accepted the document, with its holidays.
    const loaded = await loadRules(this.#ports.rules, now, this.#readings);
    await this.#dispatch?.round(loaded, now, (line) => {
      if (!this.#options.quiet) printUnheld(line);
    });
    await this.#summarise(loaded, now);
  }

  /** Also where the store cannot be used: the admin's log is a file of its own. */
  async #announce(now: Instant): Promise<void> {
    const findings = this.#findings;
    this.#findings = [];
    this.#storeFailure = null;
    if (this.#admin === null || findings.length === 0) return;
    const loaded = await loadRules(this.#ports.rules, now, this.#readings);
    for (const each of findings) await this.#admin.announce(each, loaded, now);
  }

  async #summarise(loaded: LoadedRules, now: Instant): Promise<void> {
    if (this.#summary === null) return;
    const { summary, watchedSince } = this.#summary;
    const notified = await summary.tellWhenDue(loaded, now, watchedSince);
    if (this.#options.quiet) return;
    for (const line of deliveredSummaryLines(notified, now, this.#options.json ?? false)) printUnheld(line);
  }

  async #check(now: Instant): Promise<void> {
    const loaded = await loadRules(this.#ports.rules, now, this.#readings);
    const document = `${loaded.version} ${loaded.used} ${loaded.unavailable} ${loaded.problems.length}`;
    const isNew = document !== this.#document;
    this.#document = document;
    if (isNew) printProblems(loaded);
    if (loaded.document === null) {
      this.#findings.push(findingsWithoutDocument(loaded));
      return;
    }
    const { jobs } = loaded.document;
    this.#folders.follow(jobs);
    const before = await this.#before();
    const { jobs: due, comparedAt } = await dueJobs(jobs, this.#ports, before, loaded.version, now);
    // Hourly also with nothing to look at: that the watch is alive shows by its passes. And a document that only drops
    // jobs, or changes people, makes nothing due, but has to be accepted.
    const isHour = this.#previous === null || nextPeriod(HOUR_S, this.#previous) <= now;
    const isOtherDocument = before?.rulesVersion !== (loaded.version ?? '');
    if (due.length === 0 && !isHour && !isOtherDocument) return;
    const only = due.map((job) => job.id);
    const pass = await check(loaded, this.#ports, { now, dryRun: false, only, isPass: true, comparedAt });
    this.#report(pass);
    this.#findings.push(findingsOfPass(pass));
    const proposals = openProposals(await this.#proposals.read(), jobsKnownTo(loaded.document));
    this.#findings.push(findingsOfProposals(proposals));
    await this.#pingWatchdog(pass);
    await this.#heads?.(loaded, now);
    this.#lookBeside(loaded, now);
  }

  /** A large disk takes a while to list, and checks do not wait for that. */
  #lookBeside(loaded: LoadedRules, now: Instant): void {
    const look = this.#lookForUnwatched;
    if (look === null || this.#looking !== null) return;
    this.#looking = this.#survives(now, () => look(loaded, now)).then(() => {
      this.#looking = null;
    });
    this.#looking.catch(() => this.#stopping.abort());
  }

  /** What the pass before left; null at the first tick, when every job is looked at. */
  async #before(): Promise<PassBefore | null> {
    const last = this.#previous === null ? null : await this.#ports.store.readLastPass();
    return last && { ...last, coveredUntil: this.#previous };
  }

  async #checkJobs(jobIds: readonly string[], now: Instant): Promise<void> {
    const loaded = await loadRules(this.#ports.rules, now, this.#readings);
    const only = loaded.document?.jobs.map(({ id }) => id).filter((id) => jobIds.includes(id)) ?? [];
    if (only.length > 0) this.#report(await check(loaded, this.#ports, { now, dryRun: false, only, isPass: false }));
  }

  #report(pass: Pass): void {
    for (const message of pass.failures) complain(`${formatSecond(pass.now)} ${message}`);
    if (!this.#options.quiet) for (const found of pass.found) complain(`${formatSecond(pass.now)} ${foundText(found)}`);
    if (this.#ports.sink === null) printChanges(pass.transitions, this.#options);
  }
}

/** Each transition is printed when it is published, so a watch that is killed during a check has printed it. */
function printing(options: CommonOptions): EventSink {
  return {
    publish: async (transitions) => {
      printChanges(transitions, options);
      return new Set(transitions.map(({ eventId }) => eventId));
    },
  };
}

function printChanges(transitions: readonly Transition[], options: CommonOptions): void {
  if (options.quiet) return;
  for (const transition of transitions) printUnheld(changeLine(transition, options.json ?? false));
}

function say(options: CommonOptions, text: string): void {
  if (!options.quiet) complain(`sentinel: ${text}`);
}
