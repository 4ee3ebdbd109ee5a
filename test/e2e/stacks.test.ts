import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Finished } from '../processes.ts';
import { runSentinel } from '../run-sentinel.ts';
import { INVENTORY_KINDS } from './account-inventory.ts';
import { DeployedSentinel } from './deployed-sentinel.ts';
import { Deployment, RULES_BUCKET, WATCHED_BUCKET } from './deployment.ts';
import { loggedMetrics } from './logged-metrics.ts';

const RULES_KEY = 'rules.yaml';
const RULES_DOC = `s3://${RULES_BUCKET}/${RULES_KEY}`;
/** Longer than all that the CDK is waited for, so that what has been started is ended where it was started. */
const CDK_LIMIT_MS = 450_000;
const SOON = { timeout: 30_000, interval: 250 };
/** A backup is stale after a minute, and a tick of the schedule sees it within another. */
const IN_TWO_TICKS = { timeout: 180_000, interval: 500 };

const FIRST_RULES = `version: 1
settings: { admin: dana }
people:
  dana: { email: dana@acme.example }
jobs:
  orders-db:
    name: Orders database
    backup: s3://${WATCHED_BUCKET}/orders/*.dump
    rule: every 1 minute, allow 1 minute; alert after 1 minute; at least 1 KB; check every 1 minute
  smoke-test:
    name: Smoke test, delete me
    backup: s3://${WATCHED_BUCKET}/orders/there-is-no-such-backup/
    rule: every 24 hours, allow 26
`;
const BAD_RULES = FIRST_RULES.replace('1 KB', '1 bushel');
/** Without the job that cannot be there, and with a window that the test does not outlive. */
const MENDED_RULES = FIRST_RULES.slice(0, FIRST_RULES.indexOf('  smoke-test:')).replaceAll('1 minute;', '60 minutes;');

