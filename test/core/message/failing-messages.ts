import { HEARTBEAT_PLACE } from '../../../lib/core/evidence/heartbeat-place.ts';
import { DAY_S, HOUR_S } from '../../../lib/core/instant.ts';
import type { Notice } from '../../../lib/core/message/notice.ts';
import type { Job } from '../../../lib/core/model/job.ts';
import type { JobRow } from '../../../lib/core/model/job-row.ts';
import type { ProvenReason, Reason } from '../../../lib/core/model/reason.ts';
import { LANDED_TESTS, type TestName } from '../../../lib/core/model/verdict.ts';
import { PROOFS_PLACE } from '../../../lib/core/proof/proof-job.ts';
import type { RenderedTest, RenderedVerdict } from '../../../lib/core/wording/rendered-verdict.ts';
import { sentenceOf } from '../../../lib/core/wording/sentence.ts';
import { at, hours } from '../decision/given.ts';
import { routedJob, sizeVerdict } from '../routing/setting.ts';
import { noticeAfter, ORDERS } from './sample-notifications.ts';

const LINE = 'rules.yaml:21';
export const PLACE = 's3://acme-backups/orders/';
const NEWEST = 's3://acme-backups/orders/b.dump';
const PASS: RenderedTest = { result: 'pass', reason: 'fine', measured: null, threshold: null, at: LINE };
const MB = 1_000_000;
const BEFORE = 412 * MB;

/** What a test that does not pass may give as its reason. A new one does not compile before it has a message below. */
type FailingKind = Exclude<
  Reason['kind'],
  | 'finished'
  | 'no-run'
  | 'running'
  | 'not-looked'
  | 'fresh'
  | 'on-time'
  | 'unchanged'
  | 'first-ping'
  | 'not-expected-yet'
  | 'size-fine'
  | 'nothing-to-measure'
  | 'size-unknown'
  | 'accepted'
  | 'proven'
  | 'first-proof'
>;

type Failing = Partial<Record<TestName, RenderedTest>>;

/** A test that fails, as a check stores it. */
export function testOf(reason: Reason, figures: Partial<RenderedTest> = {}): RenderedTest {
  const words = sentenceOf({ reason, at: LINE });
  return { ...PASS, result: 'hard', kind: reason.kind, data: reason, reason: words, ...figures };
}

interface Found {
  /** Of a newest backup beside the good one, an hour before the break. A soft miss leaves it a good one. */
  readonly newestBytes?: number;
  readonly goodAgeH?: number;
  readonly change?: (row: JobRow) => JobRow;
  readonly job?: Partial<Job>;
}

/** A message of what fails: an alert where a test is missed by far, else a warning. */
export function failing(tests: Failing, found: Found = {}): Notice {
  const { newestBytes = null, goodAgeH = 33, change, job = ORDERS } = found;
  const isHard = Object.values(tests).some(({ result }) => result === 'hard');
  const verdict = (broken: number): RenderedVerdict => {
    const good = { ts: broken - hours(goodAgeH), sizeBytes: BEFORE, location: 's3://acme-backups/orders/a.dump' };
    const newest = { ts: broken - hours(1), sizeBytes: newestBytes, location: NEWEST };
    const passing = Object.fromEntries(LANDED_TESTS.map((name) => [name, PASS]));
    return sizeVerdict(broken - hours(2), {
      worst: isHard ? 'hard' : 'soft',
      tests: { ...passing, ...tests } as unknown as RenderedVerdict['tests'],
      latest: newestBytes === null ? good : newest,
      lastGood: newestBytes === null || isHard ? good : newest,
    });
  };
  return noticeAfter(() => {}, job, isHard ? 'alert' : 'warn', verdict, change);
}

const soft = (reason: Reason, figures: Partial<RenderedTest> = {}) => testOf(reason, { ...figures, result: 'soft' });

/** No good copy: `count` backups were seen there, and are gone; `unended`: others are there that did not end well. */
function noneLeft(count: number, place = PLACE, unended: { readonly hasUnended?: true } = {}): Notice {
  const newestTs = count === 0 ? null : at('2026-11-22T18:00:00Z');
  const reason = { kind: 'no-good-run', place, runningSince: null, seen: { count, newestTs, ...unended } } as const;
  const none = (broken: number): RenderedVerdict =>
    sizeVerdict(broken, {
      tests: { finished: PASS, recent: testOf(reason), size: PASS },
      latest: null,
      lastGood: null,
    });
  return noticeAfter(
    () => {},
    place === PLACE ? ORDERS : { ...ORDERS, place: null },
    'alert',
    none,
    (row) => ({ ...row, place, lastEvidenceTs: newestTs }),
  );
}

