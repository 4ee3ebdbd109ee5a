import type { SizeReason } from '../decision/reason.ts';
import type { Clause, Rule } from '../decision/rule.ts';
import type { Run } from '../model/run.ts';
import type { TestGrade } from './verdict.ts';

/** The size test's result; `clause` is the one whose line the report names. Bytes. */
export interface SizeResult {
  readonly result: TestGrade;
  readonly reason: SizeReason;
  readonly measured: number | null;
  readonly threshold: number | null;
  readonly clause: Clause;
}

const NOTHING: SizeResult = {
  result: 'pass',
  reason: { kind: 'nothing-to-measure' },
  measured: null,
  threshold: null,
  clause: 'at_least',
};

const UNKNOWN: SizeResult = { ...NOTHING, reason: { kind: 'size-unknown' } };

/**
 * *Right size?* (decision page, 2.3). `baselineBytes` is the size of the good run before this one, null where there is
 * none or its size is unknown. Exactly at a line is the milder side.
 */
export function judgeSize(rule: Rule, run: Run | null, baselineBytes: number | null, isAccepted: boolean): SizeResult {
  if (run === null) return NOTHING;
  const bytes = run.sizeBytes;
  if (bytes === undefined) return UNKNOWN;
  if (bytes === 0) {
    return {
      result: 'hard',
      reason: { kind: 'empty', location: run.location },
      measured: 0,
      threshold: rule.floor?.bytes ?? null,
      clause: 'at_least',
    };
  }
  if (isAccepted) {
    return {
      result: 'pass',
      reason: { kind: 'accepted', bytes },
      measured: bytes,
      threshold: null,
      clause: 'at_least',
    };
  }
  const floor = judgeFloor(rule, bytes, baselineBytes);
  if (floor?.result === 'hard') return floor;
  const shrink = baselineBytes === null ? null : judgeShrink(rule, bytes, baselineBytes);
  if (shrink?.result === 'hard') return shrink;
  return floor ?? shrink ?? judgeCeiling(rule, bytes) ?? fine(rule, bytes);
}

/**
 * True when `judgeSize` would call it a hard miss. Of all runs but the newest nothing else is asked, and this makes
 * nothing: a decision asks it of up to 29 runs.
 */
export function isHardMiss(rule: Rule, run: Run, baselineBytes: number | null, isAccepted: boolean): boolean {
  const bytes = run.sizeBytes;
  if (bytes === undefined) return false;
  if (bytes === 0) return true;
  if (isAccepted) return false;
  if (rule.floor !== null && bytes < rule.floor.hardBelowBytes) return true;
  // Most runs are no smaller than the one before, and then there is nothing to reckon.
  if (baselineBytes === null || bytes >= baselineBytes) return false;
  return bytes < Math.round((baselineBytes * (100 - rule.shrinkPercent)) / 100);
}

function judgeFloor(rule: Rule, bytes: number, beforeBytes: number | null): SizeResult | null {
  if (rule.floor === null || bytes >= rule.floor.bytes) return null;
  const result = bytes < rule.floor.hardBelowBytes ? 'hard' : 'soft';
  return {
    result,
    reason: { kind: 'below-floor', bytes, floorBytes: rule.floor.bytes, beforeBytes },
    measured: bytes,
    threshold: rule.floor.bytes,
    clause: 'at_least',
  };
}

function judgeShrink(rule: Rule, bytes: number, beforeBytes: number): SizeResult | null {
  const hardBelow = Math.round((beforeBytes * (100 - rule.shrinkPercent)) / 100);
  const softBelow = Math.round((beforeBytes * (100 - rule.warnShrinkPercent)) / 100);
  const isHard = bytes < hardBelow;
  if (!isHard && bytes >= softBelow) return null;
  return {
    result: isHard ? 'hard' : 'soft',
    reason: {
      kind: 'shrunk',
      bytes,
      beforeBytes,
      limitPercent: isHard ? rule.shrinkPercent : rule.warnShrinkPercent,
    },
    measured: bytes,
    threshold: isHard ? hardBelow : softBelow,
    clause: isHard ? 'shrink' : 'warn_shrink',
  };
}

function judgeCeiling(rule: Rule, bytes: number): SizeResult | null {
  const ceilingBytes = rule.ceilingBytes;
  if (ceilingBytes === null || bytes <= ceilingBytes) return null;
  return {
    result: 'soft',
    reason: { kind: 'above-ceiling', bytes, ceilingBytes },
    measured: bytes,
    threshold: ceilingBytes,
    clause: 'at_most',
  };
}

function fine(rule: Rule, bytes: number): SizeResult {
  const floorBytes = rule.floor?.bytes ?? null;
  return {
    result: 'pass',
    reason: { kind: 'size-fine', bytes, floorBytes },
    measured: bytes,
    threshold: floorBytes,
    clause: 'at_least',
  };
}
