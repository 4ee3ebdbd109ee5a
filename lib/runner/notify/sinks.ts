import { ALERT_COMMAND_LIMIT_MS, runAlertCommand } from './alert-command.ts';
import { sendAlert } from './alert-webhook.ts';
import { type EndReport, isOfProof } from './end-report.ts';
import { type HeartbeatEnd, sendEnd, sendStart } from './heartbeat.ts';
import type { NotifyOptions } from './notify-options.ts';
import { AT_THE_END, BEFORE_THE_RUN, type Pacing } from './post.ts';
import { isOneFile } from './report-place.ts';
import type { Sink, SpooledRun } from './spool.ts';
import { readWebAddress } from './web-address.ts';
import { writeReport } from './write-report.ts';

/** A shorter path, such as /hook, is no secret. */
const MIN_SECRET_LENGTH = 16;

/** The result of one sink; `error` is null when it succeeded. */
export interface SinkResult {
  readonly sink: Sink;
  readonly error: string | null;
  /** What a person reads: "report /backups/.sentinel/...". */
  readonly message: string;
}

/** The sinks of one run: the place of its report, and the addresses. */
export class Sinks {
  readonly #options: NotifyOptions;
  readonly #heartbeat: URL | null;
  readonly #webhook: URL | null;

  /** Throws NotifyOptionInvalid. */
  constructor(options: NotifyOptions) {
    const { env } = options;
    this.#options = options;
    this.#heartbeat = firstAddress([options.heartbeatUrl, '--heartbeat'], [env.SENTINEL_PING_URL, 'SENTINEL_PING_URL']);
    this.#webhook = firstAddress(
      [options.alertWebhook, '--alert-webhook'],
      [env.SENTINEL_ALERT_WEBHOOK, 'SENTINEL_ALERT_WEBHOOK'],
    );
  }

  /** A reader of these could send in the job's name. */
  get secrets(): readonly string[] {
    const urls = [this.#heartbeat, this.#webhook].filter((url) => url !== null);
    return urls
      .flatMap((url) => [url.href, url.pathname.slice(1)])
      .filter((secret) => secret.length >= MIN_SECRET_LENGTH);
  }

  isSetUp(sink: Sink): boolean {
    const { reportTo, verified, alertCommand } = this.#options;
    switch (sink) {
      case 'report':
        return reportTo !== null || verified !== null;
      case 'heartbeat':
        return this.#heartbeat !== null;
      case 'webhook':
        return this.#webhook !== null;
      case 'command':
        return alertCommand !== null;
    }
  }

  /** The heartbeat of the start. Null when it was accepted or there is no address, else why it was not. */
  async start(runId: string): Promise<string | null> {
    if (this.#heartbeat === null) return null;
    return sendStart(this.#heartbeat, runId, this.#options.pacing ?? BEFORE_THE_RUN);
  }

  /** Sends to all of these at once; the command waits to learn where the report is. Never throws. */
  async send(run: SpooledRun, sinks: readonly Sink[], isLate: boolean): Promise<readonly SinkResult[]> {
    const pacing = this.#options.pacing ?? (isLate ? BEFORE_THE_RUN : AT_THE_END);
    // A single report file already holds the report of a later, good run.
    const isWanted = !run.superseded || !(await isOneFile(this.#options));
    const written =
      sinks.includes('report') && isWanted ? writeReport(run.report, this.#options, this.#options.writeS3) : null;
    const byWay: Readonly<Record<Sink, () => Promise<SinkResult>>> = {
      report: async () => {
        if (!isWanted) return { sink: 'report', error: null, message: 'a newer report exists' };
        const { place = null, error = 'no place is set up' } = (await written) ?? {};
        return { sink: 'report', error, message: error === null ? `report ${place}` : `report: ${error}` };
      },
      heartbeat: () => this.#heartbeatEnd(run, isLate, pacing),
      webhook: () => this.#alert(run, isLate, pacing),
      command: async () => this.#command(run.report, (await written)?.place ?? null, isLate),
    };
    return Promise.all(sinks.map((sink) => byWay[sink]()));
  }

  async #heartbeatEnd(run: SpooledRun, isLate: boolean, pacing: Pacing): Promise<SinkResult> {
    const address = this.#heartbeat as URL;
    const error = await sendEnd(address, run.report, isLate ? lateEnd(run) : 'as-it-ended', pacing);
    return {
      sink: 'heartbeat',
      error,
      message: error === null ? `heartbeat to ${address.host}` : `heartbeat: ${error}`,
    };
  }

  async #alert(run: SpooledRun, isLate: boolean, pacing: Pacing): Promise<SinkResult> {
    const address = this.#webhook as URL;
    const error = await sendAlert(address, run, isLate, pacing);
    return { sink: 'webhook', error, message: error === null ? `alert to ${address.host}` : `alert webhook: ${error}` };
  }

  async #command(report: EndReport, reportPlace: string | null, isLate: boolean): Promise<SinkResult> {
    const { alertCommand, env, alertCommandLimitMs = ALERT_COMMAND_LIMIT_MS } = this.#options;
    const error = await runAlertCommand(alertCommand ?? '', { report, reportPlace, isLate }, env, alertCommandLimitMs);
    return { sink: 'command', error, message: error === null ? 'the alert command' : `alert command: ${error}` };
  }
}

/**
 * How a late heartbeat is sent. The server takes its arrival as its time: if its start was sent, the two still frame the
 * run; if not, a success would claim a backup of just now, so it is sent as a log entry only. A failure is sent as one,
 * unless a later run succeeded (docs/decisions/0064-late-notifications.md).
 */
function lateEnd({ report, startTold, superseded }: SpooledRun): HeartbeatEnd {
  if (isOfProof(report)) return 'note';
  if (superseded) return startTold ? 'closed' : 'note';
  return report.status === 'failed' || startTold ? 'as-it-ended' : 'note';
}

function firstAddress(...given: readonly (readonly [string | null | undefined, string])[]): URL | null {
  const [text, name] = given.find(([value]) => value !== null && value !== undefined && value !== '') ?? [];
  return text && name ? readWebAddress(text, name) : null;
}
