import { describe, expect, it } from 'vitest';
import { DAY_S, HOUR_S, type Instant, MINUTE_S } from '../../../lib/core/instant.ts';
import { firstPingUntil, judgeRecent, type RecentInput } from '../../../lib/core/judging/recent.ts';
import type { CalendarSchedule, Rule } from '../../../lib/core/model/rule.ts';
import { sentenceOf } from '../../../lib/core/wording/sentence.ts';
import {
  at,
  calendar,
  cron,
  givenRule,
  hours,
  interval,
  MONTHLY,
  minutes,
  PLACE,
  WEEKDAYS,
} from '../decision/given.ts';

const NOTHING: RecentInput = {
  lastGood: null,
  latest: null,
  lastEvidenceTs: null,
  refutedTs: null,
  seen: [],
  futureDated: null,
  running: null,
  place: PLACE,
  newestDone: null,
  waitingSince: null,
};

function recent(rule: Partial<Rule>, now: Instant, good: Instant | null, input: Partial<RecentInput> = {}) {
  const ended = good === null ? null : { ts: good };
  const { result, reason } = judgeRecent(
    givenRule(rule),
    { ...NOTHING, lastGood: ended, latest: ended, ...input },
    now,
  );
  return `${result} ${reason.kind}`;
}

describe('a newest run that a proof refuted', () => {
  const good = at('2026-11-20T02:05:00Z');
  const refutedTs = good + hours(24);
  const of = (age: number) =>
    judgeRecent(givenRule(), { ...NOTHING, lastGood: { ts: good }, latest: { ts: refutedTs }, refutedTs }, good + age);

  it('is named where the good one before it is too old', () => {
    expect(of(hours(27))).toMatchObject({ result: 'soft', reason: { kind: 'stale', refutedTs } });
  });

  it('is no matter while that one is fresh', () => {
    expect(of(hours(26))).toMatchObject({ result: 'pass' });
    expect(of(hours(26)).reason).not.toHaveProperty('refutedTs');
  });
});

describe('recent? by interval', () => {
  const good = at('2026-11-20T02:05:00Z');
  const alertAfter = { schedule: interval({ hardAfterS: 30 * HOUR_S }) };
  const cases: readonly { name: string; rule?: Partial<Rule>; age: number; want: string }[] = [
    { name: 'a run of this instant is fresh', age: 0, want: 'pass fresh' },
    { name: 'a run that seems to end a little later than now is of age 0', age: -minutes(14), want: 'pass fresh' },
    { name: 'on the last millisecond of the window the job is fresh', age: hours(26), want: 'pass fresh' },
    { name: 'one millisecond later it is a soft miss', age: hours(26) + 1, want: 'soft stale' },
    { name: 'at the hard line it is still a soft miss', age: hours(32.5), want: 'soft stale' },
    { name: 'one millisecond past the hard line it is a hard miss', age: hours(32.5) + 1, want: 'hard stale' },
    { name: 'alert after: at its line', rule: alertAfter, age: hours(30), want: 'soft stale' },
    { name: 'alert after: past its line', rule: alertAfter, age: hours(30) + 1, want: 'hard stale' },
    {
      name: 'alert after = allow: nothing is soft',
      rule: { schedule: interval({ hardAfterS: 26 * HOUR_S }) },
      age: hours(26) + 1,
      want: 'hard stale',
    },
    {
      name: 'daylight saving plays no part',
      rule: { timezone: 'Europe/Berlin' },
      age: hours(26) + 1,
      want: 'soft stale',
    },
  ];
  it.each(cases)('$name', ({ rule, age, want }) => {
    expect(recent(rule ?? {}, good + age, good)).toBe(want);
  });

  it('gives the age in whole seconds, rounded up, and where its line stands', () => {
    const input = { ...NOTHING, lastGood: { ts: good }, latest: { ts: good } };
    expect(judgeRecent(givenRule(), input, good + hours(26) + 1)).toMatchObject({
      measured: 26 * HOUR_S + 1,
      threshold: 26 * HOUR_S,
      at: 'rules.yaml:allow',
    });
  });
});

