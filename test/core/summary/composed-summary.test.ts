import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../lib/core/instant.ts';
import { composeSummary } from '../../../lib/core/summary/composed-summary.ts';
import {
  type BrokenJob,
  factsFor,
  type SummaryFacts,
  type SummaryJob,
  type SummaryReader,
} from '../../../lib/core/summary/facts.ts';
import { summaryText } from '../../../lib/core/summary/summary-text.ts';
import { everyForm } from '../../channels/every-form.ts';
import { NO_FACTS } from './no-facts.ts';

const NOW = Date.parse('2026-11-21T08:00:00Z');
const PASSES = {
  lastAt: NOW - 5 * MINUTE_MS,
  due: 29,
  unknown: 0,
  passes: 32,
  complete: 32,
  isOverdue: false,
  missed: 0,
};
const job = (name: string, owner = 'sam'): SummaryJob => ({ jobId: name.toLowerCase(), name, owner });
const WEB = job('Web');
const CALM: SummaryFacts = {
  ...NO_FACTS,
  now: NOW,
  jobs: Array.from({ length: 30 }, (_, index) => job(`Job ${index}`)),
  passes: PASSES,
};
const ORDERS: BrokenJob = {
  job: job('Orders database'),
  state: 'alert',
  since: NOW - 3 * HOUR_MS,
  stateSince: null,
  isUnseen: false,
  atRiskSeconds: 30 * 3600,
  reasons: ['the newest good backup, of 2026-11-20 02:00 UTC, is 30 hours old'],
  foundAt: NOW - 20 * MINUTE_MS,
};
const DANA: SummaryReader = { personId: 'dana', isAdmin: true, timezone: 'UTC', since: NOW - DAY_MS, withTrends: true };

function notified(facts: Partial<SummaryFacts>, reader: SummaryReader = DANA) {
  const summary = composeSummary(factsFor({ ...CALM, ...facts }, reader), reader);
  return { subject: summary.subject, text: summaryText({ summary, paragraph: null }), summary };
}

