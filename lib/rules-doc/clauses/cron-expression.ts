import { openCron } from '../../core/hours/cron-times.ts';
import { DAY_MS, type Instant } from '../../core/instant.ts';
import { Remembered } from '../remembered.ts';
import { quoted } from '../yaml/problem-log.ts';
import { bad, good, type Reading } from './units.ts';

/** Any fixed instant will do to look at the gaps between days; this one makes the answer the same every day. */
const GAPS_FROM = new Date('2024-01-01T00:00:00Z');
const DAYS_LOOKED_AT = 40;

/** What is known of one part of an expression: a problem, or nothing to say. Documents repeat themselves. */
const partProblems = new Remembered<string | null>();
const dayGaps = new Remembered<boolean>();

function fieldsOf(expression: string): string[] {
  return expression.trim().split(/\s+/);
}

/** The problem of an expression in which only one part matters; asked once for each part and instant. */
function problemOf(expression: string, now: Instant): string | null {
  return partProblems.of(`${now} ${expression}`, () => {
    try {
      return openCron(expression).nextRun(new Date(now)) === null ? 'never comes; choose days that exist' : null;
    } catch (error) {
      const said = String(error)
        .replace(/^.*CronPattern: /, '')
        .replace(/\.$/, '');
      return `is not understood (${said}); write five fields such as 0 2 * * 1-5`;
    }
  });
}

const FIELDS = [
  { name: 'minute', from: 0, to: 59 },
  { name: 'hour', from: 0, to: 23 },
  { name: 'day of month', from: 1, to: 31 },
  { name: 'month', from: 1, to: 12 },
  { name: 'day of week', from: 0, to: 7 },
] as const;

/** The first number of a field that is outside what the field takes; null where all are inside. */
function outside(fields: readonly string[]): string | null {
  for (const [index, { name, from, to }] of FIELDS.entries()) {
    // The number behind a slash is a step, and one behind # counts weeks.
    const numbers = (fields[index] ?? '').replace(/[/#]\d+/g, '').match(/\d+/g) ?? [];
    const wrong = numbers.find((number) => Number(number) < from || Number(number) > to);
    if (wrong !== undefined) return `has the ${name} ${wrong}; write ${from} to ${to} there`;
  }
  return null;
}

/** Reads a cron expression of five fields that has a next time after `now`; blanks are made single. */
export function readCron(written: string, now: Instant): Reading<string> {
  const fields = fieldsOf(written);
  const [minute, hour, ...days] = fields;
  if (fields.length !== 5) {
    return bad(
      'BAD_CRON',
      `cron ${quoted(written)} has ${fields.length} fields; write five: minute, hour, day of month, month, day of week`,
    );
  }
  const beyond = outside(fields);
  if (beyond !== null) return bad('BAD_CRON', `cron ${quoted(written)} ${beyond}`);
  // Part by part: thousands of jobs have different times, but few different minutes, hours and days.
  const parts = [`${minute} 0 * * *`, `0 ${hour} * * *`, `0 0 ${days.join(' ')}`];
  for (const part of parts) {
    const problem = problemOf(part, now);
    if (problem !== null) return bad('BAD_CRON', `cron ${quoted(written)} ${problem}`);
  }
  return good(fields.join(' '));
}

/** True when two expected times of a good expression lie a day or less apart. */
export function cronRunsDaily(expression: string): boolean {
  const [minute = '*', hour = '*', ...dayFields] = fieldsOf(expression);
  // More than one time on a day is oftener than daily, whatever the days; otherwise only the days matter.
  if (!/^\d+$/.test(minute) || !/^\d+$/.test(hour)) return true;
  const days = dayFields.join(' ');
  return dayGaps.of(days, () => {
    const times = openCron(`0 0 ${days}`).nextRuns(DAYS_LOOKED_AT, GAPS_FROM);
    return times.some((time, index) => Number(times[index + 1]) - Number(time) <= DAY_MS);
  });
}
