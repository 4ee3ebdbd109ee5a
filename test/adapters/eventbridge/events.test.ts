import { EventBridgeClient, PutEventsCommand, type PutEventsResultEntry } from '@aws-sdk/client-eventbridge';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, test } from 'vitest';
import { EventBridgeEvents } from '../../../lib/adapters/eventbridge/events.ts';
import { eventId, type Transition } from '../../../lib/core/model/transition.ts';
import { read, withJob } from '../../rules-doc/read.ts';

const AT = Date.parse('2026-11-21T08:00:00Z');
const TAKEN: PutEventsResultEntry = { EventId: 'e' };
const failed = (ErrorCode: string): PutEventsResultEntry => ({ ErrorCode, ErrorMessage: 'no' });

const client = new EventBridgeClient({ region: 'eu-central-1' });
const eventBridge = mockClient(client);
const sink = new EventBridgeEvents('backup-sentinel', client);

beforeEach(() => eventBridge.reset());

function transition(seq: number): Transition {
  return {
    eventId: eventId('orders', seq, AT),
    jobId: 'orders',
    seq,
    breakSeq: 1,
    from: 'green',
    to: 'alert',
    reason: 'worsened',
    at: AT,
    fixedRefuted: false,
    by: null,
    until: null,
    verdict: null,
  };
}

/** What the service answers, request by request, and what of two transitions is taken by it in how many requests. */
const cases = [
  { name: 'both are taken', answers: [[TAKEN, TAKEN]], taken: [1, 2], requests: 1 },
  {
    name: 'only the one that failed for now is sent again',
    answers: [[TAKEN, failed('ThrottlingException')], [TAKEN]],
    taken: [1, 2],
    requests: 2,
  },
  {
    name: 'one that would fail again is not sent again',
    answers: [[failed('MalformedDetail'), TAKEN]],
    taken: [2],
    requests: 1,
  },
  {
    name: 'after three tries it stays in its outbox',
    answers: [[failed('InternalFailure'), TAKEN], [failed('InternalFailure')], [failed('InternalFailure')]],
    taken: [2],
    requests: 3,
  },
];

describe('transitions on a bus', () => {
  test.each(cases)('$name', async ({ answers, taken, requests }) => {
    const mocked = eventBridge.on(PutEventsCommand);
    for (const Entries of answers) mocked.resolvesOnce({ Entries });
    const ids = await sink.publish([transition(1), transition(2)]);
    expect([...ids].sort()).toEqual(taken.map((seq) => eventId('orders', seq, AT)));
    expect(eventBridge.commandCalls(PutEventsCommand)).toHaveLength(requests);
  });

  test('a request that fails as a whole takes nothing, and does not throw', async () => {
    eventBridge.on(PutEventsCommand).rejects(new Error('the bus is not there'));
    expect(await sink.publish([transition(1)])).toEqual(new Set());
  });

  test('more than ten go in several requests, each with the source and type that consumers match', async () => {
    eventBridge.on(PutEventsCommand).callsFake(({ Entries }) => ({ Entries: Entries.map(() => TAKEN) }));
    const many = Array.from({ length: 23 }, (_, i) => transition(i + 1));
    expect((await sink.publish(many)).size).toBe(23);
    const sent = eventBridge.commandCalls(PutEventsCommand).map((call) => call.args[0].input.Entries ?? []);
    expect(sent.map((entries) => entries.length)).toEqual([10, 10, 3]);
    expect(sent[0]?.[0]).toMatchObject({
      EventBusName: 'backup-sentinel',
      Source: 'backup-sentinel',
      DetailType: 'Backup Job State Changed',
    });
    expect(JSON.parse(sent[0]?.[0]?.Detail ?? '')).toMatchObject({
      version: 1,
      event_id: 'orders#1-2026-11-21T08:00:00Z',
      job: null,
    });
  });

  test('the detail has the job as the caller knows it', async () => {
    eventBridge.on(PutEventsCommand).callsFake(({ Entries }) => ({ Entries: Entries.map(() => TAKEN) }));
    const text = withJob('name: Orders database\nbackup: ./orders/\nrule: "every 24 hours, allow 26"');
    const [job = null] = read(text).document?.jobs ?? [];
    await sink.publish([transition(1)], (jobId) => (jobId === 'orders' ? job : null));
    const [entry] = eventBridge.commandCalls(PutEventsCommand)[0]?.args[0].input.Entries ?? [];
    expect(JSON.parse(entry?.Detail ?? '')).toMatchObject({ job: { id: 'orders-db', name: 'Orders database' } });
  });
});
