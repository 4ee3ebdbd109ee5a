import type { LoadedRules } from '../../../lib/app/rules/load-rules.ts';
import { acceptedNotice, rejectedNotice } from '../../../lib/app/rules/rules-news.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../lib/core/instant.ts';
import { composeSummary } from '../../../lib/core/summary/composed-summary.ts';
import { factsFor, type SummaryFacts, type SummaryJob, type SummaryReader } from '../../../lib/core/summary/facts.ts';
import type { SummaryToRender } from '../../../lib/core/summary/summary-text.ts';
import type { AdminNotice } from '../../../lib/ports/admin-notice.ts';
import type { LastGood } from '../../../lib/ports/rules-source.ts';
import { NO_FACTS } from '../summary/no-facts.ts';
import { PROBLEM, RULES } from './admin-messages.ts';
import { MORNING, ZONE } from './sample-notifications.ts';

const job = (name: string, owner: string | null = 'sam'): SummaryJob => ({
  jobId: name.toLowerCase(),
  name,
  owner,
  isProven: false,
});
const CALM: SummaryFacts = {
  ...NO_FACTS,
  now: MORNING,
  jobs: Array.from({ length: 30 }, (_, index) => ({ ...job(`Shop ${index}`), isProven: true })),
  passes: {
    lastAt: MORNING - 5 * MINUTE_MS,
    due: 29,
    unknown: 0,
    passes: 32,
    complete: 32,
    isOverdue: false,
    missed: 0,
  },
};
const ORDERS = { ...job('Orders database'), jobId: 'orders-db' };
const CRM = job('CRM');
const WIKI = job('Wiki');
const ETCD = job('etcd');

/** Of a Monday after a bad weekend: each of its sections has a line. */
const BAD: SummaryFacts = {
  ...CALM,
  jobs: [...CALM.jobs, ORDERS, CRM, WIKI, ETCD, { ...job('databases, shop'), foundAt: MORNING - 6 * HOUR_MS }],
  broken: [
    {
      job: ORDERS,
      state: 'escalate',
      since: MORNING - 52 * HOUR_MS,
      stateSince: MORNING - 40 * MINUTE_MS,
      isUnseen: false,
      atRiskSeconds: (55 * HOUR_MS) / 1_000,
      deletedAbout: MORNING + 40 * HOUR_MS,
      restorable: { provenAt: MORNING - 32 * DAY_MS },
      reasons: ['30 MB; at least 350 MB expected; 412 MB the time before'],
      foundAt: MORNING - 5 * HOUR_MS,
    },
    {
      job: job('CRM: restore'),
      state: 'alert',
      since: MORNING - 9 * HOUR_MS,
      stateSince: null,
      isUnseen: false,
      isOfProofs: true,
      restorable: { provenAt: null },
      atRiskSeconds: null,
      reasons: ['no restore was ever proven, and one every 30 days has been expected since 2026-09-20 00:00 UTC'],
      foundAt: MORNING - 10 * MINUTE_MS,
    },
  ],
  recovered: [
    { job: WIKI, worst: 'alert', began: MORNING - 9 * HOUR_MS, ended: MORNING - HOUR_MS, wasNotified: false },
  ],
  quieted: [
    {
      job: ETCD,
      how: 'snoozed',
      by: 'lee',
      since: MORNING - 20 * HOUR_MS,
      until: MORNING + 4 * HOUR_MS,
      wouldBe: { state: 'alert', since: MORNING - 21 * HOUR_MS },
    },
  ],
  unowned: [ETCD],
  unknown: [{ job: CRM, message: 'the state store answered with an error' }],
  trends: [{ job: WIKI, trend: { kind: 'shrinking', fromBytes: 412_000_000, toBytes: 260_000_000 } }],
  loosened: [{ at: MORNING - HOUR_MS, parentId: 'orders-db', what: 'at least', from: '350 MB', to: '100 MB' }],
  proposals: { count: 1, yaml: '  nightly-export:\n    heartbeat: true\n    rule: every 24 hours\n' },
  unwatched: {
    at: MORNING - HOUR_MS,
    triedAt: MORNING - HOUR_MS,
    isWhole: true,
    series: [
      {
        container: 's3://acme-backups/',
        key: 'ledger/2026-11-23.dump',
        yaml: '  # 14 files, the newest of Tue 02:00, 96 MB\n  ledger:\n    backup: s3://acme-backups/ledger/*.dump\n    rule: every 24 hours, allow 26 hours; at least 48 MB\n',
      },
    ],
    cut: [],
  },
  recordHead: { day: '2026-11-23', hash: '9f2c1d0a5b7e4c3f8a6d9e1b2c4f7a0d3e5b8c1f6a9d2e4b7c0f3a6d9e1b4c7f' },
};

function summaryOf(facts: SummaryFacts, reader: Partial<SummaryReader> = {}): SummaryToRender {
  const whole: SummaryReader = {
    personId: 'sam',
    isAdmin: true,
    timezone: ZONE,
    since: MORNING - DAY_MS,
    withTrends: true,
    ...reader,
  };
  return { summary: composeSummary(factsFor(facts, whole), whole), paragraph: null, json: {} };
}

/** The daily summaries, by name. */
export const SUMMARIES: Readonly<Record<string, SummaryToRender>> = {
  'summary, all is well': summaryOf(CALM, { withTrends: false }),
  'summary, once a week, after a bad weekend': summaryOf(BAD),
  'summary, to an owner who is not the admin': summaryOf(BAD, { isAdmin: false }),
};

const ACCEPTED = {
  change: {
    added: ['ledger'],
    removed: [],
    changed: [
      {
        job: 'orders-db',
        changes: [{ what: 'at least', from: '350 MB', to: '400 MB', direction: 'tightened' as const }],
      },
    ],
    unchanged: 28,
    isCompared: true,
  },
} as unknown as LastGood;

/** What the gate on AWS mails the admin of an uploaded rules doc, by name. */
export const GATE_MAILS: Readonly<Record<string, AdminNotice>> = {
  'to the admin, from the rules gate, a rules doc that was accepted': acceptedNotice(RULES, ACCEPTED, [
    'By the runs that are remembered, up to 30 of each job, and in the last 30 days, these changes would have appeared (+) or not been there (-):',
    'orders-db: + alert Sat 21 Nov 03:00: 390 MB; at least 400 MB expected; 412 MB the time before',
    'Not known here: older runs, pings, what is inside of backups, and what people did. `sentinel replay` lists the places and knows more.',
  ]),
  'to the admin, from the rules gate, a rules doc that was not taken': rejectedNotice({
    ...RULES,
    used: 'last-good',
    problems: [PROBLEM],
  } as LoadedRules),
};
