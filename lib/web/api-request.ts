import * as z from 'zod';
import { DEFAULT_SNOOZE_MS } from '../core/acting/act.ts';
import { parseInstant, SECOND_MS } from '../core/instant.ts';
import { ACTION_VERBS, type Action } from '../core/model/action.ts';
import { readDuration } from '../rules-doc/clauses/units.ts';

const JOBS = '/api/v1/jobs';

/** What a path of the API names. */
export type ApiPath =
  | { readonly kind: 'jobs' }
  | { readonly kind: 'job'; readonly jobId: string }
  | { readonly kind: 'history' | 'runs'; readonly jobId: string }
  | { readonly kind: 'action'; readonly jobId: string; readonly verb: Action['verb'] };

/**
 * Reads a path as it stands in the request. The slash of a node's id may stand in it as it is; a node that is called
 * like an action, `history` or `runs`, is written with `%2F`. Null for what is no path of the API.
 */
export function readApiPath(pathname: string): ApiPath | null {
  if (pathname === JOBS) return { kind: 'jobs' };
  if (!pathname.startsWith(`${JOBS}/`)) return null;
  const segments = pathname.slice(JOBS.length + 1).split('/');
  const last = segments.at(-1);
  const verb = ACTION_VERBS.find((each) => each === last);
  const read = last === 'history' || last === 'runs' ? last : null;
  const jobId = decoded(segments.length > 1 && (verb || read) ? segments.slice(0, -1) : segments);
  if (jobId === null) return null;
  if (segments.length > 1 && verb) return { kind: 'action', jobId, verb };
  return { kind: segments.length > 1 && read !== null ? read : 'job', jobId };
}

function decoded(segments: readonly string[]): string | null {
  try {
    const id = segments.map(decodeURIComponent).join('/');
    return id === '' || id.startsWith('#') ? null : id;
  } catch {
    return null;
  }
}

const bodyShape = z.strictObject({
  reason: z.string().max(500).optional(),
  break_seq: z.number().int().nullable().optional(),
  for: z.string().max(20).optional(),
  run: z.strictObject({ ts: z.string(), size_bytes: z.number().nullable(), location: z.string() }).optional(),
});

/** What the body of an action asks for. */
export interface AskedAction {
  readonly action: Action;
  readonly reason: string | null;
  readonly breakSeq: number | null | 'any';
}

/** Reads the JSON body of an action; an empty one is `{}`. Returns a problem, as text for people, where it is invalid. */
export function readActionBody(verb: Action['verb'], body: Uint8Array): AskedAction | { readonly problem: string } {
  const json = jsonOf(body);
  if (json === undefined)
    return { problem: 'the body is not JSON; send an object such as {"reason": "disk replaced"}' };
  const read = bodyShape.safeParse(json);
  if (!read.success) {
    const [issue] = read.error.issues;
    const where = issue?.path.join('.') || 'the body';
    return { problem: `${where}: ${issue?.message}; use reason, break_seq, for (snooze) and run (accept)` };
  }
  const { reason = null, break_seq: breakSeq = 'any', for: duration, run } = read.data;
  if (duration !== undefined && verb !== 'snooze') return { problem: `for: only snooze takes a duration, not ${verb}` };
  if (run !== undefined && verb !== 'accept') return { problem: `run: only accept takes a run, not ${verb}` };
  const action = actionOf(verb, duration, run);
  return 'problem' in action ? action : { action, reason, breakSeq };
}

function actionOf(
  verb: Action['verb'],
  duration: string | undefined,
  run: z.infer<typeof bodyShape>['run'],
): Action | { readonly problem: string } {
  switch (verb) {
    case 'snooze': {
      if (duration === undefined) return { verb, forMs: DEFAULT_SNOOZE_MS };
      const read = readDuration(duration);
      return read.ok ? { verb, forMs: read.value.seconds * SECOND_MS } : { problem: `for: ${read.message}` };
    }
    case 'accept': {
      if (run === undefined) return { verb, run: null };
      const ts = parseInstant(run.ts);
      if (ts === null) return { problem: 'run.ts: write an instant such as 2026-11-21T08:00:00Z' };
      return { verb, run: { ts, sizeBytes: run.size_bytes, location: run.location } };
    }
    default:
      return { verb };
  }
}

function jsonOf(body: Uint8Array): unknown {
  const text = new TextDecoder().decode(body);
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
