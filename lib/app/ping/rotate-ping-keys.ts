import type { Instant } from '../../core/instant.ts';
import type { AllJobsKey, PingKeys } from '../../ports/ping-keys.ts';
import { hashOf, newKey } from './ping-key.ts';

/** How a rotation went: done, or refused with what to do instead. */
export type Rotated<T> =
  | { readonly done: true; readonly value: T }
  | { readonly done: false; readonly message: string };

/** Those of the keys for all jobs that are taken at `now`. */
export function liveAllJobsKeys(keys: readonly AllJobsKey[], now: Instant): readonly AllJobsKey[] {
  return keys.filter(({ until }) => until === null || until > now);
}

/**
 * Gives a job its next key; the one before is taken until `keepUntil`. Refused while two are taken already, unless
 * `keepUntil` is not after `now`: then all older ones end. Resolves to the new generation.
 */
export async function rotateJobKey(
  jobId: string,
  keys: PingKeys,
  now: Instant,
  keepUntil: Instant,
): Promise<Rotated<number>> {
  const before = (await keys.read()).generations.get(jobId);
  if (before && before.previousUntil > now && keepUntil > now) return refused(`${jobId} has two keys already`);
  const generation = (before?.generation ?? 1) + 1;
  if (await keys.setGeneration(jobId, { generation, previousUntil: keepUntil }))
    return { done: true, value: generation };
  return {
    done: false,
    message: `another process has changed the key of ${jobId} meanwhile; look at it and try again`,
  };
}

/** Makes the first key for all jobs, which is shown only now. */
export async function createAllJobsKey(keys: PingKeys, now: Instant): Promise<Rotated<string>> {
  if (liveAllJobsKeys((await keys.read()).allJobs, now).length > 0) {
    return { done: false, message: 'there is a key for all jobs already; `sentinel key rotate` makes the next one' };
  }
  return { done: true, value: await addAllJobsKey(keys, now) };
}

/** Makes the next key for all jobs, which is shown only now; as `rotateJobKey`. */
export async function rotateAllJobsKey(keys: PingKeys, now: Instant, keepUntil: Instant): Promise<Rotated<string>> {
  const live = liveAllJobsKeys((await keys.read()).allJobs, now);
  if (live.length === 0) {
    return { done: false, message: 'there is no key for all jobs yet; `sentinel key create` makes one' };
  }
  if (live.length > 1 && keepUntil > now) return refused('there are two keys for all jobs already');
  const key = await addAllJobsKey(keys, now);
  for (const { hash, until } of live) {
    if (until === null || until > keepUntil) await keys.endAllJobsKey(hash, keepUntil);
  }
  return { done: true, value: key };
}

async function addAllJobsKey(keys: PingKeys, now: Instant): Promise<string> {
  const key = newKey();
  await keys.addAllJobsKey({ hash: hashOf(key), createdAt: now, until: null });
  return key;
}

function refused(what: string): { done: false; message: string } {
  return { done: false, message: `${what}; wait until the older one has ended, or end it with --at-once` };
}