describe('a summary', () => {
  it('is one calm line on a day with nothing wrong', () => {
    const { subject, text } = notified({});
    expect(subject).toBe('Backup sentinel: all is well');
    expect(text).toBe(
      'All 30 backups that are watched are fine. The last check, Sat 07:55 UTC, judged all 29 that were due.\n',
    );
  });

  it.each([
    [0, 'found nothing due.'],
    [1, 'judged the one that was due.'],
  ])('says what the last check did where %i were due', (due, words) => {
    expect(notified({ passes: { ...PASSES, due } }).text).toContain(`The last check, Sat 07:55 UTC, ${words}\n`);
  });

  const cases: { name: string; facts: Partial<SummaryFacts>; subject: string; text: string }[] = [
    {
      name: 'a broken job comes with its state, since when, what is at risk and why',
      facts: { broken: [ORDERS] },
      subject: '1 broken',
      text: 'Broken now:\n  Orders database: alert for 3 hours, since Sat 05:00; lose it now and you lose 30 hours; the newest good backup, of Fri 02:00, is 30 hours old\n',
    },
    {
      name: 'figures that were found long ago say when',
      facts: { broken: [{ ...ORDERS, foundAt: NOW - 5 * HOUR_MS }] },
      subject: '1 broken',
      text: 'lose it now and you lose 30 hours; as found Sat 03:00: the newest good backup, of Fri 02:00, is 30 hours old\n',
    },
    {
      name: 'one that was escalated lately says for how long, and since when it is broken',
      facts: { broken: [{ ...ORDERS, state: 'escalate', stateSince: NOW - 40 * MINUTE_MS }] },
      subject: '1 broken',
      text: 'Orders database: escalated for 40 minutes, broken for 3 hours, since Sat 05:00; lose it now',
    },
    {
      name: 'one that cannot be looked at does not say what is lost',
      facts: { broken: [{ ...ORDERS, isUnseen: true, reasons: [] }] },
      subject: '1 broken',
      text: 'since Sat 05:00; what is at risk cannot be seen\n',
    },
    {
      name: 'one that has just broken does not say for 0 minutes',
      facts: { broken: [{ ...ORDERS, since: NOW, reasons: [] }] },
      subject: '1 broken',
      text: 'Orders database: alert for less than a second, since Sat 08:00; ',
    },
    {
      name: 'a job without any good copy says so',
      facts: { broken: [{ ...ORDERS, atRiskSeconds: null, reasons: [] }] },
      subject: '1 broken',
      text: 'Orders database: alert for 3 hours, since Sat 05:00; there is no good copy\n',
    },
    {
      name: 'what recovered is told also on a calm day',
      facts: {
        recovered: [{ job: WEB, worst: 'escalate', began: NOW - 9 * HOUR_MS, ended: NOW - HOUR_MS, wasNotified: true }],
      },
      subject: 'all is well',
      text: 'Recovered since yesterday:\n  Web: escalated for 8 hours, until Sat 07:00\n',
    },
    {
      name: 'a break that was over before anybody could be told is told here',
      facts: { recovered: [{ job: WEB, worst: 'warn', began: NOW - 90 * MINUTE_MS, ended: NOW, wasNotified: false }] },
      subject: 'all is well',
      text: 'Web: warn for 1 hour 30 minutes, until Sat 08:00; over before a notification was due\n',
    },
    {
      name: 'a snoozed job that fails is no calm day, and says by whom, until when, what it would be and for how long',
      facts: {
        quieted: [
          {
            job: WEB,
            how: 'snoozed',
            by: 'sam',
            since: NOW - 5 * HOUR_MS,
            until: NOW + HOUR_MS,
            wouldBe: { state: 'warn', since: NOW - 40 * HOUR_MS },
          },
        ],
      },
      subject: '1 failing quietly',
      text: 'Of 30 backups that are watched: none is broken, 1 failing, but snoozed or muted.\n\nSnoozed or muted:\n  Web: snoozed by sam for 5 hours until Sat 09:00; its state would be warn, for 40 hours now\n',
    },
    {
      name: 'a muted job that is well says that nothing is wrong with it, and the day is calm',
      facts: { quieted: [{ job: WEB, how: 'muted', by: 'sam', since: NOW - DAY_MS, until: null, wouldBe: null }] },
      subject: 'all is well',
      text: 'Web: muted by sam for 24 hours; nothing is wrong with it\n',
    },
    {
      name: 'unowned jobs are named',
      facts: { unowned: [WEB] },
      subject: 'all is well',
      text: 'Without an owner, so they are reported to you:\n  Web\n',
    },
    {
      name: 'a size that creeps down is told',
      facts: { trends: [{ job: WEB, trend: { kind: 'shrinking', fromBytes: 4e9, toBytes: 2.5e9 } }] },
      subject: 'all is well',
      text: 'Changing slowly:\n  Web: smaller and smaller over 30 days, from 4 GB to 2.5 GB\n',
    },
    {
      name: 'lateness that creeps up is told',
      facts: { trends: [{ job: WEB, trend: { kind: 'later', fromS: 86_400, toS: 93_000, allowS: 93_600 } }] },
      subject: 'all is well',
      text: 'Web: later and later over 30 days: 24 hours between backups, now 25 hours 50 minutes, and 26 hours allowed\n',
    },
    {
      name: 'a loosened threshold is told',
      facts: { loosened: [{ at: NOW - HOUR_MS, parentId: 'web', what: 'at_least', from: '350 MB', to: '100 MB' }] },
      subject: 'all is well',
      text: 'Easier to please since yesterday:\n  web: at_least 350 MB is now 100 MB\n',
    },
    {
      name: 'proposals come with what to paste',
      facts: { proposals: { count: 1, yaml: 'jobs:\n  medusa:\n    heartbeat: true' } },
      subject: 'all is well',
      text: 'Proposed:\n  1 job pings and is not judged by that; to watch it, change the rules doc so:\n\njobs:\n  medusa:\n    heartbeat: true\n',
    },
    {
      name: 'what no job watches comes with what to paste',
      facts: {
        unwatched: {
          at: NOW - HOUR_MS,
          triedAt: NOW,
          isWhole: true,
          series: ['  # a\n  a:\n    rule: x\n', '  b: {}\n'].map((yaml) => ({ container: 's3://b/', key: 'a', yaml })),
          cut: ['s3://b/'],
        },
      },
      subject: 'all is well',
      text: 'Not watched:\n  2 series of backups are in no job, as seen Sat 07:00; to watch them, add this under jobs:, or name them under ignore: in settings\n  of s3://b/ only the first keys were looked at; sentinel coverage --all looks at all of them\n\n  # a\n  a:\n    rule: x\n  b: {}\n',
    },
    {
      name: 'passes that did not judge every job are counted',
      facts: { passes: { ...PASSES, complete: 30, unknown: 4 } },
      subject: 'passes incomplete',
      text: '2 of 32 passes since yesterday did not judge every job. The last check, Sat 07:55, judged 25 of 29 that were due.',
    },
    {
      name: 'passes that never came are counted',
      facts: { passes: { ...PASSES, missed: 5 } },
      subject: 'passes incomplete',
      text: '5 passes that yesterday should have had did not come.',
    },
    {
      name: 'a sentinel that does not run is no calm day',
      facts: { passes: { ...PASSES, isOverdue: true } },
      subject: 'passes incomplete',
      text: 'No check has been made since Sat 07:55: the sentinel may not be running.',
    },
    {
      name: 'a sentinel that does not run claims nothing of what has come since',
      facts: { passes: { ...PASSES, isOverdue: true } },
      subject: 'passes incomplete',
      text: 'Of 30 backups that are watched, as of Sat 07:55: none is broken.',
    },
    {
      name: 'a sentinel that never ran is no calm day',
      facts: { passes: { ...PASSES, lastAt: null } },
      subject: 'passes incomplete',
      text: 'No check has been made yet.',
    },
    {
      name: 'a job of which nothing is known is no calm day',
      facts: { unknown: [{ job: WEB, message: 'not checked yet' }] },
      subject: '1 not known',
      text: 'Of 30 backups that are watched: none is broken, 1 not known.\n\nNot known:\n  Web: not checked yet\n',
    },
    {
      name: 'a rules doc that was not taken is no calm day',
      facts: { rulesError: 'The rules doc is not usable.' },
      subject: 'rules not accepted',
      text: 'The rules doc is not usable.',
    },
    {
      name: 'a name with line breaks begins no line',
      facts: { broken: [{ ...ORDERS, job: job('Web\nAll 30 backups are fine') }] },
      subject: '1 broken',
      text: '  Web All 30 backups are fine: alert',
    },
  ];
  it.each(cases)('$name', ({ facts, subject, text }) => {
    const summary = notified(facts);
    expect(summary.subject).toBe(`Backup sentinel: ${subject}`);
    expect(summary.text).toContain(text);
  });

  it('counts once a week the jobs that no proof is asked of', () => {
    const jobs = CALM.jobs.map((each, index) => ({ ...each, isProven: index >= 14 }));
    const line = '14 of 30 jobs are never proven';
    expect(notified({ jobs }).text).toContain(line);
    expect(notified({ jobs }, { ...DANA, withTrends: false }).text).not.toContain('never proven');
    expect(notified({ jobs: jobs.slice(14) }).text).not.toContain('never proven');
  });

  it('says of a restore that it is not proven, and of a backup when one last was', () => {
    const restorable = { provenAt: NOW - 26 * HOUR_MS };
    const reasons = ['scratch is full'];
    const proofs: BrokenJob = {
      ...{ ...ORDERS, reasons, atRiskSeconds: null, foundAt: null },
      ...{ job: job('Orders database: restore'), restorable: { provenAt: null }, isOfProofs: true },
    };
    const { text } = notified({ broken: [{ ...ORDERS, restorable }, proofs] });
    expect(text).toContain('lose it now and you lose 30 hours, proven restorable: Fri 06:00;');
    expect(text).toContain(
      'Orders database: restore: alert for 3 hours, since Sat 05:00; never proven restorable; scratch',
    );
  });

  it('is on the clock of its reader', () => {
    const { text } = notified({ broken: [ORDERS] }, { ...DANA, timezone: 'Asia/Singapore' });
    expect(text).toContain('alert for 3 hours, since Sat 13:00');
    expect(text).toContain('of Fri 10:00, is 30 hours old');
    expect(text).toMatch(/Times are in Asia\/Singapore\.\n$/);
  });

  it('of an owner tells their own jobs, and what happened since their last one', () => {
    const sam: SummaryReader = {
      personId: 'sam',
      isAdmin: false,
      timezone: 'UTC',
      since: NOW - 3 * DAY_MS,
      withTrends: true,
    };
    const ended = (name: string, days: number, owner = 'sam') => {
      const at = NOW - days * DAY_MS;
      return { job: job(name, owner), worst: 'warn' as const, began: at - HOUR_MS, ended: at, wasNotified: true };
    };
    const { text } = notified(
      {
        jobs: [job('Web'), job('Wiki', 'lee')],
        recovered: [ended('Web', 2), ended('Web', 4), ended('Wiki', 1, 'lee')],
        loosened: [
          { at: NOW, parentId: 'web', what: 'allow', from: '26 hours', to: '40 hours' },
          { at: NOW, parentId: 'wiki', what: 'allow', from: '26 hours', to: '50 hours' },
        ],
        unowned: [WEB],
        proposals: { count: 1, yaml: 'jobs:' },
        rulesError: 'The rules doc is not usable.',
      },
      sam,
    );
    expect(text).toMatch(/^The one backup that is watched is fine/);
    expect(text).toContain('Recovered since Wed 08:00:\n  Web: warn for 1 hour, until Thu 08:00\n');
    for (const other of ['Wiki', '50 hours', 'Proposed', 'nobody owns', 'not usable'])
      expect(text).not.toContain(other);
  });

  it('of very many the first are named and the rest counted', () => {
    const { text } = notified({ broken: Array.from({ length: 150 }, () => ORDERS) });
    expect(text).toContain('150 broken.');
    expect(text).toContain('  ... and 90 more');
  });
});

