import { describe, expect, test } from 'vitest';
import type { Job } from '../../../lib/core/model/job.ts';
import { codes, read, withJob } from '../read.ts';

const PEOPLE = `people:
  dana: { email: d@a.b }
  sam: { email: s@a.b, manager: kim }
  kim: { email: k@a.b }
  lee: { email: l@a.b }
`;

function jobs(text: string): readonly Job[] {
  const { document, problems } = read(text);
  expect(problems).toEqual([]);
  return document?.jobs ?? [];
}

describe('days without a time of day', () => {
  test.each([
    ['the example time where no time is inherited', 'rule: on sun', 'every 24 hours', 'at 02:00 on sun'],
    ["the group's time", 'rule: on sun', 'at 04:30', 'at 04:30 on sun'],
    ["the group's times, in the mapping form", 'rule: { on: sun }', 'at 04:00 and 16:00', 'at: 04:00 and 16:00'],
  ])('are refused with %s', (_, job, group, want) => {
    const text = withJob(`backup: ./o/\ngroup: g\n${job}`, `groups: { g: { rule: ${group} } }`);
    const { problems } = read(text);
    expect(problems.map(({ code }) => code)).toEqual(['DAYS_WITHOUT_TIME']);
    expect(problems[0]?.message).toContain(want);
  });
});

describe('places that are ignored', () => {
  test('are read as places of jobs are, beside ARNs', () => {
    const text = withJob('backup: ./o/\nrule: daily').replace(
      'admin: dana',
      'admin: dana, ignore: [s3://acme/tmp/, ./scratch/, "arn:aws:rds:*:db:test-*"]',
    );
    const { document, problems } = read(text);
    expect(problems).toEqual([]);
    expect(document?.ignored).toMatchObject({
      places: [{ container: 's3://acme/', template: 'tmp/' }, { template: '/srv/rules/scratch/' }],
      arns: ['arn:aws:rds:*:db:test-*'],
    });
  });

  test('are refused at their own place where they are none', () => {
    const text = withJob('backup: ./o/\nrule: daily').replace(
      'admin: dana',
      'admin: dana, ignore: [s3://acme/tmp/, "s3://"]',
    );
    const { problems } = read(text);
    expect(problems).toMatchObject([{ code: 'BAD_PLACE', path: 'settings.ignore', line: 2, column: 51 }]);
  });
});

describe('who is told', () => {
  const cases: { name: string; settings: string; group: string; job: string; want: Partial<Job> }[] = [
    {
      name: "the job's owner and their manager",
      settings: 'admin: dana',
      group: 'owner: lee',
      job: 'owner: sam',
      want: { owner: 'sam', ownerFrom: 'job', escalateTo: 'kim' },
    },
    {
      name: "the group's owner",
      settings: 'admin: dana, owner: lee',
      group: 'owner: sam',
      job: '',
      want: { owner: 'sam', ownerFrom: 'group', escalateTo: 'kim' },
    },
    {
      name: "the settings' owner",
      settings: 'admin: dana, owner: lee',
      group: '',
      job: '',
      want: { owner: 'lee', ownerFrom: 'settings', escalateTo: 'dana' },
    },
    {
      name: 'the admin',
      settings: 'admin: dana',
      group: '',
      job: '',
      want: { owner: 'dana', ownerFrom: 'admin', escalateTo: 'dana' },
    },
    {
      name: "the job's target before the manager",
      settings: 'admin: dana, escalate_to: dana',
      group: 'escalate_to: kim',
      job: 'owner: sam, escalate_to: lee',
      want: { escalateTo: 'lee' },
    },
    {
      name: "the group's target before the settings'",
      settings: 'admin: dana, escalate_to: dana',
      group: 'escalate_to: kim',
      job: 'owner: sam',
      want: { escalateTo: 'kim' },
    },
    {
      name: "the settings' target before the manager",
      settings: 'admin: dana, escalate_to: lee',
      group: '',
      job: 'owner: sam',
      want: { escalateTo: 'lee' },
    },
  ];
  test.each(cases)('$name', ({ settings, group, job, want }) => {
    const own = job === '' ? '' : `, ${job}`;
    const text = `version: 1\nsettings: { ${settings} }\n${PEOPLE}groups: { g: { ${group} } }\njobs:\n  a: { group: g, backup: ./a/, rule: daily${own} }\n`;
    expect(jobs(text)[0]).toMatchObject(want);
  });
});

