import { describe, expect, it } from 'vitest';
import type { Heartbeat } from '../../../lib/core/evidence/heartbeat.ts';
import { heartbeatSignals } from '../../../lib/core/evidence/heartbeat-signals.ts';
import { judgeBackups } from '../../../lib/core/evidence/judged-backups.ts';
import { NOTHING_REMEMBERED } from '../../../lib/core/evidence/remembered-place.ts';

const at = (time: string) => Date.parse(`2026-11-21T${time.padEnd(8, ':00')}Z`);

const nothing = NOTHING_REMEMBERED;

describe('heartbeats', () => {
  const ping = (time: string, signal: Heartbeat['signal'], overrides: Partial<Heartbeat> = {}): Heartbeat => ({
    jobId: 'j',
    at: at(time),
    signal,
    rid: null,
    exitStatus: null,
    sizeBytes: null,
    files: null,
    location: null,
    status: null,
    body: null,
    ...overrides,
  });
  /** Given oldest first, as people tell them. */
  const signals = (...heartbeats: Heartbeat[]) => heartbeatSignals(heartbeats.toReversed(), false);
  const runs = (...heartbeats: Heartbeat[]) =>
    signals(...heartbeats).filter((signal) => signal.verdict !== 'unchanged');
  const clock = (time: number | null) => (time === null ? '-' : new Date(time).toISOString().slice(11, 16));
  const notified = (...heartbeats: Heartbeat[]) =>
    signals(...heartbeats).map((signal) =>
      signal.verdict === 'unchanged'
        ? `unchanged ${clock(signal.endedAt)}`
        : `${signal.verdict} ${clock(signal.startedAt)} ${clock(signal.endedAt)}`,
    );

  const cases = [
    { name: 'a success', pings: [ping('02:00', 'success')], want: ['done - 02:00'] },
    {
      name: 'a start and its end',
      pings: [ping('02:00', 'start'), ping('03:00', 'success')],
      want: ['done 02:00 03:00'],
    },
    {
      name: 'a start without an end',
      pings: [ping('01:00', 'success'), ping('02:00', 'start')],
      want: ['done - 01:00', 'running 02:00 02:00'],
    },
    {
      name: 'a start after a start that never ended',
      pings: [ping('01:00', 'start'), ping('02:00', 'start')],
      want: ['running 02:00 02:00'],
    },
    {
      name: 'two runs at once, paired by rid',
      pings: [
        ping('01:00', 'start', { rid: 'a' }),
        ping('02:00', 'start', { rid: 'b' }),
        ping('03:00', 'success', { rid: 'a' }),
        ping('04:00', 'success', { rid: 'b' }),
      ],
      want: ['done 01:00 03:00', 'done 02:00 04:00'],
    },
    {
      name: 'an end without a rid ends any start',
      pings: [ping('01:00', 'start', { rid: 'a' }), ping('02:00', 'success')],
      want: ['done 01:00 02:00'],
    },
    {
      name: 'an end of another rid leaves the start open',
      pings: [ping('01:00', 'start', { rid: 'a' }), ping('02:00', 'success', { rid: 'b' })],
      want: ['done - 02:00', 'running 01:00 01:00'],
    },
    { name: 'a failure', pings: [ping('02:00', 'start'), ping('03:00', 'fail')], want: ['failed 02:00 03:00'] },
    { name: 'a non-zero exit status', pings: [ping('03:00', 'success', { exitStatus: 3 })], want: ['failed - 03:00'] },
    {
      name: 'a success whose body says failed',
      pings: [ping('03:00', 'success', { status: 'failed' })],
      want: ['failed - 03:00'],
    },
    {
      name: 'a success whose body says running',
      pings: [ping('03:00', 'success', { status: 'running' })],
      want: ['running 03:00 03:00'],
    },
    {
      name: 'a skipped run ends its start and is none',
      pings: [ping('02:00', 'start'), ping('03:00', 'success', { status: 'skipped' })],
      want: [],
    },
    {
      name: 'a skipped run that names the backup that was there already is a success without a run',
      pings: [ping('02:00', 'start'), ping('03:00', 'success', { status: 'skipped', location: '/b/a.dump' })],
      want: ['unchanged 03:00'],
    },
    {
      name: 'a skipped run that only closes the start of one that failed is none',
      pings: [ping('03:00', 'success', { status: 'skipped', location: '/b/a.dump', body: '{"error":"cut short"}' })],
      want: [],
    },
    {
      name: 'a success with warnings',
      pings: [ping('02:00', 'success', { status: 'completed-with-warnings' })],
      want: ['done - 02:00'],
    },
    {
      name: 'a success that found nothing new',
      pings: [ping('02:00', 'success', { status: 'unchanged' })],
      want: ['unchanged 02:00'],
    },
    { name: 'a log line says nothing', pings: [ping('02:00', 'log')], want: [] },
    {
      name: 'a start and its end at the same instant',
      pings: [ping('02:00', 'start'), ping('02:00', 'success')],
      want: ['done 02:00 02:00'],
    },
  ];
  it.each(cases)('$name', ({ pings, want }) => expect(notified(...pings)).toEqual(want));

  it('are paired in the order of their times, whatever the order in which they were stored', () => {
    const [start, end, later] = [ping('01:00', 'start'), ping('02:00', 'success'), ping('03:00', 'start')];
    expect(notified(end, later, start)).toEqual(['done 01:00 02:00', 'running 03:00 03:00']);
  });

  it('of one instant are paired in the order in which they came in', () => {
    expect(notified(ping('02:00', 'success'), ping('02:00', 'start'))).toEqual(['done - 02:00', 'running 02:00 02:00']);
  });

  it('without a rid end the newest start', () => {
    const starts = [ping('01:00', 'start', { rid: 'a' }), ping('02:00', 'start', { rid: 'b' })];
    expect(notified(...starts, ping('03:00', 'success'))).toEqual(['done 02:00 03:00', 'running 01:00 01:00']);
  });

  it('without a rid end first the start that has none either', () => {
    const starts = [ping('01:00', 'start'), ping('02:00', 'start', { rid: 'b' })];
    expect(notified(...starts, ping('03:00', 'success'))).toEqual(['done 01:00 03:00', 'running 02:00 02:00']);
  });

  it('with a rid end the start that has none, where none has the same', () => {
    const starts = [ping('01:00', 'start'), ping('02:00', 'start', { rid: 'b' })];
    expect(notified(...starts, ping('03:00', 'success', { rid: 'c' }))).toEqual([
      'done 01:00 03:00',
      'running 02:00 02:00',
    ]);
  });

  it('end one start each, and none that a skipped run has ended', () => {
    const skipped = ping('02:00', 'success', { status: 'skipped' });
    expect(notified(ping('01:00', 'start'), skipped, ping('03:00', 'success'), ping('04:00', 'success'))).toEqual([
      'done - 03:00',
      'done - 04:00',
    ]);
  });

  it('that found nothing new say from when to when', () => {
    expect(signals(ping('02:00', 'start'), ping('03:00', 'success', { status: 'unchanged' }))).toEqual([
      { verdict: 'unchanged', startedAt: at('02:00'), endedAt: at('03:00') },
    ]);
    expect(signals(ping('03:00', 'success', { status: 'unchanged' }))).toMatchObject([{ startedAt: null }]);
  });

  const said = {
    source: 'heartbeat',
    name: 'heartbeat',
    sizeBytes: null,
    isSizeOfFiles: true,
    namesFile: false,
    error: null,
    endsRun: false,
  };

  it('say no more of a run than they were given', () => {
    const times = { startedAt: null, endedAt: at('03:00'), key: '2026-11-21T03:00:00Z' };
    expect(signals(ping('03:00', 'success'))).toEqual([{ ...said, ...times, verdict: 'done' }]);
    expect(signals(ping('03:00', 'fail'))).toEqual([{ ...said, ...times, verdict: 'failed' }]);
    expect(signals(ping('03:00', 'start'))).toEqual([
      { ...said, ...times, verdict: 'running', startedAt: at('03:00') },
    ]);
  });

  it('that name a size or a location speak of a file', () => {
    const sized = signals(ping('03:00', 'success', { sizeBytes: 0 }));
    expect(sized).toMatchObject([{ sizeBytes: 0, namesFile: true }]);
    expect(signals(ping('03:00', 'success', { location: '/b/a' }))).toMatchObject([{ namesFile: true }]);
  });

  it('end a run where the job says so', () => {
    const ends = [ping('03:00', 'start', { rid: 'a' }), ping('02:00', 'success')];
    expect(heartbeatSignals(ends, true)).toMatchObject([
      { verdict: 'done', endsRun: true },
      { verdict: 'running', endsRun: true },
    ]);
  });

  const SAYS_NONE = 'it completed with warnings';

  it.each([
    {
      name: 'the first that its body gives, and how many more',
      body: '{"warnings":["one file skipped","two"]}',
      want: 'one file skipped (and 1 more)',
    },
    { name: 'that it has, where its body gives none', body: '{"status":"completed-with-warnings"}', want: SAYS_NONE },
    { name: 'that it has, where its body is no object', body: '["warnings"]', want: SAYS_NONE },
    { name: 'that it has, without a body', body: null, want: SAYS_NONE },
  ])('have the warning of a run that has warnings: $name', ({ body, want }) => {
    const [warned] = runs(ping('02:00', 'success', { status: 'completed-with-warnings', body }));
    expect(warned).toMatchObject({ verdict: 'done', error: want });
  });

  it('have no warning where their status does not say so', () => {
    const body = '{"warnings":["one file skipped"]}';
    expect(runs(ping('02:00', 'success', { status: 'completed', body }))[0]?.error).toBeNull();
  });

  it.each([
    ['200 characters of the line', `error: ${'x'.repeat(300)}`, `error: ${'x'.repeat(193)}`],
    ['without the spaces around it', 'begins\n   Fatal: no key \t\n', 'Fatal: no key'],
    ['of a line in any case', 'Dump FAILED\nbye', 'Dump FAILED'],
    ['without those around the last line either', 'begins\n  half way  \n  \n', 'half way'],
  ])('keep of the reason of a failure %s', (_, body, want) => {
    expect(runs(ping('02:00', 'fail', { body }))[0]?.error).toBe(want);
  });

  it.each([null, '', ' \n '])('give no reason of a failure where there is none: %j', (body) => {
    expect(runs(ping('02:00', 'fail', { body }))[0]?.error).toBeNull();
  });

  it.each([
    [
      'the last line that says an error',
      'start\npg_dump: error: one\npg_dump: error: two\ntook 3 s\n',
      'pg_dump: error: two',
    ],
    [
      'a disk without space',
      'dump begins\ngzip: stdout: No space left on device\nbye',
      'gzip: stdout: No space left on device',
    ],
    ['a right that is missing', 'Permission denied\nbye', 'Permission denied'],
    ['what cannot be done', 'cannot open /backup\r\nbye', 'cannot open /backup'],
    ['a fatal one', 'FATAL: role "x" does not exist\nbye', 'FATAL: role "x" does not exist'],
    ['else the last line', 'dump begins\nhalf way\n\n', 'half way'],
  ])('name the reason of a failure: %s', (_, body, want) => {
    expect(runs(ping('02:00', 'fail', { body }))[0]?.error).toBe(want);
  });

  it('name the exit status of a failure without a body', () => {
    expect(runs(ping('02:00', 'fail', { exitStatus: 3, body: ' ' }))[0]?.error).toBe('exit status 3');
  });

  it('say why they failed: the error of a JSON body, as the runner sends it', () => {
    const body = JSON.stringify({ status: 'failed', error: 'pg_dump ended with 1\nmore' });
    expect(runs(ping('02:00', 'fail', { body }))[0]?.error).toBe('pg_dump ended with 1');
    expect(runs(ping('02:00', 'fail', { body: '{"error":3}' }))[0]?.error).toBe('{"error":3}');
  });

  it('alone are the runs of a job without a place', () => {
    const all = runs(ping('02:00', 'start'), ping('03:00', 'success', { sizeBytes: 7 }), ping('04:00', 'start'));
    expect(judgeBackups([], all, nothing, null, at('08:00'), false)).toEqual({
      contradiction: null,
      runs: [
        {
          ts: at('03:00'),
          startedAt: at('02:00'),
          outcome: 'finished',
          sizeBytes: 7,
          location: 'heartbeat',
          key: '2026-11-21T03:00:00Z',
          source: 'heartbeat',
        },
        {
          ts: at('04:00'),
          startedAt: at('04:00'),
          outcome: 'unfinished',
          location: 'heartbeat',
          key: '2026-11-21T04:00:00Z',
          source: 'heartbeat',
        },
      ],
    });
  });
});
