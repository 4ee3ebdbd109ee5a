import type { Instant } from '../../core/instant.ts';
import type { Slice } from '../../ports/slice-queue.ts';
import type { LastPass, SliceCounts, SlicedPass } from '../../ports/state-store.ts';
import type { LoadedRules } from '../rules/load-rules.ts';
import { check, type Pass } from './check.ts';
import { daysWith } from './note-pass.ts';
import type { PassTime } from './pass-time.ts';
import type { ScheduledPorts } from './scheduled-pass.ts';

/** What a slice led to. */
export interface SliceOutcome {
  readonly pass: Pass;
  /** The whole pass, where this slice was the last one missing; null when it was not. */
  readonly finished: { readonly sliced: SlicedPass; readonly last: LastPass } | null;
}

/**
 * Judges the jobs of one slice and notes it as done. The slice that finds all of them done finishes the pass, once,
 * also when slices come twice or two end at the same moment. Throws StateStoreUnavailable: then the queue gives the
 * slice again, and judging it again changes nothing.
 */
export async function runSlice(
  slice: Slice,
  loaded: LoadedRules,
  ports: ScheduledPorts,
  options: { readonly now: Instant; readonly time: PassTime | null },
): Promise<SliceOutcome> {
  const { now, time } = options;
  const pass = await check(loaded, ports, { now, dryRun: false, only: slice.jobIds, isPass: false, time });
  await ports.store.endSlice(slice.passId, slice.index, countsOf(pass, slice));
  // Read in any case: the process that ended the last slice may have died before it finished the pass.
  const sliced = await ports.store.readSlicedPass();
  if (sliced?.id !== slice.passId || sliced.slices.size < sliced.of) return { pass, finished: null };
  const before = await ports.store.readLastPass();
  const last = lastPassOf(sliced, before, now);
  return { pass, finished: (await ports.store.finishPass(last)) ? { sliced, last } : null };
}

/** Jobs that have left the document since the slice was made are no one's any more. */
function countsOf(pass: Pass, slice: Slice): SliceCounts {
  const isReadable = pass.rules.document !== null;
  const unknown = isReadable ? pass.checked.filter((job) => job.unknown !== null).length : slice.jobIds.length;
  return {
    judged: pass.checked.filter((job) => job.unknown === null).length,
    unknown,
    unreached: isReadable ? pass.unreached.length : slice.jobIds.length,
    durationMs: pass.durationMs,
  };
}

function lastPassOf(sliced: SlicedPass, before: LastPass | null, now: Instant): LastPass {
  const counts = [...sliced.slices.values()];
  const sum = (pick: (slice: SliceCounts) => number) => counts.reduce((total, slice) => total + pick(slice), 0);
  const unknown = sum((slice) => slice.unknown);
  const isReached = sum((slice) => slice.unreached) === 0;
  return {
    id: sliced.id,
    at: sliced.at,
    durationMs: now - sliced.at,
    configured: sliced.configured,
    due: sliced.due,
    judged: sum((slice) => slice.judged),
    unknown,
    rulesVersion: sliced.rulesVersion,
    coveredUntil: isReached ? sliced.at : (before?.coveredUntil ?? null),
    resumeFrom: null,
    comparedAt: unknown === 0 ? sliced.comparedAt : null,
    days: daysWith(before?.days ?? [], sliced.at, unknown === 0),
    clock: before?.clock ?? null,
    bootedAt: null,
  };
}