describe('a job', () => {
  test.each<[string, string, Partial<Job>]>([
    [
      'has its defaults',
      'backup: ./o/\nrule: daily',
      {
        id: 'orders-db',
        parentId: 'orders-db',
        node: null,
        name: 'orders-db',
        group: null,
        finished: { kind: 'landed' },
        report: { format: 'sentinel', success: [], failure: [] },
        heartbeat: false,
        isPublic: false,
        runbook: null,
        note: null,
        at: 'rules.yaml:7',
      },
    ],
    [
      'has a marker',
      'backup: ./{run}/\nrule: daily\nfinished: marker _SUCCESS',
      { finished: { kind: 'marker', name: '_SUCCESS' } },
    ],
    [
      'has a marker that is put behind the name',
      'backup: ./o/\nrule: daily\nfinished: marker .done',
      { finished: { kind: 'marker', name: '.done' } },
    ],
    [
      'has reports',
      'backup: ./o/\nrule: daily\nfinished: report ./r/*.json\nreport: { format: restic }',
      {
        finished: {
          kind: 'report',
          place: { scheme: 'file', container: '', bucket: '', template: '/srv/rules/r/*.json' },
        },
        report: { format: 'restic', success: [], failure: [] },
      },
    ],
    [
      'has phrases',
      'backup: ./o/\nrule: daily\nreport: { format: text, success: "[OK] 100.0%", failure: [a, b] }',
      { report: { format: 'text', success: ['[OK] 100.0%'], failure: ['a', 'b'] } },
    ],
    [
      'ends with a heartbeat',
      'backup: ./o/\nrule: daily\nheartbeat: true\nfinished: heartbeat',
      { heartbeat: true, finished: { kind: 'heartbeat' } },
    ],
    [
      'has files and heartbeats',
      'backup: ./o/\nrule: daily\nheartbeat: true',
      { heartbeat: true, finished: { kind: 'landed' } },
    ],
    ['has heartbeats only', 'rule: daily\nheartbeat: true', { place: null, finished: { kind: 'heartbeat' } }],
    [
      'has words for people',
      'backup: ./o/\nrule: daily\npublic: true\nrunbook: https://a.b/c\nnote: |\n  one\n  two',
      { isPublic: true, runbook: 'https://a.b/c', note: 'one\ntwo\n' },
    ],
  ])('%s', (_, lines, want) => {
    expect(jobs(withJob(lines))[0]).toMatchObject(want);
  });

  test('has the traits of its rule', () => {
    const [job] = jobs(
      withJob(
        'backup: ./o/\nrule: daily\nstarts: 2026-12-01\nverify: well-formed\nurgent: true\ntimezone: Europe/Berlin',
      ),
    );
    expect(job?.rule).toMatchObject({
      starts: '2026-12-01',
      verify: 'well-formed',
      urgent: true,
      timezone: 'Europe/Berlin',
    });
  });

  test('with nodes is one job for each, in their order', () => {
    const all = jobs(
      withJob(
        'name: Medusa\nbackup: s3://acme/{node}/data/\nfinished: report s3://acme/{node}/r.json\nnodes: [n2, n1]\nrule: daily',
      ),
    );
    expect(all.map(({ id, parentId, node, name, place }) => [id, parentId, node, name, place?.template])).toEqual([
      ['orders-db/n2', 'orders-db', 'n2', 'Medusa', 'n2/data/'],
      ['orders-db/n1', 'orders-db', 'n1', 'Medusa', 'n1/data/'],
    ]);
    expect(all[1]?.finished).toMatchObject({ kind: 'report', place: { template: 'n1/r.json' } });
  });
});

describe('people', () => {
  test('have everything they say', () => {
    const text = `version: 1
settings: { admin: dana, timezone: Asia/Singapore, summary: "07:30" }
calendars: { office: [2026-12-24] }
people:
  dana: { email: d@a.b }
  sam:
    email: s@a.b
    slack: U012AB3CD
    via: [email, slack]
    quiet: "20:00-08:00"
    days: mon-fri
    holidays: [SG, US-CA, office]
    away: [2026-12-20..2027-01-03, 2027-02-01]
    cover: dana
    timezone: Europe/Berlin
    summary: never
jobs: { a: { backup: ./a/, rule: daily } }
`;
    const { document } = read(text);
    expect(document).toMatchObject({ timezone: 'Asia/Singapore', summaryMinute: 450, holidayCodes: ['SG', 'US-CA'] });
    expect(document?.calendars.get('office')).toEqual(['2026-12-24']);
    expect(document?.people.get('dana')).toMatchObject({
      via: ['email'],
      timezone: 'Asia/Singapore',
      quiet: null,
      weekdays: [1, 2, 3, 4, 5, 6, 7],
      summary: 'daily',
    });
    expect(document?.people.get('sam')).toMatchObject({
      via: ['email', 'slack'],
      timezone: 'Europe/Berlin',
      quiet: { fromMinute: 1200, toMinute: 480 },
      weekdays: [1, 2, 3, 4, 5],
      away: [
        { from: '2026-12-20', to: '2027-01-03' },
        { from: '2027-02-01', to: '2027-02-01' },
      ],
      cover: 'dana',
      summary: 'never',
    });
  });

  test.each([
    ['Slack before email', 'email: s@a.b, slack: U012AB3CD', ['slack']],
    ['email', 'email: s@a.b, sns: "arn:aws:sns:eu-west-1:111122223333:x"', ['email']],
    ['what there is', 'webhook: https://a.b/c, slack_channel: "#ops"', ['slack-channel', 'webhook']],
  ])('are told by default by %s', (_, person, want) => {
    const text = `version: 1\nsettings: { admin: sam }\npeople: { sam: { ${person} } }\njobs: { a: { backup: ./a/, rule: daily } }\n`;
    expect(read(text).document?.people.get('sam')?.via).toEqual(want);
  });
});

