import type { Reason } from '../../../lib/core/decision/reason.ts';
import type { Contradiction } from '../../../lib/core/evidence/evidence.ts';
import { LANDED_TESTS, type TestName } from '../../../lib/core/judging/verdict.ts';
import type { Notice } from '../../../lib/core/message/notice.ts';
import type { Notification } from '../../../lib/core/message/notification.ts';
import type { Job } from '../../../lib/core/model/job.ts';
import type { RenderedTest, RenderedVerdict } from '../../../lib/core/wording/rendered-verdict.ts';
import { sentenceOf } from '../../../lib/core/wording/sentence.ts';
import { at, hours, minutes } from '../decision/given.ts';
import { sizeVerdict } from '../routing/setting.ts';
import {
  alert,
  denied,
  drill,
  escalated,
  MORNING,
  muted,
  noticeAfter,
  notificationOf,
  ORDERS,
  recovered,
  retired,
  snoozed,
  stillFailing,
  warning,
} from './sample-notifications.ts';

const LINE = 'rules.yaml:21';
const NEWEST = 's3://acme-backups/orders/b.dump';
const PASS: RenderedTest = { result: 'pass', reason: 'fine', measured: null, threshold: null, at: LINE };
const CASSANDRA = { ...ORDERS, id: 'cassandra/n2', parentId: 'cassandra', node: 'n2', name: 'Cassandra' };
type Failing = Partial<Record<TestName, Partial<RenderedTest>>>;
const STALE_REASON = {
  kind: 'stale',
  ageS: 33 * 3600,
  allowS: 26 * 3600,
  hardAfterS: 32.5 * 3600,
  runningSince: null,
  goneTs: null,
} as const;
const STALE_FIGURES = { measured: 33 * 3600, threshold: 26 * 3600 };
const STALE = testOf(STALE_REASON, STALE_FIGURES);

/** A test that fails, as a check stores it. */
function testOf(reason: Reason, figures: Partial<RenderedTest> = {}): RenderedTest {
  const words = sentenceOf({ reason, at: LINE });
  return { ...PASS, result: 'hard', kind: reason.kind, data: reason, reason: words, ...figures };
}

/** `newestBytes`: of a newest backup that is not good; without one, the newest is the good one. */
function verdictOf(failing: Failing, newestBytes: number | null = null): (broken: number) => RenderedVerdict {
  return (broken) => {
    const tests = Object.fromEntries(
      LANDED_TESTS.map((name) => [name, failing[name] ? { ...PASS, result: 'hard', ...failing[name] } : PASS]),
    ) as unknown as RenderedVerdict['tests'];
    const good = { ts: broken - hours(33), sizeBytes: 412_000_000, location: 's3://acme-backups/orders/a.dump' };
    const newest = { ts: broken - hours(1), sizeBytes: newestBytes, location: NEWEST };
    return sizeVerdict(broken - hours(2), { tests, latest: newestBytes === null ? good : newest, lastGood: good });
  };
}

const nothing = () => {};
const late = (tests: Failing, newestBytes: number | null = null): Notice => {
  const soft = Object.fromEntries(Object.entries(tests).map(([name, test]) => [name, { ...test, result: 'soft' }]));
  return noticeAfter(nothing, ORDERS, 'warn', verdictOf(soft, newestBytes));
};
const failing = (tests: Failing, newestBytes: number | null = null): Notice =>
  noticeAfter(nothing, ORDERS, 'alert', verdictOf(tests, newestBytes));

const contradiction = (found: Contradiction['found']) =>
  ({
    kind: 'contradiction',
    signal: 'the report',
    ts: at('2026-11-23T18:00:00Z'),
    claimedBytes: 412_000_000,
    found,
  }) as const;

const unreadable = (): Notice =>
  noticeAfter(
    nothing,
    CASSANDRA,
    'alert',
    verdictOf({
      recent: testOf({
        kind: 'unreadable',
        operation: 'list',
        location: 's3://acme-backups/orders/',
        error: 'AccessDenied',
      }),
    }),
    (row) => ({ ...row, unreadable: { count: 1, since: MORNING, error: 'AccessDenied', isRefused: true } }),
  );

const tiny = (): Notice =>
  noticeAfter(nothing, CASSANDRA, 'alert', (broken) => {
    const tiny = { kind: 'below-floor', bytes: 2_000, floorBytes: 350_000_000, beforeBytes: 412_000_000 } as const;
    return {
      ...verdictOf({})(broken),
      latest: { ts: broken - hours(1), sizeBytes: 2_000, location: 's3://acme-backups/orders/b.dump' },
      tests: {
        finished: PASS,
        recent: STALE,
        size: testOf(tiny, { measured: 2_000, threshold: 350_000_000 }),
      },
    };
  });

const loosened = (): Notice =>
  noticeAfter((history) => {
    const before = sizeVerdict(MORNING - hours(7));
    const size = { ...PASS, measured: 30_000_000, threshold: 20_000_000 };
    history.to('green', MORNING - minutes(5), {
      verdict: { ...before, worst: 'none', tests: { finished: PASS, recent: PASS, size } },
    });
  });

