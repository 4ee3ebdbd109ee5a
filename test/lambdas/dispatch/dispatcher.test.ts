import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Dispatcher } from '../../../lambdas/dispatch/dispatcher.ts';
import { createS3Client } from '../../../lib/adapters/s3/client.ts';
import { S3Rules } from '../../../lib/adapters/s3/rules.ts';
import { actOnJobs } from '../../../lib/app/act/act-on.ts';
import { loadRules } from '../../../lib/app/rules/load-rules.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../lib/core/instant.ts';
import type { Action } from '../../../lib/core/model/action.ts';
import { readActionToken } from '../../../lib/web/action-token.ts';
import { SlackStandIn } from '../../channels/slack/stand-in.ts';
import { dynamoError, type Fault, type PublishedEvent } from '../../faults/aws-endpoint.ts';
import { jobIds, type LogLine, T0, useAwsSetting } from '../../faults/aws-setting.ts';

const TOKEN = 'xoxb-the-token';
const SAM = 'sam: { slack: U0SAM, email: sam@acme.example, via: [slack, email] }';
const DANA = 'dana: { email: dana@acme.example }';

describe('dispatch on AWS', () => {
  const setting = useAwsSetting();
  let slack: SlackStandIn;
  let dispatcher: Dispatcher;

  beforeEach(async () => {
    slack = await SlackStandIn.start();
    slack.tokens.add(TOKEN);
    slack.members.add('U0SAM');
    setting.current.aws.parameters.set('/bk/slack-token', TOKEN);
    setting.current.aws.parameters.set('/bk/webhook-key', 'the-webhook-key');
    vi.stubEnv('SLACK_URL', slack.url);
    dispatcher = newDispatcher();
  });
  afterEach(() => slack.stop());

  /** A function that starts cold. */
  const newDispatcher = () => new Dispatcher({ ...process.env }, () => setting.current.now);

  /** Has the checker find these jobs without a backup; resolves to what it put on the bus. */
  async function broken(
    jobs: readonly string[],
    options: Parameters<typeof setting.current.upload>[1] = {},
  ): Promise<PublishedEvent[]> {
    await setting.current.upload(jobs, { people: [SAM, DANA], ...options });
    await setting.current.tick();
    return setting.current.aws.events.filter(({ type }) => type === 'Backup Job State Changed');
  }

  /** Gives the function a batch of the queue; resolves to the numbers of the messages that are to be given again. */
  async function give(...bodies: string[]): Promise<number[]> {
    return giveWith(60 * SECOND_MS, ...bodies);
  }

  /** With so much time left. */
  async function giveWith(leftMs: number, ...bodies: string[]): Promise<number[]> {
    const context = { getRemainingTimeInMillis: () => leftMs };
    const Records = bodies.map((body, index) => {
      return { messageId: `message-${index}`, receiptHandle: `receipt-${index}`, body };
    });
    const { batchItemFailures } = await setting.current.noting(() => dispatcher.handle({ Records }, context));
    return batchItemFailures.map(({ itemIdentifier }) => Number(itemIdentifier.replace('message-', '')));
  }

  async function handled(jobId: string): Promise<number | null> {
    return (await setting.current.stores.state.read([jobId])).rows.get(jobId)?.handledSeq ?? null;
  }

  const linesOf = (message: string): LogLine[] => setting.current.lines.filter((line) => line.message === message);

  it('begins nothing with less time left than a message may take, and gives it back', async () => {
    const events = await broken(['job-a', 'job-b']);
    expect(await giveWith(35 * SECOND_MS, ...events.map(asMessage))).toEqual([0, 1]);
    expect([slack.messages, setting.current.aws.mails]).toEqual([[], []]);
    expect(await giveWith(36 * SECOND_MS, ...events.map(asMessage))).toEqual([]);
    expect(slack.messages).toHaveLength(1);
  });

  it('tells the owner of each job of what the checker found, by Slack and by mail, once', async () => {
    const events = await broken(['job-a', 'job-b'], { more: { 'job-b': ', owner: dana' } });
    expect(events).toHaveLength(2);
    expect(await give(...events.map(asMessage))).toEqual([]);
    expect(slack.messages).toMatchObject([{ channel: 'D0SAM', text: expect.stringContaining('job-a') }]);
    const { mails } = setting.current.aws;
    expect(mails).toMatchObject([{ from: 'backups@acme.example', to: ['dana@acme.example'] }]);
    expect(mails[0]?.raw).toMatch(/^Subject: Alert: job-b/m);
    expect(linesOf('message accepted')).toMatchObject([
      { person: 'sam', jobs: ['job-a'], channel: 'slack', update: false },
      { person: 'dana', jobs: ['job-b'], channel: 'email', update: false },
    ]);
    expect(setting.current.metric('Undeliverable')).toBeUndefined();
    expect([await handled('job-a'), await handled('job-b')]).toEqual([1, 1]);

    // The queue gives some messages twice.
    setting.current.now += 2 * MINUTE_MS;
    expect(await give(...events.map(asMessage))).toEqual([]);
    expect([slack.messages.length, mails.length]).toEqual([1, 1]);
    expect(linesOf('dropped')).toMatchObject([
      { person: 'sam', why: expect.stringContaining('delivered already') },
      { person: 'dana', why: expect.stringContaining('delivered already') },
    ]);
  });

  it('tells that it is over, and how long it lasted', async () => {
    const [event] = await broken(['job-a']);
    await give(asMessage(event));
    setting.current.now += 3 * HOUR_MS;
    setting.current.land(['job-a']);
    await setting.current.tick();
    expect(await give(asMessage(setting.current.aws.events.findLast(({ type }) => /Changed/.test(type))))).toEqual([]);
    expect(slack.messages.map(({ text }) => text)).toEqual([
      expect.stringContaining('Alert: job-a'),
      expect.stringMatching(/job-a.*3 hours/s),
    ]);
    expect(await handled('job-a')).toBe(2);
  });

  it('gives messages buttons and links where owners are served, and no links while their key is missing', async () => {
    vi.stubEnv('WEB_URL', 'https://web.example/');
    vi.stubEnv('SLACK_BUTTONS', 'true');
    dispatcher = newDispatcher();
    const events = await broken(['job-a', 'job-b', 'job-c'], { more: { 'job-b': ', owner: dana' } });
    const [toSam, toDana] = events;
    expect(await give(asMessage(toSam), asMessage(toDana))).toEqual([]);
    expect(JSON.stringify(slack.messages[0]?.blocks)).toContain('"action_id":"sentinel_fixed"');
    const { mails, parameters } = setting.current.aws;
    expect(mails[0]?.raw).not.toContain('web.example');
    expect(linesOf('messages go without links')).toMatchObject([{ why: expect.stringContaining('/bk/link-key') }]);
    const counted = setting.current.lines.find((line) => 'Undeliverable' in line);
    expect(counted.Undeliverable).toBe(1);

    parameters.set('/bk/link-key', 'k'.repeat(64));
    setting.current.now += 3 * HOUR_MS;
    setting.current.land(['job-b']);
    await setting.current.tick();
    setting.current.now += 27 * HOUR_MS;
    await setting.current.tick();
    const again = setting.current.aws.events.findLast(({ detail }) => detail.job_id === 'job-b');
    expect(await give(asMessage(again))).toEqual([]);
    const url = /https:\/\/web\.example\/act\/[\w.-]+/.exec(textOf(mails.at(-1)?.raw))?.[0];
    const token = readActionToken(String(url).split('/').at(-1) ?? '', 'k'.repeat(64));
    expect(token).toMatchObject({ personId: 'dana', offer: { jobId: 'job-b', action: 'fixed' } });
    expect(setting.current.metric('Undeliverable')).toBeUndefined();
  });

  it('gives back the messages that it cannot read, and only those', async () => {
    const [event] = await broken(['job-a']);
    const unreadable = [
      'no JSON',
      '{}',
      'null',
      '{"detail":{"job_id":"job-a"}}',
      asMessage({ ...event, detail: { ...event?.detail, to: 'purple' } } as PublishedEvent),
      '{"detail-type":"Backup Sentinel Drill","detail":{"job_id":"job-a"}}',
    ];
    expect(await give(...unreadable, asMessage(event))).toEqual([0, 1, 2, 3, 4, 5]);
    expect(slack.messages).toHaveLength(1);
    expect(linesOf('message brings neither a change nor a drill')).toMatchObject(
      unreadable.map((_, index) => ({ level: 'ERROR', message_id: `message-${index}` })),
    );
    expect(setting.current.metric('Undeliverable')).toBeUndefined();
  });

  it.each([undefined, null, {}, { Records: [{ body: 5 }] }, []])(
    'takes nothing for a batch that is none: %j',
    (event) =>
      expect(dispatcher.handle(event, { getRemainingTimeInMillis: () => 60_000 })).rejects.toThrow(
        'not an event for dispatch: a batch of messages',
      ),
  );

  it('gives back what is beyond a person’s turn, and tells it together when it comes again', async () => {
    const events = await broken(jobIds(9));
    expect(await give(...events.slice(0, 3).map(asMessage))).toEqual([]);
    setting.current.now += 10 * SECOND_MS;
    expect(await give(...events.slice(3, 6).map(asMessage))).toEqual([0, 1, 2]);
    // When the turn is over, and not when the queue's own timeout is, seven minutes later.
    const receipts = [0, 1, 2].map((index) =>
      expect.objectContaining({ ReceiptHandle: `receipt-${index}`, VisibilityTimeout: 60 }),
    );
    expect(setting.current.aws.givenBack).toEqual(receipts);
    // Another process, at the same time.
    dispatcher = newDispatcher();
    expect(await give(...events.slice(6).map(asMessage))).toEqual([0, 1, 2]);
    expect(setting.current.lines.filter(({ message }) => /^given again/.test(message ?? ''))).toMatchObject([
      { events: 3 },
    ]);
    expect(slack.messages).toHaveLength(1);
    for (const { detail } of events.slice(3)) expect(await handled(detail.job_id)).toBeNull();

    setting.current.now += MINUTE_MS;
    expect(await give(...events.slice(3).map(asMessage))).toEqual([]);
    expect(slack.messages).toHaveLength(2);
    for (const { detail } of events.slice(3)) {
      expect(JSON.stringify(slack.messages[1])).toContain(detail.job_id);
      expect(await handled(detail.job_id)).toBe(1);
    }
  });

  it('waits for the end of quiet hours by one schedule, which tells when it comes', async () => {
    const sleeper = 'sam: { slack: U0SAM, via: [slack], quiet: "22:00-09:30", timezone: UTC }';
    const [event] = await broken(['job-a'], { people: [sleeper, DANA] });
    for (const _ of ['first', 'again']) expect(await give(asMessage(event))).toEqual([]);
    const { schedules } = setting.current.aws;
    expect([...schedules.values()]).toMatchObject([
      {
        GroupName: 'bk-deferrals',
        ScheduleExpression: 'at(2026-11-21T09:30:00)',
        ActionAfterCompletion: 'DELETE',
        Target: { Arn: 'arn:aws:sqs:us-east-1:123456789012:dispatch' },
      },
    ]);
    expect(linesOf('deferred')).toMatchObject([{ person: 'sam', job_id: 'job-a', until: '2026-11-21T09:30:00Z' }]);
    expect(slack.messages).toEqual([]);
    // It waits, and that is known: nothing is left to be done for the event.
    expect(await handled('job-a')).toBe(1);

    setting.current.now = T0 + 1.5 * HOUR_MS;
    expect(await give([...schedules.values()][0].Target.Input)).toEqual([]);
    expect(slack.messages).toMatchObject([{ text: expect.stringContaining('Alert: job-a') }]);
    expect(schedules.size).toBe(1);
  });

  describe('when something is away', () => {
    const on = (operation: string, fault: Fault) => (call: { readonly operation: string }) =>
      call.operation === operation ? fault : null;
    const outages = [
      { name: 'a table that is throttled', of: on('BatchGetItem', dynamoError('ThrottlingException')) },
      { name: 'a history that may not be read', of: on('Query', dynamoError('AccessDeniedException')) },
      { name: 'a turn that cannot be taken', of: on('UpdateItem', dynamoError('AccessDeniedException')) },
      { name: 'a claim that cannot be made', of: on('PutItem', dynamoError('ResourceNotFoundException')) },
      { name: 'a table whose connection breaks', of: on('BatchGetItem', 'reset') },
    ];
    it.each(outages)('$name fails the whole batch, and it is told when it comes again', async ({ of }) => {
      const [event] = await broken(['job-a']);
      setting.current.aws.fault = of;
      await expect(give(asMessage(event))).rejects.toThrow(/table bk-/);
      setting.current.aws.fault = () => null;
      expect([await handled('job-a'), slack.messages.length]).toEqual([null, 0]);
      setting.current.now += 2 * MINUTE_MS;
      expect(await give(asMessage(event))).toEqual([]);
      expect([await handled('job-a'), slack.messages.length]).toEqual([1, 1]);
    });

    const sleepers: readonly Fault[] = [
      { status: 403, headers: { 'x-amzn-errortype': 'AccessDeniedException' }, body: '{"Message":"no"}' },
      { status: 500, body: '{}' },
    ];
    it.each(sleepers)('the Scheduler fails the batch, and nobody takes it for done', async (fault) => {
      const sleeper = 'sam: { slack: U0SAM, via: [slack], quiet: "22:00-09:30", timezone: UTC }';
      const events = await broken(['job-a', 'job-b'], { people: [sleeper, DANA], more: { 'job-b': ', owner: dana' } });
      setting.current.aws.fault = ({ service }) => (service === 'scheduler' ? fault : null);
      await expect(give(...events.map(asMessage))).rejects.toThrow('schedule group bk-deferrals');
      expect([await handled('job-a'), await handled('job-b')]).toEqual([null, null]);
      setting.current.aws.fault = () => null;
      setting.current.now += 2 * MINUTE_MS;
      expect(await give(...events.map(asMessage))).toEqual([]);
      // Who could be told was told, once.
      expect([setting.current.aws.schedules.size, setting.current.aws.mails.length]).toEqual([1, 1]);
      expect([await handled('job-a'), await handled('job-b')]).toEqual([1, 1]);
    });

    it('a record that cannot be made after Slack took it has it told once more, a quarter of an hour later', async () => {
      const [event] = await broken(['job-a']);
      let updates = 0;
      // The first takes the turn, the second would note what Slack answered.
      setting.current.aws.fault = ({ operation }) => {
        if (operation === 'UpdateItem') updates += 1;
        return operation === 'UpdateItem' && updates > 1 ? dynamoError('AccessDeniedException') : null;
      };
      await expect(give(asMessage(event))).rejects.toThrow('bk-audit');
      setting.current.aws.fault = () => null;
      setting.current.now += 2 * MINUTE_MS;
      expect(await give(asMessage(event))).toEqual([]);
      expect(slack.messages).toHaveLength(1);
      const [schedule] = setting.current.aws.schedules.values();
      expect(schedule.ScheduleExpression).toBe('at(2026-11-21T08:15:00)');
      setting.current.now = T0 + 15 * MINUTE_MS;
      expect(await give(schedule.Target.Input)).toEqual([]);
      expect(slack.messages).toHaveLength(2);
    });

    it('a row that a newer version wrote has its event given again, and the others told', async () => {
      const events = await broken(['job-a', 'job-b'], { more: { 'job-b': ', owner: dana' } });
      const client = new DynamoDBClient({});
      const write = (schema: string) =>
        client.send(
          new UpdateItemCommand({
            TableName: 'bk-state',
            Key: { job_id: { S: 'job-a' } },
            UpdateExpression: 'SET #schema = :schema',
            ExpressionAttributeNames: { '#schema': 'schema' },
            ExpressionAttributeValues: { ':schema': { N: schema } },
          }),
        );
      await write('2');
      const open = events.findIndex(({ detail }) => detail.job_id === 'job-a');
      expect(await give(...events.map(asMessage))).toEqual([open]);
      expect([slack.messages.length, setting.current.aws.mails.length]).toEqual([0, 1]);
      expect(linesOf('row cannot be used')).toMatchObject([
        { level: 'ERROR', job_id: 'job-a', why: expect.stringContaining('newer version') },
      ]);
      await write('1');
      client.destroy();
      expect(await give(asMessage(events[open]))).toEqual([]);
      expect(slack.messages).toHaveLength(1);
    });

    it('without usable rules nobody is told, and everything comes again', async () => {
      const [event] = await broken(['job-a']);
      setting.current.aws.fault = ({ service }) => (service === 's3' ? { status: 403, body: '' } : null);
      dispatcher = newDispatcher();
      await expect(give(asMessage(event))).rejects.toThrow('s3://rules-bucket/rules.yaml');
      setting.current.aws.fault = () => null;
      expect(await give(asMessage(event))).toEqual([]);
      expect(slack.messages).toHaveLength(1);
    });
  });

  describe('the alarm on what cannot be delivered', () => {
    it('goes off for a token that Slack does not take, though the mail is told', async () => {
      const [event] = await broken(['job-a']);
      slack.tokens.clear();
      expect(await give(asMessage(event))).toEqual([]);
      expect(setting.current.aws.mails).toMatchObject([{ to: ['sam@acme.example'] }]);
      expect(setting.current.metric('Undeliverable')).toBe(1);
      expect(linesOf('message accepted')).toMatchObject([
        { channel: 'email', troubles: [{ channel: 'slack', isSetup: true, why: expect.stringMatching(/token|auth/) }] },
      ]);
    });

    it('stays silent for an address of one person that is wrong, when another of theirs is right', async () => {
      const [event] = await broken(['job-a']);
      slack.members.clear();
      expect(await give(asMessage(event))).toEqual([]);
      expect(setting.current.aws.mails).toHaveLength(1);
      expect(setting.current.metric('Undeliverable')).toBeUndefined();
    });

    it('goes off when nobody can be told, and the event is not given again for ever', async () => {
      const [event] = await broken(['job-a'], { people: ['sam: { slack: U0SAM, via: [slack] }'] });
      slack.members.clear();
      expect(await give(asMessage(event))).toEqual([]);
      expect(setting.current.metric('Undeliverable')).toBeGreaterThanOrEqual(1);
      expect(linesOf('no recipient can be reached')).toMatchObject([{ level: 'ERROR', jobs: ['job-a'] }]);
    });

    it('goes off where mail is not set up and is all that somebody has', async () => {
      vi.stubEnv('FROM_EMAIL', '');
      dispatcher = newDispatcher();
      const [event] = await broken(['job-a'], { people: [SAM, DANA], more: { 'job-a': ', owner: dana' } });
      expect(await give(asMessage(event))).toEqual([]);
      // The admin, sam, is told instead, by all that there is.
      expect(slack.messages).toHaveLength(1);
      expect(setting.current.metric('Undeliverable')).toBeGreaterThanOrEqual(1);
      expect(JSON.stringify(setting.current.lines)).toContain('mail is not set up; set \\"fromEmail\\" in cdk.json');
    });
  });

  describe('what is logged', () => {
    it('is one JSON object a line, whatever comes from outside, and forges no other', async () => {
      const forged = 'no\n{"level":"ERROR","message":"no recipient can be reached"}\r\n';
      const events = await broken(['job-a', 'job-b'], { more: { 'job-b': ', owner: dana' } });
      slack.fault = () => ({ status: 200, body: JSON.stringify({ ok: false, error: forged }) });
      setting.current.aws.fault = ({ service }) =>
        service === 'ses'
          ? {
              status: 400,
              headers: { 'x-amzn-errortype': 'MessageRejected' },
              body: JSON.stringify({ message: `recipient ${forged}` }),
            }
          : null;
      const bad = { ...events[0], detail: { ...events[0]?.detail, job_id: `job-x${forged}` } } as PublishedEvent;
      await give(...events.map(asMessage), asMessage(bad), forged);
      const { lines } = setting.current;
      expect(lines.filter((line: LogLine) => line._aws === undefined && line.part !== 'dispatch')).toEqual([]);
    });

    it('holds no secret, though every channel fails', async () => {
      const [event] = await broken(['job-a'], {
        people: [
          'sam: { slack: U0SAM, email: sam@acme.example, webhook: "https://127.0.0.1:9/x", via: [slack, webhook, email] }',
        ],
      });
      slack.fault = () => 'reset';
      setting.current.aws.fault = ({ service }) => (service === 'ses' ? 'reset' : null);
      await give(asMessage(event));
      const text = JSON.stringify(setting.current.lines);
      expect(text).toContain('Slack');
      for (const secret of [TOKEN, 'the-webhook-key']) expect(text).not.toContain(secret);
    });
  });

  describe('a drill', () => {
    const drill = (jobId: string, more: object = {}) =>
      JSON.stringify({
        'detail-type': 'Backup Sentinel Drill',
        source: 'backup-sentinel',
        detail: {
          version: 1,
          event_id: '2026-11-21T07:59:58Z#7f9c',
          at: '2026-11-21T07:59:58Z',
          job_id: jobId,
          person: null,
          at_once: false,
          ...more,
        },
      });
    const result = () => setting.current.stores.drills.result('2026-11-21T07:59:58Z#7f9c');

    it('is told as a drill by the real way, its result is stored, and the job is as it was', async () => {
      await setting.current.upload(['job-a'], { people: [SAM, DANA] });
      setting.current.land(['job-a']);
      await setting.current.tick();
      expect(await give(drill('job-a'))).toEqual([]);
      expect(slack.messages).toMatchObject([{ channel: 'D0SAM', text: expect.stringMatching(/drill/i) }]);
      expect(await result()).toMatchObject({ outcome: 'accepted', personId: 'sam', channel: 'slack', message: '' });
      expect(linesOf('drill')).toMatchObject([{ outcome: 'accepted', person: 'sam', channel: 'slack' }]);
      expect(await setting.current.states(['job-a'])).toEqual(['green']);
      expect(await setting.current.stores.deliveries.read('job-a')).toEqual([]);
    });

    it('goes to the person who is asked for', async () => {
      await setting.current.upload(['job-a'], { people: [SAM, DANA] });
      expect(await give(drill('job-a', { person: 'dana' }))).toEqual([]);
      expect(setting.current.aws.mails).toMatchObject([{ to: ['dana@acme.example'] }]);
    });

    it('of a job that is not there has that for its result, and is not given again', async () => {
      await setting.current.upload(['job-a'], { people: [SAM] });
      expect(await give(drill('job-b'))).toEqual([]);
      expect(await result()).toMatchObject({ outcome: 'nobody', message: 'there is no job job-b in the rules doc' });
    });

    it('whose result cannot be stored is given again, and keeps nobody from being told what is true', async () => {
      const [event] = await broken(['job-a']);
      // All that is to be noted of the change has been noted before the drill is told.
      setting.current.aws.fault = ({ operation }) =>
        operation === 'UpdateItem' && slack.messages.length > 1 ? dynamoError('AccessDeniedException') : null;
      expect(await give(drill('job-a'), asMessage(event))).toEqual([0]);
      expect(slack.messages.map(({ text }) => /drill/i.test(text))).toEqual([false, true]);
      expect(await handled('job-a')).toBe(1);
      setting.current.aws.fault = () => null;
      expect(await give(drill('job-a'))).toEqual([]);
      expect(await result()).toMatchObject({ outcome: 'accepted' });
    });
  });

  describe('a change that no rule of the bus matched', () => {
    const oldest = () => setting.current.metric('OldestUndeliveredSeconds');

    async function act(action: Action): Promise<void> {
      const { current } = setting;
      const { document } = await loadRules(new S3Rules(createS3Client(), 'rules-bucket', 'rules.yaml'), current.now);
      const { state: store, audit } = current.stores;
      await actOnJobs(document?.jobs ?? [], action, { by: 'sam', at: current.now, reason: null }, { store, audit });
    }

    it('shows at the next pass as not delivered, and no longer once dispatch has dealt with it', async () => {
      const [event] = await broken(['job-a']);
      // What this very pass changed is on its way.
      expect(oldest()).toBeUndefined();
      await setting.current.nextTick();
      expect(oldest()).toBe(HOUR_MS / SECOND_MS);
      await setting.current.nextTick();
      expect(oldest()).toBe((2 * HOUR_MS) / SECOND_MS);
      await give(asMessage(event));
      await setting.current.nextTick();
      expect(oldest()).toBeUndefined();
    });

    it('does not show when dispatch put it off', async () => {
      const sleeper = 'sam: { slack: U0SAM, via: [slack], quiet: "22:00-20:00", timezone: UTC }';
      const [event] = await broken(['job-a'], { people: [sleeper] });
      await give(asMessage(event));
      await setting.current.nextTick();
      expect(oldest()).toBeUndefined();
    });

    it.each([{ verb: 'mute' }, { verb: 'snooze', forMs: 24 * HOUR_MS }] as Action[])(
      'shows for a job that somebody has quieted as well, since that is a change too: $verb',
      async (action) => {
        await broken(['job-a']);
        setting.current.now += MINUTE_MS;
        await act(action);
        await setting.current.nextTick();
        expect(oldest()).toBe(HOUR_MS / SECOND_MS);
      },
    );

    it('does not show where somebody quieted the job since the last pass: the pass hands that on', async () => {
      const [event] = await broken(['job-a']);
      await give(asMessage(event));
      setting.current.now += MINUTE_MS;
      await act({ verb: 'mute' });
      await setting.current.nextTick();
      expect(oldest()).toBeUndefined();
      await setting.current.nextTick();
      expect(oldest()).toBe((2 * HOUR_MS) / SECOND_MS);
    });

    it('shows in a pass that changes the job again, and so does the new change at the next', async () => {
      await broken(['job-a']);
      setting.current.now += HOUR_MS;
      setting.current.land(['job-a']);
      await setting.current.tick();
      expect(await setting.current.states(['job-a'])).toEqual(['green']);
      expect(oldest()).toBe(HOUR_MS / SECOND_MS);
      await setting.current.nextTick();
      expect(oldest()).toBe(HOUR_MS / SECOND_MS);
    });
  });
});

/** The text of a mail, its lines joined that quoted-printable has broken. */
function textOf(raw = ''): string {
  return raw.replace(/=\r?\n/g, '').replaceAll('=3D', '=');
}

/** An event as a rule of the bus hands it to the queue. */
function asMessage(event: PublishedEvent | undefined): string {
  if (!event) throw new Error('an event expected');
  const { type, detail } = event;
  return JSON.stringify({ version: '0', source: 'backup-sentinel', 'detail-type': type, detail });
}
