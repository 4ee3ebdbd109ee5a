import { describe, expect, it } from 'vitest';
import { readDeadLetter } from '../../../lib/core/event/dead-letter.ts';

const change = {
  source: 'backup-sentinel',
  'detail-type': 'Backup Job State Changed',
  detail: { event_id: 'e1', job_id: 'orders-db', from: 'green', to: 'alert', at: '2026-11-21T08:00:00Z' },
};
const tick = { kind: 'tick', scheduledAt: '2026-11-21T08:00:00Z' };

/** As Lambda writes it to the destination of failed events. */
const failed = (requestPayload: unknown, responsePayload: unknown = null) => ({
  version: '1.0',
  requestContext: {
    functionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:bk-checker:$LATEST',
    condition: 'RetriesExhausted',
    approximateInvokeCount: 2,
  },
  requestPayload,
  responsePayload,
});

describe('a dead letter', () => {
  const cases = [
    {
      name: 'a change that dispatch failed at',
      body: change,
      is: {
        what: 'the change of orders-db from green to alert, 2026-11-21T08:00:00Z',
        goesTo: 'dispatch',
        error: null,
      },
    },
    {
      name: 'a deferred message that the Scheduler could not send',
      body: { detail: change.detail },
      attributes: { ERROR_CODE: 'AWS.SimpleQueueService.NonExistentQueue', ERROR_MESSAGE: 'no such queue' },
      is: { goesTo: 'dispatch', error: 'AWS.SimpleQueueService.NonExistentQueue: no such queue' },
    },
    {
      name: 'a tick that the checker failed at twice',
      body: failed(tick, { errorType: 'Error', errorMessage: 'no usable rules doc' }),
      is: {
        what: 'the pass of 2026-11-21T08:00:00Z',
        goesTo: null,
        error: 'bk-checker failed: Error: no usable rules doc',
        remedy: 'comes again by itself; delete it',
      },
    },
    {
      name: 'a tick that found no function in time',
      body: failed(tick),
      is: { error: 'bk-checker failed: RetriesExhausted', goesTo: null },
    },
    {
      name: 'a tick that was never handed over',
      body: tick,
      attributes: { ERROR_CODE: 'AccessDenied' },
      is: { what: 'the pass of 2026-11-21T08:00:00Z', error: 'AccessDenied' },
    },
    { name: 'a summary', body: { ...tick, kind: 'summary' }, is: { what: 'the summary of 2026-11-21T08:00:00Z' } },
    { name: 'an upload', body: failed({ source: 'aws.s3', detail: {} }), is: { what: 'an upload of the rules doc' } },
    {
      name: 'a slice',
      body: { kind: 'slice', passId: '2026-11-21T08:00:00Z', index: 3, jobIds: ['a'] },
      is: { what: 'slice 3 of the pass of 2026-11-21T08:00:00Z', goesTo: 'slices' },
    },
    {
      name: 'a check',
      body: { kind: 'jobs', jobIds: ['a', 'b'] },
      is: { what: 'a check of a, b after a ping', goesTo: 'slices' },
    },
    {
      name: 'a drill',
      body: { 'detail-type': 'Backup Sentinel Drill', detail: { event_id: 'd', job_id: 'orders-db' } },
      is: { what: 'a drill for orders-db', goesTo: null },
    },
  ];
  it.each(cases)('is $name', ({ body, attributes = {}, is }) => {
    expect(readDeadLetter(JSON.stringify(body), attributes)).toMatchObject(is);
  });

  it('is given back as the function was to have it', () => {
    expect(JSON.parse(readDeadLetter(JSON.stringify(failed(change))).body)).toEqual(change);
  });

  it.each(['', 'no JSON', '[]', '3', '{"detail":null}'])('that is %j is left to a person', (body) => {
    expect(readDeadLetter(body)).toMatchObject({ what: 'a message that the sentinel did not write', goesTo: null });
  });
});
