import { ALERT_COMMAND_LIMIT_MS, runAlertCommand } from './alert-command.ts';
import { sendAlert } from './alert-webhook.ts';
import { type HeartbeatEnd, sendEnd, sendStart } from './heartbeat.ts';
import { AT_THE_END, BEFORE_THE_RUN, type Pacing } from './post.ts';
import { isOneFile } from './report-place.ts';
import type { RunReport } from './run-report.ts';
import type { SpooledRun, Way } from './spool.ts';
import type { TellOptions } from './tell-options.ts';
import { readWebAddress } from './web-address.ts';
import { writeReport } from './write-report.ts';

/** A shorter path, such as /hook, is no key. */
const SHORTEST_SECRET = 16;

/** How telling by one way went; `fault` is null when it went well. */
export interface Notified {
  readonly way: Way;
  readonly fault: string | null;
  /** What a person reads: "report /backups/.sentinel/...". */
  readonly message: string;
}

/** The ways out of a host: the report's place and the addresses, as one run has them. */
export class Ways {
  readonly #options: TellOptions;
  readonly #heartbeat: URL | null;
  readonly #webhook: URL | null;

  /** Throws TellOptionUnusable. */
  constructor(options: TellOptions) {
    const { env } = options;
    this.#options = options;
    this.#heartbeat = firstAddress([options.heartbeatUrl, '--heartbeat'], [env.SENTINEL_PING_URL, 'SENTINEL_PING_URL']);
    this.#webhook = firstAddress(
      [options.alertWebhook, '--alert-webhook'],
      [env.SENTINEL_ALERT_WEBHOOK, 'SENTINEL_ALERT_WEBHOOK'],
    );
  }

  /** Whoever knows these can tell in our name. */
  get secrets(): readonly string[] {
    const urls = [this.#heartbeat, this.#webhook].filter((url) => url !== null);
    return urls
      .flatMap((url) => [url.href, url.pathname.slice(1)])
      .filter((secret) => secret.length >= SHORTEST_SECRET);
  }

  isSetUp(way: Way): boolean {
    const { reportTo, verified, alertCommand } = this.#options;
    switch (way) {
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

  /** By all of these at once; but the command is also told where the report is. Never throws. */
  async tell(run: SpooledRun, ways: readonly Way[], isLate: boolean): Promise<readonly Notified[]> {
    const pacing = this.#options.pacing ?? (isLate ? BEFORE_THE_RUN : AT_THE_END);
    // One file for all of them holds the report of the run that made this one good.
    const isWanted = !run.superseded || !(await isOneFile(this.#options));
    const written =
      ways.includes('report') && isWanted ? writeReport(run.report, this.#options, this.#options.writeS3) : null;
    const byWay: Readonly<Record<Way, () => Promise<Notified>>> = {
      report: async () => {
        if (!isWanted) return { way: 'report', fault: null, message: 'a newer report is there' };
        const { place = null, fault = 'nothing says where to' } = (await written) ?? {};
        return { way: 'report', fault, message: fault === null ? `report ${place}` : `report: ${fault}` };
      },
      heartbeat: () => this.#heartbeatEnd(run, isLate, pacing),
      webhook: () => this.#alert(run, isLate, pacing),
      command: async () => this.#command(run.report, (await written)?.place ?? null, isLate),
    };
    return Promise.all(ways.map((way) => byWay[way]()));
  }

  async #heartbeatEnd(run: SpooledRun, isLate: boolean, pacing: Pacing): Promise<Notified> {
    const address = this.#heartbeat as URL;
    const fault = await sendEnd(address, run.report, isLate ? lateEnd(run) : 'as-it-ended', pacing);
    return {
      way: 'heartbeat',
      fault,
      message: fault === null ? `heartbeat to ${address.host}` : `heartbeat: ${fault}`,
    };
  }

  async #alert(run: SpooledRun, isLate: boolean, pacing: Pacing): Promise<Notified> {
    const address = this.#webhook as URL;
    const fault = await sendAlert(address, run, isLate, pacing);
    return { way: 'webhook', fault, message: fault === null ? `alert to ${address.host}` : `alert webhook: ${fault}` };
  }

  async #command(report: RunReport, reportPlace: string | null, isLate: boolean): Promise<Notified> {
    const { alertCommand, env, alertCommandLimitMs = ALERT_COMMAND_LIMIT_MS } = this.#options;
    const fault = await runAlertCommand(alertCommand ?? '', { report, reportPlace, isLate }, env, alertCommandLimitMs);
    return { way: 'command', fault, message: fault === null ? 'the alert command' : `alert command: ${fault}` };
  }
}

/**
 * How a heartbeat that comes late is told. It counts from when it arrives: with its start told, the two still frame the
 * run; without, a success would claim a backup of just now, so it is only a note. A failure that nobody heard of is
 * told as one, unless a later run ended well. Source: decision 64.
 */
function lateEnd({ report, startTold, superseded }: SpooledRun): HeartbeatEnd {
  if (superseded) return startTold ? 'closed' : 'note';
  return report.status === 'failed' || startTold ? 'as-it-ended' : 'note';
}

function firstAddress(...given: readonly (readonly [string | null | undefined, string])[]): URL | null {
  const [text, name] = given.find(([value]) => value !== null && value !== undefined && value !== '') ?? [];
  return text && name ? readWebAddress(text, name) : null;
}
