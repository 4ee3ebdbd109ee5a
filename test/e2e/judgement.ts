import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { runSentinel } from '../run-sentinel.ts';

const MINUTE_MS = 60_000;

/** What a check says of one job. */
export interface Judgement {
  readonly state: string;
  /** The tests that do not pass: `size: the newest backup has 100 B; ...`. */
  readonly failing: readonly string[];
  readonly sizeBytes: number | null;
}

export interface JudgeOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Decide as of so many hours from now. */
  readonly laterHours?: number;
  /** A state folder to go on with; a new one each time when left out. */
  readonly state?: string;
}

/**
 * Checks the only job of a rules doc, as of five minutes from now: a local file that was changed less than two minutes
 * ago counts as still being written.
 */
export async function judge(rules: string, options: JudgeOptions = {}): Promise<Judgement> {
  const state = options.state ?? (await mkdtemp(join(tmpdir(), 'sentinel-e2e-state-')));
  try {
    const now = new Date(Date.now() + 5 * MINUTE_MS + (options.laterHours ?? 0) * 60 * MINUTE_MS).toISOString();
    const args = ['check', '--rules', rules, '--state', state, '--now', now, '--json'];
    const { status, stdout, stderr } = await runSentinel(args, options.env);
    expect(stderr).toBe('');
    const [job, ...others] = JSON.parse(stdout).jobs;
    expect(others).toEqual([]);
    expect([job.state, job.unknown, status]).toEqual([job.state, undefined, STATUS[job.state]]);
    const tests = Object.entries(job.tests as Record<string, { result: string; reason: string }>);
    const failing = tests.filter(([, test]) => test.result !== 'pass').map(([name, test]) => `${name}: ${test.reason}`);
    return { state: job.state, failing, sizeBytes: job.latest?.size_bytes ?? null };
  } finally {
    if (options.state === undefined) await rm(state, { recursive: true, force: true });
  }
}

const STATUS: Readonly<Record<string, number>> = { green: 0, warn: 1, alert: 2, escalate: 2 };

/** A rules doc with one job, as the documentation shows it. */
export function rulesWith(job: string): string {
  return `version: 1
settings: { admin: dana }
people:
  dana: { email: dana@acme.example }
jobs:
${job}`;
}
