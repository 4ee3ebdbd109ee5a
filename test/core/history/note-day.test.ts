import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '../../../lib/core/decision/decide.ts';
import type { Evidence } from '../../../lib/core/evidence/evidence.ts';
import { type JudgedDay, worseOfDay } from '../../../lib/core/history/day.ts';
import { daysShown, stripOf } from '../../../lib/core/history/days-shown.ts';
import { noteDay } from '../../../lib/core/history/note-day.ts';
import { dateAfter, todayIn } from '../../../lib/core/history/today.ts';
import { DAY_MS, HOUR_MS, type Instant } from '../../../lib/core/instant.ts';
import type { JobRow } from '../../../lib/core/model/job-row.ts';
import {
  AT_ONCE,
  at,
  givenEvidence,
  givenRow,
  givenRule,
  givenRun,
  hours,
  MB,
  PLACE,
  sam,
  UNKNOWN,
} from '../decision/given.ts';

const HOUR_S = 3600;

/** A job in UTC that is checked again and again, with what was logged of its days. */
class Watched {
  row: JobRow = givenRow();
  zone = 'UTC';
  readonly logged = new Map<string, JudgedDay>();
  /** When the runs of each logged day ended. */
  readonly landed = new Map<string, readonly Instant[]>();
  /** Checks after which there was something to store. */
  writes = 0;

  check(now: Instant, evidence: Evidence): JobRow {
    const decision = decide({
      rule: givenRule(),
      place: PLACE,
      evidence,
      row: this.row,
      now,
      held: false,
      earliestNotification: AT_ONCE,
    });
    const { row, ended } = noteDay(this.row, decision.row, decision.verdict, now, todayIn(this.zone, now));
    if (ended) {
      const { runs = [], place: _, ...day } = ended;
      this.logged.set(day.day, day);
      this.landed.set(
        day.day,
        runs.map(({ ts }) => ts),
      );
    }
    if (row.days !== this.row.days) this.writes += 1;
    this.row = row;
    return row;
  }

  /** A check that finds runs that landed at these instants, each of 400 MB. */
  sees(now: string | Instant, ...landed: readonly string[]): JudgedDay | undefined {
    const runs = landed.map((ts) => givenRun(ts));
    return this.check(typeof now === 'string' ? at(now) : now, givenEvidence(runs)).days?.today;
  }
}

describe('what landed on a day', () => {
  it('is logged with it once it is over; with the first, what was there before', () => {
    const job = new Watched();
    job.sees('2026-11-20T04:00:00Z', '2026-11-19T02:00:00Z', '2026-11-20T02:00:00Z');
    job.sees('2026-11-20T23:00:00Z', '2026-11-20T02:00:00Z', '2026-11-20T22:00:00Z');
    // Landed before midnight, seen after it.
    job.sees('2026-11-21T00:30:00Z', '2026-11-20T22:00:00Z', '2026-11-20T23:59:00Z', '2026-11-21T00:10:00Z');
    job.sees('2026-11-22T04:00:00Z', '2026-11-21T00:10:00Z', '2026-11-22T02:00:00Z');
    expect(Object.fromEntries(job.landed)).toEqual({
      '2026-11-20': [
        at('2026-11-20T23:59:00Z'),
        at('2026-11-20T22:00:00Z'),
        at('2026-11-20T02:00:00Z'),
        at('2026-11-19T02:00:00Z'),
      ],
      '2026-11-21': [at('2026-11-21T00:10:00Z')],
    });
  });

  it('on days without a check is logged with the one before', () => {
    const job = new Watched();
    job.sees('2026-11-20T04:00:00Z', '2026-11-20T02:00:00Z');
    job.sees('2026-11-23T04:00:00Z', '2026-11-20T02:00:00Z', '2026-11-21T02:00:00Z', '2026-11-22T02:00:00Z');
    expect(job.landed.get('2026-11-20')).toHaveLength(3);
  });
});

