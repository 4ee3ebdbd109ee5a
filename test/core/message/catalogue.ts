import type { Contradiction } from '../../../lib/core/evidence/evidence.ts';
import { DAY_S } from '../../../lib/core/instant.ts';
import type { Ending, Notice } from '../../../lib/core/message/notice.ts';
import type { Notification } from '../../../lib/core/message/notification.ts';
import type { Job } from '../../../lib/core/model/job.ts';
import type { ProvenReason, Reason } from '../../../lib/core/model/reason.ts';
import type { State } from '../../../lib/core/model/state.ts';
import { LANDED_TESTS, type TestName } from '../../../lib/core/model/verdict.ts';
import { PROOFS_PLACE } from '../../../lib/core/proof/proof-job.ts';
import type { RenderedTest, RenderedVerdict } from '../../../lib/core/wording/rendered-verdict.ts';
import { sentenceOf } from '../../../lib/core/wording/sentence.ts';
import { at, hours, minutes } from '../decision/given.ts';
import { routedJob, sizeVerdict } from '../routing/setting.ts';
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
const PLACE = 's3://acme-backups/orders/';
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
/** Within the margin, when it is found and five hours later. */
const LATE_H = 26.1;
const LATE = testOf({ ...STALE_REASON, ageS: LATE_H * 3600 }, { measured: LATE_H * 3600, threshold: 26 * 3600 });

/** A test that fails, as a check stores it. */
function testOf(reason: Reason, figures: Partial<RenderedTest> = {}): RenderedTest {
  const words = sentenceOf({ reason, at: LINE });
  return { ...PASS, result: 'hard', kind: reason.kind, data: reason, reason: words, ...figures };
}

/** `newestBytes`: of a newest backup that is not good; without one, the newest is the good one. */
function verdictOf(
  failing: Failing,
  newestBytes: number | null = null,
  goodAgeH = 33,
): (broken: number) => RenderedVerdict {
  return (broken) => {
    const tests = Object.fromEntries(
      LANDED_TESTS.map((name) => [name, failing[name] ? { ...PASS, result: 'hard', ...failing[name] } : PASS]),
    ) as unknown as RenderedVerdict['tests'];
    const good = { ts: broken - hours(goodAgeH), sizeBytes: 412_000_000, location: 's3://acme-backups/orders/a.dump' };
    const newest = { ts: broken - hours(1), sizeBytes: newestBytes, location: NEWEST };
    return sizeVerdict(broken - hours(2), { tests, latest: newestBytes === null ? good : newest, lastGood: good });
  };
}

