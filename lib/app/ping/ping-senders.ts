import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { setImmediate as breathe } from 'node:timers/promises';
import type { Instant } from '../../core/instant.ts';
import { isJudgedByPings, type Job } from '../../core/model/job.ts';
import type { PingSender } from '../../core/ping/ping-request.ts';
import type { AllJobsKey, PingKeysRead } from '../../ports/ping-keys.ts';
import type { RulesDocument } from '../../rules-doc/document.ts';
import { JOB_ID, nodeIdProblem } from '../../rules-doc/sections/read-ids.ts';
import { hashOf, liveJobKeys } from './ping-key.ts';

/** Jobs between two pauses in which waiting pings are taken. */
const JOBS_AT_A_TIME = 1_000;

/** A job of the document. `isJudged`: its heartbeats count. */
export interface KnownSender {
  readonly kind: 'job';
  readonly jobId: string;
  readonly parentId: string;
  readonly node: string | null;
  readonly isJudged: boolean;
}

/** Whose ping it is: a job's, one that the rules doc does not know, or no one's. */
export type Sender =
  | KnownSender
  | { readonly kind: 'proposed'; readonly parentId: string; readonly node: string | null }
  | null;

/**
 * Who can ping by the rules in force. The jobs' keys are derived once, so that a ping costs one look into a map, by
 * their digest under a key of this process's own: how long that takes says nothing about any job's key.
 */
export class PingSenders {
  readonly #allJobs: readonly AllJobsKey[];
  readonly #blind = randomBytes(32);
  readonly #byDigest = new Map<string, { readonly jobId: string; readonly until: Instant | null }>();
  /** The jobs by their ids. */
  readonly #jobs = new Map<string, Job>();
  /** The ids of jobs in the document, true for those with nodes. */
  readonly #parents = new Map<string, boolean>();

  private constructor(allJobs: readonly AllJobsKey[]) {
    this.#allJobs = allJobs;
  }

  static async derive(
    document: RulesDocument,
    masterKey: string,
    { allJobs, generations }: PingKeysRead,
    now: Instant,
  ): Promise<PingSenders> {
    const senders = new PingSenders(allJobs);
    for (const [index, job] of document.jobs.entries()) {
      const { id, parentId, node } = job;
      senders.#jobs.set(id, job);
      senders.#parents.set(parentId, node !== null);
      for (const { key, until } of liveJobKeys(masterKey, id, generations.get(id) ?? null, now)) {
        senders.#byDigest.set(senders.#digest(key), { jobId: id, until });
      }
      if (index % JOBS_AT_A_TIME === JOBS_AT_A_TIME - 1) await breathe();
    }
    return senders;
  }

  /** Every sender costs the same work, known or not. */
  find(sender: PingSender, now: Instant): Sender {
    const found = this.#byDigest.get(this.#digest(sender.key));
    const isAllJobsKey = this.#isAllJobsKey(sender.key, now);
    if (sender.kind === 'job-key') {
      return found && (found.until === null || found.until > now) ? this.#job(found.jobId) : null;
    }
    return isAllJobsKey ? this.#named(sender.parentId, sender.node) : null;
  }

  /** Whether the document knows the job by now. */
  readonly knows = (jobId: string): boolean => this.#jobs.has(jobId);

  #named(parentId: string, node: string | null): Sender {
    const jobId = node === null ? parentId : `${parentId}/${node}`;
    if (this.knows(jobId)) return this.#job(jobId);
    const hasNodes = this.#parents.get(parentId);
    // A job with nodes does not ping as a whole, nor one without by a node's name.
    if (hasNodes !== undefined && hasNodes !== (node !== null)) return null;
    if (!JOB_ID.test(parentId) || (node !== null && nodeIdProblem(node, node) !== null)) return null;
    return { kind: 'proposed', parentId, node };
  }

  #job(jobId: string): Sender {
    const job = this.#jobs.get(jobId);
    if (job === undefined) return null;
    return { kind: 'job', jobId, parentId: job.parentId, node: job.node, isJudged: isJudgedByPings(job) };
  }

  #isAllJobsKey(key: string, now: Instant): boolean {
    const hash = Buffer.from(hashOf(key), 'hex');
    return this.#allJobs
      .map(
        (known) => timingSafeEqual(hash, Buffer.from(known.hash, 'hex')) && (known.until === null || known.until > now),
      )
      .includes(true);
  }

  #digest(key: string): string {
    return createHmac('sha256', this.#blind).update(key).digest('base64');
  }
}
