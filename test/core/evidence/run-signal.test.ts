import { describe, expect, test } from 'vitest';
import type { Backup } from '../../../lib/core/evidence/backup.ts';
import {
  backupOf,
  isInRun,
  newestSignalFirst,
  type RunSignal,
  runOfSignal,
} from '../../../lib/core/evidence/run-signal.ts';

const at = (time: string) => Date.parse(`2026-11-21T${time}Z`);

function backup(time: string, key = time): Backup {
  const ts = at(time);
  return {
    key,
    location: `/b/${key}`,
    source: 'file',
    ts,
    startedAt: null,
    modifiedAt: ts,
    sizeBytes: 5,
    fileCount: null,
    content: null,
    beingWritten: false,
    ended: true,
  };
}

/** From 02:00 to 03:00, unless it says otherwise. */
function signal(change: Partial<RunSignal> = {}): RunSignal {
  return {
    verdict: 'done',
    source: 'report',
    name: '/r/orders.json',
    key: 'orders.json',
    startedAt: at('02:00:00'),
    endedAt: at('03:00:00'),
    sizeBytes: null,
    isSizeOfFiles: true,
    namesFile: false,
    error: null,
    endsRun: true,
    ...change,
  };
}

describe('a signal speaks of a backup', () => {
  const failed = { verdict: 'failed' } as const;
  const cases: readonly { name: string; change?: Partial<RunSignal>; time: string; want: boolean }[] = [
    { name: 'from 60 seconds before its start', time: '01:59:00', want: true },
    { name: 'no earlier', time: '01:58:59.999', want: false },
    { name: 'up to an hour after its end', time: '04:00:00', want: true },
    { name: 'no later', time: '04:00:00.001', want: false },
    { name: 'without a start from an hour before its end', change: { startedAt: null }, time: '02:00:00', want: true },
    { name: 'without a start no earlier', change: { startedAt: null }, time: '01:59:59.999', want: false },
    { name: 'up to its end where it failed', change: failed, time: '03:00:00', want: true },
    { name: 'no later where it failed', change: failed, time: '03:00:00.001', want: false },
    { name: 'later where it still runs', change: { verdict: 'running' }, time: '03:00:00.001', want: true },
  ];
  test.each(cases)('$name', ({ change, time, want }) => {
    const found = backupOf(signal(change), [backup('01:00:00'), backup(time), backup('05:00:00')]);
    expect(found?.ts ?? null).toBe(want ? at(time) : null);
  });

  test('the newest of several, in whichever order they come', () => {
    const several = [backup('02:10:00'), backup('02:30:00'), backup('02:20:00')];
    expect(backupOf(signal(), several)?.key).toBe('02:30:00');
    expect(backupOf(signal(), several.toReversed())?.key).toBe('02:30:00');
  });

  test('of two at the same time, the one whose key sorts last', () => {
    const several = [backup('02:10:00', 'b'), backup('02:10:00', 'c'), backup('02:10:00', 'a')];
    expect(backupOf(signal(), several)?.key).toBe('c');
  });
});

describe('a file is of the run that a signal speaks of', () => {
  const newest = backup('02:30:00', 'k');
  const cases = [
    { name: 'from 60 seconds before its start', file: backup('01:59:00'), want: true },
    { name: 'no earlier', file: backup('01:58:59.999'), want: false },
    { name: 'older than the newest by its key', file: backup('02:30:00', 'j'), want: true },
    { name: 'not the newest itself', file: newest, want: false },
    { name: 'not a later one by its key', file: backup('02:30:00', 'l'), want: false },
    { name: 'not a later one', file: backup('02:30:00.001', 'a'), want: false },
  ];
  test.each(cases)('$name', ({ file, want }) => expect(isInRun(signal(), file, newest)).toBe(want));
});

test('signals are in order from the newest; of two that ended together first the one that says more of a miss', () => {
  const ended = (time: string, verdict: RunSignal['verdict']) => signal({ endedAt: at(time), verdict });
  const signals = [
    ended('01:00:00', 'failed'),
    ended('02:00:00', 'running'),
    ended('02:00:00', 'done'),
    ended('02:00:00', 'failed'),
    ended('03:00:00', 'running'),
  ];
  for (const each of [signals, signals.toReversed()]) {
    expect(each.toSorted(newestSignalFirst).map(({ verdict, endedAt }) => [verdict, endedAt])).toEqual([
      ['running', at('03:00:00')],
      ['failed', at('02:00:00')],
      ['done', at('02:00:00')],
      ['running', at('02:00:00')],
      ['failed', at('01:00:00')],
    ]);
  }
});

describe('the run that a signal reports by itself', () => {
  const named = { location: '/r/orders.json', key: 'orders.json', source: 'report' };

  test.each([
    { verdict: 'done', outcome: 'finished', ts: at('03:00:00') },
    { verdict: 'failed', outcome: 'failed', ts: at('03:00:00') },
    { verdict: 'running', outcome: 'unfinished', ts: at('02:00:00') },
  ] as const)('is $outcome where it says $verdict', ({ verdict, outcome, ts }) => {
    expect(runOfSignal(signal({ verdict }))).toEqual({ ...named, ts, outcome, startedAt: at('02:00:00') });
  });

  test('has no beginning where none was given', () => {
    expect(runOfSignal(signal({ startedAt: null }))).toEqual({ ...named, ts: at('03:00:00'), outcome: 'finished' });
  });

  test('began, where it has not ended, when it was reported', () => {
    const begun = { ts: at('03:00:00'), startedAt: at('03:00:00') };
    const running = signal({ verdict: 'running', startedAt: null });
    expect(runOfSignal(running)).toEqual({ ...named, ...begun, outcome: 'unfinished' });
    const waiting = signal({ startedAt: null });
    expect(runOfSignal(waiting, 'unfinished')).toEqual({ ...named, ...begun, outcome: 'unfinished' });
  });

  test('has the size and the error that were given', () => {
    const said = { verdict: 'failed', sizeBytes: 0, error: 'disk full' } as const;
    expect(runOfSignal(signal(said))).toMatchObject({ outcome: 'failed', sizeBytes: 0, error: 'disk full' });
  });
});