describe('the day of a job', () => {
  it('begins with the first check that could judge it', () => {
    const job = new Watched();
    job.check(at('2026-11-20T01:00:00Z'), UNKNOWN);
    expect(job.row.days).toBeNull();
    expect(job.sees('2026-11-20T04:00:00Z', '2026-11-20T02:00:00Z')).toEqual({
      day: '2026-11-20',
      state: 'green',
      sizeBytes: 400 * MB,
      ageSeconds: 2 * HOUR_S,
    });
  });

  it('a healthy check has nothing to store of a day that goes on as it began', () => {
    const job = new Watched();
    for (let hour = 0; hour < 24; hour += 1) {
      job.sees(at('2026-11-20T00:30:00Z') + hours(hour), '2026-11-20T00:10:00Z');
    }
    expect(job.writes).toBe(1);
  });

  it('is logged once it is over, with the age that the backup had reached when the next one landed', () => {
    const job = new Watched();
    job.sees('2026-11-20T00:30:00Z', '2026-11-19T02:00:00Z');
    job.sees('2026-11-20T02:30:00Z', '2026-11-19T02:00:00Z', '2026-11-20T02:10:00Z');
    expect(job.logged.size).toBe(0);
    job.sees('2026-11-21T00:30:00Z', '2026-11-19T02:00:00Z', '2026-11-20T02:10:00Z');
    expect([...job.logged.values()]).toEqual([
      { day: '2026-11-20', state: 'green', sizeBytes: 400 * MB, ageSeconds: Math.floor((24 + 1 / 6) * HOUR_S) },
    ]);
  });

  it('reaches until midnight where no other backup landed', () => {
    const job = new Watched();
    job.sees('2026-11-20T00:30:00Z', '2026-11-19T23:00:00Z');
    job.sees('2026-11-21T00:30:00Z', '2026-11-19T23:00:00Z');
    expect(job.logged.get('2026-11-20')?.ageSeconds).toBe(25 * HOUR_S);
  });

  it('takes a backup that landed before midnight and was found after it for the day it landed on', () => {
    const job = new Watched();
    job.sees('2026-11-20T00:30:00Z', '2026-11-19T23:30:00Z');
    job.sees('2026-11-21T00:30:00Z', '2026-11-19T23:30:00Z', '2026-11-20T23:30:00Z');
    expect(job.logged.get('2026-11-20')?.ageSeconds).toBe(24 * HOUR_S);
    expect(job.row.days?.today).toMatchObject({ day: '2026-11-21', ageSeconds: HOUR_S });
  });

  it('keeps the worst that was said of it, also when it is over', () => {
    const job = new Watched();
    job.sees('2026-11-20T00:30:00Z', '2026-11-19T00:00:00Z');
    job.sees('2026-11-20T09:00:00Z', '2026-11-19T00:00:00Z');
    job.sees('2026-11-20T09:30:00Z', '2026-11-19T00:00:00Z', '2026-11-20T09:10:00Z');
    expect(job.row.state).toBe('green');
    expect(job.row.days?.today.state).toBe('alert');
  });

  it('is quiet while the job is muted, and bad if it was bad before that', () => {
    const job = new Watched();
    job.row = givenRow({ muted: sam('2026-11-19T00:00:00Z') });
    expect(job.sees('2026-11-20T01:00:00Z')?.state).toBe('quiet');
    job.row = { ...job.row, muted: null };
    expect(job.sees('2026-11-20T02:00:00Z')?.state).toBe('alert');
    job.row = { ...job.row, muted: sam('2026-11-20T03:00:00Z') };
    expect(job.sees('2026-11-20T04:00:00Z')?.state).toBe('alert');
  });

  it('has no age without a good backup', () => {
    const job = new Watched();
    expect(job.sees('2026-11-20T01:00:00Z')).toMatchObject({ sizeBytes: null, ageSeconds: null });
    job.sees('2026-11-21T01:00:00Z', '2026-11-21T00:30:00Z');
    expect(job.logged.get('2026-11-20')?.ageSeconds).toBeNull();
  });

  it('does not call the time old in which a busy job had more backups than are judged', () => {
    const job = new Watched();
    job.sees('2026-11-20T01:00:00Z', '2026-11-20T00:55:00Z');
    const today = job.sees(
      '2026-11-20T07:00:00Z',
      '2026-11-20T00:55:00Z',
      ...Array.from({ length: 20 }, (_, n) => new Date(Date.parse('2026-11-20T05:20:00Z') + n * 300_000).toISOString()),
    );
    expect(today?.ageSeconds).toBe(5 * 60);
  });

  it('says nothing by the backups of a place that is not watched any more', () => {
    const job = new Watched();
    job.sees('2026-11-20T10:00:00Z', '2026-11-19T12:00:00Z');
    job.row = { ...job.row, place: 's3://elsewhere/' };
    job.sees('2026-11-20T12:30:00Z', '2026-11-20T12:00:00Z');
    expect(job.row.days?.today.ageSeconds).toBe(22 * HOUR_S);
  });

  describe('and the days before it', () => {
    it('are a letter each, with a dot for those without a check', () => {
      const job = new Watched();
      job.sees('2026-11-10T12:00:00Z', '2026-11-10T11:00:00Z');
      job.sees('2026-11-11T12:00:00Z', '2026-11-10T11:00:00Z', '2026-11-11T11:00:00Z');
      job.sees('2026-11-14T12:00:00Z', '2026-11-11T11:00:00Z');
      job.sees('2026-11-15T12:00:00Z', '2026-11-11T11:00:00Z', '2026-11-15T11:00:00Z');
      expect(job.row.days?.before).toBe('gg..a');
    });

    it('are 89 at most', () => {
      const job = new Watched();
      for (let day = 0; day < 200; day += 1) job.sees(at('2026-01-01T12:00:00Z') + day * DAY_MS);
      expect(job.row.days?.before).toHaveLength(89);
      job.sees(at('2030-01-01T12:00:00Z'));
      expect(job.row.days?.before).toBe('.'.repeat(89));
    });

    it('are left alone by a check of the day before, as after a change of the time zone', () => {
      const job = new Watched();
      job.zone = 'Pacific/Auckland';
      job.sees('2026-11-20T12:30:00Z', '2026-11-20T12:00:00Z');
      const days = job.row.days;
      expect(days?.today.day).toBe('2026-11-21');
      job.zone = 'Pacific/Honolulu';
      job.sees('2026-11-20T13:30:00Z', '2026-11-20T12:00:00Z');
      expect(job.row.days).toBe(days);
    });

    it('that a clock far ahead invented are given up', () => {
      const job = new Watched();
      job.sees('2026-11-19T12:00:00Z', '2026-11-19T11:00:00Z');
      job.sees('2026-11-20T12:00:00Z', '2026-11-20T11:00:00Z');
      job.sees('2026-12-20T12:00:00Z', '2026-11-20T11:00:00Z');
      job.sees('2026-11-21T12:00:00Z', '2026-11-20T11:00:00Z', '2026-11-21T11:00:00Z');
      expect(job.row.days?.today).toMatchObject({ day: '2026-11-21', state: 'green' });
      expect(job.row.days?.before).toBe('gg');
    });
  });

  describe('whatever lands, and whenever it is checked', () => {
    const BEGIN = at('2026-10-20T00:00:00Z');
    /** Two weeks over which European clocks go back. */
    const history = fc.record({
      zone: fc.constantFrom('UTC', 'Europe/Berlin', 'Pacific/Chatham', 'America/New_York'),
      /** No more than two between checks, so that each is remembered. */
      gapsMs: fc.array(fc.integer({ min: hours(5), max: hours(60) }), { minLength: 4, maxLength: 40 }),
      pausesMs: fc.array(fc.integer({ min: 60_000, max: hours(9) }), { minLength: 10, maxLength: 60 }),
    });

    function play({ zone, gapsMs, pausesMs }: { zone: string; gapsMs: number[]; pausesMs: number[] }) {
      const job = new Watched();
      job.zone = zone;
      let ts = BEGIN - hours(10);
      const landed = gapsMs.map((gap) => {
        ts += gap;
        return ts;
      });
      let now = BEGIN;
      const checks = pausesMs.map((pause) => {
        now += pause;
        const runs = landed.filter((end) => end <= now).map((end) => givenRun(end));
        const row = job.check(now, givenEvidence(runs));
        const newest = runs.at(-1)?.ts;
        return { now, day: todayIn(zone, now).date, state: row.state, age: newest === undefined ? null : now - newest };
      });
      const last = job.row.days?.today;
      const days = new Map([...job.logged, ...(last ? [[last.day, last] as const] : [])]);
      return { job, landed, checks, days };
    }

    it('there is a picture of each day with a check, and of no other', () => {
      fc.assert(
        fc.property(history, (given) => {
          const { checks, days } = play(given);
          expect([...days.keys()]).toEqual([...new Set(checks.map(({ day }) => day))]);
        }),
      );
    });

    it('a day is as bad as the worst that a check said in it', () => {
      fc.assert(
        fc.property(history, (given) => {
          const { checks, days } = play(given);
          for (const [day, { state }] of days) {
            const said = checks.filter((check) => check.day === day).map((check) => check.state as JudgedDay['state']);
            expect(state).toBe(said.reduce(worseOfDay));
          }
        }),
      );
    });

    it('once it is over, its age is never less than a check has seen, and never more than it was at any time of it', () => {
      fc.assert(
        fc.property(history, (given) => {
          const { checks, job, landed } = play(given);
          const ageAt = (now: Instant) => now - Math.max(...landed.filter((ts) => ts < now), Number.NEGATIVE_INFINITY);
          for (const [day, { ageSeconds }] of job.logged) {
            const seen = checks.flatMap((check) => (check.day === day && check.age !== null ? [check.age] : []));
            if (seen.length === 0) continue;
            expect(ageSeconds).toBeGreaterThanOrEqual(Math.floor(Math.max(...seen) / 1000));
            const midnight = checks.find((check) => check.day === day)?.now ?? 0;
            const { begins } = todayIn(given.zone, midnight);
            const until = begins + 25 * HOUR_MS;
            const peaks = [until, ...landed.filter((ts) => ts >= begins && ts <= until)].map(ageAt);
            expect(ageSeconds).toBeLessThanOrEqual(Math.max(...peaks.filter(Number.isFinite)) / 1000);
          }
        }),
      );
    });

    it('checking again at the same instant changes nothing', () => {
      fc.assert(
        fc.property(history, (given) => {
          const { job, checks, landed } = play(given);
          const now = checks.at(-1)?.now ?? BEGIN;
          const days = job.row.days;
          const evidence = givenEvidence(landed.filter((ts) => ts <= now).map((ts) => givenRun(ts)));
          expect(job.check(now, evidence).days).toBe(days);
        }),
      );
    });

    it('the strip in the row and the days in the log tell the same', () => {
      fc.assert(
        fc.property(history, (given) => {
          const { job, checks, days } = play(given);
          const today = checks.at(-1)?.day ?? '';
          const shown = daysShown([...job.logged.values()], job.row.days, today, 30, null);
          expect(shown.map(({ state }) => state)).toEqual(stripOf(job.row.days, today, 30));
          expect(shown.map(({ day }) => day)).toEqual(
            Array.from({ length: 30 }, (_, index) => dateAfter(today, index - 29)),
          );
          for (const day of shown) expect(day.state).toBe(days.get(day.day)?.state ?? 'none');
        }),
      );
    });
  });
});

