import { describe, expect, it } from 'vitest';
import type { Backup } from '../../../lib/core/evidence/backup.ts';
import { judgeBackups } from '../../../lib/core/evidence/judged-backups.ts';
import { NOTHING_REMEMBERED, type RememberedPlace } from '../../../lib/core/evidence/remembered-place.ts';
import type { RunSignal } from '../../../lib/core/evidence/run-signal.ts';
import type { Run } from '../../../lib/core/model/run.ts';

const at = (time: string) => Date.parse(`2026-11-21T${time.padEnd(8, ':00')}Z`);

const nothing = NOTHING_REMEMBERED;

const backup = (time: string, overrides: Partial<Backup> = {}): Backup => ({
  key: `o/${time}`,
  location: `s3://b/o/${time}`,
  source: 'file',
  ts: at(time),
  startedAt: null,
  modifiedAt: at(time),
  sizeBytes: 1000,
  fileCount: null,
  content: null,
  beingWritten: false,
  ended: false,
  ...overrides,
});

const landed = (time: string, overrides: Partial<Backup> = {}) => backup(time, { ended: true, ...overrides });

const signal = (
  verdict: RunSignal['verdict'],
  from: string | null,
  to: string,
  overrides: Partial<RunSignal> = {},
): RunSignal => ({
  verdict,
  source: 'report',
  name: `s3://b/r/${to}`,
  key: `r/${to}`,
  startedAt: from === null ? null : at(from),
  endedAt: at(to),
  sizeBytes: null,
  isSizeOfFiles: true,
  namesFile: false,
  error: verdict === 'failed' ? 'disk full' : null,
  endsRun: true,
  ...overrides,
});

function judge(
  backups: readonly Backup[],
  signals: readonly RunSignal[],
  options: { now?: string; memory?: RememberedPlace; newestByFile?: boolean } = {},
) {
  const { now = '08:00', memory = nothing, newestByFile = false } = options;
  return judgeBackups(backups, signals, memory, newestByFile ? at(now) : null, at(now), true);
}

const outcomes = (runs: readonly Run[]) => runs.map(({ key, outcome }) => `${key} ${outcome}`);

const memoryOf = ({ ts, sizeBytes, location, key }: Backup): RememberedPlace => ({
  ...nothing,
  latest: { ts, sizeBytes, location, key, looked: null },
  runs: [{ ts, sizeBytes, finding: 'good' }],
});

describe('a signal belongs to the newest backup', () => {
  const cases = [
    { name: 'from 60 seconds before its start', time: '01:59:00', from: '02:00', want: 'finished' },
    { name: 'not a second earlier', time: '01:58:59', from: '02:00', want: 'unfinished' },
    { name: 'to an hour after its end', time: '04:00:00', from: '02:00', want: 'finished' },
    { name: 'not a second later', time: '04:00:01', from: '02:00', want: 'unfinished' },
    { name: 'from an hour before its end, where it has no start', time: '02:00:00', from: null, want: 'finished' },
    { name: 'not a second earlier, where it has no start', time: '01:59:59', from: null, want: 'unfinished' },
  ];
  it.each(cases)('$name', ({ time, from, want }) => {
    const { runs } = judge([backup(time)], [signal('done', from, '03:00')]);
    expect(runs.find(({ key }) => key === `o/${time}`)?.outcome).toBe(want);
  });

  it('of several in its window', () => {
    const { runs } = judge([backup('02:10'), backup('02:50')], [signal('done', '02:00', '03:00')]);
    expect(outcomes(runs)).toEqual(['o/02:50 finished']);
  });

  it('and gives it its start', () => {
    expect(judge([backup('02:50')], [signal('done', '02:00', '03:00')]).runs[0]?.startedAt).toBe(at('02:00'));
  });
});

describe('a backup that must be signalled', () => {
  it('is unfinished without its signal, since it landed', () => {
    expect(judge([backup('02:00')], []).runs).toMatchObject([
      { outcome: 'unfinished', ts: at('02:00'), startedAt: at('02:00') },
    ]);
  });

  it('stays finished when the row has seen it finished', () => {
    expect(outcomes(judge([backup('02:00')], [], { memory: memoryOf(backup('02:00')) }).runs)).toEqual([
      'o/02:00 finished',
    ]);
  });

  it('is a new run when it was overwritten', () => {
    const memory = memoryOf(backup('02:00', { sizeBytes: 999 }));
    expect(outcomes(judge([backup('02:00')], [], { memory }).runs)).toEqual(['o/02:00 unfinished']);
  });

  it('is not finished by a heartbeat where a report is asked for', () => {
    const ping = signal('done', '02:00', '03:00', { endsRun: false });
    expect(outcomes(judge([backup('02:30')], [ping]).runs)).toEqual(['o/02:30 unfinished']);
  });

  it('is not finished while it is being written', () => {
    const fresh = backup('07:59', { beingWritten: true, ended: true });
    expect(outcomes(judge([fresh], [signal('done', '07:00', '07:59')]).runs)).toEqual(['o/07:59 unfinished']);
  });

  it('is judged by its file when it is the newest and the newest report cannot be read', () => {
    const { runs } = judge([backup('02:00'), backup('03:00')], [], { newestByFile: true });
    expect(outcomes(runs)).toEqual(['o/02:00 unfinished', 'o/03:00 finished']);
  });
});

