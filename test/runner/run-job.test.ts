import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FolderDestination } from '../../lib/adapters/folder/destination.ts';
import { runJob } from '../../lib/runner/run-job.ts';
import type { RunResult, RunStep } from '../../lib/runner/run-result.ts';
import type { RunnerPorts } from '../../lib/runner/runner-ports.ts';
import { makeSettings } from '../../lib/runner/settings/make-settings.ts';
import type { OptionValue } from '../../lib/runner/settings/read-option.ts';
import type { OptionName } from '../../lib/runner/settings/run-option.ts';
import type { CommandWords } from '../../lib/runner/settings/run-settings.ts';
import { Stop } from '../../lib/runner/stop.ts';
import type { BegunRun, Telling } from '../../lib/runner/telling.ts';
import { FolderEvidence } from '../../lib/sources/file/evidence.ts';

const SECRET = 'hunter2hunter2';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sentinel-job-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Keeps what it is told, and knows one secret. */
class RecordingTelling implements Telling {
  readonly heard: string[] = [];
  begun: BegunRun | null = null;
  result: RunResult | null = null;
  isReachable = true;

  masked(text: string): string {
    return text.replaceAll(SECRET, '***');
  }

  async resend(): Promise<void> {
    this.heard.push('resend');
  }

  async began(run: BegunRun): Promise<void> {
    this.heard.push('began');
    this.begun = run;
  }

  async ended(result: RunResult): Promise<RunStep> {
    this.heard.push('ended');
    this.result = result;
    return { phase: 'tell', ok: this.isReachable, message: this.isReachable ? 'told' : 'nobody was told' };
  }
}

function setting(options: Partial<Record<OptionName, OptionValue>> = {}, more: Partial<RunnerPorts> = {}) {
  const all = { state: 'state', verify: '*.txt', ...options };
  const given = Object.entries(all).map(([name, value]) => [name, { value, folder, where: name }] as const);
  const telling = new RecordingTelling();
  const steps: RunStep[] = [];
  const ports: RunnerPorts = {
    telling,
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
  return { telling, steps, run, ports };
}

const shell = (text: string): CommandWords => ['/bin/sh', '-c', text];

describe('a run of a job', () => {
  test('goes through its phases in order, and tells of its beginning and its end', async () => {
    const { run, telling, steps } = setting();
    const { result } = await run(shell(`echo rows > ${folder}/orders.txt; echo made it`));
    expect(steps.map(({ phase, ok }) => `${phase} ${ok}`)).toEqual([
      'lock true',
      'preflight true',
      'backup true',
      'verify true',
      'tell true',
    ]);
    expect(telling.heard).toEqual(['began', 'resend', 'ended']);
    expect(telling.begun).toEqual({
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

  test('does not take for a backup what its own failed try left behind', async () => {
    const options = { retries: 1, 'retry-delay': 1, 'already-done-exit': [3] };
    const { run } = setting(options);
    const command = shell(`[ -e ${folder}/half.txt ] && exit 3; echo half > ${folder}/half.txt; exit 9`);
    expect((await run(command)).result).toMatchObject({
      ending: 'conflict',
      exitStatus: 76,
      summary: expect.stringMatching(/half\.txt was written since this run began, by a try that failed/),
    });
    // A check of the job's own knows better, and so does the next run that finds it there.
    await rm(`${folder}/half.txt`);
    const judged = await setting({ ...options, 'verify-command': ['grep -q half "$SENTINEL_ARTIFACT"'] }).run(command);
    expect(judged.result.ending).toBe('already-there');
    expect((await setting(options).run(command)).result.ending).toBe('already-there');
  });

  test('that nobody could be told of is a success all the same', async () => {
    const { run, telling } = setting();
    telling.isReachable = false;
    const { result, tell } = await run(shell(`echo rows > ${folder}/orders.txt`));
    expect({ status: result.exitStatus, told: tell.ok }).toEqual({ status: 0, told: false });
  });

  test('has its secrets taken out of everything that is told of it', async () => {
    const { run, steps } = setting({
      preflight: [`test ${SECRET} != x`],
      'verify-command': [`echo ${SECRET}; exit 1`],
    });
    const { result } = await run(shell(`echo rows > ${folder}/orders.txt; echo ${SECRET}`));
    expect(result.ending).toBe('verify-failed');
    expect(result.summary).toContain('***');
    expect(JSON.stringify([result, steps])).not.toContain(SECRET);
  });

  test('gives the space for the report back before it is told of', async () => {
    const { run, telling } = setting();
    let room: readonly string[] = [];
    const ended = telling.ended.bind(telling);
    telling.ended = async (result) => {
      room = await readdir(join(folder, 'state/room'));
      return ended(result);
    };
    const during = `ls ${folder}/state/room`;
    const { result } = await run(shell(`${during}; exit 1`));
    expect(result.outputTail).toBe('orders-db\n');
    expect(room).toEqual([]);
  });

  test('is told of when something in the runner itself is wrong', async () => {
    const broken = async () => {
      throw new TypeError('of undefined');
    };
    const { run, telling } = setting({}, { sourceOf: broken });
    const { result } = await run(shell(`echo rows > ${folder}/orders.txt`));
    expect(result).toMatchObject({
      exitStatus: 70,
      summary: expect.stringContaining('something unexpected went wrong in the runner: of undefined'),
    });
    expect(telling.heard).toContain('ended');
    expect(await readdir(join(folder, 'state/locks'))).toEqual([]);
  });

  test('that is told to stop while it looks whether it can work starts nothing', async () => {
    const stop = new Stop();
    const { run } = setting({ preflight: ['sleep 1000'] }, { stop });
    setTimeout(() => stop.tell('SIGTERM'), 100);
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

  test('tells the command which it is', async () => {
    const { run } = setting({ node: 'n1' });
    await writeFile(join(folder, 'orders.txt'), 'rows');
    const { result } = await run(shell('echo "$SENTINEL_JOB $SENTINEL_NODE $SENTINEL_RUN $SENTINEL_TRY"'));
    expect(result.outputTail).toBe(`orders-db n1 ${result.runId} 1\n`);
  });
});