const nothing = () => {};
const late = (tests: Failing, newestBytes: number | null = null, goodAgeH = 33): Notice => {
  const soft = Object.fromEntries(Object.entries(tests).map(([name, test]) => [name, { ...test, result: 'soft' }]));
  return noticeAfter(nothing, ORDERS, 'warn', verdictOf(soft, newestBytes, goodAgeH));
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

const unreadable = (location: string, error: string): Notice =>
  noticeAfter(
    nothing,
    CASSANDRA,
    'alert',
    verdictOf({ recent: testOf({ kind: 'unreadable', operation: 'list', location, error }) }),
    (row) => ({ ...row, unreadable: { count: 1, since: MORNING, error, isRefused: true } }),
  );

/** No good copy: `count` backups were seen there, and are gone. */
const noneLeft = (count: number): Notice => {
  const newestTs = count === 0 ? null : at('2026-11-22T18:00:00Z');
  const reason = { kind: 'no-good-run', place: PLACE, runningSince: null, seen: { count, newestTs } } as const;
  return noticeAfter(
    nothing,
    ORDERS,
    'alert',
    (broken) => ({ ...verdictOf({ recent: testOf(reason) })(broken), latest: null, lastGood: null }),
    (row) => ({ ...row, lastEvidenceTs: newestTs }),
  );
};

/** A recovery that ended otherwise than by a good backup. */
const endedBy = (by: Ending['by']): Notice => {
  const notice = recovered();
  return { ...notice, ending: notice.ending && { ...notice.ending, by, fixedBy: null } };
};

const brokenAgain = (): Notice => {
  const notice = recovered();
  return {
    ...notice,
    ending: notice.ending && { ...notice.ending, again: { state: 'alert', since: MORNING - minutes(2) } },
  };
};

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

/** What is found of a job's proofs; the last that succeeded was a month before. */
const unproven = (reason: ProvenReason, state: State, result: 'soft' | 'hard'): Notice => {
  const job = routedJob({ ...ORDERS, understood: 'proven every 30 days; restore within 4 hours; escalate next day' });
  const proofs = { ...job, id: 'orders-db#proof', parentId: 'orders-db#proof', proofOf: job, place: null };
  const copy = { ts: at('2026-10-22T20:00:00Z'), sizeBytes: 412_000_000, location: 's3://acme-backups/orders/a.dump' };
  const never = reason.kind === 'never-proven';
  const verdict: RenderedVerdict = {
    ...{
      worst: result,
      tests: { proven: { ...testOf(reason), result } },
      latest: never ? null : copy,
      lastGood: never ? null : copy,
    },
    ...{ running: null, dataAtRiskSeconds: null },
  };
  return noticeAfter(
    nothing,
    proofs,
    state,
    () => verdict,
    (row) => ({
      ...row,
      place: PROOFS_PLACE,
      restorable: { provenAt: never ? null : reason.kind === 'restore-slow' ? reason.at : copy.ts },
    }),
  );
};
const RESTORED = { at: at('2026-11-22T20:00:00Z'), copyTs: at('2026-11-21T18:00:00Z') };

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
  'alert, access denied': () => notificationOf(unreadable(PLACE, 'AccessDenied')),
  'alert, cannot be reached': () => notificationOf(unreadable('/mnt/nas/orders/', 'ENOENT: no such file or directory')),
  'alert, no copy was ever seen': () => notificationOf(noneLeft(0)),
  'alert, all copies are gone': () => notificationOf(noneLeft(14)),
  'alert, too few files': () =>
    notificationOf(
      failing(
        { size: testOf({ kind: 'too-few-files', files: 2, atLeast: 5 }, { measured: 2, threshold: 5 }) },
        400_000_000,
      ),
    ),
  'alert, flapping': () => notificationOf({ ...alert(), flapping: 4 }),
  'alert, delivered late': () => notificationOf({ ...alert(), delayedBy: 'slack: channel_not_found' }),
  'alert, in place of one who is away': () =>
    notificationOf({ ...alert(), standsInFor: { personId: 'kim', unreached: false } }),
  'alert, in place of one whom no channel reached': () =>
    notificationOf({ ...alert(), standsInFor: { personId: 'kim', unreached: true } }),
  'alert, gone': () =>
    notificationOf(failing({ recent: testOf({ ...STALE_REASON, goneTs: at('2026-11-23T17:00:00Z') }, STALE_FIGURES) })),
  warning: () => notificationOf(warning()),
  'warning, a little late': () => notificationOf(late({ recent: LATE }, null, LATE_H)),
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
  'warning, same again': () =>
    notificationOf(late({ size: testOf({ kind: 'same-again', location: NEWEST, count: 7 }) }, 412_000_000)),
  'warning, done with warnings': () =>
    notificationOf(
      late(
        { finished: testOf({ kind: 'with-warnings', location: NEWEST, warning: '2 files could not be read' }) },
        411_000_000,
      ),
    ),
  'alert, a copy that cannot be restored': () =>
    notificationOf(
      unproven(
        { kind: 'restore-refuted', ...RESTORED, words: 'SELECT count(*) FROM orders: 12, expected >= 100000' },
        'alert',
        'hard',
      ),
    ),
  'alert, a restore that was never proven': () =>
    notificationOf(
      unproven(
        { kind: 'never-proven', since: at('2026-09-20T00:00:00Z'), everyS: 30 * DAY_S, tried: null },
        'alert',
        'hard',
      ),
    ),
  'warning, not proven lately': () =>
    notificationOf(
      unproven(
        { kind: 'proof-old', ageS: 31 * DAY_S, everyS: 30 * DAY_S, hardAfterS: 37.5 * DAY_S, tried: null },
        'warn',
        'soft',
      ),
    ),
  'warning, a proof that came to no end': () =>
    notificationOf(unproven({ kind: 'not-restored', ...RESTORED, words: 'scratch is full' }, 'warn', 'soft')),
  'warning, a restore that takes too long': () =>
    notificationOf(
      unproven({ kind: 'restore-slow', at: RESTORED.at, tookS: 5 * 3600, withinS: 4 * 3600 }, 'warn', 'soft'),
    ),
  'alert, not recent, of a job with proofs': () =>
    notificationOf(
      noticeAfter(nothing, ORDERS, 'alert', verdictOf({ recent: STALE }), (row) => ({
        ...row,
        restorable: { provenAt: RESTORED.at },
      })),
    ),
  escalated: () => notificationOf(escalated()),
  'escalated, to another than the owner': () => notificationOf(escalatedToAnother()),
  'still failing': () => notificationOf(stillFailing()),
  'after a snooze': () => notificationOf(resumed()),
  snoozed: () => notificationOf(snoozed()),
  muted: () => notificationOf(muted()),
  recovered: () => notificationOf(recovered()),
  'recovered, its size accepted': () => notificationOf(endedBy({ kind: 'accepted', sizeBytes: 30_000_000 })),
  'recovered, with no newer backup': () => notificationOf(endedBy({ kind: 'no-newer-backup' })),
  'recovered, and broken again': () => notificationOf(brokenAgain()),
  'recovered, no longer flapping': () => notificationOf({ ...recovered(), flapping: 4 }),
  'no longer broken by the new rule': () => notificationOf(loosened()),
  'no longer watched': () => notificationOf(retired()),
  'retired on purpose': () => notificationOf({ ...retired(), retiredBy: 'lee' }),
  drill: () => notificationOf(drill()),
  'three at once': () => notificationOf(alert(), { ...tiny(), jobId: 'b' }, { ...warning(), jobId: 'c' }),
  'members of one job': () => notificationOf(...databases('orders', 'shop', 'crm')),
  'many members of one job': () => notificationOf(...databases('a', 'b', 'c', 'd', 'e', 'f'), alert()),
  'one cause': () => notificationOf(...denied(6), recovered()),
  'two recoveries': () => notificationOf(recovered(), { ...recovered(), jobId: 'b', jobName: 'CRM' }),
};
