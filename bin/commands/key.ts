import { type KeyChange, noteKey } from '../../lib/app/ping/note-key.ts';
import { liveJobKeys } from '../../lib/app/ping/ping-key.ts';
import {
  createAllJobsKey,
  liveAllJobsKeys,
  type Rotated,
  rotateAllJobsKey,
  rotateJobKey,
} from '../../lib/app/ping/rotate-ping-keys.ts';
import { loadRules } from '../../lib/app/rules/load-rules.ts';
import { DAY_MS, formatSecond, type Instant, SECOND_MS } from '../../lib/core/instant.ts';
import { isJudgedByPings } from '../../lib/core/model/job.ts';
import { readDuration } from '../../lib/rules-doc/clauses/units.ts';
import { complain } from '../print/complain.ts';
import { printJson, printText } from '../print/print-text.ts';
import { UsageError } from '../usage-error.ts';
import { documentInForce, jobsOrUsageError } from '../wiring/load-document.ts';
import { openRules } from '../wiring/open-rules.ts';
import { openStores, type StateAddress, type Stores, stateAddressOf } from '../wiring/open-stores.ts';
import { pingBase } from '../wiring/ping-base.ts';
import { openMasterKey } from '../wiring/ping-master-key.ts';
import { whoRunsThis } from '../wiring/who-runs-this.ts';
import type { CommonOptions } from './common-options.ts';

interface KeyOptions extends CommonOptions {
  /** Base URL of pings, without `/ping/...`. */
  readonly url?: string;
}

interface RotateOptions extends KeyOptions {
  readonly keep?: string;
  readonly atOnce?: boolean;
}

/** What only `--api` takes. */
interface TokenOnly {
  readonly for?: string;
  readonly write?: boolean;
  readonly expires?: string;
}

/** How long an older key stays valid beside the new one. */
const DEFAULT_KEEP_MS = 7 * DAY_MS;

/** `sentinel key show JOB`: the job's own ping address, or those of its nodes. Without a job: the keys for all jobs. */
export async function keyShowCommand(jobId: string | undefined, options: KeyOptions): Promise<number> {
  return withStores(options, false, async (stores, address) => {
    const now = Date.now();
    if (jobId === undefined) return showAllJobsKeys(stores, now, options);
    await showJobKeys(jobId, stores, address, now, options);
    return 0;
  });
}

/** `sentinel key create`: the first key for all jobs, shown once. Exit status 1 when there is one already. */
export async function keyCreateCommand(options: KeyOptions & TokenOnly): Promise<number> {
  if (options.for !== undefined || options.write || options.expires !== undefined) {
    throw new UsageError('--for, --write and --expires are for API tokens; write --api as well');
  }
  return withStores(options, true, async ({ pingKeys, audit }, address) => {
    const now = Date.now();
    const made = await createAllJobsKey(pingKeys, now);
    const status = showNewKey(made, address, options);
    if (made.done) await note({ kind: 'key-create', jobId: null, at: now, until: null }, audit);
    return status;
  });
}

/**
 * `sentinel key rotate [JOB]`: the next key of a job or, without one, for all jobs; the old one stays valid for
 * a week by default. Exit status 1 when it is refused.
 */
export async function keyRotateCommand(jobId: string | undefined, options: RotateOptions): Promise<number> {
  const keepMs = keepMsOf(options);
  return withStores(options, true, async (stores, address) => {
    const now = Date.now();
    const keepUntil = now + keepMs;
    if (jobId === undefined) {
      const made = await rotateAllJobsKey(stores.pingKeys, now, keepUntil);
      const shown = showNewKey(made, address, options);
      if (made.done) await note({ kind: 'key-rotate', jobId: null, at: now, until: keepUntil }, stores.audit);
      return shown;
    }
    let status = 0;
    for (const { id } of await jobsCalled(jobId, address, options)) {
      const rotated = await rotateJobKey(id, stores.pingKeys, now, keepUntil);
      if (rotated.done) await note({ kind: 'key-rotate', jobId: id, at: now, until: keepUntil }, stores.audit);
      else status = refuse(rotated.message);
    }
    if (status === 0) await showJobKeys(jobId, stores, address, now, options);
    return status;
  });
}

