import type { Reason, SizeReason } from '../model/reason.ts';
import type { Clause, Rule } from '../model/rule.ts';
import type { Run } from '../model/run.ts';
import { type Before, usualBytes } from './before.ts';
import type { Finding } from './finding.ts';

/** The size test's result; bytes. */
export type SizeFinding = Finding<SizeReason>;

/** Less than this is almost nothing: a gzip of no bytes is 20 of them. */
export const ALMOST_NOTHING_BYTES = 64;

/**
 * *Right size?* (docs/design/decision.md#size): of one run, against what was good before it. Exactly at a line is the
 * milder side, and the worst line that is crossed counts.
 */
export function judgeSize(rule: Rule, run: Run | null, before: Before, isAccepted: boolean): SizeFinding {
  if (run === null) return pass({ kind: 'nothing-to-measure' }, null, null);
  const bytes = run.sizeBytes;
  if (bytes === undefined) return pass({ kind: 'size-unknown' }, null, null);
  const floorBytes = rule.floor?.bytes ?? null;
  if (bytes === 0) return hard({ kind: 'empty', location: run.location }, 0, floorBytes, 'at_least');
  if (isAccepted) return pass({ kind: 'accepted', bytes }, bytes, null);
  if (isAlmostNothing(rule, bytes)) {
    return hard({ kind: 'almost-nothing', location: run.location, bytes }, bytes, ALMOST_NOTHING_BYTES, 'at_least');
  }
  const misses = [
    judgeFloor(rule, bytes, before),
    judgeFiles(rule, run),
    judgeShrink(rule, bytes, before),
    judgeCeiling(rule, bytes),
    judgeGrowth(rule, bytes, before),
  ].filter((miss) => miss !== null);
  return (
    misses.find(({ result }) => result === 'hard') ??
    misses.find(({ reason }) => !isForDaytime(reason)) ??
    misses[0] ??
    pass({ kind: 'size-fine', bytes, floorBytes }, bytes, floorBytes)
  );
}

/** Growth, and a return to what was usual, are looked at when there is time: neither escalates by itself. */
export function isForDaytime({ kind }: Reason): boolean {
  return kind === 'grown' || kind === 'back-to-usual';
}

/**
 * True when `judgeSize` would call it a hard miss. Of all runs but the newest nothing else is asked, and this makes
 * nothing: a decision asks it of up to 19 runs.
 */
export function isHardMiss(rule: Rule, run: Run, before: Before, isAccepted: boolean): boolean {
  const bytes = run.sizeBytes;
  if (bytes === undefined) return false;
  if (bytes === 0) return true;
  if (isAccepted) return false;
  if (isAlmostNothing(rule, bytes) || isTooFewFiles(rule, run)) return true;
  if (rule.floor !== null && bytes < rule.floor.hardBelowBytes) return true;
  // Most runs are no smaller than the one before, and then there is nothing to compute.
  const beforeBytes = before.newestBytes;
  if (beforeBytes === null || bytes >= beforeBytes) return false;
  return bytes < shrunkBy(rule.shrinkPercent, beforeBytes) && usualIfBackTo(rule, bytes, before) === null;
}

function isAlmostNothing(rule: Rule, bytes: number): boolean {
  if (bytes >= ALMOST_NOTHING_BYTES || rule.emptyIsFine) return false;
  return rule.floor === null || rule.floor.bytes > bytes;
}

function isTooFewFiles(rule: Rule, run: Run): boolean {
  return rule.atLeastFiles !== null && run.fileCount !== undefined && run.fileCount < rule.atLeastFiles;
}

function judgeFloor(rule: Rule, bytes: number, before: Before): SizeFinding | null {
  if (rule.floor === null || bytes >= rule.floor.bytes) return null;
  const { bytes: floorBytes, hardBelowBytes } = rule.floor;
  const reason = { kind: 'below-floor', bytes, floorBytes, beforeBytes: before.newestBytes } as const;
  return (bytes < hardBelowBytes ? hard : soft)(reason, bytes, floorBytes, 'at_least');
}

function judgeFiles(rule: Rule, run: Run): SizeFinding | null {
  if (!isTooFewFiles(rule, run)) return null;
  const [files = 0, atLeast = 0] = [run.fileCount, rule.atLeastFiles ?? 0];
  const kind = run.isOfMembers ? 'too-few-members' : 'too-few-files';
  return hard({ kind, files, atLeast }, files, atLeast, 'at_least_files');
}

function judgeShrink(rule: Rule, bytes: number, before: Before): SizeFinding | null {
  const beforeBytes = before.newestBytes;
  if (beforeBytes === null) return null;
  const [hardBelow, softBelow] = [
    shrunkBy(rule.shrinkPercent, beforeBytes),
    shrunkBy(rule.warnShrinkPercent, beforeBytes),
  ];
  if (bytes < hardBelow) {
    const usual = usualIfBackTo(rule, bytes, before);
    if (usual !== null) {
      return soft({ kind: 'back-to-usual', bytes, beforeBytes, usualBytes: usual }, bytes, hardBelow, 'shrink');
    }
    const reason = { kind: 'shrunk', bytes, beforeBytes, limitPercent: rule.shrinkPercent } as const;
    return hard(reason, bytes, hardBelow, 'shrink');
  }
  if (bytes >= softBelow) return null;
  const reason = { kind: 'shrunk', bytes, beforeBytes, limitPercent: rule.warnShrinkPercent } as const;
  return soft(reason, bytes, softBelow, 'warn_shrink');
}

/** The usual size, where the run before was out of the ordinary by it and this one is not; null otherwise. */
function usualIfBackTo(rule: Rule, bytes: number, before: Before): number | null {
  const usual = usualBytes(before);
  if (usual === null || before.newestBytes === null) return null;
  const wasOutsized = before.newestBytes >= Math.round((usual * 100) / (100 - rule.shrinkPercent));
  return wasOutsized && bytes >= shrunkBy(rule.shrinkPercent, usual) ? usual : null;
}

function judgeCeiling(rule: Rule, bytes: number): SizeFinding | null {
  const ceilingBytes = rule.ceilingBytes;
  if (ceilingBytes === null || bytes <= ceilingBytes) return null;
  return soft({ kind: 'above-ceiling', bytes, ceilingBytes }, bytes, ceilingBytes, 'at_most');
}

function judgeGrowth(rule: Rule, bytes: number, before: Before): SizeFinding | null {
  const [beforeBytes, limitPercent] = [before.newestBytes, rule.growPercent];
  if (beforeBytes === null || limitPercent === null) return null;
  const softAbove = Math.round((beforeBytes * (100 + limitPercent)) / 100);
  if (bytes <= softAbove) return null;
  return soft({ kind: 'grown', bytes, beforeBytes, limitPercent }, bytes, softAbove, 'grow');
}

/** Bytes below which a run has shrunk by more than a percentage. */
function shrunkBy(percent: number, bytes: number): number {
  return Math.round((bytes * (100 - percent)) / 100);
}

function pass(reason: SizeReason, measured: number | null, threshold: number | null): SizeFinding {
  return { result: 'pass', reason, measured, threshold, clause: 'at_least' };
}

function soft(reason: SizeReason, measured: number, threshold: number, clause: Clause): SizeFinding {
  return { result: 'soft', reason, measured, threshold, clause };
}

function hard(reason: SizeReason, measured: number, threshold: number | null, clause: Clause): SizeFinding {
  return { result: 'hard', reason, measured, threshold, clause };
}
