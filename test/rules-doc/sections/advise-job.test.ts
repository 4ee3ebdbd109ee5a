import { describe, expect, test } from 'vitest';
import { codes, read, withJob } from '../read.ts';

const advice = (job: string) => read(withJob(job), { isAdvised: true });
const FLOOR = 'at least 1 MB';

describe('what is most likely not meant', () => {
  test.each([
    ['no floor', 'backup: ./o/\nrule: daily', 'NO_FLOOR', /at least 1 MB/],
    ['a wide window', `backup: ./o/\nrule: daily, allow 8 days; ${FLOOR}`, 'WIDE_WINDOW', /8 days.*8 backups/],
    ['a late alert', `backup: ./o/\nrule: daily; alert after 9 days; ${FLOOR}`, 'WIDE_WINDOW', /9 days/],
    [
      'rare checks',
      `backup: ./o/\nrule: hourly; check every 2 days; ${FLOOR}`,
      'ODD_CHECK',
      /check every 1 hour or less/,
    ],
    ['frequent checks', `backup: ./o/\nrule: weekly; check every 1 minute; ${FLOOR}`, 'ODD_CHECK', /10080 times/],
    ['half a percent', `backup: ./o/\nrule: daily; shrink 0.5%; ${FLOOR}`, 'SMALL_PERCENT', /write 50%/],
    ['early without a time', `backup: ./o/\nrule: daily; early 1 hour; ${FLOOR}`, 'NO_EFFECT', /at 02:00/],
    ['change of nothing', 'heartbeat: true\nrule: daily; must change', 'NO_EFFECT', /add backup:/],
    [
      'a limit that nothing keeps',
      `backup: ./o/\nrule: daily; restore within 2 hours; ${FLOOR}`,
      'NO_EFFECT',
      /add proven every/,
    ],
    ['a share of nothing', `backup: ./o/\nrule: at 02:00, allow 10% extra; ${FLOOR}`, 'NO_EFFECT', /allow 1 hour/],
    ['a date of strftime', `backup: ./o/%Y-%m/\nrule: daily; ${FLOOR}`, 'ODD_PLACE', /\{yyyy\}/],
    ['a date in capitals', `backup: ./o/YYYY/\nrule: daily; ${FLOOR}`, 'ODD_PLACE', /\{yyyy\}/],
    ['a variable', `backup: ./$HOME/o/\nrule: daily; ${FLOOR}`, 'ODD_PLACE', /variables/],
    ['one key for a folder', `backup: s3://acme/orders\nrule: daily; ${FLOOR}`, 'ODD_PLACE', /s3:\/\/acme\/orders\//],
    ['companions', `backup: "s3://acme/o/orders.dump*"\nrule: daily; ${FLOOR}`, 'ODD_PLACE', /beside the backup/],
  ])('%s', (_, job, code, says) => {
    const { document, problems } = advice(job);
    expect(document).not.toBeNull();
    expect(problems.map((problem) => problem.code)).toEqual([code]);
    expect(problems[0]?.message).toMatch(says);
    expect(problems[0]?.line).toBeGreaterThan(0);
  });

  test.each([
    [`backup: ./o/\nrule: daily, allow 26; ${FLOOR}`],
    [`backup: ./o/*.dump\nrule: at 02:00 on weekdays; ${FLOOR}`],
    [`backup: s3://acme/orders/latest.dump\nrule: every month; check daily; ${FLOOR}`],
    ['heartbeat: true\nrule: hourly'],
    [`backup: ./o/\nrule: daily; proven every 30 days; restore within 2 hours; ${FLOOR}`],
  ])('is not said of %s', (job) => {
    expect(codes(advice(job))).toEqual([]);
  });

  test.each([
    ['below the floor', 900_000, ['FLOOR_ABOVE_NEWEST']],
    ['at the floor', 1_000_000, []],
  ])('a newest backup %s', (_, bytes, want) => {
    const text = withJob(`backup: ./o/\nrule: daily; ${FLOOR}`);
    const { problems } = read(text, {
      isAdvised: true,
      seen: new Map([['orders-db', { newestBytes: bytes, pingsUnjudged: false }]]),
    });
    expect(problems.map(({ code }) => code)).toEqual(want);
    for (const { message } of problems) expect(message).toMatch(/at least 1 MB is more than .*, 900 KB, .*; write/);
  });

  test.each([
    ['pings', true, ['PINGS_NOT_JUDGED']],
    ['no pings', false, []],
  ])('a job without heartbeat: true that sent %s', (_, pingsUnjudged, want) => {
    const text = withJob(`backup: ./o/\nrule: daily; ${FLOOR}`);
    const seen = new Map([['orders-db', { newestBytes: null, pingsUnjudged }]]);
    const { problems } = read(text, { isAdvised: true, seen });
    expect(problems.map(({ code }) => code)).toEqual(want);
    for (const { message, line } of problems)
      expect([line > 0, message]).toEqual([true, expect.stringContaining('add heartbeat: true')]);
  });

  test('is said by lint alone: a document is accepted without it', () => {
    expect(codes(read(withJob('backup: ./o/\nrule: daily')))).toEqual([]);
  });
});