const resumed = (): Notice =>
  noticeAfter((history) => {
    history.act({ verb: 'snooze', forMs: hours(3) }, 'lee', MORNING - hours(4));
    history.row = { ...history.row, resumed: true };
    history.to('alert', MORNING - minutes(2), { verdict: sizeVerdict(MORNING - hours(7)) });
  });

/** The escalation as the person reads it who does not own the job. */
const escalatedToAnother = (): Notice => ({
  ...escalated(),
  owner: { personId: 'kim', knownSince: MORNING - hours(5), did: { what: 'snoozed', at: MORNING - hours(4) } },
});

/** The databases of one folder that were not dumped. */
const databases = (...names: readonly string[]): Notice[] =>
  names.map((name) => {
    const whole = { ...ORDERS, id: 'databases', parentId: 'databases', name: 'databases' } as Job;
    const member = { ...whole, id: `databases/${name}`, member: { value: name, of: 41, announcedAt: null, whole } };
    return noticeAfter(nothing, member, 'alert', verdictOf({ recent: STALE }));
  });

/** Every kind of message, by name: the golden files and `docs/messages.md` are made of it. */
export const CATALOGUE: Readonly<Record<string, () => Notification>> = {
  'alert, too small': () => notificationOf(alert()),
  'alert, a 2 KB dump': () => notificationOf(tiny()),
  'alert, not recent': () => notificationOf(failing({ recent: STALE })),
  'alert, failed': () =>
    notificationOf(
      failing({
        finished: testOf({
          kind: 'failed',
          ts: at('2026-11-23T18:00:00Z'),
          location: 's3://acme-backups/orders/b.failed',
          error: 'pg_dump: error: connection refused',
        }),
      }),
    ),
  'alert, never finished': () =>
    notificationOf(
      noticeAfter(nothing, ORDERS, 'alert', (broken) => ({
        ...verdictOf({
          finished: testOf({
            kind: 'never-finished',
            since: at('2026-11-23T02:00:00Z'),
            withinS: 6 * 3600,
            location: 's3://acme-backups/orders/b.dump.part',
          }),
        })(broken),
        running: { startedAt: broken - hours(17), location: 's3://acme-backups/orders/b.dump.part' },
      })),
    ),
  'alert, cannot be seen': () => notificationOf(unreadable()),
  'alert, gone': () =>
    notificationOf(failing({ recent: testOf({ ...STALE_REASON, goneTs: at('2026-11-23T17:00:00Z') }, STALE_FIGURES) })),
  warning: () => notificationOf(warning()),
  'warning, a little late': () => notificationOf(late({ recent: STALE })),
  'alert, damaged': () =>
    notificationOf(
      failing(
        { finished: testOf({ kind: 'malformed', location: NEWEST, words: 'its end is missing: it is cut off' }) },
        200_000_000,
      ),
    ),
  'alert, other than its report says': () =>
    notificationOf(failing({ finished: testOf(contradiction({ location: NEWEST, sizeBytes: 2_000_000 })) }, 2_000_000)),
  'alert, not where its report says': () => notificationOf(failing({ finished: testOf(contradiction(null)) })),
  'alert, empty': () =>
    notificationOf(failing({ size: testOf({ kind: 'empty', location: NEWEST }, { measured: 0 }) }, 0)),
  'warning, dated in the future': () =>
    notificationOf(
      late({ recent: testOf({ kind: 'future-dated', ts: at('2027-11-23T18:00:00Z'), location: NEWEST }) }),
    ),
  'warning, larger than usual': () =>
    notificationOf(
      late(
        {
          size: testOf(
            { kind: 'grown', bytes: 900_000_000, beforeBytes: 412_000_000, limitPercent: 100 },
            { measured: 900_000_000, threshold: 824_000_000 },
          ),
        },
        900_000_000,
      ),
    ),
  'warning, done with warnings': () =>
    notificationOf(
      late(
        { finished: testOf({ kind: 'with-warnings', location: NEWEST, warning: '2 files could not be read' }) },
        411_000_000,
      ),
    ),
  escalated: () => notificationOf(escalated()),
  'escalated, to another than the owner': () => notificationOf(escalatedToAnother()),
  'still failing': () => notificationOf(stillFailing()),
  'after a snooze': () => notificationOf(resumed()),
  snoozed: () => notificationOf(snoozed()),
  muted: () => notificationOf(muted()),
  recovered: () => notificationOf(recovered()),
  'no longer broken by the new rule': () => notificationOf(loosened()),
  'no longer watched': () => notificationOf(retired()),
  drill: () => notificationOf(drill()),
  'three at once': () => notificationOf(alert(), { ...tiny(), jobId: 'b' }, { ...warning(), jobId: 'c' }),
  'members of one job': () => notificationOf(...databases('orders', 'shop', 'crm')),
  'many members of one job': () => notificationOf(...databases('a', 'b', 'c', 'd', 'e', 'f'), alert()),
  'one cause': () => notificationOf(...denied(6), recovered()),
  'two recoveries': () => notificationOf(recovered(), { ...recovered(), jobId: 'b', jobName: 'CRM' }),
};
