import { describe, expect, it } from 'vitest';
import { publishable } from '../../../lib/core/event/publishable.ts';
import { snakeCased } from '../../../lib/core/event/snake-case.ts';
import { givenRun, hours, Job } from '../decision/given.ts';

describe('a transition as it leaves the program', () => {
  const GOOD = givenRun('2026-11-19T02:00:00Z');

  it('is plain data in snake_case, instants as ISO-8601', () => {
    const { transition } = new Job().check('2026-11-20T05:00:00.5Z', [GOOD]);
    const event = transition && publishable(transition);
    expect(event).toMatchObject({
      event_id: 'orders-db#1-2026-11-20T05:00:00.500Z',
      job_id: 'orders-db',
      break_seq: 1,
      fixed_refuted: false,
      from: 'green',
      to: 'warn',
      at: '2026-11-20T05:00:00.500Z',
      until: null,
      verdict: {
        worst: 'soft',
        latest: { ts: '2026-11-19T02:00:00Z', size_bytes: 400_000_000, location: GOOD.location },
        last_good: { ts: '2026-11-19T02:00:00Z' },
        running: null,
        data_at_risk_seconds: 97_201,
      },
    });
    expect(JSON.parse(JSON.stringify(event))).toEqual(event);
  });

  it('says until when a snooze lasts, and has no verdict', () => {
    const job = new Job();
    job.check('2026-11-20T05:00:00Z', [GOOD]);
    const result = job.act('2026-11-20T06:00:00Z', { verb: 'snooze', forMs: hours(24) });
    expect(result.done && result.transition && publishable(result.transition)).toMatchObject({
      until: '2026-11-21T06:00:00Z',
      verdict: null,
      by: 'sam',
    });
  });
});

describe('snake_case', () => {
  it.each([
    [{ sizeBytes: 1 }, { size_bytes: 1 }],
    [{ aB: [{ cD: null }] }, { a_b: [{ c_d: null }] }],
    [{ gone: undefined, kept: false }, { kept: false }],
    ['camelCase stays in values', 'camelCase stays in values'],
  ])('%j becomes %j', (value, want) => {
    expect(snakeCased(value)).toEqual(want);
  });
});
