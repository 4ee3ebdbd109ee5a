import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { MINUTE_MS } from '../../lib/core/instant.ts';
import { directMessage } from '../channels/slack/stand-in.ts';
import { runSentinel } from '../run-sentinel.ts';
import { DeployedSentinel } from './deployed-sentinel.ts';
import { Deployment, RULES_BUCKET, WATCHED_BUCKET } from './deployment.ts';
import { DispatchTraces } from './dispatch-traces.ts';
import { Inboxes } from './inboxes.ts';
import { loggedMetrics } from './logged-metrics.ts';

const RULES_KEY = 'rules.yaml';
const RULES_DOC = `s3://${RULES_BUCKET}/${RULES_KEY}`;
const CDK_LIMIT_MS = 450_000;
const SOON = { timeout: 30_000, interval: 250 };
/** The queue may gather messages for a minute before dispatch sees them. */
const AFTER_BATCHING = { timeout: 120_000, interval: 250 };
/** Quiet hours end within two minutes and a half; schedules may be a minute late; and then the queue gathers. */
const AFTER_QUIET_HOURS = { timeout: 260_000, interval: 250 };
/** What comes in a person's turn is given again when the queue shows it again: two minutes; and then the queue gathers. */
const AFTER_TURN = { timeout: 300_000, interval: 250 };

const SLACK_TOKEN = 'xoxb-end-to-end';
const SAM = 'U012AB3CD';
const LEE = 'U0345EF6G';
const DANA = 'dana@acme.example';
const KIM = 'kim@acme.example';
const SENDER = 'backups@acme.example';
/** Ahead of UTC by five hours and three quarters, all year. */
const KIMS_ZONE = 'Asia/Kathmandu';
/** The least time that is left of the quiet hours when the jobs break: enough until it is dispatched. */
const STILL_QUIET_MS = 75_000;

const rulesDoc = (kimsHours: string): string => `version: 1
settings: { admin: dana, rule: "every 10 minutes, allow 30; at least 1 KB; never escalate; check every 1 minute" }
people:
  sam: { slack: ${SAM} }
  lee: { slack: ${LEE} }
  dana: { email: ${DANA} }
  kim: { slack: U0KIM, email: ${KIM}, via: [email], timezone: ${KIMS_ZONE}${kimsHours} }
jobs:
  orders-db:
    name: Orders database
    owner: sam
    escalate_to: dana
    backup: s3://${WATCHED_BUCKET}/orders/*.dump
    rule: escalate after 1 minute
  ledger:
    name: General <ledger>
    owner: kim
    backup: s3://${WATCHED_BUCKET}/ledger/*.dump
  payroll:
    name: Payroll
    owner: lee
    backup: s3://${WATCHED_BUCKET}/payroll/*.dump
`;
const ANOTHER_JOB = `  invoices:
    name: Invoices
    owner: lee
    backup: s3://${WATCHED_BUCKET}/invoices/*.dump
`;

const SETTINGS = {
  // The passes are those that the tests ask for.
  tick: 'rate(1 hour)',
  watched: [{ bucket: WATCHED_BUCKET, prefixes: ['orders/', 'ledger/', 'payroll/', 'invoices/'] }],
  slack: true,
  fromEmail: SENDER,
};

/** What an inbox shows of a message that begins so. */
const shown = (beginning: string) => expect.stringMatching(new RegExp(`^${beginning}(?: - | — |$)`));
/** All that is told, but to Lee, in this order; what is told at the same time, in the order of the alphabet. */
const STORY = [
  `slack ${directMessage(SAM)} 🔴 Alert: Orders database`,
  `mail ${KIM} Alert: General <ledger>`,
  `mail ${DANA} Escalated: Orders database`,
  `slack ${directMessage(SAM)} 🚨 Escalated: Orders database`,
  `mail ${DANA} Recovered: Orders database`,
  `mail ${KIM} Recovered: General <ledger>`,
  `slack ${directMessage(SAM)} ✅ Recovered: Orders database`,
].map(shown);

const LEES_STORY = ['Payroll', 'Invoices'].map((name) => shown(`slack ${directMessage(LEE)} 🔴 Alert: ${name}`));

