import { describe, expect, test } from 'vitest';
import type { Notice, SharedFacts } from '../../../lib/core/message/notice.ts';
import type { ReadyNotice } from '../../../lib/core/message/notification.ts';
import { notificationsOf, sharedCausesOf } from '../../../lib/core/message/together.ts';
import { alert, escalated, MORNING, recovered, snoozed, warning } from './sample-notifications.ts';

function ready(personId: string, notice: Notice, overrides: Partial<ReadyNotice> = {}): ReadyNotice {
  const claimId = `claim#${notice.eventId}#${personId}`;
  return { personId, claimId, addresses: [], byAll: false, earlier: null, notice, ...overrides };
}

function sharing(count: number, shared: Partial<SharedFacts>, from = 0): Notice[] {
  const none = { error: null, bucket: null, host: null, group: null };
  return Array.from({ length: count }, (_, index) => ({
    ...alert(),
    jobId: `j${from + index}`,
    shared: { ...none, ...shared },
  }));
}

const EARLIER = { address: { channel: 'slack', to: 'U0SAM' }, receipt: 'ts-1', jobIds: ['a'] } as const;

describe('together', () => {
  test('what is ready for one person is one notification, worst first, recoveries last, and it settles every claim', () => {
    const notices = [recovered(), warning(), snoozed(), escalated(), alert()];
    const notifications = notificationsOf(
      notices.map((notice) => ready('sam', notice)),
      MORNING,
      () => 'UTC',
    );
    expect(notifications).toHaveLength(1);
    expect(notifications[0]?.notices.map(({ kind, state }) => `${kind} ${state}`)).toEqual([
      'failing escalate',
      'failing alert',
      'failing warn',
      'quieted green',
      'over green',
    ]);
    expect(notifications[0]?.claimIds).toHaveLength(5);
  });

  test('each person has a notification of their own, in their own zone', () => {
    const both = [ready('sam', alert()), ready('lee', alert()), ready('sam', warning())];
    const notifications = notificationsOf(both, MORNING, (id) => (id === 'sam' ? 'Asia/Singapore' : 'UTC'));
    expect(notifications.map(({ personId, timezone, notices }) => [personId, timezone, notices.length])).toEqual([
      ['sam', 'Asia/Singapore', 2],
      ['lee', 'UTC', 1],
    ]);
  });

  test('changes of an earlier message stay apart from news, and go together when they change the same one', () => {
    const changes = [
      ready('sam', alert()),
      ready('sam', snoozed(), { earlier: EARLIER }),
      ready('sam', warning(), { earlier: EARLIER }),
    ];
    const notifications = notificationsOf(changes, MORNING, () => 'UTC');
    expect(notifications.map(({ earlier, notices }) => [earlier?.receipt ?? null, notices.length])).toEqual([
      [null, 1],
      ['ts-1', 2],
    ]);
  });

  test('what the admin gets in place of somebody else stays apart, since it goes by all of their channels', () => {
    const notifications = notificationsOf(
      [ready('dana', alert()), ready('dana', warning(), { byAll: true })],
      MORNING,
      () => 'UTC',
    );
    expect(notifications).toHaveLength(2);
  });
});

describe('what leads', () => {
  const cases = [
    { name: 'four jobs that share a bucket are no shared cause', notices: sharing(4, { bucket: 'b' }), want: [] },
    { name: 'five are', notices: sharing(5, { bucket: 'b' }), want: ['bucket b 5'] },
    { name: 'a host', notices: sharing(6, { host: 'n1' }), want: ['host n1 6'] },
    { name: 'an owner group', notices: sharing(6, { group: 'shops' }), want: ['group shops 6'] },
    {
      name: 'of equally many, the error',
      notices: sharing(5, { bucket: 'b', group: 'g', error: 'e' }),
      want: ['error e 5'],
    },
    {
      name: 'the fact of the most jobs first, then another among the rest',
      notices: [...sharing(5, { error: 'e' }), ...sharing(7, { bucket: 'b' }, 5)],
      want: ['bucket b 7', 'error e 5'],
    },
    {
      name: 'recoveries are no part of a cause',
      notices: sharing(9, { bucket: 'b' }).map((each) => ({ ...each, kind: 'over' as const })),
      want: [],
    },
  ];
  for (const { name, notices, want } of cases) {
    test(name, () => {
      expect(sharedCausesOf(notices).map(({ fact, value, jobIds }) => `${fact} ${value} ${jobIds.length}`)).toEqual(
        want,
      );
    });
  }
});
