import * as z from 'zod';
import type { ClockNote } from '../../core/clock/clock-note.ts';
import { formatInstant } from '../../core/instant.ts';
import type { LastPass, SliceCounts, SlicedPass } from '../../ports/state-store.ts';
import { instant, instantText, orNull } from './schema.ts';
import type { Plain } from './values.ts';

const passDay = z.object({ day: z.string(), passes: z.number(), complete: z.number() });

const storedClock = z
  .object({ at: instant, doubted_since: orNull(instant), pruned_at: orNull(instant) })
  .transform(
    ({ at, doubted_since, pruned_at }): ClockNote => ({ at, doubtedSince: doubted_since, prunedAt: pruned_at }),
  );

/** The item `#sentinel` with its last pass. */
export const storedPass = z
  .object({
    last_pass: z.object({
      at: instant,
      duration_ms: z.number(),
      configured: z.number(),
      judged: z.number(),
      unknown: z.number(),
      rules_version: z.string(),
      // Passes of earlier versions do not have these.
      id: z.string().default(''),
      due: z.number().default(0),
      covered_until: orNull(instant),
      resume_from: orNull(z.string()),
      compared_at: orNull(instant),
      days: z.array(passDay).default([]),
      clock: orNull(storedClock),
      booted_at: orNull(instant),
    }),
  })
  .transform(
    ({ last_pass }): LastPass => ({
      id: last_pass.id,
      at: last_pass.at,
      durationMs: last_pass.duration_ms,
      configured: last_pass.configured,
      due: last_pass.due,
      judged: last_pass.judged,
      unknown: last_pass.unknown,
      rulesVersion: last_pass.rules_version,
      coveredUntil: last_pass.covered_until,
      resumeFrom: last_pass.resume_from,
      comparedAt: last_pass.compared_at,
      days: last_pass.days,
      clock: last_pass.clock,
      bootedAt: last_pass.booted_at,
    }),
  );

/** A pass as it is stored. */
export function lastPassAttribute(pass: LastPass): Plain {
  return {
    id: pass.id,
    at: formatInstant(pass.at),
    duration_ms: pass.durationMs,
    configured: pass.configured,
    due: pass.due,
    judged: pass.judged,
    unknown: pass.unknown,
    rules_version: pass.rulesVersion,
    covered_until: instantText(pass.coveredUntil),
    resume_from: pass.resumeFrom,
    compared_at: instantText(pass.comparedAt),
    days: pass.days.map(({ day, passes, complete }) => ({ day, passes, complete })),
    clock: pass.clock && {
      at: formatInstant(pass.clock.at),
      doubted_since: instantText(pass.clock.doubtedSince),
      pruned_at: instantText(pass.clock.prunedAt),
    },
    booted_at: instantText(pass.bootedAt),
  };
}

const sliceCounts = z
  .object({ judged: z.number(), unknown: z.number(), unreached: z.number(), duration_ms: z.number() })
  .transform(
    (counts): SliceCounts => ({
      judged: counts.judged,
      unknown: counts.unknown,
      unreached: counts.unreached,
      durationMs: counts.duration_ms,
    }),
  );

/** The item `#sentinel` with a pass that is, or was, under way in slices. */
export const storedSlicedPass = z
  .object({
    sliced_pass: z.object({
      id: z.string(),
      at: instant,
      late_ms: z.number(),
      missed_ticks: z.number(),
      configured: z.number(),
      due: z.number(),
      rules_version: z.string(),
      compared_at: orNull(instant),
      of: z.number(),
      slices: z.record(z.string().regex(/^\d+$/), sliceCounts),
    }),
  })
  .transform(
    ({ sliced_pass }): SlicedPass => ({
      id: sliced_pass.id,
      at: sliced_pass.at,
      lateMs: sliced_pass.late_ms,
      missedTicks: sliced_pass.missed_ticks,
      configured: sliced_pass.configured,
      due: sliced_pass.due,
      rulesVersion: sliced_pass.rules_version,
      comparedAt: sliced_pass.compared_at,
      of: sliced_pass.of,
      slices: new Map(Object.entries(sliced_pass.slices).map(([index, counts]) => [Number(index), counts])),
    }),
  );

/** A pass that begins, with no slice done yet. */
export function slicedPassAttribute(pass: SlicedPass): Plain {
  return {
    id: pass.id,
    at: formatInstant(pass.at),
    late_ms: pass.lateMs,
    missed_ticks: pass.missedTicks,
    configured: pass.configured,
    due: pass.due,
    rules_version: pass.rulesVersion,
    compared_at: instantText(pass.comparedAt),
    of: pass.of,
    slices: {},
  };
}

/** A slice's counts as they are stored under its index. */
export function sliceAttribute(counts: SliceCounts): Plain {
  return {
    judged: counts.judged,
    unknown: counts.unknown,
    unreached: counts.unreached,
    duration_ms: counts.durationMs,
  };
}