describe('a failure', () => {
  it('makes the newest backup in its window, not later than its end, a failed run', () => {
    const { runs } = judge([landed('02:10'), landed('02:50'), landed('03:10')], [signal('failed', '02:00', '03:00')]);
    expect(outcomes(runs)).toEqual(['o/02:10 finished', 'o/02:50 failed', 'o/03:10 finished']);
    expect(runs[1]?.error).toBe('disk full');
  });

  it('without a backup is a run of its own', () => {
    const { runs } = judge([landed('01:00')], [signal('failed', '02:00', '03:00')]);
    expect(runs[1]).toEqual({
      ts: at('03:00'),
      startedAt: at('02:00'),
      outcome: 'failed',
      location: 's3://b/r/03:00',
      key: 'r/03:00',
      source: 'report',
      error: 'disk full',
    });
  });

  it('is overruled by a newer signal of the same backup, and the other way round', () => {
    const failed = signal('failed', '02:00', '03:00');
    const done = signal('done', '02:00', '03:05');
    expect(outcomes(judge([backup('02:50')], [failed, done]).runs)).toEqual(['o/02:50 finished']);
    const failedLater = signal('failed', '02:00', '03:10');
    expect(outcomes(judge([landed('02:50')], [done, failedLater]).runs)).toEqual(['o/02:50 failed']);
  });
});

describe('a start', () => {
  it('that nothing has followed is an unfinished run', () => {
    expect(judge([landed('01:00')], [signal('running', '02:00', '02:00')]).runs[1]).toMatchObject({
      outcome: 'unfinished',
      ts: at('02:00'),
      startedAt: at('02:00'),
    });
  });

  it('is over when a backup has landed since', () => {
    expect(outcomes(judge([landed('02:30')], [signal('running', '02:00', '02:00')]).runs)).toEqual([
      'o/02:30 finished',
    ]);
  });

  it('is that of a backup which landed since and has no signal yet', () => {
    const { runs } = judge([backup('02:30')], [signal('running', '02:00', '02:00')]);
    expect(runs).toMatchObject([{ outcome: 'unfinished', startedAt: at('02:00'), key: 'o/02:30' }]);
  });
});

describe('a contradiction', () => {
  const done = (overrides: Partial<RunSignal> = {}) => signal('done', '02:00', '03:00', overrides);

  it('is a signal that says done where no backup matches', () => {
    expect(judge([landed('01:00')], [done({ sizeBytes: 7 })]).contradiction).toEqual({
      signal: 's3://b/r/03:00',
      ts: at('03:00'),
      claimedBytes: 7,
      found: null,
    });
  });

  const sizes = [
    { name: 'not when exactly 5% smaller', found: 950, want: false },
    { name: 'when more than 5% smaller', found: 949, want: true },
    { name: 'not when exactly 5% larger', found: 1050, want: false },
    { name: 'when more than 5% larger', found: 1051, want: true },
  ];
  it.each(sizes)('is a size that differs: $name', ({ found, want }) => {
    const { contradiction } = judge([landed('02:50', { sizeBytes: found })], [done({ sizeBytes: 1000 })]);
    expect(contradiction?.found ?? null).toEqual(want ? { location: 's3://b/o/02:50', sizeBytes: found } : null);
  });

  it('is none where the size is not that of files', () => {
    expect(judge([landed('02:50')], [done({ sizeBytes: 9e9, isSizeOfFiles: false })]).contradiction).toBeNull();
  });

  it('is only an unfinished run for ten minutes', () => {
    const early = judge([], [done()], { now: '03:10:00' });
    expect(early.contradiction).toBeNull();
    expect(early.runs).toMatchObject([{ outcome: 'unfinished', startedAt: at('02:00') }]);
    expect(judge([], [done()], { now: '03:10:01' }).contradiction).not.toBeNull();
  });

  it('leaves a backup of the wrong size unfinished for ten minutes, but not one that is remembered', () => {
    const small = landed('02:50', { sizeBytes: 10 });
    const claims = [done({ sizeBytes: 1000 })];
    expect(outcomes(judge([small], claims, { now: '03:05' }).runs)).toEqual(['o/02:50 unfinished']);
    const memory = memoryOf(small);
    expect(outcomes(judge([small], claims, { now: '03:05', memory }).runs)).toEqual(['o/02:50 finished']);
  });

  it('ends with a run that finished more than an hour after it', () => {
    expect(judge([landed('04:00:00')], [signal('done', '02:00', '02:59')]).contradiction).toBeNull();
    expect(judge([landed('01:00')], [done()]).contradiction).not.toBeNull();
  });

  it('is tested for the newest signal alone', () => {
    const older = signal('done', '00:00', '00:30');
    expect(judge([landed('02:50')], [older, done()]).contradiction).toBeNull();
  });
});

describe('several files of one run that a report ends', () => {
  const files = ['02:01', '02:05', '02:09'].map((time) => backup(time));
  const run = ({ runs }: ReturnType<typeof judgeBackups>) => outcomes(runs);

  it.each([
    ['are one run, its newest file', files, [signal('done', '02:00', '02:10')], ['o/02:09 finished']],
    ['are one failed run', files, [signal('failed', '02:00', '02:10')], ['o/02:09 failed']],
    ['are one run also where no start is said', files, [signal('done', null, '02:10')], ['o/02:09 finished']],
    ['wait for its report', files, [], ['o/02:01 unfinished', 'o/02:05 unfinished', 'o/02:09 unfinished']],
    [
      'leave what came before and after it',
      [backup('01:00'), ...files, backup('04:00')],
      [signal('done', '02:00', '02:10')],
      ['o/01:00 unfinished', 'o/02:09 finished', 'o/04:00 unfinished'],
    ],
    [
      'leave those that a report of their own speaks of',
      [backup('00:30'), ...files],
      [signal('done', '02:00', '02:10'), signal('done', '00:20', '00:31')],
      ['o/00:30 finished', 'o/02:09 finished'],
    ],
  ])('%s', (_, backups, signals, want) => {
    expect(run(judge(backups, signals))).toEqual(want);
  });
});
