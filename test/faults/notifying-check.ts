import { cp, lstat, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedStore } from '../../lib/adapters/embedded/store.ts';
import { SmtpStandIn } from '../channels/email/smtp-stand-in.ts';
import { SlackStandIn } from '../channels/slack/stand-in.ts';
import { STACK_TRACE } from '../program/stack-trace.ts';
import { runSentinel } from '../run-sentinel.ts';
import { type Injection, runTraced, type Traced } from './strace.ts';

/** Node.js cannot open the program itself: nothing of it runs that could say so in its own words. */
const NOT_LOADED = /open '[^']*dist\/sentinel\.js'/;
/** Who is to be notified of what, once each: the first by Slack, the others by mail. */
const JOBS = { orders: 'sam', ledger: 'lee', attic: 'kim' } as const;

/** Whether there is a store of an earlier check, or none yet. */
export type Beginning = 'a new state folder' | 'a store of an earlier check';

/** What went wrong in a run with an injection and after it; empty where nothing did. */
export interface Outcome {
  readonly isInjected: boolean;
  readonly problems: readonly string[];
  /** The jobs whose notification was delivered twice: what became of the first was not on record when the run ended. */
  readonly doubled: readonly string[];
}

/** A `check --notify` over real servers on this machine, run again and again from the same beginning. */
export class NotifyingCheck {
  readonly #folder: string;
  readonly #slack: SlackStandIn;
  readonly #smtp: SmtpStandIn;
  #runs = 0;

  private constructor(folder: string, slack: SlackStandIn, smtp: SmtpStandIn) {
    this.#folder = folder;
    this.#slack = slack;
    this.#smtp = smtp;
  }

  static async open(): Promise<NotifyingCheck> {
    const folder = await mkdtemp(join(tmpdir(), 'sentinel-faults-'));
    const check = new NotifyingCheck(folder, await SlackStandIn.start(), await SmtpStandIn.start());
    check.#slack.tokens.add('xoxb-here');
    check.#slack.members.add('U0SAM');
    for (const name of ['new', 'earlier']) {
      await mkdir(join(folder, name, 'state/secrets'), { recursive: true, mode: 0o700 });
      await writeFile(join(folder, name, 'state/secrets/slack-bot-token'), 'xoxb-here\n', { mode: 0o600 });
      for (const job of Object.keys(JOBS)) await mkdir(join(folder, name, job));
    }
    // The earlier check knew two jobs fewer and a third that is gone, so that this one accepts a document as well.
    await check.#writeRules('earlier', 'orders');
    await check.#sentinel('earlier', 'check');
    await check.#writeRules('earlier', ...Object.keys(JOBS));
    await check.#writeRules('new', ...Object.keys(JOBS));
    return check;
  }