describe('recent? without a good run', () => {
  const starts = { starts: '2026-11-25', timezone: 'Asia/Singapore' };
  const begins = at('2026-11-25T00:00:00+08:00');
  const cases: readonly {
    name: string;
    rule: Partial<Rule>;
    now: Instant;
    input?: Partial<RecentInput>;
    want: string;
  }[] = [
    { name: 'is a hard miss', rule: {}, now: begins, want: 'hard no-good-run' },
    {
      name: 'is a hard miss for a calendar rule, whatever the hour',
      rule: { schedule: calendar() },
      now: begins,
      want: 'hard no-good-run',
    },
    { name: 'passes before the day it starts', rule: starts, now: begins - 1, want: 'pass not-expected-yet' },
    {
      name: 'passes until the allowance of that day is over',
      rule: starts,
      now: begins + hours(26),
      want: 'pass not-expected-yet',
    },
    { name: 'a millisecond later is a hard miss', rule: starts, now: begins + hours(26) + 1, want: 'hard no-good-run' },
    {
      name: 'of a monthly one, passes as long as it may be late',
      rule: { ...starts, schedule: MONTHLY },
      now: begins + hours(3 * 24),
      want: 'pass not-expected-yet',
    },
    {
      name: 'and not a moment longer, of a monthly one',
      rule: { ...starts, schedule: MONTHLY },
      now: begins + hours(3 * 24) + 1,
      want: 'hard no-good-run',
    },
    {
      name: 'of a monthly one with an age, passes as long as that',
      rule: { ...starts, schedule: { ...MONTHLY, maxAgeS: 33 * DAY_S } },
      now: begins + hours(33 * 24),
      want: 'pass not-expected-yet',
    },
    {
      name: 'and no longer, of a monthly one with an age',
      rule: { ...starts, schedule: { ...MONTHLY, maxAgeS: 33 * DAY_S } },
      now: begins + hours(33 * 24) + 1,
      want: 'hard no-good-run',
    },
    {
      name: 'of one with a time of day, passes until the allowance of that time is over',
      rule: { ...starts, schedule: calendar() },
      now: at('2026-11-25T03:00:00+08:00'),
      want: 'pass not-expected-yet',
    },
    {
      name: 'and not a moment longer, of one with a time of day',
      rule: { ...starts, schedule: calendar() },
      now: at('2026-11-25T03:00:00+08:00') + 1,
      want: 'hard no-good-run',
    },
    {
      name: 'of one that is expected at midnight, counts that of the day it starts',
      rule: { ...starts, schedule: calendar({ minuteOfDay: 0 }) },
      now: at('2026-11-25T01:00:00+08:00') + 1,
      want: 'hard no-good-run',
    },
    {
      name: 'counts the day in the zone of the job',
      rule: { ...starts, timezone: 'UTC' },
      now: at('2026-11-26T02:00:00Z'),
      want: 'pass not-expected-yet',
    },
    {
      name: 'and not a moment longer',
      rule: { ...starts, timezone: 'UTC' },
      now: at('2026-11-26T02:00:01Z'),
      want: 'hard no-good-run',
    },
    {
      name: 'a day whose midnight daylight saving skips begins at one',
      rule: { starts: '2026-04-24', timezone: 'Africa/Cairo', schedule: interval({ allowS: HOUR_S }) },
      now: at('2026-04-24T01:00:00+03:00') + hours(1),
      want: 'pass not-expected-yet',
    },
    {
      name: 'gone and not expected yet is a soft miss',
      rule: starts,
      now: begins - 1,
      input: { lastEvidenceTs: begins - hours(5) },
      want: 'soft newest-gone',
    },
    {
      name: 'dated in the future and not expected yet is a soft miss',
      rule: starts,
      now: begins - 1,
      input: { futureDated: { ts: begins, location: 'x' } },
      want: 'soft future-dated',
    },
    {
      name: 'a finished run that is not good does not count',
      rule: {},
      now: begins,
      input: { latest: { ts: begins - 1 } },
      want: 'hard no-good-run',
    },
    {
      name: 'a run under way changes the message, not the test',
      rule: {},
      now: begins,
      input: { running: { since: begins - 5, until: begins + 5 } },
      want: 'hard no-good-run',
    },
  ];
  it.each(cases)('$name', ({ rule, now, input, want }) => {
    expect(recent(rule, now, null, input)).toBe(want);
  });

  it('does not wait for the start of a job that has a good run', () => {
    expect(recent({ starts: '2026-12-25' }, begins, begins - hours(40))).toBe('hard stale');
  });
});

