import type { Ending, Notice } from '../../../lib/core/message/notice.ts';
import type { Notification } from '../../../lib/core/message/notification.ts';
import type { Job } from '../../../lib/core/model/job.ts';
import type { RenderedTest } from '../../../lib/core/wording/rendered-verdict.ts';
import { hours, minutes } from '../decision/given.ts';
import { sizeVerdict } from '../routing/setting.ts';
import { FAILING_MESSAGES, failing, STALE, tinyDump } from './failing-messages.ts';
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

const PASS: RenderedTest = { result: 'pass', reason: 'fine', measured: null, threshold: null, at: 'rules.yaml:21' };

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

/** Copies are deleted by their age; the last good one is so in so many hours. */
const runningOut = (notice: Notice, inHours: number): Notice => ({
  ...notice,
  atRisk: { ...notice.atRisk, deletedAbout: MORNING + hours(inHours) },
});

/** The databases of one folder that were not dumped. */
const databases = (...names: readonly string[]): Notice[] =>
  names.map((name) => {
    const whole = { ...ORDERS, id: 'databases', parentId: 'databases', name: 'databases' } as Job;
    const member = { ...whole, id: `databases/${name}`, member: { value: name, of: 41, announcedAt: null, whole } };
    return failing({ recent: STALE }, { job: member });
  });

const ofReasons = Object.values(FAILING_MESSAGES).flatMap((messages) =>
  Object.entries(messages).map(([name, notice]) => [name, () => notificationOf(notice())] as const),
);

/** Every kind of message, by name: the golden files and `docs/messages.md` are made of it. */
export const CATALOGUE: Readonly<Record<string, () => Notification>> = {
  'alert, too small': () => notificationOf(alert()),
  warning: () => notificationOf(warning()),
  ...Object.fromEntries(ofReasons),
  'alert, flapping': () => notificationOf({ ...alert(), flapping: 4 }),
  'alert, delivered late': () => notificationOf({ ...alert(), delayedBy: 'slack: channel_not_found' }),
  'alert, in place of one who is away': () =>
    notificationOf({ ...alert(), standsInFor: { personId: 'kim', unreached: false } }),
  'alert, in place of one whom no channel reached': () =>
    notificationOf({ ...alert(), standsInFor: { personId: 'kim', unreached: true } }),
  escalated: () => notificationOf(escalated()),
  'escalated, to another than the owner': () => notificationOf(escalatedToAnother()),
  'escalated, the last good copy about to be deleted': () => notificationOf(runningOut(escalated(), 40)),
  'alert, the last good copy to be deleted in two weeks': () => notificationOf(runningOut(alert(), 14 * 24)),
  'alert, the last good copy may be deleted at any time': () => notificationOf(runningOut(tinyDump(), -1)),
  'still failing': () => notificationOf(stillFailing()),
  'after a snooze': () => notificationOf(resumed()),
  snoozed: () => notificationOf(snoozed()),
  muted: () => notificationOf(muted()),
  recovered: () => notificationOf(recovered()),
  'recovered, its size accepted': () => notificationOf(endedBy({ kind: 'accepted', sizeBytes: 30_000_000 })),
  'recovered, with no newer backup': () => notificationOf(endedBy({ kind: 'no-newer-backup' })),
  'recovered, by a restore that works': () => notificationOf(endedBy({ kind: 'proof', at: MORNING - minutes(25) })),
  'recovered, and broken again': () => notificationOf(brokenAgain()),
  'recovered, no longer flapping': () => notificationOf({ ...recovered(), flapping: 4 }),
  'no longer broken by the new rule': () => notificationOf(loosened()),
  'no longer watched': () => notificationOf(retired()),
  'retired on purpose': () => notificationOf({ ...retired(), retiredBy: 'lee' }),
  drill: () => notificationOf(drill()),
  'drill, of a job that fails': () => notificationOf({ ...drill(), standing: 'alert' }),
  'three at once': () => notificationOf(alert(), { ...tinyDump(), jobId: 'b' }, { ...warning(), jobId: 'c' }),
  'members of one job': () => notificationOf(...databases('orders', 'shop', 'crm')),
  'many members of one job': () => notificationOf(...databases('a', 'b', 'c', 'd', 'e', 'f'), alert()),
  'one cause': () => notificationOf(...denied(6), recovered()),
  'two recoveries': () => notificationOf(recovered(), { ...recovered(), jobId: 'b', jobName: 'CRM' }),
};
