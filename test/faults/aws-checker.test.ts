import { describe, expect, it, vi } from 'vitest';
import { HOUR_MS } from '../../lib/core/instant.ts';
import { S3Evidence } from '../../lib/sources/s3/list.ts';
import { dynamoError } from './aws-endpoint.ts';
import { jobIds, T0, useAwsSetting } from './aws-setting.ts';

const SLOW_DOWN = { status: 503, body: '<Error><Code>SlowDown</Code><Message>slow</Message></Error>' };
const DENIED = { status: 403, body: '<Error><Code>AccessDenied</Code><Message>no</Message></Error>' };

/** Until everything else that goes on has come to rest: client and server are in this process, and take turns. */
async function inALongWhile(): Promise<void> {
  for (let turn = 0; turn < 1000; turn += 1) await new Promise(setImmediate);
}

describe('the checker on AWS', () => {
  const setting = useAwsSetting();

  it('a pass over healthy jobs is complete, and says so to the alarm, the bus and outside', async () => {
    const jobs = jobIds(5);
    await setting.current.upload(jobs);
    setting.current.land(jobs);
    await setting.current.tick();
    expect(setting.current.passLine).toMatchObject({ message: 'pass complete', judged: 5, unknown: 0 });
    expect(setting.current.passLine.lateness).toBeUndefined();
    expect(setting.current.metric('PassCompleted')).toBe(1);
    expect(setting.current.passLine).toMatchObject({ configured: 5, requests: 5 });
    // What is not there is not billed: only the sign of life is written.
    expect(setting.current.metrics()).toEqual(['PassCompleted']);
    expect(setting.current.aws.pings).toBe(1);
    expect(setting.current.aws.eventsOf('Backup Sentinel Pass Completed')).toMatchObject([
      { event_id: 'pass#2026-11-21T08:00:00Z', configured: 5, due: 5, judged: 5, late_seconds: 0, missed_ticks: 0 },
    ]);
    expect(setting.current.transitions).toEqual([]);
    const metrics = setting.current.lines.find((line) => line._aws);
    expect(metrics._aws.CloudWatchMetrics[0]).toMatchObject({ Namespace: 'BackupSentinel', Dimensions: [['service']] });
    expect(metrics.service).toBe('bk');
  });

  it('jobs whose places lie together take one request, and their own where that is refused', async () => {
    vi.stubEnv('LISTABLE_PREFIXES', '');
    setting.current.newChecker();
    const jobs = jobIds(5);
    await setting.current.upload(jobs, { rule: 'every 24 hours, allow 26; at least 5 B; check hourly' });
    setting.current.land(jobs);
    await setting.current.tick();
    expect(setting.current.passLine).toMatchObject({ message: 'pass complete', judged: 5, requests: 1 });
    setting.current.aws.fault = ({ url }) => (url.searchParams.get('prefix') === 'job-000' ? DENIED : null);
    await setting.current.nextTick();
    expect(setting.current.passLine).toMatchObject({ message: 'pass complete', judged: 5, requests: 6 });
  });

  it('a job that breaks has one line, one transition on the bus, one audit row', async () => {
    await setting.current.upload(['job-a', 'job-b']);
    setting.current.land(['job-b']);
    await setting.current.tick();
    expect(setting.current.lines.filter(({ job_id }) => job_id)).toMatchObject([
      { level: 'WARN', job_id: 'job-a', state: 'alert', changed: 'worsened' },
    ]);
    expect(setting.current.transitions).toMatchObject([{ job_id: 'job-a', from: 'green', to: 'alert' }]);
    expect(setting.current.aws.events[0]?.bus).toBe('backup-sentinel');
    expect(await setting.current.stores.audit.history('job-a', 10)).toHaveLength(1);
    // The same again changes nothing.
    await setting.current.nextTick();
    expect(setting.current.transitions).toHaveLength(1);
  });

  it('S3 that is busy and then is not costs no job its verdict', async () => {
    const jobs = jobIds(3);
    await setting.current.upload(jobs);
    setting.current.land(jobs);
    const busy = new Set<string>();
    setting.current.aws.fault = ({ service, url }) => {
      const prefix = url.searchParams.get('prefix');
      if (service !== 's3' || prefix === null || busy.has(prefix)) return null;
      busy.add(prefix);
      return SLOW_DOWN;
    };
    await setting.current.tick();
    expect(setting.current.passLine).toMatchObject({ message: 'pass complete', judged: 3 });
    expect(setting.current.passLine).toMatchObject({ requests: 6 });
  });

  it('one bucket of many that refuses is told of its own jobs only', async () => {
    await setting.current.upload(['job-a', 'x-b', 'job-c']);
    setting.current.land(['job-a', 'job-c']);
    setting.current.aws.fault = ({ service, url }) =>
      service === 's3' && url.pathname.startsWith('/other-bucket') ? DENIED : null;
    await setting.current.tick();
    expect(await setting.current.states(['job-a', 'x-b', 'job-c'])).toEqual(['green', 'alert', 'green']);
    expect(setting.current.metric('EvidenceUnreadable')).toBe(1);
    // Refused is a verdict: the job was judged.
    expect(setting.current.passLine).toMatchObject({ message: 'pass complete', judged: 3 });
  });

  it('what cannot be read counts in every pass until it can, also in those that do not look at it', async () => {
    const rule = 'every 2 days, allow 4 days; at least 5 B; check every 6 hours';
    await setting.current.upload(['job-a', 'x-b'], { rule });
    setting.current.land(['job-a']);
    setting.current.aws.fault = ({ service, url }) =>
      service === 's3' && url.pathname.startsWith('/other-bucket') ? DENIED : null;
    await setting.current.tick();
    // What has just changed is looked at once more.
    await setting.current.nextTick();
    expect(setting.current.passLine).toMatchObject({ due: 1 });
    await setting.current.nextTick();
    expect(setting.current.passLine).toMatchObject({ due: 0 });
    expect(setting.current.metric('EvidenceUnreadable')).toBe(1);
    setting.current.aws.fault = () => null;
    setting.current.now += 5 * HOUR_MS;
    await setting.current.tick();
    expect(setting.current.metric('EvidenceUnreadable')).toBeUndefined();
  });

  it('a page of a listing that fails makes its job unknown, never missing or green', async () => {
    await setting.current.upload(['job-a', 'job-b']);
    setting.current.aws.buckets.pageSize = 2;
    for (const hours of [5, 4, 3, 2, 1]) setting.current.land(['job-a', 'job-b'], T0 - hours * HOUR_MS);
    setting.current.aws.fault = ({ url }) =>
      url.searchParams.get('prefix') === 'job-b/' && url.searchParams.has('continuation-token') ? SLOW_DOWN : null;
    await setting.current.tick();
    expect(setting.current.passLine).toMatchObject({ message: 'pass incomplete', judged: 1, unknown: 1 });
    expect(setting.current.lines.find(({ job_id }) => job_id === 'job-b')).toMatchObject({
      unknown: expect.stringContaining('SlowDown'),
    });
    expect(setting.current.metric('PassCompleted')).toBeUndefined();
    expect(setting.current.aws.pings).toBe(0);
    expect(setting.current.transitions).toEqual([]);
  });

  it('a socket that hangs costs its own job, and the function ends at its deadline', async () => {
    const jobs = jobIds(4);
    await setting.current.upload(jobs);
    setting.current.land(jobs);
    setting.current.aws.fault = ({ url }) => {
      if (url.searchParams.get('prefix') !== 'job-0002/') return null;
      void inALongWhile().then(() => setting.current.reachDeadline());
      return 'hang';
    };
    await setting.current.tick();
    expect(setting.current.passLine).toMatchObject({ judged: 3, unknown: 1 });
  });

  it('a table that is throttled for a while holds nobody up for good', async () => {
    await setting.current.upload(['job-a']);
    let refusals = 2;
    setting.current.aws.fault = ({ operation }) => {
      if (operation !== 'PutItem' || refusals === 0) return null;
      refusals -= 1;
      return dynamoError('ProvisionedThroughputExceededException');
    };
    await setting.current.tick();
    expect(setting.current.passLine).toMatchObject({ message: 'pass complete', judged: 1 });
    expect(setting.current.transitions).toHaveLength(1);
  });

  it('a row that cannot be written leaves its job unknown and the others judged; the next pass tells of it', async () => {
    await setting.current.upload(['job-a', 'job-b', 'job-c']);
    setting.current.land(['job-a', 'job-c']);
    let refusals = 1;
    setting.current.aws.fault = ({ operation }) => {
      if (operation !== 'PutItem' || refusals === 0) return null;
      refusals -= 1;
      return dynamoError('AccessDeniedException');
    };
    await setting.current.tick();
    expect(setting.current.passLine.message).toBe('pass incomplete');
    expect(setting.current.passLine.judged + setting.current.passLine.unknown).toBe(3);
    setting.current.aws.fault = () => null;
    await setting.current.nextTick();
    expect(setting.current.passLine).toMatchObject({ message: 'pass complete' });
    expect(setting.current.transitions).toMatchObject([{ job_id: 'job-b', to: 'alert' }]);
  });

  it('somebody who writes in between is read again, and both are kept', async () => {
    await setting.current.upload(['job-a']);
    let meddled = false;
    setting.current.aws.fault = ({ operation }) => {
      if (operation !== 'PutItem' || meddled) return null;
      meddled = true;
      return dynamoError('ConditionalCheckFailedException');
    };
    await setting.current.tick();
    expect(meddled).toBe(true);
    expect(setting.current.passLine).toMatchObject({ message: 'pass complete' });
    expect(setting.current.transitions).toHaveLength(1);
  });

  it('of ten events that are published together one fails: it alone is sent again', async () => {
    const jobs = jobIds(10);
    await setting.current.upload(jobs);
    let refusals = 2;
    setting.current.aws.entryError = (id) =>
      id.startsWith('job-0004#') && refusals-- > 0 ? 'ThrottlingException' : null;
    await setting.current.tick();
    expect(setting.current.transitions.map(({ job_id }) => job_id).sort()).toEqual(jobs);
    expect(setting.current.passLine).toMatchObject({ held: 0 });
  });

  it('an event that is refused for good waits, the others go', async () => {
    const jobs = jobIds(10);
    await setting.current.upload(jobs);
    setting.current.aws.entryError = (id) => (id.startsWith('job-0004#') ? 'MalformedDetail' : null);
    await setting.current.tick();
    expect(setting.current.transitions).toHaveLength(9);
    expect(setting.current.passLine).toMatchObject({ held: 1, bus: expect.stringContaining('MalformedDetail') });
    await setting.current.nextTick();
    expect(setting.current.metric('OldestUndeliveredSeconds')).toBe(3600);
  });

  it('the bus is down for an hour: passes go on, and every transition arrives once it is back, in order', async () => {
    const jobs = jobIds(12);
    await setting.current.upload(jobs, { rule: 'every 30 minutes, allow 45; at least 5 B' });
    setting.current.aws.fault = ({ service }) => (service === 'events' ? { status: 500, body: '{}' } : null);
    await setting.current.tick();
    expect(setting.current.passLine).toMatchObject({ message: 'pass complete', judged: 12, held: 12 });
    // All recover while nobody hears of it.
    setting.current.now += HOUR_MS;
    setting.current.land(jobs);
    await setting.current.tick();
    expect(setting.current.passLine).toMatchObject({ judged: 12, held: 24 });
    expect(setting.current.metric('OldestUndeliveredSeconds')).toBe(3600);
    setting.current.aws.fault = () => null;
    setting.current.now += HOUR_MS / 2;
    await setting.current.tick();
    expect(setting.current.transitions).toHaveLength(24);
    for (const job of jobs) {
      const told = setting.current.transitions.filter(({ job_id }) => job_id === job);
      expect(told.map(({ to, seq }) => [to, seq])).toEqual([
        ['alert', 1],
        ['green', 2],
      ]);
    }
    expect(new Set(setting.current.transitions.map(({ event_id }) => event_id)).size).toBe(24);
    await setting.current.nextTick();
    expect(setting.current.passLine).toMatchObject({ held: 0, republished: 0 });
  });

  it("a bus that takes some of a job's past and not the rest keeps the order", async () => {
    await setting.current.upload(['job-a'], { rule: 'every 30 minutes, allow 45; at least 5 B' });
    setting.current.aws.entryError = () => 'InternalFailure';
    await setting.current.tick();
    setting.current.now += HOUR_MS;
    setting.current.land(['job-a']);
    // The bus is back in the middle of this pass: what is old still goes first.
    let asked = 0;
    setting.current.aws.entryError = () => (++asked <= 3 ? 'InternalFailure' : null);
    await setting.current.tick();
    expect(setting.current.transitions.map(({ seq }) => seq)).toEqual([1, 2]);
  });

  it('the same tick twice, one after the other or at once, does nothing twice', async () => {
    await setting.current.upload(['job-a', 'job-b']);
    setting.current.land(['job-b']);
    await Promise.all([setting.current.tick(), setting.current.tick()]);
    const told = new Set(setting.current.transitions.map(({ event_id }) => event_id));
    expect(told.size).toBe(1);
    setting.current.now += 40_000;
    await setting.current.tick({ scheduledAt: T0 });
    expect(setting.current.passLine).toMatchObject({ message: expect.stringContaining('repeated') });
    expect(setting.current.metric('PassCompleted')).toBeUndefined();
    expect((await setting.current.stores.state.read(['job-a'])).rows.get('job-a')?.seq).toBe(1);
  });

  it('a tick that comes 20 hours late checks what was due meanwhile, and says so', async () => {
    const jobs = ['hourly', 'seldom'];
    await setting.current.upload(jobs, { rule: 'every 2 days, allow 4 days; at least 5 B; check every 6 hours' });
    setting.current.land(jobs);
    await setting.current.tick();
    setting.current.now = T0 + 21 * HOUR_MS;
    await setting.current.tick({ scheduledAt: T0 + HOUR_MS });
    expect(setting.current.passLine).toMatchObject({
      message: 'pass complete',
      due: 2,
      judged: 2,
      lateness:
        'the tick of 2026-11-21T09:00:00Z came 72000 s late; 20 ticks before it brought no pass; what was due then is checked now',
    });
    expect(setting.current.aws.eventsOf('Backup Sentinel Pass Completed').at(-1)).toMatchObject({
      late_seconds: 72000,
      missed_ticks: 20,
    });
  });

  it('a tick that never came loses no job that was due then', async () => {
    // Due at 12:00 and 18:00.
    await setting.current.upload(['seldom'], { rule: 'every 2 days, allow 4 days; at least 5 B; check every 6 hours' });
    setting.current.land(['seldom']);
    setting.current.now = Date.parse('2026-11-21T11:00:00Z');
    await setting.current.tick();
    expect(setting.current.passLine.due).toBe(1);
    setting.current.now = Date.parse('2026-11-21T13:00:00Z');
    await setting.current.tick();
    expect(setting.current.passLine).toMatchObject({ due: 1, lateness: expect.stringContaining('1 ticks') });
    await setting.current.nextTick();
    expect(setting.current.passLine).toMatchObject({ message: 'pass complete', due: 0 });
  });

  it('the deadline comes in the middle of 200 jobs: the rest is unknown, counted, and first in the next pass', async () => {
    const jobs = jobIds(200);
    await setting.current.upload(jobs, { rule: 'every 2 days, allow 4 days; at least 5 B; check every 6 hours' });
    setting.current.land(jobs);
    let begun = 0;
    setting.current.aws.fault = ({ url }) => {
      if (url.searchParams.has('prefix')) begun += 1;
      if (begun === 100) setting.current.beginNoMore();
      return null;
    };
    await setting.current.tick();
    const first = setting.current.passLine;
    expect(first).toMatchObject({ message: 'pass incomplete', due: 200 });
    // 32 at a time: the others of the 100 had their answers.
    expect(begun).toBeLessThan(132);
    expect(first.judged).toBeGreaterThanOrEqual(100 - 32);
    expect(first.judged).toBeLessThanOrEqual(begun);
    expect(first.judged + first.unknown).toBe(200);
    expect(setting.current.metric('PassCompleted')).toBeUndefined();
    const asked: string[] = [];
    setting.current.aws.fault = ({ url }) => {
      const prefix = url.searchParams.get('prefix');
      if (prefix) asked.push(prefix);
      return null;
    };
    // Not due by their own cadence, but nobody has looked at them yet.
    await setting.current.nextTick();
    expect(setting.current.passLine).toMatchObject({ message: 'pass complete', judged: 200, unknown: 0 });
    expect(asked[0]).not.toBe('job-0000/');
    expect(setting.current.transitions).toEqual([]);
    await setting.current.nextTick();
    expect(setting.current.passLine.due).toBe(0);
  });

  it('has nothing to check, and says that it is alive, before the first rules doc', async () => {
    await setting.current.tick();
    expect(setting.current.metrics()).toEqual(['PassCompleted']);
    const messages = setting.current.lines.map(({ message }) => message);
    expect(messages).toContain('no rules doc yet: nothing to check');
  });

  it('no usable rules doc is an error of the function; a bad one goes on with the last good', async () => {
    setting.current.aws.buckets.put('rules-bucket', 'rules.yaml', 'version: 1\njobs: {', T0);
    await expect(setting.current.tick()).rejects.toThrow('no usable rules doc at s3://rules-bucket/rules.yaml');
    await setting.current.upload(['job-a']);
    setting.current.land(['job-a']);
    setting.current.aws.buckets.put('rules-bucket', 'rules.yaml', 'version: 1\njobs: {', T0);
    await setting.current.tick();
    expect(setting.current.passLine).toMatchObject({ message: 'pass complete', rules: { used: 'last-good' } });
    expect(setting.current.metric('RulesRejected')).toBe(1);
  });

  it('the rules doc is read again only when it changed', async () => {
    await setting.current.upload(['job-a']);
    setting.current.land(['job-a']);
    const statuses: string[] = [];
    setting.current.aws.fault = ({ url }) => {
      statuses.push(url.pathname);
      return null;
    };
    await setting.current.tick();
    await setting.current.nextTick();
    await setting.current.upload(['job-a', 'job-b']);
    await setting.current.nextTick();
    // After an upload, the jobs are due that it changes.
    expect(setting.current.passLine).toMatchObject({ due: 1 });
  });

  it('a job that leaves the document is retired once, whoever accepted it; also while the bus is down', async () => {
    await setting.current.upload(['job-a', 'job-b']);
    setting.current.land(['job-b']);
    await setting.current.tick();
    expect(await setting.current.states(['job-a'])).toEqual(['alert']);
    await setting.current.upload(['job-b'], { accept: false });
    await setting.current.nextTick();
    // Nobody has accepted it yet.
    expect(await setting.current.states(['job-a'])).toEqual(['alert']);
    await setting.current.accept();
    setting.current.aws.fault = ({ service }) => (service === 'events' ? { status: 500, body: '{}' } : null);
    await setting.current.nextTick();
    expect(await setting.current.states(['job-a'])).toEqual(['green']);
    setting.current.aws.fault = () => null;
    await setting.current.nextTick();
    await setting.current.nextTick();
    const told = setting.current.transitions.filter(({ job_id }) => job_id === 'job-a');
    expect(told.map(({ reason }) => reason)).toEqual(['worsened', 'retired']);
  });

  const deaf = [
    { name: 'a watchdog that answers with an error', of: 'watchdog', fault: { status: 500, body: '' } },
    { name: 'a watchdog that hangs up', of: 'watchdog', fault: 'reset' },
    {
      name: 'a parameter that may not be read',
      of: 'ssm',
      fault: { status: 400, body: '{"__type":"AccessDeniedException"}' },
    },
  ] as const;
  it.each(deaf)('$name costs nothing but a line, which does not hold the secret', async ({ of, fault }) => {
    await setting.current.upload(['job-a']);
    setting.current.land(['job-a']);
    setting.current.aws.fault = ({ service }) => (service === of ? fault : null);
    await setting.current.tick();
    expect(setting.current.passLine).toMatchObject({ message: 'pass complete' });
    expect(setting.current.metric('PassCompleted')).toBe(1);
    const line = setting.current.lines.find(({ message }) => message === 'the watchdog could not be reset');
    expect(line.why).toMatch(/watchdog|parameter/);
    expect(JSON.stringify(setting.current.lines)).not.toContain(setting.current.aws.url);
  });

  it('without a watchdog none is asked for', async () => {
    vi.stubEnv('WATCHDOG_PARAMETER', '');
    setting.current.newChecker();
    await setting.current.upload(['job-a']);
    setting.current.land(['job-a']);
    await setting.current.tick();
    expect([setting.current.metric('PassCompleted'), setting.current.aws.pings]).toEqual([1, 0]);
    expect(setting.current.aws.calls.get('ssm')).toBeUndefined();
  });

  it('a function whose environment lacks something names all of it', () => {
    for (const name of ['BUS_NAME', 'TICK_SECONDS']) vi.stubEnv(name, undefined);
    expect(() => setting.current.newChecker()).toThrow('BUS_NAME, TICK_SECONDS are not set');
  });

  it('an audit log that is away holds what it has not taken, and the jobs are judged', async () => {
    await setting.current.upload(['job-a', 'job-b']);
    setting.current.land(['job-b']);
    let away = true;
    setting.current.aws.fault = ({ operation, count }) => {
      // The first PutItem of a pass makes the row, what follows it are audit rows.
      if (operation === 'PutItem' && away && count > 4) return dynamoError('ResourceNotFoundException');
      return null;
    };
    await setting.current.tick();
    expect(setting.current.passLine.judged + setting.current.passLine.unknown).toBe(2);
    away = false;
    await setting.current.nextTick();
    expect(setting.current.passLine).toMatchObject({ message: 'pass complete', held: 0 });
    expect(setting.current.transitions).toHaveLength(1);
    expect(await setting.current.stores.audit.history('job-a', 10)).toHaveLength(1);
  });

  it('a fault of ours that one job meets is not the fault of the others', async () => {
    await setting.current.upload(['job-a', 'job-b']);
    setting.current.land(['job-a', 'job-b']);
    const real = S3Evidence.prototype.list;
    vi.spyOn(S3Evidence.prototype, 'list').mockImplementation(function (this: S3Evidence, place, prefix, after) {
      if (prefix === 'job-a/') throw new TypeError('x is not a function');
      return real.call(this, place, prefix, after);
    });
    await setting.current.tick();
    vi.mocked(S3Evidence.prototype.list).mockRestore();
    expect(setting.current.passLine).toMatchObject({ message: 'pass incomplete', judged: 1, unknown: 1 });
    expect(setting.current.lines.find(({ job_id }) => job_id === 'job-a')).toMatchObject({
      unknown: 'internal error: TypeError: x is not a function',
    });
  });

  it('a name with line breaks forges no line', async () => {
    await setting.current.upload(['job-a']);
    setting.current.aws.fault = ({ url }) =>
      url.searchParams.has('prefix')
        ? {
            status: 403,
            body: '<Error><Code>AccessDenied</Code><Message>no&#10;{"level":"INFO","message":"pass complete"}</Message></Error>',
          }
        : null;
    await setting.current.tick();
    expect(setting.current.lines.filter(({ message }) => message === 'pass complete')).toHaveLength(1);
  });
});