describe('recent? of what was seen and is gone', () => {
  const now = at('2026-11-21T08:00:00Z');
  const gone = at('2026-11-20T02:00:00Z');
  const cases: readonly { name: string; input: Partial<RecentInput>; want: RegExp }[] = [
    { name: 'nothing was ever seen', input: {}, want: /there has never been one; is the place right\?/ },
    {
      name: 'one is there, and did not end well',
      input: { hasUnended: true },
      want: /no good backup at .*: what is there is not known to have ended well/,
    },
    {
      name: 'one is there, and a run is going',
      input: { hasUnended: true, running: { since: gone, until: now } },
      want: /: what is there is not known to have ended well; a run is under way since/,
    },
    {
      name: 'one is gone',
      input: { seen: [{ ts: gone }], lastEvidenceTs: gone },
      want: /there was 1, of 2026-11-20 02:00 UTC, and it is gone/,
    },
    {
      name: 'all are gone',
      input: { seen: [{ ts: gone }, { ts: gone - 5 }], lastEvidenceTs: gone },
      want: /there were 2, the newest of 2026-11-20 02:00 UTC, and they are gone/,
    },
    {
      name: 'some are there, and none is good',
      input: { latest: { ts: gone }, seen: [{ ts: gone }], lastEvidenceTs: gone },
      want: /every backup there failed its tests/,
    },
    {
      name: 'one is dated in the future, and the newest that counts is too old',
      input: {
        lastGood: { ts: now - hours(40) },
        latest: { ts: now - hours(40) },
        futureDated: { ts: now + hours(48), location: '/b/next.dump' },
      },
      want: /^\/b\/next\.dump is dated in the future, 2026-11-23 08:00 UTC, and does not count; the newest good backup is 40 hours old/,
    },
    {
      name: 'one is dated in the future, and is all that counts against it',
      input: {
        lastGood: { ts: now },
        latest: { ts: now },
        futureDated: { ts: now + hours(48), location: '/b/next.dump' },
      },
      want: /^\/b\/next\.dump is dated in the future, 2026-11-23 08:00 UTC; it does not count$/,
    },
    {
      name: 'the newest is gone, and the one before is too old',
      input: { lastGood: { ts: now - hours(40) }, latest: { ts: now - hours(40) }, lastEvidenceTs: gone },
      want: /^the newest backup, of 2026-11-20 02:00 UTC, is gone; the newest good backup is 40 hours old/,
    },
  ];
  it.each(cases)('$name', ({ input, want }) => {
    expect(sentenceOf(judgeRecent(givenRule(), { ...NOTHING, ...input }, now))).toMatch(want);
  });
});

describe('recent? while a run is going', () => {
  const expected = at('2026-11-21T02:00:00Z');
  const before = expected - hours(24);
  const calendarCases = [
    { name: 'that began at the expected time', since: 0, want: 'pass running' },
    { name: 'that began as early as counts', since: -minutes(30), want: 'pass running' },
    { name: 'that began earlier', since: -minutes(30) - 1, want: 'soft missed' },
    { name: 'that began at the end of the allowance', since: hours(1), want: 'pass running' },
    { name: 'that began later', since: hours(1) + 1, want: 'soft missed' },
  ];
  it.each(calendarCases)('calendar, one $name: $want', ({ since, want }) => {
    const running = { since: expected + since, until: expected + hours(7) };
    expect(recent({ schedule: calendar() }, expected + hours(1) + 2, before, { running })).toBe(want);
  });

  it.each([
    { name: 'began in the window', since: hours(26), want: 'soft stale' },
    { name: 'began after it', since: hours(26) + 1, want: 'hard stale' },
  ])('interval, one that $name: $want', ({ since, want }) => {
    const good = at('2026-11-20T02:00:00Z');
    const running = { since: good + since, until: good + hours(99) };
    expect(recent({}, good + hours(40), good, { running })).toBe(want);
  });

  it('holds nothing where no good run is there', () => {
    const running = { since: expected, until: expected + hours(6) };
    expect(recent({ schedule: calendar() }, expected + hours(2), null, { running })).toBe('hard no-good-run');
  });
});