  async close(): Promise<void> {
    await this.#slack.stop();
    await this.#smtp.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** A run with nothing injected, and the folder it ran in. */
  async healthy(beginning: Beginning): Promise<{ readonly traced: Traced; readonly folder: string }> {
    const run = await this.#begin(beginning);
    const traced = await runTraced(this.#args(run, 'check', '--notify'), this.#env, null);
    return { traced, folder: this.#path(run) };
  }

  /** The run with the injection, then two that nothing happens to: a claim is taken over after 15 minutes. */
  async play(beginning: Beginning, injection: Injection, written: readonly string[]): Promise<Outcome> {
    const run = await this.#begin(beginning);
    const at = written.map((path) => path.replace(/^.*?\/run-\d+/, this.#path(run)));
    const traced = await runTraced(this.#args(run, 'check', '--notify'), this.#env, injection, at);
    const inDoubt = await this.#inDoubt(run);
    const problems: string[] = [];
    if (STACK_TRACE.test(traced.stderr) && !NOT_LOADED.test(traced.stderr))
      problems.push(`a stack trace: ${traced.stderr}`);
    if (injection.effect !== 'SIGKILL' && traced.status < 0) problems.push(`did not end: ${traced.stderr}`);
    for (const minutes of [20, 120]) {
      const now = new Date(Date.now() + minutes * 60_000).toISOString();
      const after = await this.#sentinel(run, 'check', '--notify', '--now', now);
      const complaints = after.stderr.split('\n').filter((line) => line !== '' && !/ notified \w+ by /.test(line));
      if (after.status !== 2 || complaints.length > 0) {
        problems.push(`${minutes} minutes later: status ${after.status}: ${complaints.join('\n')}`);
      }
    }
    for (const [job, count] of await this.#transitionsOf(run)) {
      if (count !== 1) problems.push(`${job} has ${count} transitions in its history`);
    }
    const received = this.#received(run);
    for (const [job, person] of Object.entries(JOBS)) {
      const count = received.filter((each) => each === job).length;
      if (count === 0) problems.push(`${person} was never notified of ${job}`);
      if (count > 2) problems.push(`${person} was notified of ${job} ${count} times`);
      if (count > 1 && !inDoubt.includes(job)) {
        problems.push(`${person} was notified of ${job} again, although the first notification was on record`);
      }
    }
    return {
      isInjected:
        injection.effect === 'SIGKILL' ? traced.status < 0 : traced.calls.some((line) => line.includes('(INJECTED)')),
      problems,
      doubled: Object.keys(JOBS).filter((job) => received.indexOf(job) !== received.lastIndexOf(job)),
    };
  }

  /** The jobs whose notification was under way when the run ended, or its answer was lost; read from a copy. */
  async #inDoubt(run: string): Promise<string[]> {
    const copy = this.#path(`${run}-copy`);
    const filter = async (path: string) => !(await lstat(path)).isSocket();
    await cp(join(this.#path(run), 'state'), copy, { recursive: true, filter });
    const stores = await openEmbeddedStore(copy, { create: false });
    try {
      const read = async (job: string) => ((await stores?.deliveries.read(job)) ?? []).map(({ outcome }) => outcome);
      const found = await Promise.all(Object.keys(JOBS).map(async (job) => ({ job, outcomes: await read(job) })));
      return found.flatMap(({ job, outcomes }) =>
        outcomes.some((outcome) => outcome === null || outcome === 'unknown') ? [job] : [],
      );
    } finally {
      await stores?.close();
      await rm(copy, { recursive: true, force: true });
    }
  }

  async #transitionsOf(run: string): Promise<[job: string, count: number][]> {
    const { audit, close } = await openEmbeddedStore(join(this.#path(run), 'state'));
    try {
      const count = async (job: string) =>
        (await audit.history(job, 100)).filter(({ content }) => content.kind === 'transition').length;
      return await Promise.all(
        Object.keys(JOBS).map(async (job): Promise<[string, number]> => [job, await count(job)]),
      );
    } finally {
      await close();
    }
  }

  /** The jobs that a run's people were notified of, each by the one who was to be: one for each notification. */
  #received(run: string): string[] {
    const texts = [
      ...this.#slack.messages.map(({ blocks }) => `sam ${JSON.stringify(blocks)}`),
      ...this.#smtp.taken.map(({ mail }) => `${mail.to?.[0]?.address} ${mail.text}`),
    ];
    const isOf = (text: string, job: string) => text.includes(`${this.#path(run)}/${job}/`);
    return texts.flatMap((text) =>
      Object.entries(JOBS).flatMap(([job, person]) => (text.startsWith(person) && isOf(text, job) ? [job] : [])),
    );
  }

  async #begin(beginning: Beginning): Promise<string> {
    this.#runs += 1;
    const run = `run-${this.#runs}`;
    const template = beginning === 'a new state folder' ? 'new' : 'earlier';
    await cp(join(this.#folder, template), this.#path(run), { recursive: true, preserveTimestamps: true });
    return run;
  }

  #path(run: string): string {
    return join(this.#folder, run);
  }

  #args(run: string, ...command: readonly string[]): string[] {
    return [...command, '--rules', join(this.#path(run), 'rules.yaml'), '--state', join(this.#path(run), 'state')];
  }

  #sentinel(run: string, ...command: readonly string[]) {
    return runSentinel(this.#args(run, ...command), this.#env);
  }

  get #env(): Record<string, string> {
    return {
      SENTINEL_SLACK_URL: this.#slack.url,
      SENTINEL_SMTP_URL: `smtp://127.0.0.1:${this.#smtp.port}`,
      SENTINEL_MAIL_FROM: 'backups@acme.example',
    };
  }

  async #writeRules(run: string, ...jobs: readonly string[]): Promise<void> {
    const lines = Object.entries(JOBS)
      .filter(([job]) => jobs.includes(job))
      .map(([job, owner]) => `  ${job}: { backup: ./${job}/, owner: ${owner} }\n`);
    await writeFile(
      join(this.#path(run), 'rules.yaml'),
      `version: 1
settings: { admin: dana, timezone: UTC, rule: "every 24 hours, allow 26; escalate never" }
people:
  sam: { slack: U0SAM }
  lee: { email: lee@acme.example }
  kim: { email: kim@acme.example }
  dana: { email: dana@acme.example }
jobs:
${lines.join('')}`,
    );
  }
}
