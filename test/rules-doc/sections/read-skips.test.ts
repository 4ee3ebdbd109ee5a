import { describe, expect, it } from 'vitest';
import { nextExpected } from '../../../lib/core/hours/expected-times.ts';
import { withHolidays } from '../../../lib/core/hours/skipped-holidays.ts';
import { readRulesDocument } from '../../../lib/rules-doc/read-rules-document.ts';

const NOW = Date.parse('2026-12-23T12:00:00Z');

function read(job: string, above = '') {
  const text = `version: 1
settings: { admin: dana${above} }
people: { dana: { email: dana@acme.example } }
calendars: { works: [2026-12-24, 2026-12-31] }
groups: { shop: { skips: works } }
jobs:
  orders: { backup: "s3://acme-backups/orders/", ${job} }
`;
  return readRulesDocument(text, { name: 'rules.yaml', folder: null, now: NOW });
}

/** When the job's next run is expected, by the holidays of an accepted document. */
function nextRun(job: string, above = ''): string | null {
  const { document, problems } = read(job, above);
  const found = document?.jobs[0];
  if (found === undefined) throw new Error(problems.map(({ message }) => message).join('\n'));
  const { rule } = withHolidays(found, { DE: ['2026-12-25', '2026-12-26'] });
  if (rule.schedule.kind !== 'calendar') throw new Error('no calendar rule');
  const next = nextExpected(rule.schedule.times, rule.timezone, NOW);
  return next === null ? null : new Date(next).toISOString().slice(0, 16);
}

describe('dates that a job skips', () => {
  const cases = [
    { name: 'without any, the next day is due', job: 'rule: "at 02:00"', want: '2026-12-24T02:00' },
    { name: 'a calendar’s', job: 'rule: "at 02:00", skips: works', want: '2026-12-25T02:00' },
    {
      name: 'a country’s holidays and a calendar’s',
      job: 'rule: "at 02:00", skips: [works, DE]',
      want: '2026-12-27T02:00',
    },
    { name: 'the group’s', job: 'rule: "at 02:00", group: shop', want: '2026-12-25T02:00' },
    { name: 'the settings’', job: 'rule: "at 02:00"', above: ', skips: [works]', want: '2026-12-25T02:00' },
    {
      name: 'the job’s own in place of its group’s',
      job: 'rule: "at 02:00", group: shop, skips: []',
      want: '2026-12-24T02:00',
    },
    { name: 'with cron as well', job: `rule: 'cron "0 2 * * *"', skips: works`, want: '2026-12-25T02:00' },
    { name: 'with a deadline as well', job: 'rule: "by 06:00", skips: works', want: '2026-12-25T06:00' },
  ];
  it.each(cases)('$name', ({ job, above, want }) => {
    expect(nextRun(job, above)).toBe(want);
  });

  it('are resolved when the document is accepted', () => {
    expect(read('rule: "at 02:00", skips: [works, DE]').document?.holidayCodes).toEqual(['DE']);
  });

  it.each([
    ['rule: "at 02:00", skips: Germany', 'UNKNOWN_HOLIDAYS'],
    ['rule: "every 24 hours", skips: works', 'SKIPS_WITHOUT_TIMES'],
  ])('%s is %s', (job, code) => {
    expect(read(job).problems.map((problem) => problem.code)).toEqual([code]);
  });
});