describe('recent? where nothing new is fine', () => {
  const ran = at('2026-11-21T02:00:00Z');
  const rule = { unchanged: { withinS: 30 * DAY_S } };
  const cases: readonly { name: string; rule?: Partial<Rule>; good: Instant; now: Instant; want: string }[] = [
    { name: 'the newest success holds the age', good: ran - hours(72), now: ran + hours(3), want: 'pass unchanged' },
    { name: 'until it is too old itself', good: ran - hours(72), now: ran + hours(26) + 1, want: 'soft stale' },
    {
      name: 'so long as the copy is no older than the clause allows',
      good: ran + hours(1) - hours(24 * 30),
      now: ran + hours(1),
      want: 'pass unchanged',
    },
    {
      name: 'a copy a moment older is a soft miss',
      good: ran + hours(1) - hours(24 * 30) - 1,
      now: ran + hours(1),
      want: 'soft unchanged',
    },
    { name: 'a copy of that very run speaks for itself', good: ran, now: ran + hours(1), want: 'pass fresh' },
    { name: 'and so does one that is recent enough', good: ran - hours(20), now: ran + hours(3), want: 'pass fresh' },
    { name: 'and one that is newer than the success', good: ran + hours(24), now: ran + hours(51), want: 'soft stale' },
    {
      name: 'without the clause it does not',
      rule: {},
      good: ran - hours(72),
      now: ran + hours(3),
      want: 'hard stale',
    },
  ];
  it.each(cases)('$name', ({ rule: other, good, now, want }) => {
    expect(recent(other ?? rule, now, good, { newestDone: ran })).toBe(want);
  });

  it('needs a success, and a copy that is there', () => {
    expect(recent(rule, ran, ran - hours(72))).toBe('hard stale');
    expect(recent(rule, ran, null, { newestDone: ran })).toBe('hard no-good-run');
  });
});

describe('recent? before the first ping', () => {
  const since = at('2026-11-20T08:00:00Z');
  it.each([
    { name: 'a whole window from the first check', rule: {}, now: since + hours(26), want: 'pass first-ping' },
    { name: 'and no longer', rule: {}, now: since + hours(26) + 1, want: 'hard no-good-run' },
    {
      name: 'the first expected time and its allowance',
      rule: { schedule: calendar() },
      now: at('2026-11-21T03:00:00Z'),
      want: 'pass first-ping',
    },
    {
      name: 'and no longer',
      rule: { schedule: calendar() },
      now: at('2026-11-21T03:00:00.001Z'),
      want: 'hard no-good-run',
    },
  ])('waits: $name', ({ rule, now, want }) => {
    expect(recent(rule, now, null, { waitingSince: since })).toBe(want);
  });
});

describe('recent? at a time that daylight saving skips', () => {
  const jump = at('2026-03-29T01:00:00Z');
  const rule = { timezone: 'Europe/Berlin', schedule: calendar({ minuteOfDay: 165 }, { earlyS: 0 }) };
  it.each([
    { name: 'two minutes before the jump', good: jump - minutes(2), want: 'pass on-time' },
    { name: 'earlier', good: jump - minutes(2) - 1, want: 'soft missed' },
  ])('a run from $name: $want', ({ good, want }) => {
    expect(recent(rule, jump + hours(1.75) + 1, good)).toBe(want);
  });

  it('does not reach back where the moved time is expected by itself', () => {
    const both = { ...rule, schedule: cron('45 2,3 * * *', { earlyS: 0 }) };
    expect(recent(both, jump + hours(1.75) + 1, jump)).toBe('soft missed');
  });
});

