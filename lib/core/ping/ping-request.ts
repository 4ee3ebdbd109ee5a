import type { PingSignal } from '../evidence/heartbeat.ts';

/** Whose ping it is: by the key of one job, or by a key for all jobs and the job's name. */
export type PingSender =
  | { readonly kind: 'job-key'; readonly key: string }
  | { readonly kind: 'all-jobs-key'; readonly key: string; readonly parentId: string; readonly node: string | null };

/** What a ping's address says. No one has asked yet whether the key is known. */
export interface PingRequest {
  readonly sender: PingSender;
  readonly signal: PingSignal;
  readonly exitStatus: number | null;
  readonly rid: string | null;
  /** What is wrong with the rest of the address, for a sender with a known key; null when nothing is. */
  readonly problem: string | null;
}

const PREFIX = '/ping/';
/** One spelling only, so that a key has one address. */
const JOB_KEY = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** `uuidgen` writes capitals on some systems. */
const RUN_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const HIGHEST_EXIT_STATUS = 255;

/**
 * Reads the address of a ping: `path` as it was sent, not decoded, and the `rid` of its query. Null when it is no
 * address of a ping. Source: docs/design/heartbeats.md#pings, and the ping API of healthchecks.io that it follows.
 */
export function readPingRequest(path: string, rid: string | null): PingRequest | null {
  const isShort = !path.startsWith(PREFIX);
  const [key = '', ...rest] = path
    .slice(isShort ? 1 : PREFIX.length)
    .replace(/\/$/, '')
    .split('/');
  // Clients that are given only a base address put the job's own key right behind it.
  if (isShort && !JOB_KEY.test(key)) return null;
  if (key === '' || rest.includes('')) return null;
  const ending = endingOf(rest, JOB_KEY.test(key) ? 0 : 1);
  const signal = signalOf(ending.suffix);
  if (signal === null) return null;
  const sender = senderOf(key, ending.names);
  if (sender === null) return null;
  const badRunId = rid !== null && !RUN_ID.test(rid);
  return {
    ...signal,
    sender,
    rid: rid === null || badRunId ? null : rid.toLowerCase(),
    problem: signal.problem ?? (badRunId ? 'rid is not a UUID' : null),
  };
}

/** A suffix comes last, after at least `least` names. */
function endingOf(segments: readonly string[], least: number): { names: readonly string[]; suffix: string | null } {
  const last = segments.at(-1);
  if (last === undefined || segments.length <= least || signalOf(last) === null) {
    return { names: segments, suffix: null };
  }
  return { names: segments.slice(0, -1), suffix: last };
}

function senderOf(key: string, names: readonly string[]): PingSender | null {
  if (JOB_KEY.test(key)) return names.length === 0 ? { kind: 'job-key', key } : null;
  const [parentId, node = null] = names;
  if (parentId === undefined || names.length > 2) return null;
  return { kind: 'all-jobs-key', key, parentId, node };
}

/** Null for a word that is no suffix. */
function signalOf(suffix: string | null): Pick<PingRequest, 'signal' | 'exitStatus' | 'problem'> | null {
  if (suffix === null) return { signal: 'success', exitStatus: null, problem: null };
  if (suffix === 'start' || suffix === 'fail' || suffix === 'log') {
    return { signal: suffix, exitStatus: null, problem: null };
  }
  if (!/^\d+$/.test(suffix)) return null;
  const exitStatus = Number(suffix);
  const problem =
    exitStatus > HIGHEST_EXIT_STATUS ? `the exit status is not between 0 and ${HIGHEST_EXIT_STATUS}` : null;
  return { signal: exitStatus === 0 ? 'success' : 'fail', exitStatus, problem };
}
