import { describe, expect, it } from 'vitest';
import { formatReading } from '../../../lib/rules-doc/format-reading.ts';
import { parseReading } from '../../../lib/rules-doc/parse-reading.ts';
import { codes, read, withJob } from '../read.ts';

const PLACE = 'backup: s3://acme/daily/{each}_{yyyy}-{MM}-{dd}.sql.gz\nrule: every 24 hours, allow 26';

describe('a job with {each} in its place', () => {
  it('is one job, with what is said of its members', () => {
    const { document, understood } = read(
      withJob(
        `${PLACE}\neach: { except: scratch_*, forget_after: 30 days, expect: [orders, 101], at_least: 5, rules: { FULL: "every 7 days, allow 8", "LOG*": { every: 1 hour, allow: 2 hours } } }`,
      ),
    );
    const [job, ...more] = document?.jobs ?? [];
    expect(more).toEqual([]);
    expect(job?.each).toMatchObject({
      except: ['scratch_*'],
      forgetAfterMs: 30 * 86_400_000,
      expect: ['orders', '101'],
      atLeast: 5,
      rules: [
        { pattern: 'FULL', rule: { schedule: { everyS: 7 * 86_400, allowS: 8 * 86_400 } } },
        { pattern: 'LOG*', rule: { schedule: { everyS: 3_600 } } },
      ],
    });
    // All members are looked at together, as often as the one that needs it most.
    expect(job?.checkEveryS).toBe(3_600);
    expect(understood?.map(({ jobId, sentence }) => `${jobId}: ${sentence}`)).toEqual([
      'orders-db: every 24 hours; allow 26 hours',
      'orders-db/FULL: every 7 days; allow 8 days',
      'orders-db/LOG*: every 1 hour; allow 2 hours',
    ]);
  });

  it('needs no each: to be one', () => {
    expect(read(withJob(PLACE)).document?.jobs[0]?.each).toEqual({
      ...{ except: [], forgetAfterMs: null, expect: [], atLeast: 1, rules: [] },
    });
  });

  it('is the same after its reading was kept and read again', () => {
    const { document } = read(withJob(`${PLACE}\neach: { rules: { FULL: every 7 days } }`));
    if (document === null) throw new Error('the document is good');
    const again = parseReading(formatReading(document, [])).document.jobs[0];
    expect(again?.each?.rules[0]?.rule.at('every')).toBe(document.jobs[0]?.each?.rules[0]?.rule.at('every'));
    expect(JSON.parse(JSON.stringify(again))).toEqual(JSON.parse(JSON.stringify(document.jobs[0])));
  });
});

const bad = [
  {
    name: 'each without {each}',
    job: 'backup: ./orders/\nrule: daily\neach: { at_least: 2 }',
    want: 'EACH_PLACEHOLDER',
    says: 'its place has no {each}',
  },
  {
    name: '{each} beside nodes',
    job: `backup: ./{node}/{each}.gz\nrule: daily\nnodes: [a]`,
    want: 'EACH_PLACEHOLDER',
    says: 'one or the other',
  },
  { name: '{each} that pings', job: `${PLACE}\nheartbeat: true`, want: 'EACH_PLACEHOLDER', says: 'never pinged' },
  {
    name: '{each} that ends by a ping',
    job: `${PLACE}\nheartbeat: true\nfinished: heartbeat`,
    want: 'EACH_PLACEHOLDER',
    says: 'never pinged',
  },
  {
    name: '{each} in the reports alone',
    job: 'backup: ./orders/\nrule: daily\nfinished: report ./r/{each}.json',
    want: 'EACH_PLACEHOLDER',
    says: 'not in backup:',
  },
  {
    name: 'a star behind {each}',
    job: 'backup: ./{each}*.gz\nrule: daily',
    want: 'AMBIGUOUS_EACH',
    says: '{each}* can be read in several ways',
  },
  {
    name: 'a star before {each}',
    job: 'backup: ./*{each}.gz\nrule: daily',
    want: 'AMBIGUOUS_EACH',
    says: 'date parts',
  },
  {
    name: 'two names without anything between',
    job: 'backup: ./{each}{each}.gz\nrule: daily',
    want: 'AMBIGUOUS_EACH',
    says: '',
  },
  {
    name: 'an unknown key in each',
    job: `${PLACE}\neach: { expects: [a] }`,
    want: 'UNKNOWN_KEY',
    says: 'did you mean expect',
  },
  {
    name: 'a time that is none',
    job: `${PLACE}\neach: { forget_after: soon }`,
    want: 'WRONG_UNIT',
    says: 'forget_after',
  },
  { name: 'no members at least', job: `${PLACE}\neach: { at_least: 0 }`, want: 'WRONG_TYPE', says: '1 or more' },
  { name: 'a name of two parts', job: `${PLACE}\neach: { expect: [a/b] }`, want: 'BAD_ID', says: '2 parts' },
  {
    name: 'a rule that is not understood',
    job: `${PLACE}\neach: { rules: { FULL: every so often } }`,
    want: 'UNKNOWN_CLAUSE',
    says: '',
  },
];
it.each(bad)('$name is $want', ({ job, want, says }) => {
  const result = read(withJob(job));
  expect(codes(result)).toContain(want);
  expect(result.problems.find(({ code }) => code === want)?.message).toContain(says);
});