describe('recent? when the evidence is odd', () => {
  const now = at('2026-11-21T08:00:00Z');
  const future = { ts: now + hours(9), location: 's3://acme-backups/orders/z.dump' };
  const cases: readonly { name: string; good?: number; input: Partial<RecentInput>; want: string }[] = [
    {
      name: 'a newest run older than what was seen before is gone',
      input: { lastEvidenceTs: now - hours(5) + 1 },
      want: 'soft newest-gone',
    },
    {
      name: 'one exactly as new as what was seen is not',
      input: { lastEvidenceTs: now - hours(5) },
      want: 'pass fresh',
    },
    { name: 'one newer than what was seen is not', input: { lastEvidenceTs: now - hours(6) }, want: 'pass fresh' },
    {
      name: 'the newest finished run counts, good or not',
      input: { latest: { ts: now - 1 }, lastEvidenceTs: now - 1 },
      want: 'pass fresh',
    },
    { name: 'evidence dated in the future is a soft miss', input: { futureDated: future }, want: 'soft future-dated' },
    {
      name: 'gone does not soften a hard miss',
      good: now - hours(40),
      input: { lastEvidenceTs: now },
      want: 'hard stale',
    },
    { name: 'nor does the future', good: now - hours(40), input: { futureDated: future }, want: 'hard stale' },
    {
      name: 'a run under way does not help a stale one',
      good: now - hours(27),
      input: { running: { since: now - 1, until: now + 5 } },
      want: 'soft stale',
    },
  ];
  it.each(cases)('$name', ({ good, input, want }) => {
    expect(recent({}, now, good ?? now - hours(5), input)).toBe(want);
  });
});

describe('recent? by calendar', () => {
  const friday = at('2026-11-20T02:00:00Z');
  const saturday = at('2026-11-21T02:00:00Z');
  const onWeekdays = calendar({ weekdays: WEEKDAYS });
  const every30 = cron('*/30 * * * *', { allowS: 10 * MINUTE_S, hardAfterS: 40 * MINUTE_S });
  const cases: readonly { name: string; schedule?: CalendarSchedule; now: Instant; good: Instant; want: string }[] = [
    {
      name: 'while the allowance runs, the run before counts',
      now: saturday + hours(1),
      good: friday,
      want: 'pass on-time',
    },
    {
      name: 'a millisecond after the allowance the run is missed',
      now: saturday + hours(1) + 1,
      good: friday,
      want: 'soft missed',
    },
    { name: 'at the hard line it is a soft miss', now: saturday + hours(1.5), good: friday, want: 'soft missed' },
    { name: 'a millisecond later a hard one', now: saturday + hours(1.5) + 1, good: friday, want: 'hard missed' },
    {
      name: 'a run 30 minutes early counts',
      now: saturday + hours(2),
      good: saturday - minutes(30),
      want: 'pass on-time',
    },
    {
      name: 'a millisecond earlier does not',
      now: saturday + hours(2),
      good: saturday - minutes(30) - 1,
      want: 'hard missed',
    },
    {
      name: 'one that came late counts as soon as it lands',
      now: saturday + hours(9),
      good: saturday + hours(8),
      want: 'pass on-time',
    },
    {
      name: 'two missed in a row are a hard miss at once',
      now: saturday + hours(1) + 1,
      good: friday - minutes(30) - 1,
      want: 'hard missed',
    },
    {
      name: 'the one before counts from its own early line on',
      now: saturday + hours(1) + 1,
      good: friday - minutes(30),
      want: 'soft missed',
    },
    {
      name: 'on weekdays, nothing is expected on a Saturday',
      schedule: onWeekdays,
      now: at('2026-11-22T23:00:00Z'),
      good: friday,
      want: 'pass on-time',
    },
    {
      name: 'until Monday',
      schedule: onWeekdays,
      now: at('2026-11-23T03:00:00.001Z'),
      good: friday,
      want: 'soft missed',
    },
    {
      name: 'a run at the weekend does not count for Monday',
      schedule: onWeekdays,
      now: at('2026-11-23T03:30:00.001Z'),
      good: saturday,
      want: 'hard missed',
    },
    {
      name: 'every 30 minutes, early is half the gap',
      schedule: every30,
      now: saturday + minutes(10) + 1,
      good: saturday - minutes(15),
      want: 'pass on-time',
    },
    {
      name: 'and not a millisecond more',
      schedule: every30,
      now: saturday + minutes(10) + 1,
      good: saturday - minutes(15) - 1,
      want: 'soft missed',
    },
    {
      name: 'the run before the last is a hard miss at once',
      schedule: every30,
      now: saturday + minutes(10) + 1,
      good: saturday - minutes(45) - 1,
      want: 'hard missed',
    },
    {
      name: 'early 10 minutes moves the line',
      schedule: calendar({}, { earlyS: 600 }),
      now: saturday + hours(1.2),
      good: saturday - minutes(10) - 1,
      want: 'soft missed',
    },
    {
      name: 'alert after moves the hard line',
      schedule: calendar({}, { hardAfterS: 5 * HOUR_S }),
      now: saturday + hours(5),
      good: friday,
      want: 'soft missed',
    },
    {
      name: 'an allowance of two days looks two days back',
      schedule: calendar({}, { allowS: 2 * DAY_S, hardAfterS: 3 * DAY_S }),
      now: saturday + hours(48) + 1,
      good: friday,
      want: 'soft missed',
    },
    {
      name: 'and not at its last millisecond',
      schedule: calendar({}, { allowS: 2 * DAY_S, hardAfterS: 3 * DAY_S }),
      now: saturday + hours(48),
      good: friday,
      want: 'pass on-time',
    },
  ];
  it.each(cases)('$name', ({ schedule, now, good, want }) => {
    expect(recent({ schedule: schedule ?? calendar() }, now, good)).toBe(want);
  });

  it('does not mistake one time for two when a check falls within a second of it', () => {
    const schedule = cron('17 4 * * *', { allowS: 0, hardAfterS: 30 * MINUTE_S });
    const due = at('2026-11-21T04:17:00Z');
    for (const late of [1, 500, 999, 1000, 1001]) {
      expect(recent({ schedule }, due + late, due - hours(24)), `${late} ms late`).toBe('soft missed');
    }
  });
});

