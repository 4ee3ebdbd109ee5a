import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { publishable } from '../../lib/core/event/publishable.ts';
import { TRANSITION_REASONS, type Transition } from '../../lib/core/model/transition.ts';
import type { RenderedTest, RenderedVerdict } from '../../lib/core/wording/rendered-verdict.ts';
import { readPublished } from '../../lib/ports/published-transition.ts';
import { fullEntry, transition } from '../contracts/sample-row.ts';

const text = fc.string({ unit: 'grapheme', maxLength: 40 });
const instant = fc.integer({ min: Date.parse('0001-01-01T00:00:00Z'), max: Date.parse('9999-12-31T23:59:59.999Z') });
const count = fc.maxSafeNat();
const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });

const someTest: fc.Arbitrary<RenderedTest> = fc.record({
  result: fc.constantFrom('pass', 'soft', 'hard'),
  reason: text,
  measured: orNull(fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0)),
  threshold: orNull(count),
  at: text,
});
const someRun = fc.record({ ts: instant, sizeBytes: orNull(count), location: text });
const someVerdict: fc.Arbitrary<RenderedVerdict> = fc.record({
  worst: fc.constantFrom('none', 'soft', 'hard'),
  tests: fc.record({ finished: someTest, recent: someTest, size: someTest }),
  latest: orNull(someRun),
  lastGood: orNull(someRun),
  running: orNull(fc.record({ startedAt: instant, location: text })),
  dataAtRiskSeconds: orNull(count),
});
const someState = fc.constantFrom('green', 'warn', 'alert', 'escalate');
const someTransition: fc.Arbitrary<Transition> = fc.record({
  eventId: text.filter((id) => id !== ''),
  jobId: fc.oneof(
    text.filter((id) => id !== ''),
    fc.constantFrom('__proto__', 'a/b#c'),
  ),
  seq: count,
  breakSeq: orNull(count),
  from: someState,
  to: someState,
  reason: fc.constantFrom(...TRANSITION_REASONS),
  at: instant,
  fixedRefuted: fc.boolean(),
  by: orNull(text),
  until: orNull(instant),
  verdict: orNull(someVerdict),
});

const published = () => publishable(fullEntry('orders-db', 7).transition ?? transition('orders-db', 7));

describe('a transition that was published', () => {
  it('is read as it was, whatever it is, by way of JSON', () => {
    fc.assert(
      fc.property(someTransition, (given) => {
        expect(readPublished(JSON.parse(JSON.stringify(publishable(given))))).toEqual(given);
      }),
      { numRuns: 300 },
    );
  });

  it('is read as it was though there is more with it, on each level', () => {
    const plain = published();
    const verdict = plain.verdict as Record<string, object>;
    const more = {
      ...plain,
      version: 1,
      people: { owner: 'sam' },
      verdict: { ...verdict, note: 1, latest: { ...verdict.latest, etag: 'x' } },
    };
    expect(readPublished(more)).toEqual(readPublished(plain));
    expect(Object.keys(readPublished(more) ?? {}).sort()).toEqual(Object.keys(transition('a', 1)).sort());
  });

  const rubbish: readonly unknown[] = [undefined, null, 5, 'text', [], {}, { event_id: 'x' }, [published()]];
  it.each(rubbish)('is not what is none: %j', (detail) => {
    expect(readPublished(detail)).toBeNull();
  });

  it('is not anything else that there is', () => {
    fc.assert(
      fc.property(fc.anything(), (detail) => {
        expect(readPublished(detail)).toBeNull();
      }),
    );
  });

  it.each(Object.keys(published()))('is not read without its %s', (name) => {
    const { [name]: _, ...rest } = published();
    expect(readPublished(rest)).toBeNull();
  });

  const damages: readonly [string, unknown][] = [
    ['event_id', ''],
    ['job_id', ''],
    ['seq', -1],
    ['seq', 1.5],
    ['seq', '7'],
    ['break_seq', 'six'],
    ['from', 'purple'],
    ['to', null],
    ['reason', 'because'],
    ['at', 1_795_000_000_000],
    ['at', 'yesterday'],
    ['at', '2026-11-21T08:00:00'],
    ['at', '2026-02-30T08:00:00Z'],
    ['fixed_refuted', 'no'],
    ['by', 5],
    ['until', 'tomorrow'],
    ['verdict', 'bad'],
    ['verdict', {}],
  ];
  it.each(damages)('is not read with the %s %j', (name, value) => {
    expect(readPublished({ ...published(), [name]: value })).toBeNull();
  });
});
