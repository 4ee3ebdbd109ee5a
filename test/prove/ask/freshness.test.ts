import { describe, expect, test } from 'vitest';
import { HOUR_MS } from '../../../lib/core/instant.ts';
import { freshness } from '../../../lib/prove/ask/freshness.ts';
import { ProofEnd } from '../../../lib/prove/proof-end.ts';

const COPY = Date.parse('2026-11-29T04:00:00Z');
const value = (text: string) => ({ kind: 'value', value: text }) as const;

describe('how much older than the copy the newest row is', () => {
  test.each([
    ['2026-11-29 03:00:00+00', null, { found: '1 hour before the copy', holds: true }],
    ['2026-11-29T03:00:00Z', null, { found: '1 hour before the copy', holds: true }],
    ['2026-11-28 02:00:00.123456+00', null, { found: '26 hours before the copy', holds: true }],
    ['2026-11-28 01:59:59+00', null, { found: '26 hours before the copy', holds: false }],
    ['2026-11-29 04:00:00', 'Europe/Berlin', { found: '1 hour before the copy', holds: true }],
    ['2026-11-29 04:30:00+00', null, { found: '0 minutes before the copy', holds: true }],
    ['1795921200', null, { found: '1 hour before the copy', holds: true }],
    [
      '2026-12-02 04:00:00+00',
      null,
      { found: '2026-12-02 04:00:00+00, which is 3 days later than the copy', holds: false },
    ],
    ['2026-11-28', 'UTC', { found: '28 hours before the copy', holds: false }],
    ['yesterday', null, { found: 'yesterday, which is no time', holds: false }],
  ])('%s in %s', (text, zone, found) => {
    expect(freshness(value(text), COPY, 26 * HOUR_MS, zone)).toEqual(found);
  });

  test('NULL fails: there is no row', () => {
    expect(freshness({ kind: 'null' }, COPY, HOUR_MS, null)).toEqual({ found: 'NULL: there is no row', holds: false });
  });

  test('an error of the query fails with it', () => {
    const answer = { kind: 'none', message: 'relation "orders" does not exist' } as const;
    expect(freshness(answer, COPY, HOUR_MS, null)).toEqual({ found: answer.message, holds: false });
  });

  test.each(['2026-11-29 03:00:00', '2026-11-29'])('%s without a zone says nothing of the copy', (text) => {
    const end = (() => {
      try {
        return freshness(value(text), COPY, HOUR_MS, null);
      } catch (error) {
        return error;
      }
    })();
    expect(end).toBeInstanceOf(ProofEnd);
    expect(end).toMatchObject({
      ending: 'preflight',
      message: expect.stringMatching(/names no time zone; say with --fresh-zone/),
    });
  });
});