describe('recent? by calendar when the clocks change', () => {
  // Where clocks jump, `at` names the local time that does not exist, or exists twice; `expected` is when it counts.
  const jumps: readonly { zone: string; minuteOfDay: number; expected: string; before: string }[] = [
    {
      zone: 'Europe/Berlin',
      minuteOfDay: 150,
      expected: '2026-03-29T03:30:00+02:00',
      before: '2026-03-28T02:30:00+01:00',
    },
    {
      zone: 'Europe/Berlin',
      minuteOfDay: 150,
      expected: '2026-10-25T02:30:00+02:00',
      before: '2026-10-24T02:30:00+02:00',
    },
    {
      zone: 'America/New_York',
      minuteOfDay: 150,
      expected: '2026-03-08T03:30:00-04:00',
      before: '2026-03-07T02:30:00-05:00',
    },
    {
      zone: 'America/New_York',
      minuteOfDay: 90,
      expected: '2026-11-01T01:30:00-04:00',
      before: '2026-10-31T01:30:00-04:00',
    },
    {
      zone: 'Australia/Lord_Howe',
      minuteOfDay: 135,
      expected: '2026-10-04T02:45:00+11:00',
      before: '2026-10-03T02:15:00+10:30',
    },
    {
      zone: 'Australia/Lord_Howe',
      minuteOfDay: 105,
      expected: '2026-04-05T01:45:00+11:00',
      before: '2026-04-04T01:45:00+11:00',
    },
    {
      zone: 'Pacific/Chatham',
      minuteOfDay: 180,
      expected: '2026-09-27T04:00:00+13:45',
      before: '2026-09-26T03:00:00+12:45',
    },
    {
      zone: 'Pacific/Chatham',
      minuteOfDay: 195,
      expected: '2026-04-05T03:15:00+13:45',
      before: '2026-04-04T03:15:00+13:45',
    },
  ];
  it.each(jumps)('$zone: a run is expected at $expected', ({ zone, minuteOfDay, expected, before }) => {
    const due = at(expected);
    const rule = { timezone: zone, schedule: calendar({ minuteOfDay }) };
    expect(recent(rule, due + hours(1), at(before)), 'within the allowance').toBe('pass on-time');
    expect(recent(rule, due + hours(1) + 1, at(before)), 'after the allowance').toBe('soft missed');
    expect(recent(rule, due + hours(1.5), at(before)), 'on the hard line').toBe('soft missed');
    expect(recent(rule, due + hours(1.5) + 1, at(before)), 'past the hard line').toBe('hard missed');
    expect(recent(rule, due + hours(2), due - minutes(30)), 'a run that is a little early').toBe('pass on-time');
  });

  it('every 30 minutes across the gap: the skipped times fall together with the later ones and count once', () => {
    const schedule = cron('*/30 * * * *', { allowS: 0, hardAfterS: 10 * HOUR_S });
    const rule = { timezone: 'Europe/Berlin', schedule };
    const before = at('2026-03-29T01:30:00+01:00');
    const gap = at('2026-03-29T03:00:00+02:00');
    expect(gap - before).toBe(minutes(30));
    expect(recent(rule, gap + 1, before), 'one missed').toBe('soft missed');
    expect(recent(rule, gap + minutes(30) + 1, gap), 'the next one missed').toBe('soft missed');
    expect(recent(rule, gap + minutes(30) + 1, before), 'two missed').toBe('hard missed');
  });

  it('every 30 minutes across the overlap: the second hour expects nothing', () => {
    const schedule = cron('*/30 * * * *', { allowS: 0, hardAfterS: 10 * HOUR_S });
    const rule = { timezone: 'Europe/Berlin', schedule };
    const last = at('2026-10-25T02:30:00+02:00');
    const next = at('2026-10-25T03:00:00+01:00');
    expect(next - last).toBe(minutes(90));
    expect(recent(rule, next, last)).toBe('pass on-time');
    expect(recent(rule, next + 1, last)).toBe('soft missed');
  });
});

