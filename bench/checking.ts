import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PublicHolidays } from '../lib/adapters/date-holidays/public-holidays.ts';
import { type EmbeddedStore, openEmbeddedStore } from '../lib/adapters/embedded/store.ts';
import { FileRules } from '../lib/adapters/file/rules.ts';
import { createS3Client } from '../lib/adapters/s3/client.ts';
import { type CheckPorts, check, type Pass } from '../lib/app/check/check.ts';
import { runScheduledPass } from '../lib/app/check/scheduled-pass.ts';
import { loadRules } from '../lib/app/rules/load-rules.ts';
import { HOUR_S, type Instant } from '../lib/core/instant.ts';
import { S3Evidence } from '../lib/sources/s3/list.ts';
import type { ServerEnvironment } from './invented-s3-process.ts';

/** A pass that was made, and what it cost. */
export interface TimedPass {
  readonly pass: Pass;
  /** LIST requests, as the evidence source counted them. */
  readonly lists: number;
  readonly tookMs: number;
}

/** A sentinel over a rules doc: the real use case, S3 evidence and embedded store, in a folder of its own. */
export class Checking {
  readonly #folder: string;
  readonly #store: EmbeddedStore;
  readonly #rules: FileRules;
  readonly #evidence: S3Evidence;
  readonly client: ReturnType<typeof createS3Client>;

  private constructor(folder: string, store: EmbeddedStore, environment: ServerEnvironment) {
    this.#folder = folder;
    this.#store = store;
    this.#rules = new FileRules(join(folder, 'rules.yaml'), join(folder, 'rules.last-good.json'));
    this.client = createS3Client(environment);
    this.#evidence = new S3Evidence(this.client);
  }

  static async open(rules: string, environment: ServerEnvironment): Promise<Checking> {
    // The SDK finds its credentials only in the process's own environment.
    Object.assign(process.env, environment);
    const folder = await mkdtemp(join(tmpdir(), 'sentinel-bench-'));
    await writeFile(join(folder, 'rules.yaml'), rules);
    return new Checking(folder, await openEmbeddedStore(folder), environment);
  }

  /** One tick of the schedule as of `now`: a pass over what is due. Throws when a job could not be judged. */
  async tick(now: Instant): Promise<TimedPass> {
    const listsBefore = this.#evidence.requests.list;
    const begun = performance.now();
    const ports = {
      ...this.#ports,
      announcements: { announce: async () => true },
      watchdog: { reportAlive: async () => null },
      slices: null,
    };
    const loaded = await loadRules(this.#rules, now);
    const outcome = await runScheduledPass(loaded, ports, { scheduledAt: now, now, tickS: HOUR_S, time: null });
    if (outcome.kind !== 'checked' || !outcome.isComplete) throw new Error(`no complete pass: ${outcome.kind}`);
    const tookMs = performance.now() - begun;
    return { pass: outcome.pass, lists: this.#evidence.requests.list - listsBefore, tookMs };
  }

  /** One pass as of `now`; reading the rules doc is not part of the time. Throws when a job could not be judged. */
  async pass(now: Instant): Promise<TimedPass> {
    const loaded = await loadRules(this.#rules, now);
    const listsBefore = this.#evidence.requests.list;
    const begun = performance.now();
    const pass = await check(loaded, this.#ports, { now, dryRun: false, only: null, isPass: true });
    const tookMs = performance.now() - begun;
    const unknown = pass.checked.find((job) => job.unknown !== null);
    if (loaded.document === null || unknown) throw new Error(unknown?.unknown ?? 'the rules doc cannot be used');
    return { pass, lists: this.#evidence.requests.list - listsBefore, tookMs };
  }

  get #ports(): CheckPorts {
    const { state: store, audit, days, heartbeats, members } = this.#store;
    return {
      ...{ store, audit, days, heartbeats, members },
      sourceOf: async () => this.#evidence,
      sink: { publish: async (transitions) => new Set(transitions.map(({ eventId }) => eventId)) },
      rules: this.#rules,
      holidays: new PublicHolidays(),
      pruning: { logs: [audit, heartbeats], machineNow: Date.now },
      elapsedMs: () => performance.now(),
    };
  }

  async close(): Promise<void> {
    this.client.destroy();
    await this.#store.close();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
