import PostalMime from 'postal-mime';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DailySummary } from '../../../lambdas/summary/summary.ts';
import { createS3Client } from '../../../lib/adapters/s3/client.ts';
import { S3Rules } from '../../../lib/adapters/s3/rules.ts';
import { actOnJobs } from '../../../lib/app/act/act-on.ts';
import { loadRules } from '../../../lib/app/rules/load-rules.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../lib/core/instant.ts';
import { BedrockStandIn } from '../../adapters/bedrock/stand-in.ts';
import { dynamoError } from '../../faults/aws-endpoint.ts';
import { useAwsSetting } from '../../faults/aws-setting.ts';

/** What an operator invokes the function with. */
const byHand = {};

describe('the daily summary', () => {
  const setting = useAwsSetting();
  const summary = () => new DailySummary({ ...process.env }, () => setting.current.now);

  /** The mails that SES took, as their readers see them. */
  async function mails(): Promise<{ to: string; subject: string; text: string }[]> {
    return Promise.all(
      setting.current.aws.mails.map(async ({ to, raw }) => {
        const { subject = '', text = '' } = await PostalMime.parse(raw);
        return { to: to.join(), subject, text: text.replace(/\r\n/g, '\n').trimEnd() };
      }),
    );
  }

  it('is one calm line on a day with nothing wrong', async () => {
    const { current } = setting;
    await current.upload(['job-a', 'job-b']);
    current.land(['job-a', 'job-b']);
    await current.tick();
    await summary().handle(byHand);
    expect(await mails()).toEqual([
      {
        to: 'sam@acme.example',
        subject: 'Backup sentinel: all is well',
        // Asked for by hand, it also has what it says once a week.
        text: expect.stringMatching(
          /^All 2 backups that are watched are fine\. The last check, Sat 08:00 UTC, judged all 2 that were due\.\n\nNever proven:\n {2}2 of 2 jobs/,
        ),
      },
    ]);
    expect(current.aws.notices).toEqual([]);
  });

  it('names what is broken and why, what recovered, what is quiet, and whether anybody looked', async () => {
    const { current } = setting;
    const jobs = ['broken', 'mended', 'quiet', 'fine'];
    await current.upload(jobs);
    current.land(['fine']);
    current.land(['broken'], current.now - 40 * HOUR_MS);
    await current.tick();
    current.now += HOUR_MS;
    current.land(['mended']);
    const { document } = await loadRules(new S3Rules(createS3Client(), 'rules-bucket', 'rules.yaml'), current.now);
    const quiet = document?.jobs.filter(({ id }) => id === 'quiet') ?? [];
    await actOnJobs(
      quiet,
      { verb: 'mute' },
      { by: 'sam', at: current.now, reason: null },
      { store: current.stores.state, audit: current.stores.audit },
    );
    await current.tick();
    current.now += 10_000;
    await summary().handle(byHand);
    const [mail] = await mails();
    expect(mail?.subject).toBe('Backup sentinel: 1 broken, 1 failing quietly');
    expect(mail?.text).toContain('Of 4 backups that are watched: 1 broken, 1 more failing, but snoozed or muted.');
    expect(mail?.text).toMatch(
      /broken: alert for 1 hour, since Sat 08:00; lose it now and you lose 41 hours; the newest good backup is 41 hours old/,
    );
    expect(mail?.text).toContain('quiet: muted by sam for 10 seconds; its state would be alert, for 1 hour now');
    expect(mail?.text).toContain(
      'Recovered since yesterday:\n  mended: alert for 1 hour, until Sat 09:00; over before a notification was due',
    );
    expect(mail?.text).toContain('The last check, Sat 09:00, judged all 3 that were due.');
  });

  it('says so when nobody has looked, or the rules doc is bad', async () => {
    const { current } = setting;
    await current.upload(['job-a']);
    current.land(['job-a']);
    await current.tick();
    current.now += DAY_MS / 2;
    current.aws.buckets.put('rules-bucket', 'rules.yaml', 'jobs: [', current.now);
    await summary().handle(byHand);
    const [mail] = await mails();
    expect(mail?.subject).toBe('Backup sentinel: passes incomplete, rules not accepted');
    expect(mail?.text).toContain('No check has been made since Sat 08:00');
    expect(mail?.text).toContain('going on with that of 2026-11-21T08:00:00Z');
  });

  describe('goes to the admin by the topic', () => {
    const NO_CHANNEL = 'sam: { slack: U0SAM }';

    it('when none of their own channels takes it, with the same text', async () => {
      const { current } = setting;
      vi.stubEnv('SLACK_TOKEN_PARAMETER', '');
      await current.upload(['job-a'], { people: [NO_CHANNEL] });
      current.land(['job-a']);
      await current.tick();
      await current.noting(() => summary().handle(byHand));
      expect(current.aws.notices).toMatchObject([
        { subject: 'Backup sentinel: all is well', text: expect.stringMatching(/^The one backup that is watched/) },
      ]);
      expect(current.lines).toContainEqual(
        expect.objectContaining({ message: 'summary delivered', channel: 'last-resort', level: 'WARN' }),
      );
    });

    it('when there is no document to name one', async () => {
      await summary().handle(byHand);
      expect(setting.current.aws.notices).toMatchObject([
        { subject: 'Backup sentinel: passes incomplete, rules not accepted' },
      ]);
    });

    it('and where that takes nothing either, it is an error of the function', async () => {
      vi.stubEnv('SLACK_TOKEN_PARAMETER', '');
      await setting.current.upload(['job-a'], { people: [NO_CHANNEL] });
      setting.current.aws.fault = ({ service }) =>
        service === 'sns'
          ? { status: 403, body: '<ErrorResponse><Error><Code>AuthorizationError</Code></Error></ErrorResponse>' }
          : null;
      await expect(summary().handle(byHand)).rejects.toThrow('check the topic and sns:Publish on it');
    });
  });

  it('goes to every owner who wishes for it on that day, each with their own jobs, and by hand to the admin alone', async () => {
    const { current } = setting;
    const people = [
      'sam: { email: sam@acme.example }',
      'lee: { email: lee@acme.example }',
      'kim: { email: kim@acme.example, summary: weekly }',
      'pat: { email: pat@acme.example, summary: never }',
      'max: { email: max@acme.example }',
    ];
    const more = { 'job-b': ', owner: lee', 'job-c': ', owner: kim', 'job-d': ', owner: pat' };
    await current.upload(['job-a', 'job-b', 'job-c', 'job-d'], { people, more });
    current.land(['job-a', 'job-c', 'job-d']);
    await current.tick();
    await summary().handle(byHand);
    expect((await mails()).map(({ to }) => to)).toEqual(['sam@acme.example']);
    current.aws.mails.length = 0;

    // A Saturday: weekly summaries are Monday's.
    await summary().handle({ kind: 'summary', scheduledAt: '2026-11-21T08:00:00Z' });
    const saturday = (await mails()).sort((a, b) => (a.to < b.to ? -1 : 1));
    expect(saturday).toMatchObject([
      { to: 'lee@acme.example', text: expect.stringMatching(/^Of 1 backup that is watched: 1 broken/) },
      { to: 'sam@acme.example', text: expect.stringMatching(/^Of 4 backups that are watched: 1 broken/) },
    ]);
    current.aws.mails.length = 0;
    current.now += 2 * DAY_MS;
    await summary().handle({ kind: 'summary', scheduledAt: '2026-11-23T08:00:00Z' });
    expect((await mails()).map(({ to }) => to).sort()).toEqual([
      'kim@acme.example',
      'lee@acme.example',
      'sam@acme.example',
    ]);
  });

  describe('with a model', () => {
    let bedrock: BedrockStandIn;
    beforeEach(async () => {
      bedrock = await BedrockStandIn.start();
      vi.stubEnv('AWS_ENDPOINT_URL_BEDROCK_RUNTIME', bedrock.url);
      vi.stubEnv('MODEL_ID', 'amazon.nova-2-lite-v1:0');
      await setting.current.upload(['job-a']);
      await setting.current.tick();
    });
    afterEach(() => bedrock.stop());

    it('begins with its paragraph, and the metric says that nothing went out plain', async () => {
      bedrock.behaviour = { says: '[J1] is in alert.' };
      await setting.current.noting(() => summary().handle(byHand));
      expect((await mails())[0]?.text).toContain('from the figures below:\njob-a is in alert.\n');
      expect(setting.current.metric('SummaryPlain')).toBeUndefined();
    });

    it('that lies goes out plain, on time, and the metric and the log say so', async () => {
      bedrock.behaviour = { says: '[J1] is fine.' };
      await setting.current.noting(() => summary().handle(byHand));
      expect((await mails())[0]?.text).toMatch(/^Of 1 backup that is watched: 1 broken\.\n\nBroken now:/);
      expect(setting.current.metric('SummaryPlain')).toBe(1);
      expect(setting.current.lines).toContainEqual(
        expect.objectContaining({ level: 'WARN', kind: 'untrue', why: expect.stringContaining('"fine"') }),
      );
    });

    it('set to none asks nobody and measures nothing of it', async () => {
      vi.stubEnv('MODEL_ID', '');
      await setting.current.noting(() => summary().handle(byHand));
      expect(bedrock.conversations).toEqual([]);
      expect(setting.current.metric('SummaryPlain')).toBeUndefined();
    });
  });

  describe('of one scheduled instant', () => {
    const event = { kind: 'summary', scheduledAt: '2026-11-21T08:00:00Z' };
    const again = { kind: 'summary', scheduledAt: '2026-11-22T08:00:00Z' };
    const refusal = { status: 500, body: '{"message":"by the test"}' };
    const notified = () => setting.current.aws.mails.length;

    it('is told once, also when the event comes twice, at the same moment or an hour later', async () => {
      const { current } = setting;
      await current.upload(['job-a']);
      await Promise.all([summary().handle(event), summary().handle(event)]);
      expect(notified()).toBe(1);
      current.now += HOUR_MS;
      await summary().handle({ ...event, scheduledAt: '2026-11-21T09:00:00+01:00' });
      expect(notified()).toBe(1);
    });

    it('is followed by that of the next day', async () => {
      const { current } = setting;
      await current.upload(['job-a']);
      await summary().handle(event);
      current.now += DAY_MS;
      await summary().handle(again);
      expect(notified()).toBe(2);
    });

    it('does not keep somebody from asking for another by hand, nor that one from it', async () => {
      await setting.current.upload(['job-a']);
      for (const asked of [byHand, event, undefined, { kind: 'summary', scheduledAt: 'now' }]) {
        await summary().handle(asked);
      }
      expect(notified()).toBe(4);
    });

    it('is told by the second attempt when no channel took the first', async () => {
      const { current } = setting;
      await current.upload(['job-a']);
      current.aws.fault = ({ service }) => (service === 'sns' || service === 'ses' ? refusal : null);
      await expect(summary().handle(event)).rejects.toThrow('took no message');
      expect(notified()).toBe(0);
      current.aws.fault = () => null;
      // Lambda tries once more, a minute later.
      current.now += MINUTE_MS;
      await summary().handle(event);
      await summary().handle(event);
      expect(notified()).toBe(1);
    });

    it('is told by the second attempt when the first died after it had taken it', async () => {
      const { current } = setting;
      await current.upload(['job-a']);
      const key = { scheduledAt: Date.parse(event.scheduledAt), personId: 'sam' };
      await current.stores.summaries.take(key, current.now, 50_000);
      await summary().handle(event);
      expect(notified()).toBe(0);
      current.now += MINUTE_MS;
      await summary().handle(event);
      expect(notified()).toBe(1);
    });

    it('is no error of the function when it was told and cannot be noted: another attempt would tell it again', async () => {
      const { current } = setting;
      await current.upload(['job-a']);
      let updates = 0;
      current.aws.fault = ({ operation }) => {
        if (operation === 'UpdateItem') updates += 1;
        return operation === 'UpdateItem' && updates > 1 ? dynamoError('AccessDeniedException') : null;
      };
      await current.noting(() => summary().handle(event));
      expect(notified()).toBe(1);
      expect(current.lines.find(({ level }) => level === 'WARN')).toMatchObject({
        message: 'summary delivered',
        troubles: [expect.stringMatching(/^delivered, but not recorded as delivered: .*bk-audit/)],
      });
    });

    it('is told by nobody while it cannot be taken', async () => {
      const { current } = setting;
      await current.upload(['job-a']);
      current.aws.fault = ({ operation }) => (operation === 'UpdateItem' ? dynamoError('AccessDeniedException') : null);
      await expect(summary().handle(event)).rejects.toThrow('grant dynamodb:UpdateItem');
      expect(notified()).toBe(0);
    });
  });
});
