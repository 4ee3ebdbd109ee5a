import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { Instant } from '../../core/instant.ts';
import type { Generation } from '../../ports/ping-keys.ts';
import { type Secrets, SecretUnavailable } from '../../ports/secrets.ts';

/** What the master key is called on a single host; on AWS it is a parameter whose name the stack gives. */
export const MASTER_KEY_SECRET = 'ping-master-key';

const KEY_BYTES = 32;
/** Shorter ones could be guessed from one job's address. */
const SHORTEST_MASTER_KEY = 32;

/** A key of a job's that is taken; `until` is null for the one that stays. */
export interface LiveJobKey {
  readonly key: string;
  readonly until: Instant | null;
}

/** A new master key, or a new key for all jobs: text that can stand in an address. */
export function newKey(): string {
  return randomBytes(KEY_BYTES).toString('base64url');
}

/** What is kept of a key for all jobs, in hexadecimal. */
export function hashOf(allJobsKey: string): string {
  return createHash('sha256').update(allJobsKey).digest('hex');
}

/** The master key. Throws SecretUnavailable, also when it is too short to be one. */
export async function masterKeyFrom(secrets: Secrets, name: string): Promise<string> {
  const masterKey = await secrets.get(name);
  if (masterKey.length >= SHORTEST_MASTER_KEY) return masterKey;
  throw new SecretUnavailable(
    `the secret ${name} is too short; put ${SHORTEST_MASTER_KEY} random characters or more into it`,
  );
}

/** The job's keys that are taken at `now`, the one that stays first. `generation` is null for the first one. */
export function liveJobKeys(
  masterKey: string,
  jobId: string,
  generation: Generation | null,
  now: Instant,
): readonly LiveJobKey[] {
  const { generation: current, previousUntil } = generation ?? { generation: 1, previousUntil: now };
  const keys: LiveJobKey[] = [{ key: jobKey(masterKey, jobId, current), until: null }];
  if (previousUntil > now) keys.push({ key: jobKey(masterKey, jobId, current - 1), until: previousUntil });
  return keys;
}

/**
 * HMAC-SHA-256 of the job's id and the generation, written as a UUID. It says of itself that it is random (version 4),
 * which it looks like: some clients take no other kind.
 */
function jobKey(masterKey: string, jobId: string, generation: number): string {
  const bytes = createHmac('sha256', masterKey).update(`${jobId}\n${generation}`).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
