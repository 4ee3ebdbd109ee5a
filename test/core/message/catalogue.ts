import { TEST_NAMES, type TestName } from '../../../lib/core/judging/verdict.ts';
import type { Notice } from '../../../lib/core/message/notice.ts';
import type { Notification } from '../../../lib/core/message/notification.ts';
import type { RenderedTest, RenderedVerdict } from '../../../lib/core/wording/rendered-verdict.ts';
import { hours, minutes } from '../decision/given.ts';
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
const PASS: RenderedTest = { result: 'pass', reason: 'fine', measured: null, threshold: null, at: LINE };
const CASSANDRA = { ...ORDERS, id: 'cassandra/n2', parentId: 'cassandra', node: 'n2', name: 'Cassandra' };
const STALE: RenderedTest = {
  result: 'hard',
  kind: 'stale',
  reason: `the newest good backup is 33 hours old; up to 26 hours allowed (${LINE})`,
  measured: 33 * 3600,
  threshold: 26 * 3600,
  at: LINE,
};

function verdictOf(failing: Partial<Record<TestName, Partial<RenderedTest>>>): (broken: number) => RenderedVerdict {
  return (broken) => {
    const tests = Object.fromEntries(
      TEST_NAMES.map((name) => [name, failing[name] ? { ...PASS, result: 'hard', ...failing[name] } : PASS]),
    ) as unknown as RenderedVerdict['tests'];
    const good = { ts: broken - hours(33), sizeBytes: 412_000_000, location: 's3://acme-backups/orders/a.dump' };
    return sizeVerdict(broken - hours(2), { tests, latest: good, lastGood: good });
  };
}

const nothing = () => {};
const failing = (tests: Partial<Record<TestName, Partial<RenderedTest>>>, job = ORDERS): Notice =>
  noticeAfter(nothing, job, 'alert', verdictOf(tests));

const unreadable = (): Notice =>
  noticeAfter(
    nothing,
    CASSANDRA,
    'alert',
    verdictOf({ recent: { kind: 'unreadable', reason: 'unreadable: list s3://acme-backups/orders/: AccessDenied' } }),
    (row) => ({ ...row, unreadable: { count: 1, since: MORNING, error: 'AccessDenied', isRefused: true } }),
  );

const tiny = (): Notice =>
  noticeAfter(nothing, CASSANDRA, 'alert', (broken) => {
    const size = {
      ...PASS,
      result: 'hard' as const,
      kind: 'below-floor' as const,
      measured: 2_000,
      threshold: 350_000_000,
    };
    return {
      ...verdictOf({})(broken),
      latest: { ts: broken - hours(1), sizeBytes: 2_000, location: 's3://acme-backups/orders/b.dump' },
      tests: {
        finished: PASS,
        recent: STALE,
        size: { ...size, reason: `2 KB; at least 350 MB expected; 412 MB the time before (${LINE})` },
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

/** Every kind of message, by name: the golden files and `docs/messages.md` are made of it. */
export const CATALOGUE: Readonly<Record<string, () => Notification>> = {
  'alert, too small': () => notificationOf(alert()),
  'alert, a 2 KB dump': () => notificationOf(tiny()),
  'alert, not recent': () => notificationOf(failing({ recent: STALE })),
  'alert, failed': () =>
    notificationOf(
      failing({
        finished: {
          kind: 'failed',
          reason: 'failed 2026-11-23 18:00 UTC: pg_dump: error: connection refused (s3://acme-backups/orders/b.failed)',
        },
      }),
    ),
  'alert, never finished': () =>
    notificationOf(
      noticeAfter(nothing, ORDERS, 'alert', (broken) => ({
        ...verdictOf({
          finished: {
            kind: 'never-finished',
            reason: `started 2026-11-23 02:00 UTC and never finished; expected within 6 hours (${LINE})`,
          },
        })(broken),
        running: { startedAt: broken - hours(17), location: 's3://acme-backups/orders/b.dump.part' },
      })),
    ),
  'alert, cannot be seen': () => notificationOf(unreadable()),
  'alert, gone': () =>
    notificationOf(
      failing({ recent: { ...STALE, reason: `the newest backup, of 2026-11-23 17:00 UTC, is gone; ${STALE.reason}` } }),
    ),
  warning: () => notificationOf(warning()),
  'warning, a little late': () =>
    notificationOf(noticeAfter(nothing, ORDERS, 'warn', verdictOf({ recent: { ...STALE, result: 'soft' } }))),
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
  'one cause': () => notificationOf(...denied(6), recovered()),
  'two recoveries': () => notificationOf(recovered(), { ...recovered(), jobId: 'b', jobName: 'CRM' }),
};
