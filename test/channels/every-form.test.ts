import { describe, expect, test } from 'vitest';
import type { SlackBlock } from '../../lib/channels/slack/message.ts';
import type { Notice } from '../../lib/core/message/notice.ts';
import type { Notification } from '../../lib/core/message/notification.ts';
import {
  alert,
  denied,
  drill,
  escalated,
  muted,
  notificationOf,
  recovered,
  retired,
  snoozed,
  stillFailing,
  warning,
} from '../core/message/sample-notifications.ts';
import { type Forms, renderNotification } from './every-form.ts';

/** Every text in a Slack message, with its kind. */
function slackTexts(value: unknown): { type: string; text: string }[] {
  if (Array.isArray(value)) return value.flatMap(slackTexts);
  if (value === null || typeof value !== 'object') return [];
  const { type, text } = value as { type?: string; text?: unknown };
  if (typeof text === 'string' && type !== undefined) return [{ type, text }];
  return Object.values(value).flatMap(slackTexts);
}

function slackText(message: Forms): string {
  return slackTexts(message.slack.blocks)
    .map(({ text }) => text)
    .join('\n');
}

function blocksOf(message: Forms, type: string): SlackBlock[] {
  return message.slack.blocks.filter((block) => block.type === type);
}

/** The text of an HTML part as a reader sees it. */
function shownText(html: string): string {
  const body = html.slice(html.indexOf('<body'));
  const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", nbsp: ' ' };
  return body.replace(/<[^>]*>/g, '').replace(/&([a-z]+|#39);/g, (_, name: string) => entities[name] ?? '?');
}

describe('what every message says', () => {
  const cases: readonly { name: string; notice: () => Notice; says: readonly string[] }[] = [
    {
      name: 'an alert: what failed in numbers, what is at risk, since when, the rule, the place, who else',
      notice: alert,
      says: [
        '🔴 Alert: Orders database',
        'Too small: 30 MB; at least 350 MB expected; 412 MB the time before.',
        'Lose it now and you lose 31 hours; newest good copy Mon 01:00.',
        'Broken since Tue 03:00.',
        'No one else has been notified.',
        'Rule (rules.yaml:21): at least 350 MB',
        'Note: Ask Kim before you restart the export.',
        'Times are in Asia/Singapore.',
      ],
    },
    { name: 'a warning by its own name', notice: warning, says: ['🟡 Warning: Invoices'] },
    {
      name: 'an escalation: since when the break, since when the state, and who was told',
      notice: escalated,
      says: [
        '🚨 Escalated: Orders database',
        'Broken since Tue 03:00; escalated since Tue 07:59',
        'Also notified: lee (now).',
      ],
    },
    {
      name: 'a recovery: how long, how bad, what ended it, who said so',
      notice: recovered,
      says: [
        '✅ Recovered: Orders database',
        'It was broken for 5 hours, Tue 03:00 to Tue 07:55, at worst alert.',
        'A good backup of 414 MB ended it, Tue 07:35.',
        'sam had marked it fixed.',
      ],
    },
    {
      name: 'a snooze: by whom and until when',
      notice: snoozed,
      says: ['Snoozed by lee until Wed 07:00; it has not passed since.', 'Lose it now'],
    },
    {
      name: 'a mute: by whom, and that it does not end',
      notice: muted,
      says: ['Muted by lee until it is resumed; it has not passed since.'],
    },
    {
      name: 'a refuted fix: that the check does not agree',
      notice: stillFailing,
      says: ['Still failing (alert): Orders database', 'You marked it fixed, and the check does not agree.'],
    },
    {
      name: 'a job that left: that nobody will be told again',
      notice: retired,
      says: ['No longer watched', 'It was removed from the rules doc'],
    },
    {
      name: 'a drill: that it is one',
      notice: drill,
      says: ['DRILL · this is a drill: Orders database', 'reports nothing new', 'the job itself is green'],
    },
  ];
  for (const { name, notice, says } of cases) {
    test(`${name}, in Slack and both parts of an email`, () => {
      const message = renderNotification(notificationOf(notice()));
      for (const said of says) {
        expect(slackText(message)).toContain(said);
        expect(message.email.text).toContain(said);
        expect(shownText(message.email.html)).toContain(said);
      }
    });
  }

  test('an email’s subject names state, job and what failed', () => {
    expect(renderNotification(notificationOf(alert())).email.subject).toBe(
      'Alert: Orders database - Too small: 30 MB; at least 350 MB expected; 412 MB the time before.',
    );
  });

  test('without a good copy everything is at risk', () => {
    const atRisk = { ...alert().atRisk, seconds: null, lastGoodAt: null, isNeverSeen: false };
    const notice = { ...alert(), atRisk };
    expect(renderNotification(notificationOf(notice)).email.text).toContain(
      'you lose everything: there is no good copy',
    );
  });

  test('instants in a test’s sentence are on the reader’s clock', () => {
    const { failed } = alert();
    const reason = 'the run expected at 2026-11-23 18:00 UTC has not landed within 1 hour (rules.yaml:21)';
    const notice = { ...alert(), failed: failed && { ...failed, test: 'recent' as const, reason } };
    expect(renderNotification(notificationOf(notice)).email.text).toContain(
      'the run expected at Tue 02:00 has not landed',
    );
  });

  test('evidence and runbook are linked, the evidence to the S3 console', () => {
    const message = renderNotification(notificationOf(alert()));
    const url = 'https://console.aws.amazon.com/s3/object/acme-backups?prefix=orders%2Fb.dump';
    expect(slackText(message)).toContain(`<${url}|Open the evidence>`);
    expect(message.email.html).toContain(`href="${url}"`);
    expect(message.email.text).toContain('Runbook: https://wiki.acme.example/orders-backup');
  });

  test('places that are not on AWS are named instead of linked', () => {
    const message = renderNotification(notificationOf(alert()), { console: null });
    expect(slackText(message)).not.toContain('Open the evidence');
    expect(message.email.text).toContain('s3://acme-backups/orders/b.dump');
  });

  test('the same content goes to machines, in snake_case, ISO instants, bytes and seconds', () => {
    expect(renderNotification(notificationOf(alert())).json).toMatchObject({
      version: 1,
      person: 'sam',
      at: '2026-11-24T00:00:00Z',
      counts: { notices: 1, omitted: 0 },
      notices: [
        {
          job_id: 'orders-db',
          state: 'alert',
          telling: 'failing',
          broken_since: '2026-11-23T19:00:00Z',
          data_at_risk_seconds: 111_600,
          last_good_at: '2026-11-22T17:00:00Z',
          failed: [{ test: 'size', result: 'hard', measured: 30_000_000, threshold: 350_000_000, at: 'rules.yaml:21' }],
          evidence: 's3://acme-backups/orders/b.dump',
        },
      ],
    });
  });
});

describe('buttons', () => {
  const values = (message: Forms) =>
    blocksOf(message, 'actions').flatMap((block) =>
      (block.elements as readonly { action_id: string; value: string }[]).map(({ action_id, value }) => ({
        action_id,
        ...JSON.parse(value),
      })),
    );

  test('are not drawn until something answers them', () => {
    const message = renderNotification(notificationOf(alert()));
    expect(blocksOf(message, 'actions')).toEqual([]);
    expect(message.email.html).not.toContain('Mark fixed');
  });

  test('name job, break, action, and for accept the run', () => {
    expect(values(renderNotification(notificationOf(alert()), { actions: true }))).toEqual([
      { action_id: 'sentinel_fixed', job: 'orders-db', break_seq: 1, action: 'fixed' },
      { action_id: 'sentinel_snooze', job: 'orders-db', break_seq: 1, action: 'snooze' },
      { action_id: 'sentinel_mute', job: 'orders-db', break_seq: 1, action: 'mute' },
      {
        action_id: 'sentinel_accept',
        job: 'orders-db',
        break_seq: 1,
        action: 'accept',
        run: { location: 's3://acme-backups/orders/b.dump', ts: '2026-11-23T17:00:00Z', size_bytes: 30_000_000 },
      },
    ]);
  });

  test('a recovery has none', () => {
    expect(values(renderNotification(notificationOf(recovered()), { actions: true }))).toEqual([]);
  });

  test('an email has links in their place, one for each action', () => {
    const linkFor = (_: Notice, action: string) => `https://s.example/${action}?a=1&b="2"`;
    const { email } = renderNotification(notificationOf(alert()), { linkFor });
    expect(email.html).toContain('href="https://s.example/snooze?a=1&amp;b=&quot;2&quot;"');
    expect(email.text).toContain('Accept new size: https://s.example/accept');
  });
});

describe('several jobs at once', () => {
  test('real trouble beside a drill does not pass for one', () => {
    const { email } = renderNotification(notificationOf({ ...drill(), jobName: 'Canary' }, alert()));
    expect(email.text).toContain('1 of these is a drill, marked DRILL; the others are real.');
    expect(email.text).not.toContain('nothing is broken');
    expect(email.subject).not.toContain('DRILL');
  });

  test('a shared cause leads, with its jobs; recoveries are listed one by one', () => {
    const notification = notificationOf(recovered(), ...denied(7), warning(), {
      ...recovered(),
      jobId: 'b',
      jobName: 'B',
    });
    const text = slackText(renderNotification(notification));
    const order = [
      '8 backups need you: Shop 1, Shop 2, Shop 3 and 5 more; 7 share an error (and 2 recovered: B, Orders database)',
      'same error: AccessDenied',
      'Alert: Shop 1 ',
      'Alert: Shop 7 ',
      'Warning: Invoices',
      'Recovered: B',
      'Recovered: Orders',
    ];
    const places = order.map((each) => text.indexOf(each));
    expect(places, text).toEqual([...places].sort((a, b) => a - b));
    expect(places).not.toContain(-1);
  });

  const storm: Notification = notificationOf(...denied(500), recovered(), warning());
  test('a storm of 500 jobs is within Slack’s limits, readable, and counts whatever it does not list', () => {
    const message = renderNotification(storm, { actions: true });
    expectWithinLimits(message);
    expect(slackText(message)).toContain('500 of these jobs have the same error: AccessDenied');
    expect(slackText(message)).toContain('... and 492 more: 492 alerts.');
    expect(slackText(message)).toContain('Recovered: Orders database');
    expect(message.email.text).toContain('... and 470 more: 470 alerts.');
    expect(message.json).toMatchObject({ counts: { notices: 502 } });
  });

  test('500 jobs with nothing in common are counted as well', () => {
    const apart = denied(500).map((notice) => ({
      ...notice,
      shared: { error: null, bucket: null, host: null, group: null },
    }));
    const message = renderNotification(notificationOf(...apart), { actions: true });
    expectWithinLimits(message);
    const text = slackText(message);
    const listed = text.match(/Alert: Shop \d+/g)?.length ?? 0;
    expect(listed).toBeGreaterThan(10);
    expect(text).toContain(`... and ${500 - listed} more: ${500 - listed} alerts.`);
  });
});

function expectWithinLimits({ slack, email, json }: Forms): void {
  expect(slack.blocks.length).toBeLessThanOrEqual(50);
  expect(JSON.stringify(slack.blocks).length).toBeLessThanOrEqual(13_000);
  expect(slack.text.length).toBeLessThanOrEqual(4000);
  for (const block of slack.blocks) {
    const most = block.type === 'header' ? 150 : 3000;
    for (const { text } of slackTexts(block)) expect(text.length).toBeLessThanOrEqual(most);
    const inContext = block.type === 'context' ? (block.elements as readonly unknown[]) : [];
    expect(inContext.length).toBeLessThanOrEqual(10);
    for (const { value } of (block.type === 'actions' ? block.elements : []) as { value: string }[])
      expect(value.length).toBeLessThanOrEqual(2000);
  }
  expect(email.subject.length).toBeLessThanOrEqual(150);
  expect(new TextEncoder().encode(email.html).length).toBeLessThanOrEqual(102_000);
  expect(new TextEncoder().encode(JSON.stringify(json)).length).toBeLessThanOrEqual(256 * 1024);
}

const HOSTILE = [
  { name: 'a Slack mention of everybody', text: '<!channel> down', shown: '<!channel> down' },
  { name: 'a Slack mention of a person', text: '<@U012AB3CD>', shown: '<@U012AB3CD>' },
  {
    name: 'a forged Slack link',
    text: '<https://evil.example|Mark fixed>',
    shown: '<https://evil.example|Mark fixed>',
  },
  { name: 'HTML', text: '<img src=x onerror=alert(1)><b>bold</b>', shown: '<img src=x onerror=alert(1)><b>bold</b>' },
  { name: 'an HTML attribute’s end', text: '" onclick="x', shown: '" onclick="x' },
  { name: 'an entity', text: '&lt;b&gt; &amp;', shown: '&lt;b&gt; &amp;' },
  {
    name: 'a header of its own',
    text: 'a\r\nBcc: all@acme.example\r\n\r\nbody',
    shown: 'a Bcc: all@acme.example body',
  },
  { name: 'right-to-left marks', text: 'a\u202Egnp.exe\u202C\u2066b\u2069\u200F', shown: 'agnp.exeb' },
  { name: 'zero-width characters', text: 'pay\u200Bpal\u200D\uFEFF\u2060', shown: 'paypal' },
  { name: 'line separators', text: 'a\u2028b\u2029c', shown: 'a b c' },
  { name: 'control characters', text: 'a\u0000b\u001B[31mc\u0085d', shown: 'a b [31mc d' },
  { name: 'half a character', text: 'a\uD83Db', shown: 'ab' },
  { name: 'emoji and backticks', text: '`rm -rf` 🦊 :tada: *x* _y_ ~z~', shown: '`rm -rf` 🦊 :tada: *x* _y_ ~z~' },
  { name: 'a tower of marks', text: `e${'\u0301'.repeat(200)}`, shown: `e${'\u0301'.repeat(3)}` },
  { name: 'a template’s holes', text: '{{x}} $& $1 %s', shown: '{{x}} $& $1 %s' },
] as const;

/** Each field that comes from outside, filled with a value. */
function filledWith(text: string): Notice[] {
  const failed = alert().failed;
  const hostile = (notice: Notice): Notice => ({
    ...notice,
    jobName: text,
    jobId: notice.jobId,
    failed: failed && { ...failed, reason: text, at: text },
    alsoFailed: failed ? [{ ...failed, reason: text, at: text }] : [],
    evidence: `s3://acme-backups/${text}`,
    rule: { words: text, at: text },
    runbook: `https://wiki.acme.example/${text}`,
    note: text,
    quieted: notice.quieted && { ...notice.quieted, by: text },
    ending: notice.ending && { ...notice.ending, fixedBy: text },
    others: [{ personId: text, when: { kind: 'now' } }],
    standsInFor: { personId: text, unreached: true },
    shared: { error: text, bucket: text, host: text, group: text },
    acceptRun: notice.acceptRun && { ...notice.acceptRun, location: text },
  });
  return [alert(), recovered(), snoozed(), stillFailing(), retired()].map(hostile);
}

/** Nothing of the value can take effect anywhere. */
function expectHarmless(message: Forms): void {
  const { slack, email } = message;
  const unseen = /[\p{Cf}\p{Cs}]|[^\P{Cc}\n]|[\u2028\u2029]/u;
  for (const { type, text } of slackTexts(slack.blocks)) {
    expect(text).not.toMatch(unseen);
    const marked = type === 'mrkdwn' ? text : '';
    expect(marked.replace(/<https:\/\/[^<>|\s]+\|(Open the evidence|Runbook)>/g, '')).not.toMatch(/[<>]/);
  }
  expect(slack.text).not.toMatch(/[<>\r\n`]/);
  expect(slack.text).not.toMatch(unseen);
  expect(email.subject).not.toMatch(/[\r\n]/);
  expect(email.subject).not.toMatch(unseen);
  expect(email.text).not.toMatch(unseen);
  expect(email.html).not.toMatch(unseen);
  const tags = new Set((email.html.match(/<\/?[a-z!][^\s>]*/gi) ?? []).map((tag) => tag.replace(/[</]/g, '')));
  const ours = ['!doctype', 'html', 'head', 'meta', 'title', 'style', 'body', 'div', 'h1', 'h2', 'p', 'bdi', 'a'];
  expect([...tags].filter((tag) => !ours.includes(tag))).toEqual([]);
  expect(email.html).not.toMatch(/<[^>]*\son[a-z]+=/i);
  expect(email.html).not.toMatch(/<(img|link|script|iframe)|url\(|@import/i);
}

describe('values from outside are text', () => {
  for (const { name, text, shown } of HOSTILE) {
    test(`${name}, in every field, for every channel`, () => {
      for (const notice of filledWith(text)) {
        const message = renderNotification(notificationOf(notice), { actions: true });
        expectHarmless(message);
        expectWithinLimits(message);
        expect(slackTexts(blocksOf(message, 'header'))[0]?.text.endsWith(`: ${shown}`)).toBe(true);
        expect(message.email.subject).toContain(shown);
        expect(message.email.text).toContain(shown);
        expect(shownText(message.email.html)).toContain(shown);
        expect(JSON.parse(JSON.stringify(message.json)).notices[0].name).toBe(shown);
      }
    });
  }

  for (const unit of ['x', '<', '&', '"', '\\', '🦊', '\u202E', 'é ', '\r\n']) {
    test(`10,000 times ${JSON.stringify(unit)} in every field stays within every limit, alone and in a storm`, () => {
      const notices = filledWith(unit.repeat(10_000));
      for (const notice of notices) expectBounded(renderNotification(notificationOf(notice), { actions: true }));
      const storm = Array.from({ length: 60 }, (_, index) =>
        notices.map((each) => ({ ...each, jobId: `j${index}` })),
      ).flat();
      expectBounded(renderNotification(notificationOf(...storm), { actions: true }));
    });
  }
});

function expectBounded(message: Forms): void {
  expectHarmless(message);
  expectWithinLimits(message);
}
