import { describe, expect, test } from 'vitest';
import { mayHaveJumped } from '../../../lib/core/clock/held-pass.ts';
import { at, hours, minutes } from '../decision/given.ts';

const NOW = at('2026-11-24T07:00:00Z');
const BOOTED = at('2026-11-01T00:00:00Z');
const DAILY = [{ passes: 1 }, { passes: 1 }, { passes: 1 }];
const HOURLY = [{ passes: 3 }, { passes: 24 }, { passes: 24 }];
const ONCE_TWICE = [{ passes: 1 }, { passes: 2 }, { passes: 1 }];

interface Case {
  readonly name: string;
  /** Since the pass before. */
  readonly gap: number;
  readonly days: readonly { readonly passes: number }[];
  /** When the machine had booted: as the pass before had it, and as this one has it. */
  readonly before: number | null;
  readonly booted: number | null;
  readonly want: boolean;
}

const sameBoot = { before: BOOTED, booted: BOOTED };
const reboot = { before: BOOTED, booted: NOW - minutes(5) };
const unknown = { before: null, booted: null };

describe('whether the clock may have jumped ahead since the pass before', () => {
  const cases: readonly Case[] = [
    {
      name: 'a check a day and an hour later on a machine that ran on: no',
      gap: hours(25),
      days: DAILY,
      ...sameBoot,
      want: false,
    },
    { name: 'a check after a weekend: no', gap: hours(73), days: DAILY, ...sameBoot, want: false },
    {
      name: 'a check after a month of one that is made every hour: no',
      gap: hours(720),
      days: HOURLY,
      ...sameBoot,
      want: false,
    },
    {
      name: 'a clock put right by ten minutes meanwhile: no',
      gap: hours(25),
      days: HOURLY,
      before: BOOTED,
      booted: BOOTED + minutes(10),
      want: false,
    },
    {
      name: 'a boot that moved by more, as a clock that jumped makes it: yes',
      gap: hours(25),
      days: HOURLY,
      before: BOOTED,
      booted: BOOTED + minutes(10) + 1,
      want: true,
    },
    {
      name: 'a clock that jumped by ten years, of a daily check: yes',
      gap: hours(87_600),
      days: DAILY,
      before: BOOTED,
      booted: BOOTED + hours(87_576),
      want: true,
    },
    {
      name: 'a machine that booted, hourly, a day later to the millisecond: no',
      gap: hours(24),
      days: HOURLY,
      ...reboot,
      want: false,
    },
    {
      name: 'a machine that booted, hourly, later than that: yes',
      gap: hours(24) + 1,
      days: HOURLY,
      ...reboot,
      want: true,
    },
    {
      name: 'a machine that booted, daily, two days later to the millisecond: no',
      gap: hours(48),
      days: DAILY,
      ...reboot,
      want: false,
    },
    {
      name: 'a machine that booted, daily, later than that: yes',
      gap: hours(48) + 1,
      days: DAILY,
      ...reboot,
      want: true,
    },
    { name: 'a day with a second pass is not daily: yes', gap: hours(25), days: ONCE_TWICE, ...reboot, want: true },
    { name: 'no day is known: yes', gap: hours(25), days: [], ...reboot, want: true },
    { name: 'on any machine, hourly, within a day: no', gap: hours(24), days: HOURLY, ...unknown, want: false },
    {
      name: 'on any machine, hourly, after more than a day: yes',
      gap: hours(25),
      days: HOURLY,
      ...unknown,
      want: true,
    },
    {
      name: 'after an upgrade, where the pass before did not say: yes',
      gap: hours(25),
      days: HOURLY,
      before: null,
      booted: BOOTED,
      want: true,
    },
    { name: 'a clock that was set back: no', gap: -hours(25), days: HOURLY, ...reboot, want: false },
  ];
  test.each(cases)('$name', ({ gap, days, before, booted, want }) => {
    expect(mayHaveJumped({ at: NOW - gap, bootedAt: before, days }, NOW, booted)).toBe(want);
  });

  test('before the first pass there is nothing to compare with', () => {
    expect(mayHaveJumped(null, NOW, BOOTED)).toBe(false);
  });
});