// One story: each test goes on where the one before has ended.
describe('the stacks, deployed', () => {
  let deployment: Deployment;
  let sentinel: DeployedSentinel;
  let before: readonly string[];

  beforeAll(async () => {
    deployment = await Deployment.start();
    before = await deployment.inventory();
    await deployment.deploy();
    sentinel = await DeployedSentinel.listenTo(deployment);
    await sentinel.s3.send(new CreateBucketCommand({ Bucket: WATCHED_BUCKET }));
  }, CDK_LIMIT_MS);
  afterAll(async () => {
    sentinel?.close();
    await deployment?.stop();
  });

  const edit = (text: string): Promise<void> => writeFile(join(deployment.folder, RULES_KEY), text);
  const rules = (command: string, ...options: readonly string[]): Promise<Finished> => {
    const file = join(deployment.folder, RULES_KEY);
    return runSentinel(['rules', command, file, '--rules', RULES_DOC, ...options], deployment.env);
  };
  const accepted = () => sentinel.details('Backup Sentinel Rules Accepted');
  const rejected = () => sentinel.details('Backup Sentinel Rules Rejected');
  const passes = () => sentinel.details('Backup Sentinel Pass Completed');
  /** What the changes of a job that came over the bus are called in bk-audit. */
  const auditKeys = async (jobId: string): Promise<string[]> => {
    const details = await sentinel.details('Backup Job State Changed');
    return details.filter(({ job_id }) => job_id === jobId).map(({ at, event_id }) => `t#${at}#${event_id}`);
  };
  const lastGood = async (): Promise<{ readonly text: string }> => {
    const object = new GetObjectCommand({ Bucket: RULES_BUCKET, Key: `${RULES_KEY}.last-good.json` });
    return JSON.parse((await (await sentinel.s3.send(object)).Body?.transformToString()) ?? '');
  };

  test('there is something of every kind that is looked for in the end', async () => {
    const added = (await deployment.inventory()).filter((thing) => !before.includes(thing));
    expect(new Set(added.map((thing) => thing.split(' ')[0]))).toEqual(new Set(INVENTORY_KINDS));
  });

  test('a first rules doc is pushed and accepted, and the admin hears of it', async () => {
    await sentinel.backUp('orders/1.dump');
    await edit(FIRST_RULES);
    expect(await rules('push')).toMatchObject({ status: 0, stderr: expect.stringContaining('2 jobs') });

    const news = { source: RULES_DOC, added: ['orders-db', 'smoke-test'], removed: [], changed: [] };
    await expect.poll(accepted, SOON).toMatchObject([news]);
    await expect.poll(() => sentinel.adminSubjects(), SOON).toEqual(['Backup sentinel: rules accepted']);
    expect((await lastGood()).text).toBe(FIRST_RULES);
  });

  test('the first pass finds the backup, and alerts for the one that is not there', async () => {
    await sentinel.tick();
    const latest = { M: { key: { S: 'orders/1.dump' }, size_bytes: { N: '4000' } } };
    await expect.poll(() => sentinel.row('orders-db'), SOON).toMatchObject({ state: { S: 'green' }, latest });
    await expect.poll(() => sentinel.row('smoke-test'), SOON).toMatchObject({ state: { S: 'alert' } });
    await expect.poll(() => sentinel.changes(), SOON).toEqual(['smoke-test: green to alert, worsened']);
    await expect.poll(passes, SOON).toContainEqual(expect.objectContaining({ configured: 2, due: 2, judged: 2 }));
  });

  test('the alarm looks at the very metric that a complete pass writes', {
    timeout: IN_TWO_TICKS.timeout,
  }, async () => {
    const question = { AlarmNames: ['bk-no-complete-pass'] };
    const answer = await deployment.call('GraniteServiceVersion20100801.DescribeAlarms', question);
    const [alarm] = (answer as { readonly MetricAlarms: readonly Alarm[] }).MetricAlarms;
    const dimensions = Object.fromEntries(alarm?.Dimensions.map(({ Name, Value }) => [Name, Value]) ?? []);
    const metric = { namespace: alarm?.Namespace, name: alarm?.MetricName, dimensions, value: 1 };
    const written = async () => loggedMetrics(await deployment.logLines('bk-checker'));
    // What the emulator has not read of a function's output when the function answers, it logs with the next invocation.
    await expect.poll(written, IN_TWO_TICKS).toContainEqual(metric);
  });

  test('a bad document is rejected by line and column, and the last good one is kept', async () => {
    const upload = { Bucket: RULES_BUCKET, Key: RULES_KEY, Body: BAD_RULES };
    const { VersionId } = await sentinel.s3.send(new PutObjectCommand(upload));
    const problem = { line: 9, column: 65, path: 'jobs.orders-db.rule', message: expect.stringContaining('bushel') };
    await expect.poll(rejected, SOON).toMatchObject([{ upload: VersionId, problem_count: 1, problems: [problem] }]);
    await expect.poll(() => sentinel.adminSubjects(), SOON).toContain('Backup sentinel: rules NOT accepted');
    expect((await lastGood()).text).toBe(FIRST_RULES);
  });

  test(
    'the same app deployed again changes nothing',
    async () => {
      const said = await deployment.deploy();
      const unchanged = [/bk-data \(no changes\)$/, /bk-sentinel \(no changes\)$/];
      expect(said.match(/^.*✅.*$/gm)).toEqual(unchanged.map((line) => expect.stringMatching(line)));
    },
    CDK_LIMIT_MS,
  );

  test(
    'the schedule ticks, goes on with the last good rules, and finds that the backup is stale',
    async () => {
      await expect
        .poll(() => sentinel.changes(), IN_TWO_TICKS)
        .toEqual(['smoke-test: green to alert, worsened', 'orders-db: green to alert, worsened']);
      await expect.poll(() => sentinel.row('orders-db'), SOON).toMatchObject({ state: { S: 'alert' } });
      await expect.poll(() => sentinel.auditedChanges('orders-db'), SOON).toEqual(await auditKeys('orders-db'));
      const lines = () => deployment.logLines('bk-checker');
      const lastPass = async () => (await lines()).filter(({ message }) => message === 'pass complete').at(-1);
      // The Scheduler's times are whole seconds; the test's own are not.
      const scheduled_at = expect.stringMatching(/:\d\dZ$/);
      await expect.poll(lastPass, SOON).toMatchObject({ scheduled_at, rules: { used: 'last-good', problem_count: 1 } });
      // No channel is set up, so the message itself comes to the admin's topic.
      const isMessage = expect.stringMatching(/Smoke test, delete me/);
      await expect.poll(() => sentinel.adminSubjects(), IN_TWO_TICKS).toContainEqual(isMessage);
    },
    IN_TWO_TICKS.timeout,
  );

  test('two editors do not overwrite each other, and the mended document is accepted with what it changes', async () => {
    // First, so that the next pass finds it, whosever it is.
    await sentinel.backUp('orders/2.dump');
    await edit(MENDED_RULES);
    expect(await rules('push')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('was changed since you pulled it'),
    });
    expect(await rules('diff')).toMatchObject({ status: 1, stdout: expect.stringMatching(/^-.*bushel/m) });
    expect(await rules('pull')).toMatchObject({ status: 1, stderr: expect.stringContaining('not pushed') });
    expect(await rules('pull', '--force')).toMatchObject({ status: 0 });
    await edit(MENDED_RULES);
    expect(await rules('push')).toMatchObject({ status: 0 });
    expect(await rules('diff')).toMatchObject({ status: 0, stdout: '' });

    await expect.poll(accepted, SOON).toHaveLength(2);
    const loosened = { what: 'allow', from: '1 minute', to: '1 hour', direction: 'loosened' };
    const changed = [{ job: 'orders-db', changes: expect.arrayContaining([loosened]) }];
    expect((await accepted())[1]).toMatchObject({ removed: ['smoke-test'], changed });
  });

  test('the new backup makes the job green again, and the other is no longer watched', async () => {
    await sentinel.tick();
    const latest = { M: { key: { S: 'orders/2.dump' } } };
    await expect.poll(() => sentinel.row('orders-db'), SOON).toMatchObject({ state: { S: 'green' }, latest });
    await expect
      .poll(async () => (await sentinel.changes()).slice(2).sort(), SOON)
      .toEqual(['orders-db: alert to green, passed', 'smoke-test: alert to green, retired']);
    // Beside the changes there is a row of how the break was cleared.
    const keys = await auditKeys('orders-db');
    expect(keys).toHaveLength(2);
    await expect.poll(() => sentinel.auditedChanges('orders-db'), SOON).toEqual(expect.arrayContaining(keys));
  });

  test(
    'what dispatch gave up on is shown in words, and goes back into its queue',
    async () => {
      const send = async (queue: string, body: object) => {
        const { QueueUrl } = (await deployment.call('AmazonSQS.GetQueueUrl', { QueueName: queue })) as {
          QueueUrl: string;
        };
        await deployment.call('AmazonSQS.SendMessage', { QueueUrl, MessageBody: JSON.stringify(body) });
      };
      const [detail] = await sentinel.details('Backup Job State Changed');
      await send('bk-queues-dead', { 'detail-type': 'Backup Job State Changed', detail });
      await send('bk-dead-letters', { kind: 'tick', scheduledAt: '2026-11-21T08:00:00Z' });
      const dlq = (...options: string[]) =>
        runSentinel(['dlq', '--state', 'dynamodb://bk', ...options], deployment.env);
      expect(await dlq()).toMatchObject({
        status: 1,
        stdout: expect.stringMatching(
          /bk-queues-dead: the change of smoke-test from green to alert.*bk-dead-letters: the pass of/s,
        ),
      });
      // They are hidden for a few seconds from those who look again.
      await expect.poll(async () => (await dlq('--give-back')).stderr, IN_TWO_TICKS).toContain('1 of 2 dealt with');
    },
    IN_TWO_TICKS.timeout,
  );

  test('the command line shows what is stored', async () => {
    const args = ['status', '--rules', RULES_DOC, '--state', 'dynamodb://bk', '--json'];
    const { status, stdout } = await runSentinel(args, deployment.env);
    expect(JSON.parse(stdout).jobs).toMatchObject([{ job_id: 'orders-db', state: 'green' }]);
    expect(status).toBe(0);
  });

  test(
    'the stacks can be taken away, and leave nothing; the backups are not theirs',
    async () => {
      await sentinel.leave();
      await sentinel.emptyRulesBucket();
      await deployment.destroy();
      expect(await deployment.inventory()).toEqual([...before, `bucket ${WATCHED_BUCKET}`].sort());
      const { Contents = [] } = await sentinel.s3.send(new ListObjectsV2Command({ Bucket: WATCHED_BUCKET }));
      expect(Contents.map(({ Key }) => Key)).toEqual(['orders/1.dump', 'orders/2.dump']);
    },
    CDK_LIMIT_MS,
  );
});

/** What CloudWatch tells of an alarm. */
interface Alarm {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions: readonly { readonly Name: string; readonly Value: string }[];
}
