import { secretMasker } from '../mask-secrets.ts';
import type { RunResult, RunStep } from '../run-result.ts';
import type { BegunRun, Telling } from '../telling.ts';
import { log } from './journal.ts';
import { isFailure, reportOf } from './run-report.ts';
import { Spool, type SpooledRun, type Way } from './spool.ts';
import type { TellOptions } from './tell-options.ts';
import { type Kept, tellStep } from './tell-step.ts';
import { noteDelivered } from './told-note.ts';
import { Ways } from './ways.ts';
import { reasonOf } from './write-report.ts';

/**
 * Phase 6 of a run (runner page): the report, the heartbeats and, when it failed, the alerts. Every way is tried whatever
 * becomes of the others; what could not be told is kept in the spool. Throws TellOptionUnusable before anything begins.
 */
export async function openTelling(options: TellOptions): Promise<Telling> {
  return new RunTelling(options, new Ways(options));
}

class RunTelling implements Telling {
  readonly #options: TellOptions;
  readonly #ways: Ways;
  readonly #masked: (text: string) => string;
  readonly #spool: Spool;
  /** The heartbeat of the start, under way; true when it was accepted. */
  #start: Promise<boolean> = Promise.resolve(false);

  constructor(options: TellOptions, ways: Ways) {
    this.#options = options;
    this.#ways = ways;
    this.#masked = secretMasker(options.env, ways.secrets);
    this.#spool = new Spool(options.stateFolder, options.jobId, options.node);
  }

  masked(text: string): string {
    return this.#masked(text);
  }

  /** Does not wait for the answer: the backup is not held up by whoever is to hear of it. */
  async began({ runId }: BegunRun): Promise<void> {
    if (!this.#ways.isSetUp('heartbeat')) return;
    this.#start = this.#ways.start(runId).then((fault) => {
      if (fault !== null) this.#options.say(`the heartbeat of the start was not accepted: ${fault}`);
      return fault === null;
    });
  }

  async ended(result: RunResult): Promise<RunStep> {
    const report = reportOf(result, this.#masked);
    const all: readonly Way[] = isFailure(result)
      ? ['report', 'heartbeat', 'webhook', 'command']
      : ['report', 'heartbeat'];
    const ways = all.filter((way) => this.#ways.isSetUp(way));
    const run: SpooledRun = { version: 1, report, pending: ways, startTold: await this.#start, superseded: false };
    // First kept, then told: a runner that is killed in between has lost nothing.
    const before = ways.length > 0 ? await this.#keep(run) : null;
    const [told, logged] = await Promise.all([
      this.#ways.tell(run, ways, false),
      isFailure(result) ? log(report, this.#options.env, this.#options.logSockets) : null,
    ]);
    const pending = told.filter(({ fault }) => fault !== null).map(({ way }) => way);
    const after = pending.length > 0 ? await this.#keep({ ...run, pending }) : null;
    if (after === null && before?.path) await this.#spool.remove(before.path).catch(() => {});
    if (!isFailure(result)) await this.#supersede(report.run_id);
    await noteDelivered(this.#options.stateFolder, this.#spool.name, this.#options.env);
    const { message, ...step } = tellStep(told, logged, after);
    return { ...step, message: this.#masked(message) };
  }

  async resend(): Promise<void> {
    const { say, now } = this.#options;
    try {
      const failed = new Set<Way>();
      for (const { path, run } of await this.#spool.waiting(now(), say)) {
        const pending = run.pending.filter((way) => this.#ways.isSetUp(way));
        const left = await this.#tellLate(run, pending, failed);
        if (left.length === 0) await this.#spool.remove(path);
        else if (left.length < run.pending.length) await this.#spool.keep({ ...run, pending: left });
      }
    } catch (error) {
      say(`the spool ${this.#spool.folder} cannot be worked off: ${reasonOf(error)}`);
    }
  }

  /**
   * Gives what is still to be told. A way that failed for one run is not tried for the next: they stay in order, and the
   * backup does not wait for each of them.
   */
  async #tellLate(run: SpooledRun, pending: readonly Way[], failed: Set<Way>): Promise<readonly Way[]> {
    const when = `the run that ended at ${run.report.finished_at}`;
    const told = await this.#ways.tell(
      run,
      pending.filter((way) => !failed.has(way)),
      true,
    );
    for (const { way, fault, message } of told) {
      if (fault === null) continue;
      failed.add(way);
      this.#options.say(this.#masked(`${when} still could not be told: ${message}`));
    }
    const done = told.filter(({ fault }) => fault === null).map(({ way }) => way);
    if (done.length > 0) this.#options.say(`${when} was told late: ${done.join(', ')}`);
    return pending.filter((way) => !done.includes(way));
  }

  async #keep(run: SpooledRun): Promise<Kept> {
    try {
      return { path: await this.#spool.keep(run), fault: null };
    } catch (error) {
      return { path: null, fault: `${this.#spool.folder} cannot be written: ${reasonOf(error)}` };
    }
  }

  /** What older runs of the job still have to say is no alarm any more. */
  async #supersede(runId: string): Promise<void> {
    try {
      for (const { run } of await this.#spool.waiting(this.#options.now(), this.#options.say)) {
        if (run.report.run_id !== runId && !run.superseded) await this.#spool.keep({ ...run, superseded: true });
      }
    } catch {
      // The next run says what is wrong with the spool.
    }
  }
}
