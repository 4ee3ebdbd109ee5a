import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { check } from '../../lib/app/check/check.ts';
import { type CompletedPass, lateness, passCompleted } from '../../lib/app/check/pass-completed.ts';
import { runSlice } from '../../lib/app/check/run-slice.ts';
import { runScheduledPass } from '../../lib/app/check/scheduled-pass.ts';
import { withMembers } from '../../lib/app/members/with-members.ts';
import { type LoadedRules, loadRules } from '../../lib/app/rules/load-rules.ts';
import { formatInstant, type Instant, MINUTE_MS, SECOND_MS } from '../../lib/core/instant.ts';
import type { JobsCheck, ObjectHint, RestoreHint, Slice } from '../../lib/ports/slice-queue.ts';
import { containerOf } from '../../lib/sources/aws-backup/place.ts';
import { type Alarm, Deadline, type FunctionContext } from '../deadline.ts';
import { type Instruments, instrumentsFor } from '../instruments.ts';
import { CheckerContext, type Invocation } from './context.ts';
import { readCheckerEvent, readMessage } from './event.ts';
import { logJobs, measurePass, measureRows, passLine, rulesLine } from './report.ts';

/** Messages of the queue that have to be given again. */
export interface BatchResponse {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/** A tick that comes later than this after its time is late. */
const LATE_MS = 2 * MINUTE_MS;
/** As long as a function may run, and a message may wait. */
const VALIDATED_AFTER_S = 900;

/** The checker as a function: reads the event, lets the use case run, reports how it went. */
export class Checker {
  readonly #context: CheckerContext;
  readonly #clock: () => Instant;
  readonly #alarm: Alarm | undefined;
  readonly #instruments: Instruments;

  /** `clock` is read once in each invocation; `alarm` is what its deadline goes by, a timer unless given. */
  constructor(env: NodeJS.ProcessEnv, clock: () => Instant = Date.now, alarm?: Alarm) {
    this.#context = new CheckerContext(env);
    this.#clock = clock;
    this.#alarm = alarm;
    this.#instruments = instrumentsFor(this.#context.prefix, 'checker');
  }

  /** Throws where the pass could not be made at all: then the service invokes again. */
  async handle(event: unknown, context: FunctionContext): Promise<BatchResponse | undefined> {
    const read = readCheckerEvent(event);
    const deadline = new Deadline(context, this.#alarm);
    try {
      if ('Records' in read) return await this.#takeSlices(read.Records, deadline);
      await this.#tick(read.scheduledAt, deadline);
      return undefined;
    } finally {
      deadline.end();
      // With nothing stored, this writes a warning instead.
      if (this.#instruments.metrics.hasStoredMetrics()) this.#instruments.metrics.publishStoredMetrics();
    }
  }

  async #tick(scheduledAt: Instant, time: Deadline): Promise<void> {
    const { logger, metrics } = this.#instruments;
    const { tickS } = this.#context;
    const now = Math.max(this.#clock(), scheduledAt);
    const invocation = this.#context.invocation(time.noMore);
    const loaded = await this.#loadRules(now);
    const outcome = await runScheduledPass(loaded, invocation.ports, { scheduledAt, now, tickS, time });
    const schedule = {
      scheduled_at: formatInstant(scheduledAt),
      lateness: lateness(outcome, scheduledAt, LATE_MS),
      configured: outcome.configured,
    };
    switch (outcome.kind) {
      case 'repeated':
        logger.info('pass repeated: this tick came before', schedule);
        return;
      case 'awaited':
        // A deployment without a first document is whole: the alarm for missing passes would say the opposite.
        metrics.addMetric('PassCompleted', MetricUnit.Count, 1);
        logger.info('no rules doc yet: nothing to check', { ...schedule, source: loaded.source });
        return;
      case 'no-rules':
        logger.error('no pass', { ...schedule, rules: rulesLine(loaded) });
        // An error of the function is what people are notified of at once.
        throw new Error(`no usable rules doc at ${loaded.source}`);
      case 'sliced':
        logger.info('pass begun in slices', { ...schedule, due: outcome.due, slices: outcome.slices });
        return;
    }
    const { pass, isComplete, due, configured } = outcome;
    const line = passLine(pass, invocation.requests(), invocation.busError());
    logJobs(logger, pass);
    logger[isComplete && schedule.lateness === null ? 'info' : 'warn'](
      isComplete ? 'pass complete' : 'pass incomplete',
      {
        ...schedule,
        due,
        ...line,
      },
    );
    measurePass(metrics, pass);
    if (!isComplete) return;
    await this.#completed(invocation, loaded, {
      ...outcome,
      pass: {
        id: formatInstant(scheduledAt),
        at: now,
        durationMs: pass.durationMs,
        configured,
        due,
        judged: line.judged,
        rulesVersion: loaded.version ?? '',
      },
    });
  }

