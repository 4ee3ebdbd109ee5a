import type { Instant } from '../../../lib/core/instant.ts';
import { makeNotice } from '../../../lib/core/message/make-notice.ts';
import type { Notice } from '../../../lib/core/message/notice.ts';
import type { Notification } from '../../../lib/core/message/notification.ts';
import { notificationsOf } from '../../../lib/core/message/together.ts';
import type { Job } from '../../../lib/core/model/job.ts';
import type { JobRow } from '../../../lib/core/model/job-row.ts';
import type { State } from '../../../lib/core/model/state.ts';
import type { RenderedVerdict } from '../../../lib/core/wording/rendered-verdict.ts';
import { at, hours, minutes } from '../decision/given.ts';
import { Dispatcher, History, peopleOf, person, routedJob, sizeVerdict } from '../routing/setting.ts';

export const ZONE = 'Asia/Singapore';
/** 08:00 in Singapore on Tuesday, 24 November 2026. */
export const MORNING: Instant = at('2026-11-24T00:00:00Z');

const PEOPLE = peopleOf([person('sam', { timezone: ZONE }), person('lee'), person('dana')]);

export const ORDERS: Partial<Job> = {
  runbook: 'https://wiki.acme.example/orders-backup',
  note: 'Ask Kim before you restart the export.',
};

/** A notification with one notice, or several. */
export function notificationOf(...notices: readonly Notice[]): Notification {
  const ready = notices.map((notice) => ({
    personId: 'sam',
    claimId: `claim#${notice.eventId}#sam`,
    addresses: [],
    byAll: false,
    earlier: null,
    notice,
  }));
  const [notification] = notificationsOf(ready, MORNING, () => ZONE);
  if (!notification) throw new Error('no notice');
  return notification;
}

/** What sam is told when `tell` has happened to a job, which was broken five hours before. */
export function noticeAfter(
  notify: (history: History, dispatcher: Dispatcher) => void,
  job: Partial<Job> = ORDERS,
  state: State = 'alert',
  verdict: (broken: Instant) => RenderedVerdict = (broken) => sizeVerdict(broken - hours(2)),
  change: (row: JobRow) => JobRow = (row) => row,
): Notice {
  const whole = routedJob(job);
  const history = new History(whole.id);
  const dispatcher = new Dispatcher(PEOPLE, whole);
  const broken = MORNING - hours(5);
  const first = history.to(state, broken, { verdict: verdict(broken) });
  dispatcher.trigger(history, first, broken);
  notify(history, dispatcher);
  history.row = change(history.row);
  const newest = history.transitions.at(-1) ?? first;
  if (newest === first) dispatcher.deliveries.length = 0;
  const routing = dispatcher.trigger(history, newest, MORNING);
  const plan = dispatcher.sent.findLast((each) => each.plan.personId === 'sam')?.plan;
  if (!plan) throw new Error('sam is not told');
  const input = { ...dispatcher.input(history, newest, MORNING) };
  return makeNotice(input, plan, routing.routed);
}

export const alert = (): Notice => noticeAfter(() => {});
export const warning = (): Notice =>
  noticeAfter(
    () => {},
    { ...ORDERS, name: 'Invoices' },
    'warn',
    (broken) => {
      const found = broken - hours(2);
      const reason = '340 MB; at least 350 MB expected; 412 MB the time before (rules.yaml:21)';
      const size = { result: 'soft', reason, measured: 340_000_000, threshold: 350_000_000, at: 'rules.yaml:21' };
      const newest = { ts: found, sizeBytes: 340_000_000, location: 's3://acme-backups/orders/b.dump' };
      return sizeVerdict(found, {
        worst: 'soft',
        tests: { ...sizeVerdict(found).tests, size } as RenderedVerdict['tests'],
        latest: newest,
        lastGood: newest,
      });
    },
  );
export const escalated = (): Notice =>
  noticeAfter((history) => {
    history.to('escalate', MORNING - minutes(1), { reason: 'stuck', verdict: sizeVerdict(MORNING - hours(7)) });
  });
export const recovered = (): Notice =>
  noticeAfter((history) => {
    const landed = MORNING - minutes(25);
    const good = { ts: landed, sizeBytes: 414_000_000, location: 's3://acme-backups/orders/c.dump' };
    history.to('green', MORNING - minutes(5), {
      by: 'sam',
      verdict: sizeVerdict(landed, { latest: good, lastGood: good }),
    });
  });
export const snoozed = (): Notice =>
  noticeAfter((history) => {
    history.act({ verb: 'snooze', forMs: hours(24) }, 'lee', MORNING - hours(1));
  });
export const muted = (): Notice =>
  noticeAfter((history) => {
    history.act({ verb: 'mute' }, 'lee', MORNING - hours(1));
  });
export const stillFailing = (): Notice =>
  noticeAfter((history) => {
    history.to('alert', MORNING - minutes(1), { reason: 'still-failing', fixedRefuted: true, by: 'sam' });
  });
export const retired = (): Notice =>
  noticeAfter((history) => {
    history.retire(MORNING - minutes(1));
  });
export const drill = (): Notice => ({
  ...alert(),
  failed: null,
  evidence: 's3://acme-backups/orders/',
  isDrill: true,
  drillId: 'd',
  standing: 'green',
  actions: [],
});

/** `count` jobs in one bucket that cannot be read any more. */
export function denied(count: number): Notice[] {
  return Array.from({ length: count }, (_, index) => {
    const id = `shop-${String(index + 1).padStart(3, '0')}`;
    const place = { scheme: 's3' as const, container: 's3://acme-shops/', bucket: 'acme-shops', template: `${id}/` };
    const job = { id, name: `Shop ${index + 1}`, place, group: 'shops' };
    const notice = noticeAfter(
      () => {},
      job,
      'alert',
      undefined,
      (row) => ({
        ...row,
        unreadable: { count: 1, since: MORNING, error: 'AccessDenied', isRefused: true },
      }),
    );
    const reason = `unreadable: list s3://acme-shops/${id}/: AccessDenied`;
    const failed = {
      test: 'recent' as const,
      cause: 'access' as const,
      result: 'hard' as const,
      reason,
      measured: null,
      threshold: null,
      at: 'rules.yaml:40',
    };
    return {
      ...notice,
      failed,
      shared: { ...notice.shared, error: 'AccessDenied' },
      actions: ['fixed', 'snooze', 'mute'],
    };
  });
}