describe('a document that leaves out jobs', () => {
  const keys = (count: number) => Array.from({ length: count }, (_, i) => `j${i}`);
  const text = (count: number, removes?: number) =>
    `version: 1\nsettings: { admin: dana }\n${PEOPLE}jobs:\n${keys(count)
      .map((key) => `  ${key}: { backup: ./${key}/, rule: daily }\n`)
      .join('')}${removes === undefined ? '' : `removes: ${removes}\n`}`;
  test.each([
    ['two of ten', 10, 8, undefined, []],
    ['two of three', 3, 1, undefined, []],
    ['three of ten', 10, 7, undefined, ['JOBS_DROPPED']],
    ['three of fifteen, which is a fifth', 15, 12, undefined, []],
    ['three of fourteen, which is more', 14, 11, undefined, ['JOBS_DROPPED']],
    ['three of ten that it says', 10, 7, 3, []],
    ['three of ten, and says more', 10, 7, 9, ['JOBS_DROPPED']],
    ['three of ten, and says fewer', 10, 7, 2, ['JOBS_DROPPED']],
    ['none, and still says so', 7, 7, 3, []],
  ])('%s', (_, before, after, removes, want) => {
    expect(codes(read(text(after, removes), { previous: { jobKeys: keys(before) } }))).toEqual(want);
  });

  test('says so when the last good one came from elsewhere', () => {
    const options = {
      previous: { jobKeys: keys(10), source: 's3://acme/rules.yaml' },
      source: '/srv/rules/rules.yaml',
    };
    expect(read(text(2), options).problems[0]?.message).toMatch(/s3:\/\/acme\/rules.yaml.*--state/);
    expect(read(text(2), { ...options, source: options.previous.source }).problems[0]?.message).not.toMatch(/--state/);
  });

  test.each([
    ['the same number as the last good one', 3, ['JOBS_DROPPED']],
    ['another number than the last good one', 4, []],
  ])('has to say removes again for a second drop: %s', (_, spent, want) => {
    const previous = { jobKeys: keys(10), removes: spent };
    const { problems } = read(text(7, 3), { previous });
    expect(problems.map(({ code }) => code)).toEqual(want);
  });

  test('says that its removes was spent, and the way to say it again', () => {
    const { problems } = read(text(7, 3), { previous: { jobKeys: keys(10), removes: 3 } });
    expect(problems[0]?.message).toBe(
      'the document leaves out 3 of 10 jobs (j7, j8, j9), and its removes: 3 was spent by the last good document; put them back and take that line out; once this is accepted, leave them out with the line again',
    );
  });

  test('is not complained of when there was none before', () => {
    expect(codes(read(text(1), { previous: null }))).toEqual([]);
  });
});

describe('the number of jobs', () => {
  const text = (count: number, nodes: number) =>
    `version: 1\nsettings: { admin: dana, rule: daily }\n${PEOPLE}jobs:\n` +
    Array.from(
      { length: count },
      (_, i) =>
        `  j${i}: { backup: "./${i}/{node}/", nodes: [${Array.from({ length: nodes }, (_, n) => `n${n}`).join(',')}] }\n`,
    ).join('');
  test.each([
    ['5,000 jobs of 20 nodes', 5_000, 20, []],
    ['5,001 jobs', 5_001, 1, ['TOO_MANY_JOBS']],
    ['100,001 with nodes', 1, 100_001, ['TOO_MANY_JOBS']],
  ])('%s', (_, count, nodes, want) => {
    const result = read(text(count, nodes));
    expect(codes(result)).toEqual(want);
    expect(result.document?.jobs.length).toBe(want.length === 0 ? count * nodes : undefined);
  });
});
