import { describe, expect, it } from 'vitest';
import type { RunFinding, SeenRun } from '../../../lib/core/evidence/seen-run.ts';
import { judgeRuns } from '../../../lib/core/judging/baseline.ts';
import type { Rule } from '../../../lib/core/model/rule.ts';
import type { Run } from '../../../lib/core/model/run.ts';
import { at, givenRule, givenRun, hours, Job, MB, unsized } from '../decision/given.ts';

const NIGHT = at('2026-11-01T02:00:00Z');

/** A run of the n-th night, so many MB large; null: of unknown size. */
function night(n: number, mb: number | null, overrides: Partial<Run> = {}): Run {
  const run = givenRun(NIGHT + n * hours(24), { sizeBytes: (mb ?? 0) * MB, ...overrides });
  return mb === null ? unsized(run) : run;
}

const nights = (...sizes: number[]) => sizes.map((mb, n) => night(n, mb));

/** `5:400 good`, the fifth night's 400 MB, newest first, as the row remembers it. */
function memoryOf(...texts: readonly string[]): SeenRun[] {
  return texts.map((text) => {
    const [n = '', mb = '', finding = ''] = text.split(/[: ]/);
    const sizeBytes = mb === '?' ? null : Number(mb) * MB;
    return { ts: NIGHT + Number(n) * hours(24), sizeBytes, finding: finding as RunFinding };
  });
}

function textOf({ ts, sizeBytes, finding }: SeenRun): string {
  return `${(ts - NIGHT) / hours(24)}:${sizeBytes === null ? '?' : sizeBytes / MB} ${finding}`;
}

const FLOOR: Partial<Rule> = { floor: { bytes: 100 * MB, hardBelowBytes: 75 * MB } };
const VERIFIED: Partial<Rule> = { verify: 'well-formed' };
const DAMAGED = { looked: { finding: 'damaged', words: 'cut', isDeep: false } } as const;
const HOLLOW = { looked: { finding: 'hollow', words: 'no bytes', isDeep: false } } as const;

interface Case {
  readonly name: string;
  readonly rule?: Partial<Rule>;
  readonly runs: readonly Run[];
  readonly memory?: readonly string[];
  readonly accepted?: Run;
  readonly want: string;
  readonly lastGood: Run | null;
  readonly remembers: readonly string[];
}