describe('the days that are shown', () => {
  it('have the age of now in them, which grows without a note', () => {
    const job = new Watched();
    job.sees('2026-11-20T12:00:00Z', '2026-11-20T11:00:00Z');
    const shown = (atRiskSeconds: number | null) => daysShown([], job.row.days, '2026-11-20', 1, atRiskSeconds)[0];
    expect(shown(null)?.ageSeconds).toBe(HOUR_S);
    expect(shown(5 * HOUR_S)?.ageSeconds).toBe(5 * HOUR_S);
    expect(shown(60)?.ageSeconds).toBe(HOUR_S);
    expect(daysShown([], job.row.days, '2026-11-21', 1, 5 * HOUR_S)[0]).toMatchObject({
      state: 'none',
      ageSeconds: null,
    });
  });
});

describe('a strip', () => {
  it('ends today, also when the last check was days ago', () => {
    const job = new Watched();
    job.sees('2026-11-18T12:00:00Z', '2026-11-18T11:00:00Z');
    job.sees('2026-11-19T12:00:00Z', '2026-11-18T11:00:00Z', '2026-11-19T11:00:00Z');
    expect(stripOf(job.row.days, '2026-11-21', 5)).toEqual(['none', 'green', 'green', 'none', 'none']);
    expect(stripOf(job.row.days, '2026-11-18', 3)).toEqual(['none', 'none', 'green']);
    expect(stripOf(null, '2026-11-21', 2)).toEqual(['none', 'none']);
  });
});
