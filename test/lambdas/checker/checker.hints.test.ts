import { describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '../../../lib/core/instant.ts';
import { useAwsSetting } from '../../faults/aws-setting.ts';

/** As EventBridge delivers it through a queue, by S3's own description of its events. */
function created(bucket: string, key: string, time: number): string {
  return JSON.stringify({
    version: '0',
    id: '17793124-05d4-b198-2fde-7ededc63b103',
    'detail-type': 'Object Created',
    source: 'aws.s3',
    account: '111122223333',
    time: new Date(time).toISOString(),
    region: 'eu-central-1',
    resources: [`arn:aws:s3:::${bucket}`],
    detail: {
      version: '0',
      bucket: { name: bucket },
      object: { key, size: 0, etag: 'd41d8cd98f00b204e9800998ecf8427e', sequencer: '00617F08299329D189' },
      'request-id': 'N4N7GDK58NMKJ12R',
      requester: '111122223333',
      'source-ip-address': '1.2.3.4',
      reason: 'PutObject',
    },
  });
}

describe('an event of a watched bucket', () => {
  const setting = useAwsSetting();
  const records = (...bodies: string[]) => ({
    Records: bodies.map((body, index) => ({ messageId: `m${index}`, body })),
  });

  it('has its job looked at at once: an empty backup is an alert before the next tick', async () => {
    const { current } = setting;
    await current.upload(['job-a', 'job-b']);
    current.land(['job-a', 'job-b']);
    await current.tick();
    expect(current.transitions).toEqual([]);
    current.now += HOUR_MS + 10 * MINUTE_MS;
    current.aws.buckets.put('backups', 'job-a/later.dump', '', current.now);
    expect(await current.invoke(records(created('backups', 'job-a/later.dump', current.now)))).toEqual({
      batchItemFailures: [],
    });
    expect(current.transitions).toMatchObject([{ job_id: 'job-a', to: 'alert' }]);
    expect(current.lines.find(({ message }) => message === 'jobs checked for their pings or events')).toMatchObject({
      jobs: ['job-a'],
    });
  });

  it('says nothing of what landed: what the bucket shows is judged, also where it shows nothing', async () => {
    const { current } = setting;
    await current.upload(['job-a']);
    current.land(['job-a']);
    await current.tick();
    await current.invoke(records(created('backups', 'job-a/never.dump', current.now), created('else', 'x', 0)));
    expect(current.transitions).toEqual([]);
    expect(await current.states(['job-a'])).toEqual(['green']);
  });

  it('twice within a minute is one look now and one at its end; one that cannot be looked at is given again', async () => {
    const { current } = setting;
    await current.upload(['job-a']);
    current.land(['job-a']);
    await current.tick();
    const event = created('backups', 'job-a/1.dump', current.now);
    await current.invoke(records(event, event, event));
    expect(current.aws.messages.map((body) => JSON.parse(body))).toEqual([{ kind: 'jobs', jobIds: ['job-a'] }]);
    current.newChecker();
    current.aws.fault = ({ operation }) => (operation === 'BatchGetItem' ? { status: 400, body: '{}' } : null);
    expect(await current.invoke(records(event))).toEqual({ batchItemFailures: [{ itemIdentifier: 'm0' }] });
  });
});
