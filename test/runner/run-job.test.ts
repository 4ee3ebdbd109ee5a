import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, open, readdir, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { BegunRun, Notifier } from '../../lib/runner/notifier.ts';
import { runJob } from '../../lib/runner/run-job.ts';
import type { RunResult, RunStep } from '../../lib/runner/run-result.ts';
import type { RunnerPorts } from '../../lib/runner/runner-ports.ts';
import { makeSettings } from '../../lib/runner/settings/make-settings.ts';
import type { OptionValue } from '../../lib/runner/settings/read-option.ts';
import type { OptionName } from '../../lib/runner/settings/run-option.ts';
import type { CommandWords } from '../../lib/runner/settings/run-settings.ts';
import { Stop } from '../../lib/runner/stop.ts';
import { FolderDestination } from '../../lib/sources/file/destination.ts';
import { FolderEvidence } from '../../lib/sources/file/list.ts';

const SECRET = 'hunter2hunter2';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sentinel-job-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Records its calls, and knows one secret. */
class RecordingNotifier implements Notifier<RunResult> {
  readonly calls: string[] = [];
  begun: BegunRun | null = null;
  result: RunResult | null = null;
  isReachable = true;

  masked(text: string): string {
    return text.replaceAll(SECRET, '***');
  }

  async resend(): Promise<void> {
    this.calls.push('resend');
  }

  async began(run: BegunRun): Promise<void> {
    this.calls.push('began');
    this.begun = run;
  }

  async ended(result: RunResult): Promise<RunStep> {
    this.calls.push('ended');
    this.result = result;
    return { phase: 'tell', ok: this.isReachable, message: this.isReachable ? 'sent' : 'not sent' };
  }
}

function setting(options: Partial<Record<OptionName, OptionValue>> = {}, more: Partial<RunnerPorts> = {}) {
  const all = { state: 'state', verify: '*.txt', ...options };
  const given = Object.entries(all).map(([name, value]) => [name, { value, folder, where: name }] as const);
  const notifier = new RecordingNotifier();
  const steps: RunStep[] = [];
  const ports: RunnerPorts = {
    notifier,
    sourceOf: async () => new FolderEvidence(),
    destinationOf: async () => new FolderDestination(),
    now: Date.now,
    env: process.env,
    stop: new Stop(),
    stdout: new PassThrough().resume(),
    stderr: new PassThrough().resume(),
    step: (step) => steps.push(step),
    say: () => {},
    ...more,
  };
  const run = (command: CommandWords) => runJob(makeSettings('orders-db', command, new Map(given), {}), ports);
  return { notifier, steps, run, ports };
}

const shell = (text: string): CommandWords => ['/bin/sh', '-c', text];

