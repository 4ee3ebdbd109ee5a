import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Notifier } from '../../../lib/runner/notifier.ts';
import type { NotifyOptions } from '../../../lib/runner/notify/notify-options.ts';
import { openNotifier } from '../../../lib/runner/notify/run-notifier.ts';
import type { RunResult } from '../../../lib/runner/run-result.ts';

export const STARTED = Date.parse('2026-11-22T02:00:00Z');
export const FINISHED = Date.parse('2026-11-22T02:12:30Z');

/** A run that made a backup. */
export const DONE: RunResult = {
  runId: '0b54ad9e-2b5b-4b39-9ba6-30c4ef6e1d7e',
  jobId: 'orders-db',
  node: null,
  host: 'db1',
  ending: 'done',
  exitStatus: 0,
  startedAt: STARTED,
  finishedAt: FINISHED,
  done: null,
  steps: [
    { phase: 'backup', ok: true, message: 'pg_dump ended with 0' },
    { phase: 'verify', ok: true, message: 'whole' },
  ],
  tries: [{ startedAt: STARTED, durationMs: 741_250, exitCode: 0, signal: null, timedOut: false }],
  artifact: {
    location: '/backups/orders/orders.dump',
    ts: FINISHED - 5_000,
    sizeBytes: 412_000_000,
    files: 1,
    checkedBy: 'pg_dump -Fc, by its table of contents',
  },
  summary: 'orders.dump, 412 MB, is there and whole',
  outputTail: '',
};

/** A run whose command failed. */
export const FAILED: RunResult = {
  ...DONE,
  runId: '5f1d3c52-7e0a-4d0e-8a6e-0a3a0f9f6a11',
  ending: 'command-failed',
  exitStatus: 1,
  tries: [{ startedAt: STARTED, durationMs: 1_250, exitCode: 1, signal: null, timedOut: false }],
  steps: [{ phase: 'backup', ok: false, message: 'pg_dump ended with 1' }],
  artifact: null,
  summary: 'orders-db: failed: pg_dump ended with 1: could not connect; start the server',
  outputTail: 'pg_dump: error: could not connect\n',
};

/** A folder of a test's own, with a state folder and a place for backups in it. */
export class NotifierSetting {
  readonly folder: string;
  readonly said: string[] = [];
  now = FINISHED;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async make(): Promise<NotifierSetting> {
    return new NotifierSetting(await mkdtemp(join(tmpdir(), 'sentinel-notify-')));
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }

  at(path: string): string {
    return join(this.folder, path);
  }

  /** Sends only to the sinks that the test names, never waits, and finds no log on this host. */
  options(options: Partial<NotifyOptions> = {}): NotifyOptions {
    return {
      jobId: 'orders-db',
      node: null,
      stateFolder: this.at('state'),
      verified: null,
      reportTo: null,
      heartbeatUrl: null,
      alertWebhook: null,
      alertCommand: null,
      env: { PATH: process.env.PATH },
      writeS3: async () => Promise.reject(new Error('there is no S3 here')),
      say: (line) => this.said.push(line),
      now: () => this.now,
      pacing: { timeoutMs: 2_000, retries: 1, firstDelayMs: 1 },
      logSockets: { journal: this.at('no-journal'), syslog: this.at('no-syslog') },
      ...options,
    };
  }

  open(options: Partial<NotifyOptions> = {}): Promise<Notifier<RunResult>> {
    return openNotifier(this.options(options));
  }

  async json(path: string): Promise<Record<string, unknown>> {
    return JSON.parse(await readFile(this.at(path), 'utf8'));
  }

  /** Every file below the folder, by its path in it. */
  async files(path = ''): Promise<readonly string[]> {
    const found = await readdir(this.at(path), { withFileTypes: true, recursive: true }).catch(() => []);
    return found
      .filter((entry) => !entry.isDirectory())
      .map((entry) => join(entry.parentPath, entry.name).slice(this.folder.length + 1))
      .sort();
  }
}