/** What is found of a job's proofs; the last that succeeded was a month before. */
function unproven(reason: ProvenReason, result: 'soft' | 'hard'): Notice {
  const job = routedJob({ ...ORDERS, understood: 'proven every 30 days; restore within 4 hours; escalate next day' });
  const proofs = { ...job, id: 'orders-db#proof', parentId: 'orders-db#proof', proofOf: job, place: null };
  const copy = { ts: at('2026-10-22T20:00:00Z'), sizeBytes: BEFORE, location: 's3://acme-backups/orders/a.dump' };
  const newest = reason.kind === 'never-proven' ? null : copy;
  const verdict: RenderedVerdict = {
    worst: result,
    tests: { proven: { ...testOf(reason), result } },
    latest: newest,
    lastGood: newest,
    running: null,
    dataAtRiskSeconds: null,
  };
  const provenAt = reason.kind === 'restore-slow' ? reason.at : (newest?.ts ?? null);
  return noticeAfter(
    () => {},
    proofs,
    result === 'hard' ? 'alert' : 'warn',
    () => verdict,
    (row) => ({ ...row, place: PROOFS_PLACE, restorable: { provenAt } }),
  );
}

const CASSANDRA = { ...ORDERS, id: 'cassandra/n2', parentId: 'cassandra', node: 'n2', name: 'Cassandra' };

/** A place that cannot be read, of one node. */
export function unreadable(location: string, error: string): Notice {
  const reason = { kind: 'unreadable', operation: 'list', location, error } as const;
  return failing(
    { recent: testOf(reason) },
    {
      job: CASSANDRA,
      change: (row) => ({ ...row, unreadable: { count: 1, since: row.since ?? 0, error, isRefused: true } }),
    },
  );
}

const STALE_REASON = {
  kind: 'stale',
  ageS: 33 * HOUR_S,
  allowS: 26 * HOUR_S,
  hardAfterS: 32.5 * HOUR_S,
  runningSince: null,
  goneTs: null,
} as const;
export const STALE = testOf(STALE_REASON, { measured: 33 * HOUR_S, threshold: 26 * HOUR_S });
/** Within the margin, when it is found and five hours later. */
const LATE_H = 26.1;
const late = { ...STALE_REASON, ageS: LATE_H * HOUR_S };
const lateFigures = { measured: LATE_H * HOUR_S, threshold: 26 * HOUR_S };
const MISSED = {
  kind: 'missed',
  expected: at('2026-11-23T18:00:00Z'),
  allowS: HOUR_S,
  ts: at('2026-11-22T18:04:00Z'),
  runningSince: null,
  goneTs: null,
} as const;
/** From that good backup to when the break is found. */
const MISSED_H = 24 + 56 / 60;
const tiny = { kind: 'below-floor', bytes: 2_000, floorBytes: 350 * MB, beforeBytes: BEFORE } as const;
const contradiction = {
  kind: 'contradiction',
  signal: 'the report',
  ts: at('2026-11-23T18:00:00Z'),
  claimedBytes: BEFORE,
} as const;
const RESTORED = { at: at('2026-11-22T20:00:00Z'), copyTs: at('2026-11-21T18:00:00Z') };

/** A 2 KB dump, of one node, after a night without one. */
export const tinyDump = (): Notice =>
  failing(
    { recent: STALE, size: testOf(tiny, { measured: 2_000, threshold: 350 * MB }) },
    { newestBytes: 2_000, job: CASSANDRA },
  );

