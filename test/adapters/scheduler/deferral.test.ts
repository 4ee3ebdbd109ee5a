import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readTriggerMessages } from '../../../lambdas/dispatch/event.ts';
import { SchedulerDeferral, type SchedulerTarget, scheduleName } from '../../../lib/adapters/scheduler/deferral.ts';
import { type Instant, MINUTE_MS, SECOND_MS } from '../../../lib/core/instant.ts';
import { DeferralFailed } from '../../../lib/ports/deferrals.ts';
import { type GivenAnswer, HttpStandIn, type Reaction } from '../../channels/http-stand-in.ts';
import { fullEntry, NOW, transition } from '../../contracts/sample-row.ts';

const TARGET: SchedulerTarget = {
  groupName: 'bk-deferrals',
  queueArn: 'arn:aws:sqs:us-east-1:123456789012:bk-dispatch',
  deadLettersArn: 'arn:aws:sqs:us-east-1:123456789012:bk-dead-letters',
  roleArn: 'arn:aws:iam::123456789012:role/bk-deferral',
};

describe('a deferral by the Scheduler', () => {
  let server: HttpStandIn;
  let client: SchedulerClient;
  let react: () => Reaction;

  beforeEach(async () => {
    react = () => ({ status: 200, body: '{"ScheduleArn":"arn:aws:scheduler:us-east-1:123456789012:schedule/bk/x"}' });
    server = await HttpStandIn.start(() => react());
    client = new SchedulerClient({
      endpoint: server.url,
      region: 'us-east-1',
      credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'the-secret-key' },
      maxAttempts: 2,
      requestHandler: new NodeHttpHandler({ requestTimeout: 200, throwOnRequestTimeout: true }),
    });
  });
  afterEach(async () => {
    client.destroy();
    await server.stop();
  });

  const LATER = NOW + 8 * 60 * MINUTE_MS;
  const defer = (until: Instant = LATER, key = 'claim#a#7-x#sam 1', given = transition('a', 7)) =>
    new SchedulerDeferral(TARGET, () => NOW, client).defer({ key, until, transition: given });
  const asked = () => server.requests.map(({ method, path, body }) => ({ method, path, body: JSON.parse(body) }));

  it('is one schedule that wakes dispatch by its queue, in UTC, at no other time, and deletes itself', async () => {
    await defer();
    expect(asked()).toEqual([
      {
        method: 'POST',
        path: `/schedules/${scheduleName('claim#a#7-x#sam 1')}`,
        body: {
          ActionAfterCompletion: 'DELETE',
          ClientToken: expect.any(String),
          FlexibleTimeWindow: { Mode: 'OFF' },
          GroupName: 'bk-deferrals',
          ScheduleExpression: 'at(2026-11-21T16:00:01)',
          ScheduleExpressionTimezone: 'UTC',
          Target: {
            Arn: TARGET.queueArn,
            RoleArn: TARGET.roleArn,
            DeadLetterConfig: { Arn: TARGET.deadLettersArn },
            RetryPolicy: { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 10 },
            Input: expect.any(String),
          },
        },
      },
    ]);
  });

  const names = ['', 'a', `claim#${'ключ 😀 '.repeat(50)}`, 'a/b#c', '../../schedules', '__proto__', 'a\nb'];
  it.each(names)('has a name that the service takes, whatever it is for: %j', async (key) => {
    await defer(LATER, key);
    const name = asked()[0]?.path.replace('/schedules/', '');
    expect(name).toMatch(/^[0-9a-f]{64}$/);
  });

  it('has another name for another key, and the same for the same', () => {
    expect(new Set(names.map(scheduleName)).size).toBe(names.length);
    expect(scheduleName('a b')).toBe(scheduleName('a b'));
  });

  const times = [
    { name: 'on a whole second it is asked for as it is', until: LATER - 123, at: '2026-11-21T16:00:00' },
    { name: 'a millisecond later is rounded up', until: LATER - 122, at: '2026-11-21T16:00:01' },
    { name: 'what is due now is asked for a minute from now', until: NOW, at: '2026-11-21T08:01:01' },
    { name: 'what has long been due is asked for a minute from now', until: 0, at: '2026-11-21T08:01:01' },
    { name: 'in half a minute is too soon', until: NOW + 30 * SECOND_MS, at: '2026-11-21T08:01:01' },
    { name: 'over the end of a year', until: Date.parse('2026-12-31T23:59:59.001Z'), at: '2027-01-01T00:00:00' },
  ];
  it.each(times)('$name', async ({ until, at }) => {
    await defer(until);
    const { ScheduleExpression } = asked()[0]?.body ?? {};
    expect(ScheduleExpression).toBe(`at(${at})`);
    const instant = Date.parse(`${at}Z`);
    expect(instant).toBeGreaterThanOrEqual(Math.max(until, NOW + MINUTE_MS));
    expect(instant - Math.max(until, NOW + MINUTE_MS)).toBeLessThan(SECOND_MS);
  });

  it('brings back the very transition, read as a message of the queue', async () => {
    const given = fullEntry('Ünï 😀"\\', 7).transition;
    if (given === null) throw new Error('a transition expected');
    await defer(LATER, 'k', given);
    const body = asked()[0]?.body.Target.Input;
    expect(readTriggerMessages({ Records: [{ messageId: '1', body }] })).toEqual([
      { messageId: '1', receipt: '', transition: given, drill: null },
    ]);
  });

  it('that is there already is made', async () => {
    react = () => refusal(409, 'ConflictException', 'Schedule x already exists.');
    await defer();
    expect(server.requests).toHaveLength(1);
  });

  it('whose first answer was lost, or that the service was too busy for, is asked for once more', async () => {
    for (const first of ['reset', 'hang', refusal(429, 'ThrottlingException', 'slow'), { status: 503 }] as Reaction[]) {
      server.requests.length = 0;
      react = () => (server.requests.length === 1 ? first : refusal(409, 'ConflictException', 'there'));
      await defer();
      expect(server.requests).toHaveLength(2);
    }
  });

  const failures: readonly { name: string; reaction: Reaction; words: RegExp }[] = [
    {
      name: 'a group that is not there',
      reaction: refusal(404, 'ResourceNotFoundException', 'Schedule group bk-deferrals does not exist.'),
      words: /schedule group bk-deferrals .*does not exist.*deploy the stack/,
    },
    {
      name: 'a role that may not',
      reaction: refusal(403, 'AccessDeniedException', 'not authorized\nto perform\n iam:PassRole'),
      words: /not authorized to perform iam:PassRole\); grant scheduler:CreateSchedule, and iam:PassRole/,
    },
    {
      name: 'a million schedules',
      reaction: refusal(402, 'ServiceQuotaExceededException', 'too many'),
      words: /too many\); ask AWS for a higher quota/,
    },
    {
      name: 'a request that the service does not like',
      reaction: refusal(400, 'ValidationException', 'Invalid Schedule Expression'),
      words: /ValidationException: Invalid Schedule Expression/,
    },
    {
      name: 'a service that stays busy',
      reaction: refusal(429, 'ThrottlingException', 'Rate exceeded'),
      words: /ThrottlingException: Rate exceeded\); its events are given again/,
    },
    { name: 'a service with a fault', reaction: { status: 500, body: 'oh no' }, words: /given again/ },
    { name: 'a connection that is cut', reaction: 'reset', words: /ECONNRESET|socket hang up/ },
    { name: 'a service that is silent', reaction: 'hang', words: /TimeoutError/ },
  ];
  it.each(failures)('that fails by $name says so in one line, without secrets', async ({ reaction, words }) => {
    react = () => reaction;
    const failure = await defer().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DeferralFailed);
    const { message } = failure as DeferralFailed;
    expect(message).toMatch(words);
    expect(message).toMatch(/^what waits could not be put into the schedule group bk-deferrals \(.+\); .+$/);
    expect(message).not.toContain('the-secret-key');
  });

  it('that finds nobody there says so', async () => {
    await server.stop();
    await expect(defer()).rejects.toThrow(/ECONNREFUSED.*given again/);
  });
});

function refusal(status: number, type: string, message: string): GivenAnswer {
  return { status, headers: { 'x-amzn-errortype': type }, body: JSON.stringify({ Message: message }) };
}