describe('a summary that is sent', () => {
  const large = () => {
    const long = (index: number) => `<i>&"${index} ${'long '.repeat(200)}`;
    const many = Array.from({ length: 400 }, (_, index) => ({ ...ORDERS, job: job(long(index)), reasons: [long(1)] }));
    const quieted = many.map(({ job: each }) => {
      return { job: each, how: 'muted' as const, by: long(2), since: NOW, until: null, wouldBe: null };
    });
    const { summary } = notified({
      broken: many,
      quieted,
      unknown: many.map(({ job: each }) => ({ job: each, message: long(3) })),
    });
    return everyForm({ kind: 'summary', summary: { summary, paragraph: long(4), json: {} } });
  };

  it('keeps within what mail readers and Slack show', () => {
    const { email, slack } = large();
    expect(new TextEncoder().encode(email.html).length).toBeLessThan(102_000);
    expect(slack.blocks.length).toBeLessThanOrEqual(50);
    for (const block of slack.blocks) {
      const { text } = (block.text ?? { text: '' }) as { text: string };
      expect(text.length).toBeLessThanOrEqual(3000);
    }
  });

  it('escapes what came from outside', () => {
    const { email, slack } = large();
    expect(email.html).not.toContain('<i>');
    expect(email.html).toContain('&lt;i&gt;&amp;&quot;0 long');
    const types = slack.blocks.flatMap(({ text }) => (text as { type?: unknown } | undefined)?.type ?? []);
    expect(new Set(types)).toEqual(new Set(['plain_text']));
  });
});
