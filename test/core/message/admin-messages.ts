import {
  findingsOfPass,
  findingsOfProposals,
  findingsOfStore,
  findingsWithoutDocument,
} from '../../../lib/app/admin/pass-causes.ts';
import type { Pass } from '../../../lib/app/check/check.ts';
import type { LoadedRules } from '../../../lib/app/rules/load-rules.ts';
import type { AdminCause } from '../../../lib/core/admin/admin-cause.ts';
import type { Problem } from '../../../lib/rules-doc/document.ts';
import { at } from '../decision/given.ts';

const SOURCE = 's3://acme-rules/rules.yaml';
export const PROBLEM: Problem = {
  severity: 'error',
  code: 'WINDOW_SHORTER_THAN_PERIOD',
  line: 14,
  column: 11,
  path: 'jobs.orders-db.rule',
  message: 'allow 22 hours is shorter than every 24 hours; use 24 hours or more',
};
export const RULES = {
  source: SOURCE,
  fileName: 'rules.yaml',
  used: 'current',
  problems: [],
  unavailable: null,
  version: '7',
  document: { jobs: [] },
  lastGood: { acceptedAt: '2026-11-23T16:00:00.000Z' },
} as unknown as LoadedRules;
const PASS = {
  rules: RULES,
  checked: [],
  acceptedChange: null,
  unusableRows: [],
  leftOut: new Map(),
} as unknown as Pass;

const rules = (change: Partial<LoadedRules>) => findingsWithoutDocument({ ...RULES, ...change }).causes;
const pass = (change: Partial<Pass>) => findingsOfPass({ ...PASS, ...change }).causes;
const checked = (found: object) =>
  pass({
    checked: [{ job: { id: 'orders-db' }, unknown: null, decision: null, ...found }] as unknown as Pass['checked'],
  });

/** What the admin is notified of beside the messages of jobs, by name; each is said once per cause. */
export const ADMIN_MESSAGES: Readonly<Record<string, readonly AdminCause[]>> = {
  'to the admin, a rules doc that is rejected': rules({ used: 'last-good', problems: [PROBLEM] }),
  'to the admin, a rules doc that cannot be read': rules({
    used: 'last-good',
    unavailable: `${SOURCE} cannot be read: AccessDenied`,
  }),
  'to the admin, a rules doc that was loosened and shortened': pass({
    acceptedChange: {
      added: [],
      removed: ['wiki'],
      changed: [
        {
          job: 'orders-db',
          changes: [{ what: 'at least', from: '350 MB', to: '100 MB', direction: 'loosened' }],
        },
      ],
      unchanged: 28,
      isCompared: true,
    },
  }),
  'to the admin, a place that cannot be read': checked({
    decision: {
      verdict: {
        tests: {
          recent: {
            reason: {
              kind: 'unreadable',
              operation: 'list',
              location: 's3://acme-backups/orders/',
              error: 'AccessDenied',
            },
          },
        },
      },
    },
  }),
  'to the admin, a job that two passes could not judge': checked({
    unknown: 'SlowDown: please reduce your request rate',
  }),
  'to the admin, a stored state that cannot be read': pass({
    unusableRows: [
      { jobId: 'orders-db', message: 'last_good is damaged; `sentinel repair` shows it and takes it out' },
    ],
  }),
  'to the admin, names that are not watched': pass({ leftOut: new Map([['databases', 12]]) }),
  'to the admin, failing pings of a job that is not in the rules doc': findingsOfProposals([
    { parentId: 'nightly-export', node: null, at: at('2026-11-23T20:00:00Z'), signal: 'fail' },
  ]).causes,
  'to the admin, a state store that cannot be used': findingsOfStore(
    '/var/lib/sentinel cannot be written: no space left on device (ENOSPC)',
  ).causes,
};
