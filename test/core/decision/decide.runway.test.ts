import { describe, expect, it } from 'vitest';
import type { Lifetime } from '../../../lib/core/evidence/lifetime.ts';
import { goodCopyOf } from '../../../lib/core/history/good-copy.ts';
import { DAY_MS, HOUR_MS } from '../../../lib/core/instant.ts';
import type { Escalation } from '../../../lib/core/model/rule.ts';
import { at, check, givenEvidence, givenRow, givenRule, givenRun } from './given.ts';

const GOOD = givenRun('2026-11-20T02:00:00Z');
/** An hour into the break, on the day on which its owner was notified. */
const NOW = at('2026-11-21T11:00:00Z');
const NEXT_DAY: Escalation = { kind: 'next-day' };

/** Copies are deleted at this age. */
const goneAfter = (days: number, change: Partial<Lifetime> = {}): Lifetime => ({
  ...{ there: 1, oldestTs: GOOD.ts, low: 3, ages: { from: (days - 1) * DAY_MS, to: days * DAY_MS }, isByAge: true },
  ...change,
});

interface Given {
  readonly escalation?: Escalation;
  readonly state?: 'alert' | 'green';
  /** What the row knew; and what the bucket says now. */
  readonly knownDays?: number;
  readonly expiryDays?: number | null;
}

function decided(
  lifetime: Lifetime | null,
  { escalation = NEXT_DAY, state = 'alert', knownDays, ...bucket }: Given = {},
) {
  const clock = NOW - HOUR_MS;
  const broken = state === 'green' ? {} : { breakSeq: 3, toldAt: clock, hardToldAt: clock };
  const row = givenRow({
    state,
    seq: 4,
    since: clock,
    lastGood: null,
    lifetime,
    expiryDays: knownDays ?? null,
    ...broken,
  });
  return check({ now: NOW, row, rule: givenRule({ escalation }), evidence: givenEvidence([GOOD]), ...bucket });
}

describe('an escalation', () => {
  const GONE_AT = GOOD.ts + 3 * DAY_MS;
  // 39 hours from now.
  const cases: readonly { name: string; lifetime: Lifetime | null; escalation?: Escalation; want: string }[] = [
    {
      name: 'does not wait for the next day where the last good copy goes in less than 48 hours',
      lifetime: goneAfter(3),
      want: 'escalate',
    },
    { name: 'waits where it goes later', lifetime: goneAfter(4), want: 'alert' },
    { name: 'waits where nothing is known', lifetime: null, want: 'alert' },
    { name: 'waits where copies are kept by their number', lifetime: goneAfter(3, { isByAge: false }), want: 'alert' },
    { name: 'waits where copies never live longer than 48 hours', lifetime: goneAfter(2), want: 'alert' },
    {
      name: 'never comes where the rule says so',
      lifetime: goneAfter(3),
      escalation: { kind: 'never' },
      want: 'alert',
    },
    {
      name: 'comes when the rule says so',
      lifetime: goneAfter(3),
      escalation: { kind: 'after', afterS: 36 * 3600 },
      want: 'alert',
    },
  ];
  it.each(cases)('$name', ({ lifetime, escalation, want }) => {
    expect(decided(lifetime, { escalation: escalation ?? NEXT_DAY }).row.state).toBe(want);
    expect(GONE_AT - NOW).toBe(39 * HOUR_MS);
  });

  it('does not wait where the bucket deletes the last good copy in less than 48 hours', () => {
    expect(decided(null, { expiryDays: 2 }).row.state).toBe('alert');
    // At the midnight after Nov 22, 02:00, and after Nov 23, 02:00.
    expect(decided(goneAfter(3), { expiryDays: 3 }).row.state).toBe('alert');
    const now = at('2026-11-22T11:00:00Z');
    const clock = now - HOUR_MS;
    const broken = { breakSeq: 3, toldAt: clock, hardToldAt: clock, since: clock, lastGood: null };
    const row = givenRow({ state: 'alert', seq: 4, expiryDays: 3, ...broken });
    const input = { now, row, rule: givenRule({ escalation: NEXT_DAY }), evidence: givenEvidence([GOOD]) };
    expect(check(input).row.state).toBe('escalate');
    expect(check({ ...input, expiryDays: 4 }).row.state).toBe('alert');
  });

  it('is not the first that is heard of a break', () => {
    expect(decided(goneAfter(3), { state: 'green' }).row.state).toBe('alert');
  });
});

describe('when the last good copy will be deleted', () => {
  const aboutOf = (decision: ReturnType<typeof decided>) => goodCopyOf(decision.row, NOW).deletedAbout;

  it('is its age when others were deleted', () => {
    expect(aboutOf(decided(goneAfter(10)))).toBe(GOOD.ts + 10 * DAY_MS);
  });

  it('is the midnight (UTC) after the days of the bucket, whatever was learnt', () => {
    expect(aboutOf(decided(goneAfter(10), { expiryDays: 7 }))).toBe(at('2026-11-28T00:00:00Z'));
    expect(aboutOf(decided(null, { expiryDays: 7 }))).toBe(at('2026-11-28T00:00:00Z'));
  });

  it('is remembered until the bucket says something else', () => {
    expect(aboutOf(decided(null, { knownDays: 7 }))).toBe(at('2026-11-28T00:00:00Z'));
    expect(aboutOf(decided(null, { knownDays: 7, expiryDays: 30 }))).toBe(at('2026-12-21T00:00:00Z'));
    expect(aboutOf(decided(goneAfter(10), { knownDays: 7, expiryDays: null }))).toBe(GOOD.ts + 10 * DAY_MS);
  });

  it('is not said where it is not known', () => {
    expect(aboutOf(decided(null))).toBeNull();
    expect(aboutOf(decided(goneAfter(10, { isByAge: false })))).toBeNull();
    expect(aboutOf(decided(goneAfter(10, { ages: null })))).toBeNull();
  });

  it('is not said outside a break, nor while the place cannot be seen', () => {
    const { row } = decided(goneAfter(10));
    expect(goodCopyOf({ ...row, breakSeq: null }, NOW).deletedAbout).toBeNull();
    const unreadable = { count: 0, since: NOW, error: 'denied', isRefused: true };
    expect(goodCopyOf({ ...row, unreadable }, NOW).deletedAbout).toBeNull();
  });
});