async function withStores(
  options: KeyOptions,
  create: boolean,
  run: (stores: Stores, address: StateAddress) => Promise<number>,
): Promise<number> {
  const address = stateAddressOf(options.state);
  const stores = await openStores(address, { create, now: Date.now });
  try {
    return await run(stores, address);
  } finally {
    await stores.close();
  }
}

async function jobsCalled(jobId: string, address: StateAddress, options: KeyOptions) {
  const loaded = await loadRules(await openRules(options.rules, address), Date.now());
  return jobsOrUsageError(documentInForce(loaded), jobId);
}

async function showJobKeys(jobId: string, stores: Stores, address: StateAddress, now: Instant, options: KeyOptions) {
  const jobs = await jobsCalled(jobId, address, options);
  const masterKey = await (await openMasterKey(address, process.env))();
  const { generations } = await stores.pingKeys.read();
  const base = await pingBase(address, options.url);
  const keys = jobs.flatMap(({ id }) =>
    liveJobKeys(masterKey, id, generations.get(id) ?? null, now).map(({ key, until }) => ({
      job_id: id,
      address: `${base}/ping/${key}`,
      until: until === null ? null : formatSecond(until),
    })),
  );
  for (const job of jobs) {
    if (isJudgedByPings(job) || options.quiet) continue;
    complain(
      `sentinel: the pings of ${job.id} are stored but not judged; add "heartbeat: true" to it in the rules doc`,
    );
  }
  if (options.json) return printJson(keys);
  for (const { job_id, address: url, until } of keys) {
    printText(`${job_id}  ${url}${until === null ? '' : `  (old, valid until ${until})`}\n`);
  }
}

async function showAllJobsKeys({ pingKeys }: Stores, now: Instant, options: KeyOptions): Promise<number> {
  const keys = liveAllJobsKeys((await pingKeys.read()).allJobs, now).map(({ hash, createdAt, until }) => ({
    sha256: hash,
    created_at: formatSecond(createdAt),
    until: until === null ? null : formatSecond(until),
  }));
  if (options.json) printJson(keys);
  else if (keys.length === 0) printText('there is no key for all jobs; create one with `sentinel key create`\n');
  else {
    for (const { sha256, created_at, until } of keys) {
      printText(`sha256:${sha256.slice(0, 12)}  made ${created_at}${until === null ? '' : `, valid until ${until}`}\n`);
    }
  }
  return 0;
}

async function showNewKey(made: Rotated<string>, address: StateAddress, options: KeyOptions): Promise<number> {
  if (!made.done) return refuse(made.message);
  const url = `${await pingBase(address, options.url)}/ping/${made.value}/JOB`;
  if (options.json) printJson({ key: made.value, address: url });
  else printText(`${url}\n`);
  if (!options.quiet) {
    complain('sentinel: this key is shown only once; replace JOB by the id of a job');
    complain('sentinel: it is valid within a minute');
  }
  return 0;
}

function note(change: Omit<KeyChange, 'by' | 'reason'>, audit: Stores['audit']): Promise<void> {
  return noteKey({ ...change, by: whoRunsThis(), reason: null }, audit);
}

function refuse(message: string): number {
  complain(`sentinel: refused: ${message}`);
  return 1;
}

function keepMsOf({ keep, atOnce }: RotateOptions): number {
  if (atOnce) return 0;
  if (keep === undefined) return DEFAULT_KEEP_MS;
  const duration = readDuration(keep);
  if (!duration.ok) throw new UsageError(`--keep: ${duration.message}`);
  return duration.value.seconds * SECOND_MS;
}