describe('the chain of baselines', () => {
  const cases: readonly Case[] = [
    { name: 'no run', runs: [], want: 'pass nothing-to-measure', lastGood: null, remembers: [] },
    {
      name: 'no run, and what was seen is still remembered',
      runs: [],
      memory: ['0:5 good'],
      want: 'pass nothing-to-measure',
      lastGood: null,
      remembers: ['0:5 good'],
    },
    {
      name: 'of two runs of one instant that are there, the earlier one is not compared with the later one that is remembered',
      runs: [night(0, 900, { key: 'b' }), night(0, 400, { key: 'a' })],
      memory: ['0:900 good', '0:400 good'],
      want: 'pass size-fine',
      lastGood: night(0, 900, { key: 'b' }),
      remembers: ['0:900 good', '0:400 good'],
    },
    {
      name: 'a first run has nothing to be compared with',
      runs: nights(400),
      want: 'pass size-fine',
      lastGood: night(0, 400),
      remembers: ['0:400 good'],
    },
    {
      name: 'a collapse of a file whose time was kept: what was there with that time before it is its measure',
      runs: [night(0, 30)],
      memory: ['0:412 good'],
      want: 'hard shrunk',
      lastGood: null,
      remembers: ['0:412 good', '0:30 too-small'],
    },
    {
      name: 'a collapse',
      runs: nights(412, 30),
      want: 'hard shrunk',
      lastGood: night(0, 412),
      remembers: ['1:30 too-small', '0:412 good'],
    },
    {
      name: 'a collapse is no measure for the next night',
      runs: nights(412, 30, 30),
      want: 'hard shrunk',
      lastGood: night(0, 412),
      remembers: ['2:30 too-small', '1:30 too-small', '0:412 good'],
    },
    {
      name: 'nor for a first check that comes late',
      runs: nights(412, 30, 31, 32),
      want: 'hard shrunk',
      lastGood: night(0, 412),
      remembers: ['3:32 too-small', '2:31 too-small', '1:30 too-small', '0:412 good'],
    },
    {
      name: 'runs that a new rule convicts are no good copies, whatever was found of them before',
      rule: FLOOR,
      runs: nights(50, 51, 52),
      memory: ['2:52 good', '1:51 good', '0:50 good'],
      want: 'hard below-floor',
      lastGood: null,
      remembers: ['2:52 too-small', '1:51 too-small', '0:50 too-small'],
    },
    {
      name: 'two runs of one time and other sizes are two, in the order of their keys',
      runs: [night(0, 400, { key: 'orders/a' }), night(0, 100, { key: 'orders/b' })],
      want: 'hard shrunk',
      lastGood: night(0, 400, { key: 'orders/a' }),
      remembers: ['0:400 good', '0:100 too-small'],
    },
    {
      name: 'a soft miss is good, and the measure of the next',
      runs: nights(100, 60, 46),
      want: 'pass size-fine',
      lastGood: night(2, 46),
      remembers: ['2:46 good', '1:60 good', '0:100 good'],
    },
    {
      name: 'a rotated file is compared with the one that was there',
      runs: [night(1, 100)],
      memory: ['0:400 good'],
      want: 'hard shrunk',
      lastGood: null,
      remembers: ['1:100 too-small', '0:400 good'],
    },
    {
      name: 'the newest good one of the remembered that are older than all that are there',
      runs: [night(5, 150)],
      memory: ['4:20 too-small', '3:200 good', '2:900 good'],
      want: 'pass size-fine',
      lastGood: night(5, 150),
      remembers: ['5:150 good', '4:20 too-small', '3:200 good', '2:900 good'],
    },
    {
      name: 'one that is gone is no baseline where the run before it is there',
      runs: [night(1, 100), night(5, 99)],
      memory: ['4:900 good'],
      want: 'pass size-fine',
      lastGood: night(5, 99),
      remembers: ['5:99 good', '4:900 good', '1:100 good'],
    },
    {
      name: 'an empty run is never good',
      runs: nights(100, 0),
      want: 'hard empty',
      lastGood: night(0, 100),
      remembers: ['1:0 too-small', '0:100 good'],
    },
    {
      name: 'an accepted run is good and the measure of the next',
      runs: nights(412, 30, 29),
      accepted: night(1, 30),
      want: 'pass size-fine',
      lastGood: night(2, 29),
      remembers: ['2:29 good', '1:30 accepted', '0:412 good'],
    },
    {
      name: 'an accepted run is known again under another name',
      runs: [night(0, 412), night(1, 30, { key: 'orders/renamed', location: 's3://acme-backups/orders/renamed' })],
      accepted: night(1, 30),
      want: 'pass accepted',
      lastGood: night(1, 30, { key: 'orders/renamed', location: 's3://acme-backups/orders/renamed' }),
      remembers: ['1:30 accepted', '0:412 good'],
    },
    {
      name: 'runs accepted earlier stay good',
      runs: nights(412, 30, 10),
      memory: ['2:10 too-small', '1:30 accepted', '0:412 good'],
      accepted: night(2, 10),
      want: 'pass accepted',
      lastGood: night(2, 10),
      remembers: ['2:10 accepted', '1:30 accepted', '0:412 good'],
    },
    {
      name: 'an accepted run that is overwritten is a new run',
      runs: [night(0, 412), night(1, 29)],
      accepted: night(1, 30),
      want: 'hard shrunk',
      lastGood: night(0, 412),
      remembers: ['1:29 too-small', '0:412 good'],
    },
    {
      name: 'a rule made tighter finds again what is there',
      rule: FLOOR,
      runs: nights(60, 61),
      memory: ['1:61 good', '0:60 good'],
      want: 'hard below-floor',
      lastGood: null,
      remembers: ['1:61 too-small', '0:60 too-small'],
    },
    {
      name: 'but not what is there no more',
      rule: FLOOR,
      runs: [night(1, 61)],
      memory: ['1:61 good', '0:60 good'],
      want: 'hard below-floor',
      lastGood: null,
      remembers: ['1:61 too-small', '0:60 good'],
    },
    {
      name: 'a run of unknown size is good, and no measure for the next, whatever was before it',
      runs: [night(0, 400), night(1, null), night(2, 30)],
      want: 'pass size-fine',
      lastGood: night(2, 30),
      remembers: ['2:30 good', '1:? good', '0:400 good'],
    },
    {
      name: 'a damaged run is neither good nor a measure',
      rule: VERIFIED,
      runs: [night(0, 100), night(1, 900, DAMAGED), night(2, 90)],
      want: 'pass size-fine',
      lastGood: night(2, 90),
      remembers: ['2:90 good', '1:900 damaged', '0:100 good'],
    },
    {
      name: 'nor is a hollow one',
      rule: VERIFIED,
      runs: [night(0, 100), night(1, 90, HOLLOW)],
      want: 'pass size-fine',
      lastGood: night(0, 100),
      remembers: ['1:90 hollow', '0:100 good'],
    },
    {
      name: 'unless empty is fine',
      rule: { ...VERIFIED, emptyIsFine: true },
      runs: [night(0, 100), night(1, 90, HOLLOW)],
      want: 'pass size-fine',
      lastGood: night(1, 90, HOLLOW),
      remembers: ['1:90 good', '0:100 good'],
    },
    {
      name: 'nor is one that a signal contradicts, accepted or not',
      runs: [night(0, 100), night(1, 90, { isContradicted: true })],
      accepted: night(1, 90),
      want: 'pass accepted',
      lastGood: night(0, 100),
      remembers: ['1:90 contradicted', '0:100 good'],
    },
    {
      name: 'what was found of a run once stays so',
      rule: VERIFIED,
      runs: nights(100, 101, 102, 103),
      memory: ['3:103 damaged', '2:102 hollow', '1:101 contradicted', '0:100 good'],
      want: 'pass size-fine',
      lastGood: night(0, 100),
      remembers: ['3:103 damaged', '2:102 hollow', '1:101 contradicted', '0:100 good'],
    },
    {
      name: 'a job that asks for no look inside convicts no damaged run',
      runs: nights(100),
      memory: ['0:100 damaged'],
      want: 'pass size-fine',
      lastGood: night(0, 100),
      remembers: ['0:100 good'],
    },
    {
      name: 'runs of one time and size are one, the one whose key sorts last',
      runs: [night(0, 100, { key: 'a' }), night(0, 100, { key: 'b' })],
      want: 'pass size-fine',
      lastGood: night(0, 100, { key: 'b' }),
      remembers: ['0:100 good'],
    },
    {
      name: 'back to usual after one outsized run is soft, and good',
      runs: nights(400, 400, 400, 900, 400),
      want: 'soft back-to-usual',
      lastGood: night(4, 400),
      remembers: ['4:400 good', '3:900 good', '2:400 good', '1:400 good', '0:400 good'],
    },
    {
      name: 'also where what was usual is only remembered',
      runs: [night(4, 400)],
      memory: ['3:900 good', '2:400 good', '1:400 good', '0:400 good'],
      want: 'soft back-to-usual',
      lastGood: night(4, 400),
      remembers: ['4:400 good', '3:900 good', '2:400 good', '1:400 good', '0:400 good'],
    },
  ];
  it.each(cases)('$name', ({ rule, runs, memory, accepted, want, lastGood, remembers }) => {
    const acceptedRun = accepted ? { ...accepted, sizeBytes: accepted.sizeBytes ?? null } : null;
    for (const order of [runs, runs.toReversed()]) {
      const judged = judgeRuns(givenRule(rule), order, memoryOf(...(memory ?? [])), acceptedRun);
      expect(`${judged.size.result} ${judged.size.reason.kind}`).toBe(want);
      expect(judged.lastGood).toEqual(lastGood);
      expect(judged.memory.map(textOf)).toEqual(remembers);
    }
  });

  it('judges the newest 20 runs and no more', () => {
    const many = (count: number) => [night(0, 1000), ...Array.from({ length: count - 1 }, (_, n) => night(n + 1, 400))];
    expect(judgeRuns(givenRule(), many(20), [], null).size.result, 'the oldest is one of 20').toBe('hard');
    expect(judgeRuns(givenRule(), many(21), [], null).size.result, 'the oldest is the 21st').toBe('pass');
  });

  it('finds an older good one that is there, where none of those 20 is good', () => {
    const runs = [night(0, 900), night(1, 1000), ...Array.from({ length: 20 }, (_, n) => night(n + 2, 30))];
    const memory = memoryOf('1:1000 good', '0:900 good');
    for (const order of [runs, runs.toReversed()]) {
      expect(judgeRuns(givenRule(), order, memory, null).lastGood).toEqual(night(1, 1000));
    }
    expect(judgeRuns(givenRule(), runs, memoryOf('1:1000 damaged', '0:900 good'), null).lastGood).toEqual(
      night(0, 900),
    );
    expect(judgeRuns(givenRule(), runs.slice(2), memory, null).lastGood).toBeNull();
  });

  it('of two runs of one instant, takes the key that sorts last as UTF-8 bytes', () => {
    // U+1F600 is beyond U+FFFF: as UTF-16 it would sort before U+FF5E, as UTF-8 after it.
    const [astral, wide] = [night(0, 100, { key: 'orders/\u{1F600}' }), night(0, 110, { key: 'orders/\uFF5E' })];
    for (const runs of [
      [astral, wide],
      [wide, astral],
    ])
      expect(judgeRuns(givenRule(), runs, [], null).latest).toBe(astral);
  });

  it('does not depend on how often anyone looked', () => {
    const sizes = [400, 390, 30, 31, 380, 100, 300, 150, 149];
    const often = new Job();
    for (let n = 0; n < sizes.length; n += 1) often.check(NIGHT + n * hours(24) + 1, nights(...sizes.slice(0, n + 1)));
    const once = new Job();
    once.check(NIGHT + (sizes.length - 1) * hours(24) + 1, nights(...sizes));
    expect(often.row.runs).toEqual(once.row.runs);
  });
});