// One story: each test goes on where the one before has ended.
describe('dispatch, deployed', () => {
  let inboxes: Inboxes;
  let deployment: Deployment;
  let sentinel: DeployedSentinel;
  let traces: DispatchTraces;
  let before: readonly string[];
  let quietUntil: number;
  let kimsHours: string;

  beforeAll(async () => {
    inboxes = await Inboxes.open();
    inboxes.slack.tokens.add(SLACK_TOKEN);
    inboxes.slack.members.add(SAM).add(LEE);
    // MiniStack inherits it, and hands on there what SES is given.
    vi.stubEnv('SMTP_HOST', inboxes.mailServer);
    deployment = await Deployment.start({ ...SETTINGS, slackUrl: inboxes.slack.url });
    before = await deployment.inventory();
    const token = { Name: '/bk/slack-bot-token', Type: 'SecureString', Value: SLACK_TOKEN };
    await deployment.call('AmazonSSM.PutParameter', token);
    await deployment.deploy();
    sentinel = await DeployedSentinel.listenTo(deployment);
    traces = new DispatchTraces(deployment);
    await sentinel.s3.send(new CreateBucketCommand({ Bucket: WATCHED_BUCKET }));
  }, CDK_LIMIT_MS);
  afterAll(async () => {
    vi.unstubAllEnvs();
    traces?.close();
    sentinel?.close();
    await deployment?.stop();
    await inboxes?.close();
  });

  const pushRules = async (text: string): Promise<void> => {
    const file = join(deployment.folder, RULES_KEY);
    await writeFile(file, text);
    expect(await runSentinel(['rules', 'push', file, '--rules', RULES_DOC], deployment.env)).toMatchObject({
      status: 0,
    });
  };
  const backUpHalfway = async (key: string): Promise<void> => {
    await sentinel.s3.send(new PutObjectCommand({ Bucket: WATCHED_BUCKET, Key: key, Body: 'cut sho'.repeat(10) }));
  };
  const handled = async (jobId: string) => Number((await sentinel.row(jobId))?.handled_seq?.N);
  const allHandled = (jobId: string, seq: number) => expect.poll(() => handled(jobId), AFTER_BATCHING).toBe(seq);
  const turnsAreOver = (...people: readonly string[]) => {
    const areOver = async () => (await Promise.all(people.map((id) => traces.isTurnOver(id)))).every(Boolean);
    return expect.poll(areOver, { timeout: 2 * MINUTE_MS, interval: 1_000 }).toBe(true);
  };

  const isForLee = (line: string) => line.startsWith(`slack ${directMessage(LEE)} `);
  const toLee = () => inboxes.arrived().filter(isForLee);
  const toOthers = () => inboxes.arrived().filter((line) => !isForLee(line));

  test('a first pass finds good backups, and nobody hears of it', async () => {
    for (const job of ['orders', 'ledger', 'payroll']) await sentinel.backUp(`${job}/1.dump`);
    await pushRules(rulesDoc(''));
    await sentinel.tick();
    for (const job of ['orders-db', 'ledger', 'payroll']) {
      await expect.poll(() => sentinel.row(job), SOON).toMatchObject({ state: { S: 'green' } });
    }
    expect(inboxes.arrived()).toEqual([]);
  });

  test(
    'three jobs break: their owners hear of it in Slack, but for the one whose hours are quiet',
    async () => {
      for (const job of ['orders', 'ledger', 'payroll']) await backUpHalfway(`${job}/2.dump`);
      // They were looked at a moment ago, and are once a minute.
      await sleep(MINUTE_MS - (Date.now() % MINUTE_MS));
      quietUntil = Math.ceil((Date.now() + STILL_QUIET_MS) / MINUTE_MS) * MINUTE_MS;
      const [from, to] = [quietUntil - 120 * MINUTE_MS, quietUntil].map(clockOfKim);
      kimsHours = `, quiet: "${from}-${to}"`;
      await pushRules(rulesDoc(kimsHours));
      await sentinel.tick();
      const alerts = ['ledger', 'orders-db', 'payroll'].map((job) => `${job}: green to alert, worsened`);
      await expect.poll(async () => [...(await sentinel.changes())].sort(), SOON).toEqual(alerts);

      await allHandled('orders-db', 1);
      await allHandled('ledger', 1);
      await allHandled('payroll', 1);
      expect(toOthers()).toEqual(STORY.slice(0, 1));
      expect(toLee()).toEqual(LEES_STORY.slice(0, 1));
      const [until, ...others] = await traces.deferredUntil();
      expect(others).toEqual([]);
      expect(until).toBeGreaterThanOrEqual(quietUntil);
      expect(await traces.claims('ledger')).toEqual([]);
    },
    3 * AFTER_BATCHING.timeout,
  );

  test('another job breaks whose owner has just been told of one; when that is told is looked at below', async () => {
    await pushRules(rulesDoc(kimsHours) + ANOTHER_JOB);
    await sentinel.tick();
    await expect.poll(() => sentinel.changes(), SOON).toContain('invoices: green to alert, worsened');
  });

  test(
    'when the quiet hours end their owner is told by mail, and the schedule that woke dispatch is gone',
    async () => {
      await expect.poll(toOthers, AFTER_QUIET_HOURS).toEqual(STORY.slice(0, 2));
      await expect.poll(() => traces.deferredUntil(), SOON).toEqual([]);
      await expect.poll(() => traces.claims('ledger'), SOON).toMatchObject([{ person: 'kim', outcome: 'accepted' }]);
      expect((await traces.claims('ledger'))[0]?.claimedAt).toBeGreaterThanOrEqual(quietUntil);
    },
    AFTER_QUIET_HOURS.timeout + 2 * SOON.timeout,
  );

  test('the mail is one that a mail program shows: text and HTML, from the sentinel to the owner alone', async () => {
    const [mail] = inboxes.mailsTo(KIM);
    const [claim] = await traces.claims('ledger');
    expect(mail).toMatchObject({
      from: { address: SENDER, name: 'Backup sentinel' },
      to: [{ address: KIM, name: '' }],
      subject: expect.stringMatching(/^Alert: General <ledger> - Too small: 70 B; at least 1 KB expected/),
      text: expect.stringMatching(/🔴 Alert: General <ledger>\n.*Times are in Asia\/Kathmandu\./s),
      html: expect.stringMatching(/General &lt;ledger&gt;.*Times are in Asia\/Kathmandu\./s),
      messageId: `<${claim?.receipt}@email.amazonses.com>`,
    });
    expect(mail?.html).not.toContain('<ledger>');
  });

  test(
    'a break that nobody ends escalates: the owner hears of it again, and the next one by mail',
    async () => {
      await turnsAreOver('sam');
      await sentinel.tick();
      await allHandled('orders-db', 2);
      expect(toOthers().slice(2).sort()).toEqual(STORY.slice(2, 4));
    },
    2 * AFTER_BATCHING.timeout,
  );

  test(
    'good backups end both breaks, and everybody who was told hears that it is over',
    async () => {
      await turnsAreOver('sam', 'dana', 'kim');
      await sentinel.backUp('orders/3.dump');
      await sentinel.backUp('ledger/3.dump');
      await sentinel.tick();
      await allHandled('orders-db', 3);
      await allHandled('ledger', 2);
      expect(toOthers().slice(4).sort()).toEqual(STORY.slice(4));
      expect(inboxes.mailsTo(KIM).at(-1)?.text).toMatch(/A good backup of 4 KB ended it/);
    },
    3 * AFTER_BATCHING.timeout,
  );

  test(
    'nobody gets two messages in a minute: the other job was told of in the next one, or later',
    async () => {
      await expect.poll(toLee, AFTER_TURN).toEqual(LEES_STORY);
      const [first, second] = await Promise.all(['payroll', 'invoices'].map((job) => traces.claims(job)));
      const apartMs = Number(second?.[0]?.claimedAt) - Number(first?.[0]?.claimedAt);
      expect(apartMs).toBeGreaterThanOrEqual(MINUTE_MS);
      await allHandled('invoices', 1);
    },
    AFTER_TURN.timeout + AFTER_BATCHING.timeout,
  );

  test('there is a claim of each delivery, with what became of it', async () => {
    const accepted = { outcome: 'accepted', attempts: 1, receipt: expect.any(String) };
    const slack = { ...accepted, channel: 'slack' };
    const email = { ...accepted, channel: 'email' };
    const orders = await traces.claims('orders-db');
    expect(orders.filter(({ person }) => person === 'sam')).toMatchObject([
      { ...slack, state: 'alert' },
      { ...slack, state: 'escalate' },
      { ...slack, state: 'green' },
    ]);
    expect(orders.filter(({ person }) => person === 'dana')).toMatchObject([
      { ...email, state: 'escalate' },
      { ...email, state: 'green' },
    ]);
    expect(orders).toHaveLength(5);
    expect(await traces.claims('ledger')).toMatchObject([
      { ...email, person: 'kim', state: 'alert' },
      { ...email, person: 'kim', state: 'green' },
    ]);
    for (const job of ['payroll', 'invoices']) {
      expect(await traces.claims(job)).toMatchObject([{ ...slack, person: 'lee', state: 'alert' }]);
    }
  });

  test(
    'what the bus and the queue bring once more is told to nobody',
    async () => {
      for (const detail of await sentinel.details('Backup Job State Changed')) await traces.repeat(detail);
      await expect.poll(() => traces.waiting('bk-dispatch'), AFTER_BATCHING).toBe(0);
      expect(toOthers()).toHaveLength(STORY.length);
      expect(toLee()).toHaveLength(LEES_STORY.length);
      expect(await traces.deferredUntil()).toEqual([]);
    },
    AFTER_BATCHING.timeout,
  );

  test('nothing went wrong on the way', async () => {
    const lines = await deployment.logLines('bk-dispatch');
    expect(lines.filter(({ level }) => level === 'WARN' || level === 'ERROR')).toEqual([]);
    const undeliverable = loggedMetrics(lines).filter(({ name }) => name === 'Undeliverable');
    expect(undeliverable).toEqual([]);
    for (const queue of ['bk-dead-letters', 'bk-queues-dead']) expect(await traces.waiting(queue)).toBe(0);
  });

  test(
    'the stacks can be taken away, and leave nothing',
    async () => {
      await sentinel.leave();
      await sentinel.emptyRulesBucket();
      await deployment.destroy();
      expect(await deployment.inventory()).toEqual([...before, `bucket ${WATCHED_BUCKET}`].sort());
    },
    CDK_LIMIT_MS,
  );
});

function clockOfKim(instant: number): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: KIMS_ZONE, timeStyle: 'short' }).format(instant);
}
