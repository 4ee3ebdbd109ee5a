import { describe, expect, it } from 'vitest';
import { createS3Client } from '../../../lib/adapters/s3/client.ts';
import { S3Rules } from '../../../lib/adapters/s3/rules.ts';
import { loadRules } from '../../../lib/app/rules/load-rules.ts';
import { HOUR_MS } from '../../../lib/core/instant.ts';
import { dynamoError } from '../../faults/aws-endpoint.ts';
import { jobIds, T0, useAwsSetting } from '../../faults/aws-setting.ts';

/** Enough for three slices; the last has 10. */
const JOBS = jobIds(1010);
/** Enough for two slices. */
const FEWER_JOBS = JOBS.slice(0, 510);
const RULE = 'every 2 days, allow 4 days; at least 5 B; check every 6 hours';

describe('a pass over more jobs than one run takes', () => {
  const setting = useAwsSetting();

  const message = (body: string, messageId = 'm1') => ({ Records: [{ messageId, body }] });

  it('goes in slices of 500, and is complete when every slice has said so, also when one comes twice', async () => {
    const { current } = setting;
    await current.upload(FEWER_JOBS, { rule: RULE });
    current.land(FEWER_JOBS.filter((id) => id !== 'job-0507'));
    await current.tick();
    expect(current.passLine).toMatchObject({ message: 'pass begun in slices', due: 510, slices: 2 });
    expect(current.aws.messages.map((body) => JSON.parse(body).jobIds.length)).toEqual([500, 10]);
    const [first = '', second = ''] = current.aws.messages;

    for (const body of [second, second]) {
      expect(await current.invoke(message(body))).toEqual({ batchItemFailures: [] });
      expect(current.metric('PassCompleted')).toBeUndefined();
    }
    expect(current.transitions).toMatchObject([{ job_id: 'job-0507', to: 'alert' }]);
    current.now += 60_000;
    await current.invoke(message(first));
    expect(current.lines.find(({ message }) => message === 'pass complete')).toMatchObject({ judged: 510, slices: 2 });
    expect(current.metric('PassCompleted')).toBe(1);
    expect(current.aws.pings).toBe(1);
    expect(current.aws.eventsOf('Backup Sentinel Pass Completed')).toMatchObject([{ judged: 510, due: 510 }]);

    // A slice that comes once more, and the tick too, change nothing.
    await current.invoke(message(second));
    await current.tick({ scheduledAt: T0 });
    expect(current.aws.pings).toBe(1);
    expect(current.aws.messages).toHaveLength(2);
    expect(current.transitions).toHaveLength(1);
    expect(await current.stores.state.readLastPass()).toMatchObject({ due: 510, judged: 510, coveredUntil: T0 });
    current.now = T0 + HOUR_MS;
    await current.tick();
    expect(current.passLine).toMatchObject({ message: 'pass complete', due: 0 });
  });

  it('without the queue, a document of so many jobs is refused with the setting to make', async () => {
    const { current } = setting;
    await current.upload(['job-a']);
    await current.upload(JOBS, { rule: RULE, accept: false });
    const loaded = await loadRules(new S3Rules(createS3Client(), 'rules-bucket', 'rules.yaml', 500), current.now);
    expect(loaded).toMatchObject({ used: 'last-good', problems: [{ code: 'TOO_MANY_JOBS' }] });
    expect(loaded.problems[0]?.message).toContain('set largeDocument: true in sentinel.config.yaml and deploy');
  });

  it('a slice whose store is away is given again, and the others go on', async () => {
    const { current } = setting;
    await current.upload(FEWER_JOBS, { rule: RULE });
    current.land(FEWER_JOBS);
    await current.tick();
    const [first = '', second = ''] = current.aws.messages;
    current.aws.fault = ({ operation }) => (operation === 'BatchGetItem' ? dynamoError('AccessDeniedException') : null);
    expect(await current.invoke(message(first, 'm7'))).toEqual({ batchItemFailures: [{ itemIdentifier: 'm7' }] });
    current.aws.fault = () => null;
    for (const body of [second, first]) await current.invoke(message(body));
    expect(current.metric('PassCompleted')).toBe(1);
  });

  it('the tick that dies between noting the pass and sending it sends the rest when it comes again', async () => {
    const { current } = setting;
    await current.upload(JOBS, { rule: RULE });
    current.land(JOBS);
    current.aws.fault = ({ service }) =>
      service === 'sqs' ? { status: 400, body: '{"__type":"AccessDenied"}' } : null;
    await expect(current.tick()).rejects.toThrow('3 of 3 slices were not taken');
    current.aws.fault = () => null;
    await current.tick();
    expect(current.aws.messages).toHaveLength(3);
    await current.invoke(message(current.aws.messages[2] ?? ''));
    await current.tick();
    expect(current.aws.messages.slice(3).map((body) => JSON.parse(body).index)).toEqual([0, 1]);
  });

  it('a slice that runs out of time makes the pass incomplete, and its jobs are due again', async () => {
    const { current } = setting;
    await current.upload(FEWER_JOBS, { rule: RULE });
    current.land(FEWER_JOBS);
    await current.tick();
    const [first = '', second = ''] = current.aws.messages;
    await current.invoke(message(first), 4_000);
    await current.invoke(message(second));
    expect(current.lines.find(({ message }) => message === 'pass incomplete')).toMatchObject({
      unknown: 500,
      judged: 10,
    });
    expect(current.metric('PassCompleted')).toBeUndefined();
    expect(current.aws.pings).toBe(0);
    await current.nextTick();
    expect(current.passLine).toMatchObject({ message: 'pass begun in slices', due: 510 });
  });

  it('a check of jobs that pinged judges these and no others, and is no pass', async () => {
    const { current } = setting;
    await current.upload(['job-a', 'job-b']);
    expect(await current.invoke(message('{"kind":"jobs","jobIds":["job-b","gone"]}'))).toEqual({
      batchItemFailures: [],
    });
    expect(current.transitions).toMatchObject([{ job_id: 'job-b', to: 'alert' }]);
    expect(current.lines.find(({ message }) => message === 'jobs checked for their pings or events')).toMatchObject({
      jobs: ['job-b'],
      judged: 1,
    });
    expect([current.metric('PassCompleted'), current.aws.pings]).toEqual([undefined, 0]);
  });

  it('what is no slice and no tick is refused', async () => {
    const { current } = setting;
    await current.upload(['job-a']);
    await expect(current.invoke({ kind: 'tock' })).rejects.toThrow('not an event for the checker');
    await expect(current.invoke({ kind: 'tick', scheduledAt: 'now' })).rejects.toThrow('not an event for the checker');
    expect(await current.invoke(message('{"kind":"pie"}'))).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] });
  });
});
