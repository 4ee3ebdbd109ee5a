import type { Instant } from '../core/instant.ts';

/** A key with which any job can ping. It is shown once; only its hash is kept. */
export interface AllJobsKey {
  /** SHA-256 in hexadecimal. */
  readonly hash: string;
  readonly createdAt: Instant;
  /** When it stops being taken; null until another has taken its place. */
  readonly until: Instant | null;
}

/** Which of a job's derived keys are taken: this generation's, and until an instant the one's before. */
export interface Generation {
  readonly generation: number;
  readonly previousUntil: Instant;
}

export interface PingKeysRead {
  /** Oldest first; those that have ended are among them. */
  readonly allJobs: readonly AllJobsKey[];
  /** By job id; a job that is not in here is in its first generation. */
  readonly generations: ReadonlyMap<string, Generation>;
}

/** What is kept of the keys that jobs ping with, in bk-evidence. Every method throws StateStoreUnavailable. */
export interface PingKeys {
  read(): Promise<PingKeysRead>;
  addAllJobsKey(key: AllJobsKey): Promise<void>;
  /** Notes when a key ends. False when there is no such key. */
  endAllJobsKey(hash: string, until: Instant): Promise<boolean>;
  /** Notes a job's next generation. False, with nothing written, when another process has noted one meanwhile. */
  setGeneration(jobId: string, next: Generation): Promise<boolean>;
}
