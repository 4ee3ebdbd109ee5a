import { describe, expect, it } from 'vitest';
import { DailySummary } from '../../lambdas/summary/summary.ts';
import { createS3Client } from '../../lib/adapters/s3-client.ts';
import { S3Rules } from '../../lib/adapters/s3-rules.ts';
import { actOnJobs } from '../../lib/app/act-on-job.ts';
import { loadRules } from '../../lib/app/load-rules.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../lib/core/instant.ts';
import { dynamoError } from '../faults/aws-endpoint.ts';
import { useAwsSetting } from '../faults/aws-setting.ts';

/** What an operator invokes the function with. */
const byHand = {};

describe('the daily summary', () => {
  const setting = useAwsSetting();
  const summary = () => new DailySummary({ ...process.env }, () => setting.current.now);

  it('is one calm line on a day with nothing wrong', async () => {
    const { current } = setting;
    await current.upload(['job-a', 'job-b']);
    current.land(['job-a', 'job-b']);
    await current.tick();
    await summary().handle(byHand);
    expect(current.aws.notices).toEqual([
      {
        subject: 'Backup sentinel: all is well',
        text: 'All 2 backups that are watched are as they should be. The last check, at 2026-11-21 08:00 UTC, judged all 2 that were due.\n',
      },
    ]);
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
    const [notice] = current.aws.notices;
    expect(notice?.subject).toBe('Backup sentinel: 1 broken');
    expect(notice?.text).toContain('Of 4 backups that are watched: 1 broken.');
    expect(notice?.text).toMatch(
      /alert: broken since 2026-11-21 08:00 UTC; at risk: the work of 41 hours; the newest good backup is 40 hours old/,
    );
    expect(notice?.text).toContain('Recovered since yesterday:\n  mended, 2026-11-21 09:00 UTC');
    expect(notice?.text).toContain('quiet: muted by sam; it would be alert');
    expect(notice?.text).toContain('The last check, at 2026-11-21 09:00 UTC, judged all 4 that were due.');
  });

  it('says so when nobody has looked, or the rules doc is bad', async () => {
    const { current } = setting;
    await current.upload(['job-a']);
    current.land(['job-a']);
    await current.tick();
    current.now += DAY_MS / 2;
    current.aws.buckets.put('rules-bucket', 'rules.yaml', 'jobs: [', current.now);
    await summary().handle(byHand);
    expect(current.aws.notices[0]?.subject).toBe('Backup sentinel: passes incomplete, rules not accepted');
    expect(current.aws.notices[0]?.text).toContain('No check has been made since 2026-11-21 08:00 UTC');
    expect(current.aws.notices[0]?.text).toContain('going on with that of 2026-11-21T08:00:00Z');
  });

  it('a topic that takes nothing is an error of the function', async () => {
    await setting.current.upload(['job-a']);
    setting.current.aws.fault = ({ service }) =>
      service === 'sns'
        ? { status: 403, body: '<ErrorResponse><Error><Code>AuthorizationError</Code></Error></ErrorResponse>' }
        : null;
    await expect(summary().handle(byHand)).rejects.toThrow('check the topic and sns:Publish on it');
  });

  describe('of one scheduled instant', () => {
    const event = { kind: 'summary', scheduledAt: '2026-11-21T08:00:00Z' };
    const again = { kind: 'summary', scheduledAt: '2026-11-22T08:00:00Z' };
    const refusal = { status: 500, body: '<ErrorResponse><Error><Code>InternalError</Code></Error></ErrorResponse>' };
    const told = () => setting.current.aws.notices.length;

    it('is told once, also when the event comes twice, at the same moment or an hour later', async () => {
      const { current } = setting;
      await current.upload(['job-a']);
      await Promise.all([summary().handle(event), summary().handle(event)]);
      expect(told()).toBe(1);
      current.now += HOUR_MS;
      await summary().handle({ ...event, scheduledAt: '2026-11-21T09:00:00+01:00' });
      expect(told()).toBe(1);
    });

    it('is followed by that of the next day', async () => {
      const { current } = setting;
      await current.upload(['job-a']);
      await summary().handle(event);
      current.now += DAY_MS;
      await summary().handle(again);
      expect(told()).toBe(2);
    });

    it('does not keep somebody from asking for another by hand, nor that one from it', async () => {
      await setting.current.upload(['job-a']);
      for (const asked of [byHand, event, undefined, { kind: 'summary', scheduledAt: 'now' }]) {
        await summary().handle(asked);
      }
      expect(told()).toBe(4);
    });

    it('is told by the second attempt when the topic did not take the first', async () => {
      const { current } = setting;
      await current.upload(['job-a']);
      current.aws.fault = ({ service }) => (service === 'sns' ? refusal : null);
      await expect(summary().handle(event)).rejects.toThrow('took no message');
      expect(told()).toBe(0);
      current.aws.fault = () => null;
      // Lambda tries once more, a minute later.
      current.now += MINUTE_MS;
      await summary().handle(event);
      await summary().handle(event);
      expect(told()).toBe(1);
    });

    it('is told by the second attempt when the first died after it had taken it', async () => {
      const { current } = setting;
      await current.upload(['job-a']);
      await current.stores.summaries.take(Date.parse(event.scheduledAt), current.now, 30_000);
      await summary().handle(event);
      expect(told()).toBe(0);
      current.now += MINUTE_MS;
      await summary().handle(event);
      expect(told()).toBe(1);
    });

    it('is no error of the function when it was told and cannot be noted: another attempt would tell it again', async () => {
      const { current } = setting;
      await current.upload(['job-a']);
      let updates = 0;
      current.aws.fault = ({ operation }) => {
        if (operation === 'UpdateItem') updates += 1;
        return operation === 'UpdateItem' && updates > 1 ? dynamoError('AccessDeniedException') : null;
      };
      await summary().handle(event);
      expect(told()).toBe(1);
      expect(current.lines.find(({ level }) => level === 'WARN')).toMatchObject({
        message: 'the summary was told, and could not be noted as told',
        why: expect.stringContaining('bk-audit'),
      });
    });

    it('is told by nobody while it cannot be taken', async () => {
      const { current } = setting;
      await current.upload(['job-a']);
      current.aws.fault = ({ operation }) => (operation === 'UpdateItem' ? dynamoError('AccessDeniedException') : null);
      await expect(summary().handle(event)).rejects.toThrow('grant dynamodb:UpdateItem');
      expect(told()).toBe(0);
    });
  });
});
