import { SECOND_MS } from '../../core/instant.ts';
import { inTime } from '../../time/in-time.ts';
import { secretMasker } from '../mask-secrets.ts';
import type { BegunRun, Notifier } from '../notifier.ts';
import type { RunStep } from '../run-result.ts';
import { endName } from './end-name.ts';
import type { EndReport } from './end-report.ts';
import { log } from './journal.ts';
import { noteNotified } from './notified-invocation.ts';
import type { NotifyOptions } from './notify-options.ts';
import { type Kept, notifyStep } from './notify-step.ts';
import { Sinks } from './sinks.ts';
import { type Sink, Spool, type SpooledRun } from './spool.ts';
import { reasonOf } from './write-report.ts';

/** The spool lies in the state folder, which may not answer; then the notifications go out all the same. */
const LIMIT = { leftMs: 30 * SECOND_MS };

/** What ends: a run, or a proof. */
export interface EndKind<Result> {
  readonly word: 'run' | 'proof';
  /** Whether its start is sent as well. */
  readonly hasStart: boolean;
  /** `masked` removes the secrets from every text of the host. */
  readonly reportOf: (result: Result, masked: (text: string) => string) => EndReport;
  /** Whether people are to be notified. */
  readonly isFailure: (result: Result) => boolean;
}

/**
 * The last phase of a run and of a proof (docs/design/runner.md#notify): the report, the heartbeats and, on failure, the
 * alerts. Each sink is tried whatever happens to the others; what could not be sent is kept in the spool.
 */
export class EndNotifier<Result> implements Notifier<Result> {
  readonly #kind: EndKind<Result>;
  readonly #options: NotifyOptions;
  readonly #sinks: Sinks;
  readonly #masked: (text: string) => string;
  readonly #spool: Spool;
  /** The start heartbeat, under way; true when it was accepted. */
  #start: Promise<boolean> = Promise.resolve(false);

  /** Throws NotifyOptionInvalid. */
  constructor(options: NotifyOptions, kind: EndKind<Result>) {
    const sinks = new Sinks(options);
    this.#kind = kind;
    this.#options = options;
    this.#sinks = sinks;
    this.#masked = secretMasker(options.env, sinks.secrets);
    this.#spool = new Spool(options.stateFolder, endName(options, kind.word));
  }

  masked(text: string): string {
    return this.#masked(text);
  }

  /** Does not wait for the answer: the backup is not held up by a notification. */
  async began({ runId }: BegunRun): Promise<void> {
    if (!this.#kind.hasStart || !this.#sinks.isSetUp('heartbeat')) return;
    this.#start = this.#sinks.start(runId).then((error) => {
      if (error !== null) this.#options.say(`the start heartbeat was not accepted: ${error}`);
      return error === null;
    });
  }

  async ended(result: Result): Promise<RunStep> {
    const report = this.#kind.reportOf(result, this.#masked);
    const isFailure = this.#kind.isFailure(result);
    const all: readonly Sink[] = isFailure ? ['report', 'heartbeat', 'webhook', 'command'] : ['report', 'heartbeat'];
    const sinks = all.filter((sink) => this.#sinks.isSetUp(sink));
    const run: SpooledRun = { version: 1, report, pending: sinks, startTold: await this.#started(), superseded: false };
    // First kept, then sent: a runner that is killed in between loses nothing.
    const before = sinks.length > 0 ? await this.#keep(run) : null;
    const [results, logged] = await Promise.all([
      this.#sinks.send(run, sinks, false),
      isFailure ? log(report, this.#options.env, this.#options.logSockets) : null,
    ]);
    const pending = results.filter(({ error }) => error !== null).map(({ sink }) => sink);
    const after = pending.length > 0 ? await this.#keep({ ...run, pending }) : null;
    if (after === null && before?.path)
      await inTime(
        this.#spool.remove(before.path).catch(() => {}),
        LIMIT,
      );
    if (!isFailure) await inTime(this.#supersede(report.run_id), LIMIT);
    await inTime(noteNotified(this.#options.stateFolder, this.#spool.name, this.#options.env), LIMIT);
    const { message, ...step } = notifyStep(results, logged, after);
    return { ...step, message: this.#masked(message) };
  }

  /** Whether the start heartbeat was accepted; false while that is not known. */
  async #started(): Promise<boolean> {
    const started = await inTime(this.#start, LIMIT);
    return started.kind === 'done' && started.value;
  }

  async resend(): Promise<void> {
    const { say, now } = this.#options;
    try {
      const failed = new Set<Sink>();
      for (const { path, run } of await this.#spool.waiting(now(), say)) {
        const pending = run.pending.filter((sink) => this.#sinks.isSetUp(sink));
        const left = await this.#sendLate(run, pending, failed);
        if (left.length === 0) await this.#spool.remove(path);
        else if (left.length < run.pending.length) await this.#spool.keep({ ...run, pending: left });
      }
    } catch (error) {
      say(`cannot process the spool ${this.#spool.folder}: ${reasonOf(error)}`);
    }
  }

  /**
   * Returns the sinks that are still to be sent to. A sink that failed for one run is not tried for the next: the order
   * stays, and the backup does not wait for each of them.
   */
  async #sendLate(run: SpooledRun, pending: readonly Sink[], failed: Set<Sink>): Promise<readonly Sink[]> {
    const when = `the notification of the ${this.#kind.word} that ended at ${run.report.finished_at}`;
    const results = await this.#sinks.send(
      run,
      pending.filter((sink) => !failed.has(sink)),
      true,
    );
    for (const { sink, error, message } of results) {
      if (error === null) continue;
      failed.add(sink);
      this.#options.say(this.#masked(`${when} still cannot be sent: ${message}`));
    }
    const done = results.filter(({ error }) => error === null).map(({ sink }) => sink);
    if (done.length > 0) this.#options.say(`${when} was sent late: ${done.join(', ')}`);
    return pending.filter((sink) => !done.includes(sink));
  }

  async #keep(run: SpooledRun): Promise<Kept> {
    try {
      const kept = await inTime(this.#spool.keep(run), LIMIT);
      if (kept.kind !== 'done') throw new Error('it does not answer');
      return { path: kept.value, error: null };
    } catch (error) {
      return { path: null, error: `cannot write ${this.#spool.folder}: ${reasonOf(error)}` };
    }
  }

  /** A failure of an older run, still unsent, is no longer an alarm. */
  async #supersede(runId: string): Promise<void> {
    try {
      for (const { run } of await this.#spool.waiting(this.#options.now(), this.#options.say)) {
        if (run.report.run_id !== runId && !run.superseded) await this.#spool.keep({ ...run, superseded: true });
      }
    } catch {
      // The next run reports what is wrong with the spool.
    }
  }
}