describe('a run of a job', () => {
  test('goes through its phases in order, and notifies of its start and its end', async () => {
    const { run, notifier, steps } = setting();
    const { result } = await run(shell(`echo rows > ${folder}/orders.txt; echo made it`));
    expect(steps.map(({ phase, ok }) => `${phase} ${ok}`)).toEqual([
      'lock true',
      'preflight true',
      'backup true',
      'verify true',
      'tell true',
    ]);
    expect(notifier.calls).toEqual(['began', 'resend', 'ended']);
    expect(notifier.begun).toEqual({
      runId: result.runId,
      jobId: 'orders-db',
      node: null,
      startedAt: result.startedAt,
    });
    expect(result).toMatchObject({
      ending: 'done',
      exitStatus: 0,
      artifact: { location: join(folder, 'orders.txt'), sizeBytes: 5, files: 1 },
      tries: [{ exitCode: 0 }],
      outputTail: 'made it\n',
    });
    expect(result.steps).toHaveLength(4);
  });

  describe('with a state folder that does not answer', () => {
    const fifo = () => join(folder, 'state', 'locks', `orders-db.${hostname()}.lock`);
    /** Reading a pipe without a writer waits for ever, as a network that is down does. */
    beforeEach(async () => {
      await mkdir(dirname(fifo()), { recursive: true });
      execFileSync('mkfifo', [fifo()]);
    });
    afterEach(async () => (await open(fifo(), 'r+')).close());

    test('ends when its time is up', async () => {
      const { run } = setting({ state: join(folder, 'state'), deadline: 200 });
      const { result } = await run(shell('exit 0'));
      expect(result).toMatchObject({
        ending: 'preflight',
        exitStatus: 78,
        summary: expect.stringContaining('it does not answer'),
      });
    });

    test('ends when it is stopped', async () => {
      const { run, ports } = setting({ state: join(folder, 'state') });
      setTimeout(() => ports.stop.request('SIGTERM'), 50);
      const { result } = await run(shell('exit 0'));
      expect(result).toMatchObject({ ending: 'stopped', exitStatus: 143, summary: expect.stringContaining('SIGTERM') });
    });
  });

  test('does not take for a backup what its own failed try left behind', async () => {
    const options = { retries: 1, 'retry-delay': 1, 'already-done-exit': [3] };
    const { run } = setting(options);
    const command = shell(`[ -e ${folder}/half.txt ] && exit 3; echo half > ${folder}/half.txt; exit 9`);
    expect((await run(command)).result).toMatchObject({
      ending: 'conflict',
      exitStatus: 76,
      summary: expect.stringMatching(/half\.txt was written during this run by a try that failed/),
    });
    // A check of the job's own knows better, and so does the next run that finds it there.
    await rm(`${folder}/half.txt`);
    const judged = await setting({ ...options, 'verify-command': ['grep -q half "$SENTINEL_ARTIFACT"'] }).run(command);
    expect(judged.result.ending).toBe('already-there');
    expect((await setting(options).run(command)).result.ending).toBe('already-there');
  });

  test('is a success even when no notification can be sent', async () => {
    const { run, notifier } = setting();
    notifier.isReachable = false;
    const { result, notifyStep } = await run(shell(`echo rows > ${folder}/orders.txt`));
    expect({ status: result.exitStatus, notified: notifyStep.ok }).toEqual({ status: 0, notified: false });
  });

  test('has its secrets removed from everything that is sent', async () => {
    const { run, steps } = setting({
      preflight: [`test ${SECRET} != x`],
      'verify-command': [`echo ${SECRET}; exit 1`],
    });
    const { result } = await run(shell(`echo rows > ${folder}/orders.txt; echo ${SECRET}`));
    expect(result.ending).toBe('verify-failed');
    expect(result.summary).toContain('***');
    expect(JSON.stringify([result, steps])).not.toContain(SECRET);
  });

  test('releases the space for the report before it notifies', async () => {
    const { run, notifier } = setting();
    let room: readonly string[] = [];
    const ended = notifier.ended.bind(notifier);
    notifier.ended = async (result) => {
      room = await readdir(join(folder, 'state/room'));
      return ended(result);
    };
    const during = `ls ${folder}/state/room`;
    const { result } = await run(shell(`${during}; exit 1`));
    expect(result.outputTail).toBe('orders-db\n');
    expect(room).toEqual([]);
  });

  test('is notified of an internal error', async () => {
    const broken = async () => {
      throw new TypeError('of undefined');
    };
    const { run, notifier } = setting({}, { sourceOf: broken });
    const { result } = await run(shell(`echo rows > ${folder}/orders.txt`));
    expect(result).toMatchObject({
      exitStatus: 70,
      summary: expect.stringContaining('internal error in the runner: of undefined'),
    });
    expect(notifier.calls).toContain('ended');
    expect(await readdir(join(folder, 'state/locks'))).toEqual([]);
  });

  test('that is stopped during preflight starts nothing', async () => {
    const stop = new Stop();
    const { run } = setting({ preflight: ['sleep 1000'] }, { stop });
    setTimeout(() => stop.request('SIGTERM'), 100);
    const { result } = await run(shell(`touch ${folder}/started`));
    expect(result).toMatchObject({ ending: 'stopped', exitStatus: 143, tries: [] });
    expect(await readdir(folder)).toEqual(['state']);
  });

  test('is over when its time is up before it started anything', async () => {
    const { run } = setting({ preflight: ['sleep 1000'], deadline: 200 });
    const { result } = await run(shell(`touch ${folder}/started`));
    expect(result).toMatchObject({ ending: 'timed-out', exitStatus: 124, tries: [] });
    expect(await readdir(folder)).toEqual(['state']);
  });

  test('gives the command its identity', async () => {
    const { run } = setting({ node: 'n1' });
    await writeFile(join(folder, 'orders.txt'), 'rows');
    const { result } = await run(shell('echo "$SENTINEL_JOB $SENTINEL_NODE $SENTINEL_RUN $SENTINEL_TRY"'));
    expect(result.outputTail).toBe(`orders-db n1 ${result.runId} 1\n`);
  });
});
