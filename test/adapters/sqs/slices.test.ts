import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SqsSlices } from '../../../lib/adapters/sqs/slices.ts';
import { type Slice, SlicesNotTaken } from '../../../lib/ports/slice-queue.ts';
import { AwsEndpoint } from '../../faults/aws-endpoint.ts';

describe('the queue of slices', () => {
  let aws: AwsEndpoint;
  let queue: SqsSlices;

  beforeEach(async () => {
    aws = await AwsEndpoint.start();
    for (const [name, value] of Object.entries(aws.environment)) vi.stubEnv(name, value);
    queue = new SqsSlices(aws.environment.SLICE_QUEUE_URL ?? '');
  });

  afterEach(async () => {
    vi.unstubAllEnvs();
    await aws.stop();
  });

  const slices = (count: number, idLength: number): Slice[] =>
    Array.from({ length: count }, (_, index) => ({
      kind: 'slice',
      passId: 'p',
      index,
      jobIds: Array.from({ length: 500 }, () => 'x'.repeat(idLength)),
    }));
  const indexes = () => aws.messages.map((body) => JSON.parse(body).index).sort((a, b) => a - b);

  it('takes ten messages in a request, and no more bytes than the service does', async () => {
    await queue.send(slices(25, 5));
    expect([indexes().length, aws.calls.get('sqs')]).toEqual([25, 3]);
    aws.calls.clear();
    // 500 ids of the greatest length are 66 KB: three fit.
    await queue.send(slices(7, 129));
    expect(aws.calls.get('sqs')).toBe(3);
  });

  it('takes the check of jobs that pinged, also for later', async () => {
    await queue.sendCheck({ kind: 'jobs', jobIds: ['a'] }, 42);
    expect(aws.messages.map((body) => JSON.parse(body))).toEqual([{ kind: 'jobs', jobIds: ['a'] }]);
  });

  it('says which check was not taken', async () => {
    aws.fault = () => ({ status: 400, body: '{"__type":"AccessDenied","message":"no"}' });
    await expect(queue.sendCheck({ kind: 'jobs', jobIds: ['a'] }, 0)).rejects.toThrow(
      'the check of a was not taken by',
    );
  });

  it('sends again what failed inside an accepted request, and nothing else', async () => {
    let refusals = 1;
    aws.messageError = (id) => (id === '3' && refusals > 0 ? 'InternalError' : null);
    aws.fault = ({ count }) => {
      if (count === 2) refusals = 0;
      return null;
    };
    await queue.send(slices(5, 5));
    expect(indexes()).toEqual([0, 1, 2, 3, 4]);
  });

  it('says how many were not taken, and why', async () => {
    aws.messageError = (id) => (id === '3' ? 'InternalError' : null);
    const failure = await queue.send(slices(5, 5)).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(SlicesNotTaken);
    expect((failure as Error).message).toMatch(/^1 of 5 slices were not taken by .* \(InternalError/);
    expect(indexes()).toEqual([0, 1, 2, 4]);
  });
});