  async #takeSlices(
    records: readonly { readonly messageId: string; readonly body: string }[],
    time: Deadline,
  ): Promise<BatchResponse> {
    const failed: { itemIdentifier: string }[] = [];
    const hints: { readonly messageId: string; readonly message: ObjectHint }[] = [];
    for (const { messageId, body } of records) {
      try {
        const message = readMessage(body);
        if (message.kind === 'hint') hints.push({ messageId, message });
        else if (message.kind === 'restore') await this.#takeRestore(message, time);
        else if (message.kind === 'slice') await this.#takeSlice(message, time);
        else await this.#checkJobs(message, time);
      } catch (error) {
        const { name, message } = error as Error;
        this.#instruments.logger.error('slice failed; the queue gives it again', {
          message_id: messageId,
          name,
          why: message,
        });
        failed.push({ itemIdentifier: messageId });
      }
    }
    try {
      if (hints.length > 0)
        await this.#takeHints(
          hints.map(({ message }) => message),
          time,
        );
    } catch (error) {
      const { name, message: why } = error as Error;
      this.#instruments.logger.error('events of buckets failed; the queue gives them again', { name, why });
      failed.push(...hints.map(({ messageId }) => ({ itemIdentifier: messageId })));
    }
    return { batchItemFailures: failed };
  }

  /** Looks at the jobs that events of their buckets speak of: at once, or when the minute since the last look is over. */
  async #takeHints(hints: readonly ObjectHint[], time: Deadline): Promise<void> {
    const { members } = this.#context.invocation(time.noMore).ports;
    const { document } = await withMembers(await this.#loadRules(this.#clock()), members);
    if (document === null) return;
    const { now, later, busy } = (await this.#context.hints()).take(hints, document.jobs);
    for (const bucket of busy) {
      this.#instruments.logger.warn('a bucket sends too many events; its jobs wait for their next looks', { bucket });
    }
    for (const [jobId, waitMs] of later) {
      await this.#context.checks?.sendCheck({ kind: 'jobs', jobIds: [jobId] }, Math.ceil(waitMs / SECOND_MS));
    }
    if (now.length > 0) await this.#checkJobs({ kind: 'jobs', jobIds: now }, time);
  }

  /**
   * A test whose restore ended well is validated from now on: its result is looked for when a validating function has had its
   * time. One that could not be made is looked at at once.
   */
  async #takeRestore({ resourceArn, isValidated }: RestoreHint, time: Deadline): Promise<void> {
    const { document } = await this.#loadRules(this.#clock());
    const jobs = document?.jobs.filter(({ place }) => place?.container === containerOf(resourceArn)) ?? [];
    if (jobs.length === 0) return;
    const check = { kind: 'jobs', jobIds: jobs.map(({ id }) => id) } as const;
    if (isValidated) await this.#context.checks?.sendCheck(check, VALIDATED_AFTER_S);
    else await this.#checkJobs(check, time);
  }

  async #takeSlice(slice: Slice, time: Deadline): Promise<void> {
    const { logger, metrics } = this.#instruments;
    const now = this.#clock();
    const invocation = this.#context.invocation(time.noMore);
    const loaded = await this.#loadRules(now);
    const { pass, finished } = await runSlice(slice, loaded, invocation.ports, { now, time });
    logJobs(logger, pass);
    const line = passLine(pass, invocation.requests(), invocation.busError());
    logger.info('slice done', { pass: slice.passId, slice: slice.index, ...line });
    if (finished === null) return;
    const { sliced, last } = finished;
    const { store } = invocation.ports;
    const open = await store.read(await store.openIds());
    measureRows(metrics, [...open.rows.values()], sliced.at, now);
    const isComplete = last.unknown === 0;
    const { configured, due, judged, unknown, durationMs } = last;
    logger[isComplete ? 'info' : 'warn'](isComplete ? 'pass complete' : 'pass incomplete', {
      scheduled_at: last.id,
      slices: sliced.of,
      configured,
      due,
      judged,
      unknown,
      duration_ms: durationMs,
    });
    if (isComplete) await this.#completed(invocation, loaded, { ...sliced, pass: last });
  }

  /** Outside the schedule, for what jobs have pinged or what happened in their buckets. */
  async #checkJobs({ jobIds }: JobsCheck, time: Deadline): Promise<void> {
    const { logger, metrics } = this.#instruments;
    const now = this.#clock();
    const invocation = this.#context.invocation(time.noMore);
    const loaded = await this.#loadRules(now);
    const { document } = await withMembers(loaded, invocation.ports.members);
    const known = [...(loaded.document?.jobs ?? []), ...(document?.jobs ?? [])].map(({ id }) => id);
    const only = [...new Set(known)].filter((id) => jobIds.includes(id));
    const pass = await check(loaded, invocation.ports, { now, dryRun: false, only, isPass: false, time });
    logJobs(logger, pass);
    logger.info('jobs checked for their pings or events', {
      jobs: only,
      ...passLine(pass, invocation.requests(), invocation.busError()),
    });
    measurePass(metrics, pass);
  }

  /** Says that all is well: to the alarm, to the bus, and outside. */
  async #completed(
    { ports, makeHead, lookForUnwatched }: Invocation,
    loaded: LoadedRules,
    completed: CompletedPass,
  ): Promise<void> {
    const { logger, metrics } = this.#instruments;
    metrics.addMetric('PassCompleted', MetricUnit.Count, 1);
    const [isAnnounced, watchdog] = await Promise.all([
      ports.announcements.announce(passCompleted(completed)),
      ports.watchdog.reportAlive(),
    ]);
    if (!isAnnounced) logger.warn('the bus did not take the news that the pass is complete');
    if (watchdog !== null) logger.warn('the watchdog could not be reset', { why: watchdog });
    try {
      const head = await makeHead(loaded, completed.pass.at);
      if (head !== null) logger.info('record head', { day: head.day, hash: head.hash });
    } catch (error) {
      // The pass is complete all the same, and the next one makes the head.
      logger.warn('the head of the record could not be made', { why: (error as Error).message });
    }
    try {
      const seen = await lookForUnwatched(loaded, completed.pass.at);
      if (seen !== null) logger.info('looked for what no job watches', { series: seen.series.length, cut: seen.cut });
    } catch (error) {
      logger.warn('what no job watches could not be looked for', { why: (error as Error).message });
    }
  }

  async #loadRules(now: Instant): Promise<LoadedRules> {
    const { rules, readings } = this.#context;
    const loaded = await loadRules(rules, now, readings);
    const isRejected = loaded.used !== 'current' && loaded.isAwaited !== true;
    if (isRejected) this.#instruments.metrics.addMetric('RulesRejected', MetricUnit.Count, 1);
    return loaded;
  }
}