/** The messages of each reason for which a test fails, by name. */
export const FAILING_MESSAGES: { readonly [Kind in FailingKind]: Readonly<Record<string, () => Notice>> } = {
  'below-floor': {
    'alert, a 2 KB dump': tinyDump,
    'alert, a 2 KB dump a second time': () =>
      failing(
        { size: testOf({ ...tiny, hasOthersBetween: true }, { measured: 2_000, threshold: 350 * MB }) },
        { newestBytes: 2_000 },
      ),
  },
  stale: {
    'alert, not recent': () => failing({ recent: STALE }),
    'warning, a little late': () => failing({ recent: soft(late, lateFigures) }, { goodAgeH: LATE_H }),
    'warning, a little late, and a run is under way': () =>
      failing(
        { recent: soft({ ...late, runningSince: at('2026-11-23T18:30:00Z') }, lateFigures) },
        { goodAgeH: LATE_H },
      ),
    'alert, far too late, and a run is under way': () =>
      failing({ recent: testOf({ ...STALE_REASON, runningSince: at('2026-11-23T18:30:00Z') }) }),
    'alert, gone': () => failing({ recent: testOf({ ...STALE_REASON, goneTs: at('2026-11-23T17:00:00Z') }) }),
    'alert, not recent, since the newest cannot be restored': () =>
      failing(
        { recent: testOf({ ...STALE_REASON, refutedTs: at('2026-11-23T17:00:00Z') }) },
        { newestBytes: BEFORE, change: (row) => ({ ...row, restorable: { provenAt: at('2026-10-22T20:00:00Z') } }) },
      ),
    'alert, not recent, of a job with proofs': () =>
      failing({ recent: STALE }, { change: (row) => ({ ...row, restorable: { provenAt: RESTORED.at } }) }),
  },
  missed: {
    'alert, the run of last night is missing': () => failing({ recent: testOf(MISSED) }, { goodAgeH: MISSED_H }),
    'warning, the run of this night is late': () => failing({ recent: soft(MISSED) }, { goodAgeH: MISSED_H }),
    'warning, the run was due by a time of day': () =>
      failing({ recent: soft({ ...MISSED, allowS: 0 }) }, { goodAgeH: MISSED_H }),
  },
  'no-good-run': {
    'alert, no copy was ever seen': () => noneLeft(0),
    'alert, nothing says that any ended well': () => noneLeft(0, PLACE, { hasUnended: true }),
    'alert, all copies are gone': () => noneLeft(14),
    'alert, no ping has come': () => noneLeft(0, HEARTBEAT_PLACE),
    'alert, the only copy there is damaged': () => {
      const none = { kind: 'no-good-run', place: PLACE, runningSince: null, seen: null } as const;
      const damaged = { kind: 'malformed', location: NEWEST, words: 'its end is missing: it is cut off' } as const;
      return failing(
        { finished: testOf(damaged), recent: testOf(none) },
        { newestBytes: 200 * MB, change: (row) => ({ ...row, lastGood: null, lastEvidenceTs: row.since }) },
      );
    },
  },
  'newest-gone': {
    'warning, the newest is gone': () =>
      failing({ recent: soft({ kind: 'newest-gone', ts: at('2026-11-23T17:00:00Z') }) }, { goodAgeH: 25 }),
  },
  'future-dated': {
    'alert, not recent, since the newest is dated in the future': () =>
      failing({
        recent: testOf({ ...STALE_REASON, futureDated: { ts: at('2027-11-23T18:00:00Z'), location: NEWEST } }),
      }),
    'warning, dated in the future': () =>
      failing(
        { recent: soft({ kind: 'future-dated', ts: at('2027-11-23T18:00:00Z'), location: NEWEST }) },
        { goodAgeH: 25 },
      ),
  },
  unreadable: {
    'alert, access denied': () => unreadable(PLACE, 'AccessDenied'),
    'alert, cannot be reached': () => unreadable('/mnt/nas/orders/', 'ENOENT: no such file or directory'),
  },
  'unread-again': {
    'warning, no answer for three checks': () => {
      const since = at('2026-11-23T17:00:00Z');
      const error = 'Please reduce your request rate (SlowDown)';
      return failing(
        { recent: soft({ kind: 'unread-again', count: 3, since, error }) },
        { goodAgeH: 20, change: (row) => ({ ...row, unreadable: { count: 3, since, error, isRefused: false } }) },
      );
    },
  },
  failed: {
    'alert, failed': () =>
      failing({
        finished: testOf({
          kind: 'failed',
          ts: at('2026-11-23T18:00:00Z'),
          location: 's3://acme-backups/orders/b.failed',
          error: 'pg_dump: error: connection refused',
        }),
      }),
    'alert, failed, as a ping says': () =>
      failing({
        finished: testOf({
          kind: 'failed',
          ts: at('2026-11-23T18:00:00Z'),
          location: HEARTBEAT_PLACE,
          error: 'pg_dump: error: connection refused',
        }),
      }),
  },
  'never-finished': {
    'alert, never finished': () =>
      failing({
        finished: testOf({
          kind: 'never-finished',
          since: at('2026-11-23T02:00:00Z'),
          withinS: 6 * HOUR_S,
          location: 's3://acme-backups/orders/b.dump.part',
        }),
      }),
  },
  malformed: {
    'alert, damaged': () =>
      failing(
        { finished: testOf({ kind: 'malformed', location: NEWEST, words: 'its end is missing: it is cut off' }) },
        { newestBytes: 200 * MB },
      ),
  },
  hollow: {
    'alert, hollow': () =>
      failing(
        { finished: testOf({ kind: 'hollow', location: NEWEST, words: 'a dump of 0 tables' }) },
        { newestBytes: 1 * MB },
      ),
  },
  contradiction: {
    'alert, other than its report says': () =>
      failing(
        { finished: testOf({ ...contradiction, found: { location: NEWEST, sizeBytes: 2 * MB } }) },
        { newestBytes: 2 * MB },
      ),
    'alert, not where its report says': () => failing({ finished: testOf({ ...contradiction, found: null }) }),
  },
  'not-looked-inside': {
    'warning, not looked into': () =>
      failing(
        { finished: soft({ kind: 'not-looked-inside', location: NEWEST, since: at('2026-11-22T17:00:00Z') }) },
        { newestBytes: BEFORE },
      ),
  },
  'with-warnings': {
    'warning, done with warnings': () =>
      failing(
        { finished: soft({ kind: 'with-warnings', location: NEWEST, warning: '2 files could not be read' }) },
        { newestBytes: 411 * MB },
      ),
  },
  'report-unreadable': {
    'warning, its report cannot be read': () =>
      failing(
        {
          finished: soft({
            kind: 'report-unreadable',
            location: 's3://acme-backups/reports/orders.json',
            error: 'it ends in the middle of a text',
          }),
        },
        { newestBytes: 411 * MB },
      ),
  },
  empty: {
    'alert, empty': () =>
      failing({ size: testOf({ kind: 'empty', location: NEWEST }, { measured: 0 }) }, { newestBytes: 0 }),
  },
  'almost-nothing': {
    'alert, almost nothing': () =>
      failing({ size: testOf({ kind: 'almost-nothing', location: NEWEST, bytes: 20 }) }, { newestBytes: 20 }),
  },
  shrunk: {
    'alert, shrunk': () =>
      failing(
        { size: testOf({ kind: 'shrunk', bytes: 120 * MB, beforeBytes: BEFORE, limitPercent: 50 }) },
        { newestBytes: 120 * MB },
      ),
    'alert, shrunk, and named otherwise': () => {
      const otherShape = { name: 'orders.log', beforeName: 'a.dump' };
      const reason = { kind: 'shrunk', bytes: 3 * MB, beforeBytes: BEFORE, limitPercent: 50, otherShape } as const;
      return failing({ size: testOf(reason) }, { newestBytes: 3 * MB });
    },
  },
  'back-to-usual': {
    'warning, at its usual size again': () =>
      failing(
        { size: soft({ kind: 'back-to-usual', bytes: 400 * MB, beforeBytes: 900 * MB, usualBytes: 400 * MB }) },
        { newestBytes: 400 * MB },
      ),
  },
  grown: {
    'warning, larger than usual': () =>
      failing(
        {
          size: soft(
            { kind: 'grown', bytes: 900 * MB, beforeBytes: BEFORE, limitPercent: 100 },
            { measured: 900 * MB, threshold: 824 * MB },
          ),
        },
        { newestBytes: 900 * MB },
      ),
  },
  'above-ceiling': {
    'warning, above its ceiling': () =>
      failing(
        { size: soft({ kind: 'above-ceiling', bytes: 900 * MB, ceilingBytes: 800 * MB }) },
        { newestBytes: 900 * MB },
      ),
  },
  'same-again': {
    'warning, same again': () =>
      failing({ size: soft({ kind: 'same-again', location: NEWEST, count: 7 }) }, { newestBytes: BEFORE }),
  },
  'too-few-files': {
    'alert, too few files': () =>
      failing(
        { size: testOf({ kind: 'too-few-files', files: 2, atLeast: 5 }, { measured: 2, threshold: 5 }) },
        { newestBytes: 400 * MB },
      ),
  },
  'too-few-members': {
    'alert, too few members': () =>
      failing({ size: testOf({ kind: 'too-few-members', files: 3, atLeast: 41 }, { measured: 3, threshold: 41 }) }),
  },
  'restore-refuted': {
    'alert, a copy that cannot be restored': () =>
      unproven(
        { kind: 'restore-refuted', ...RESTORED, words: 'SELECT count(*) FROM orders: 12, expected >= 100000' },
        'hard',
      ),
  },
  'never-proven': {
    'alert, a restore that was never proven': () =>
      unproven({ kind: 'never-proven', since: at('2026-09-20T00:00:00Z'), everyS: 30 * DAY_S, tried: null }, 'hard'),
  },
  'proof-old': {
    'warning, not proven lately': () =>
      unproven(
        { kind: 'proof-old', ageS: 31 * DAY_S, everyS: 30 * DAY_S, hardAfterS: 37.5 * DAY_S, tried: null },
        'soft',
      ),
    'alert, not proven, and the last try did not finish': () => {
      const tried = { ...RESTORED, words: 'scratch is full' };
      const old = { kind: 'proof-old', ageS: 40 * DAY_S, everyS: 30 * DAY_S, hardAfterS: 37.5 * DAY_S, tried } as const;
      return unproven(old, 'hard');
    },
  },
  'not-restored': {
    'warning, a restore that did not finish': () =>
      unproven({ kind: 'not-restored', ...RESTORED, words: 'scratch is full' }, 'soft'),
  },
  'restore-slow': {
    'warning, a restore that takes too long': () =>
      unproven({ kind: 'restore-slow', at: RESTORED.at, tookS: 5 * HOUR_S, withinS: 4 * HOUR_S }, 'soft'),
  },
};