describe('recent? by a time alone', () => {
  const schedule = calendar({}, { isDeadline: true, allowS: 0 });
  const due = at('2026-11-21T02:00:00Z');
  it.each([
    { name: 'a run since the time before counts', good: due - hours(24), want: 'pass on-time' },
    { name: 'one from before that does not', good: due - hours(24) - 1, want: 'soft missed' },
    { name: 'and one from before two times is a hard miss at once', good: due - hours(48) - 1, want: 'hard missed' },
  ])('$name', ({ good, want }) => {
    expect(recent({ schedule }, due + 1, good)).toBe(want);
  });
});

describe('recent? where no time is expected', () => {
  // There is no 30 February.
  const never = { schedule: cron('0 0 30 2 *') };
  const good = at('2026-11-20T02:05:00Z');

  it('a good run is on time, whatever its age', () => {
    const input = { ...NOTHING, lastGood: { ts: good }, latest: { ts: good } };
    expect(judgeRecent(givenRule(never), input, good + hours(1000))).toEqual({
      result: 'pass',
      reason: { kind: 'on-time', expected: null, ts: good },
      measured: 1000 * HOUR_S,
      threshold: null,
      at: 'rules.yaml:cron',
    });
  });

  it('a job that only pings waits for its first ping as long as the allowance', () => {
    expect(firstPingUntil(givenRule(never), good)).toBe(good + hours(1));
  });
});

describe('until when a first ping is awaited', () => {
  const since = at('2026-11-20T12:00:00Z');
  const cases: readonly { name: string; rule: Partial<Rule>; want: Instant }[] = [
    { name: 'by interval, as long as it allows', rule: {}, want: since + hours(26) },
    {
      name: 'by calendar, until the first time that is expected after, and its allowance',
      rule: { schedule: calendar() },
      want: at('2026-11-21T03:00:00Z'),
    },
    {
      name: 'by months, until a run of then would be too old',
      rule: { schedule: MONTHLY },
      want: at('2026-12-23T12:00:00Z'),
    },
    {
      name: 'by months with an age, as long as that',
      rule: { schedule: { ...MONTHLY, maxAgeS: 33 * DAY_S } },
      want: since + 33 * 24 * hours(1),
    },
  ];
  it.each(cases)('$name', ({ rule, want }) => {
    expect(firstPingUntil(givenRule(rule), since)).toBe(want);
  });
});
